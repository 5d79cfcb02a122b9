import type { IExecuteFunctions } from 'n8n-workflow';

import { unconfirmedError, type Api } from '../../api';
import { isOtherReference } from '../../send';
import { text } from '../../shared/values';

/**
 * Refuses an answer about somebody else's upload: sending its reference would send another contract.
 *
 * @param clientReference what was sent along, if anything was
 * @throws NodeApiError when the answer names another client reference
 */
export function refuseOtherUpload(
	context: IExecuteFunctions,
	{ ClientReference }: Api<'UploadedDocument'>,
	clientReference = '',
): void {
	if (!isOtherReference(ClientReference, clientReference)) return;
	throw unconfirmedError(
		context.getNode(),
		'The answer to the upload is about another document',
		`It names the client reference “${text(ClientReference)}”${clientReference && ` instead of “${clientReference}”, the one of this item`}. Nothing was sent for signing. The file may be in the InBox: if it is, and you only wanted to upload it, do not run this item again. Otherwise, run it again.`,
	);
}

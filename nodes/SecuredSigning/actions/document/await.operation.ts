import { UserError } from 'n8n-workflow';

import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';
import { awaitFields, awaitSignatures, checkAwaiting, firstLook } from '../../wait';

// API: GET /Document/Status/{DocumentReference}, docs/api/API.md sections 5.2 and 7
export const awaitSignature: Operation = {
	name: 'Await Signature',
	value: 'await',
	action: 'Wait until document is signed',
	description:
		"Wait for a document sent earlier in this workflow, then continue with the signed file. Send it with {{ $execution.resumeUrl }} as its 'Notify URL'.",
	fields: [documentLocator, ...awaitFields],
	async execute(itemIndex) {
		await checkAwaiting(this, itemIndex);
		const reference = requiredReference(this, itemIndex, documentLocator);
		const document = await firstLook(this, itemIndex, reference);
		// Without a folder, "NotStart" may as well mean that nobody has opened it yet.
		if (text(document.Folder).toLowerCase() === 'inbox') {
			throw new UserError('The document was not sent for signing yet', {
				description:
					"Send it first, with {{ $execution.resumeUrl }} as its 'Notify URL', or use 'Send and Await Signature'.",
			});
		}
		return [{ json: document }];
	},
	conclude: awaitSignatures,
};

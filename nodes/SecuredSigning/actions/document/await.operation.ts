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
		"Wait for a document that was sent earlier in this workflow: until everybody has signed, somebody declines, the document expires or is deleted, or the time is up. 'finished' is true only if everybody has signed. If 'Send' sent it, set 'Notify URL' there to {{ $execution.resumeUrl }}.",
	fields: [documentLocator, ...awaitFields],
	async execute(itemIndex) {
		await checkAwaiting(this, itemIndex);
		const reference = requiredReference(this, itemIndex, documentLocator);
		const document = await firstLook(this, itemIndex, reference);
		// Only the folder shows it: the status "NotStart" may also mean that nobody has opened the document
		// yet.
		if (text(document.Folder).toLowerCase() === 'inbox') {
			throw new UserError('The document has not been sent for signing yet', {
				description:
					"Send it first, with {{ $execution.resumeUrl }} as its 'Notify URL', or use 'Send and Await Signature'.",
			});
		}
		return [{ json: document }];
	},
	conclude: awaitSignatures,
};

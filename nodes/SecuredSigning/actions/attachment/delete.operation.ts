import { read, remove as removeAt } from '../../api';
import { attachmentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';
import { deleteOf, deletionNotice } from '../deletion';

// API: DELETE /Attachment/{AttachmentReference}, docs/api/API.md section 5.8
export const remove: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete attachment',
	description: 'Delete an attachment permanently',
	fields: [
		deletionNotice('This cannot be undone. Documents that were already sent keep their files.'),
		attachmentLocator,
	],
	repetition: 'needless',
	async execute(itemIndex) {
		const attachmentReference = requiredReference(this, itemIndex, attachmentLocator);
		await deleteOf(this, {
			what: 'attachment',
			remove: async () =>
				await removeAt(this, '/Attachment/{AttachmentReference}', {
					path: { AttachmentReference: attachmentReference },
				}),
			// The API can list attachments, but has no request for a single one.
			isThere: async () => {
				const attachments = await read(this, '/Attachment/GetAttachments');
				return attachments.some(({ Reference }) => text(Reference) === attachmentReference);
			},
		});
		return [{ json: { deleted: true, attachmentReference } }];
	},
};

import { attachmentLocator, requiredLocator } from '../../descriptions/locators';
import { command, path } from '../../transport';
import type { Operation } from '../operation';

// API: DELETE /Attachment/{AttachmentReference}, docs/api/API.md section 5.8
export const remove: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete attachment',
	description: 'Take an attachment out of your account for good',
	fields: [attachmentLocator],
	repetition: 'harmless',
	async execute(itemIndex) {
		const attachmentReference = requiredLocator(
			this.getNodeParameter('attachment', itemIndex),
			'Attachment',
		);
		await command(this, path`/Attachment/${attachmentReference}`, { method: 'DELETE' });
		return [{ json: { deleted: true, attachmentReference } }];
	},
};

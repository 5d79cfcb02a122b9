import { download as downloadFile } from '../../api';
import { optionsField } from '../../fields/options';
import { fileItem, outputFieldField, outputFileNameField } from '../../fields/outputFile';
import { attachmentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Download/Attachment/{AttachmentReference}, docs/api/API.md section 5.10
export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download attachment',
	description: 'Get the file of an attachment',
	fields: [
		attachmentLocator,
		outputFieldField,
		optionsField([{ ...outputFileNameField, placeholder: 'e.g. insurance.pdf' }]),
	],
	async execute(itemIndex) {
		const attachmentReference = requiredReference(this, itemIndex, attachmentLocator);
		const file = await downloadFile(
			this,
			'/Download/Attachment/{AttachmentReference}',
			{ path: { AttachmentReference: attachmentReference } },
			attachmentReference,
		);
		return [fileItem(this, itemIndex, file, { attachmentReference })];
	},
};

import { change, type Api } from '../../api';
import { simplifyAttachment } from '../../api/answers/attachment';
import {
	fetchedFileNameField,
	fileTypeField,
	fileUrlField,
	readFileFromUrl,
} from '../../fields/fileFromUrl';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { categoryField, numberField, readAttachmentOptions } from './attachmentOptions';

// API: POST /Attachment/UploadByUrl, docs/api/API.md section 5.8
export const uploadFromUrl: Operation = {
	name: 'Upload From URL',
	value: 'uploadFromUrl',
	action: 'Upload attachment from URL',
	description: 'Upload a file from a web address, for signers to receive with a document',
	fields: [
		fileUrlField,
		simplifyField,
		optionsField([categoryField, fetchedFileNameField, fileTypeField, numberField]),
	],
	// At most, the file is stored twice; nobody gets it.
	repetition: 'needless',
	async execute(itemIndex) {
		const File: Api<'AttachmentFileInfo'> = {
			...readFileFromUrl(this, itemIndex),
			...readAttachmentOptions(this.getNodeParameter('options', itemIndex, {})),
		};
		const attachment = await change(this, '/Attachment/UploadByUrl', { body: { File } });
		return [{ json: chosenView(this, itemIndex, attachment, simplifyAttachment) }];
	},
};

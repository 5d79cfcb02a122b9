import { inputFile, upload as uploadFile } from '../../api';
import { simplifyAttachment } from '../../api/answers/attachment';
import { fieldName, fileNameField, inputFieldField } from '../../fields/files';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';
import { categoryField, numberField, readAttachmentOptions } from './attachmentOptions';

// API: POST /Attachment/Uploader, docs/api/API.md section 5.8
export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload attachment',
	description: 'Upload a file that signers can receive with a document',
	fields: [
		inputFieldField,
		simplifyField,
		optionsField([
			categoryField,
			{
				...fileNameField,
				description: "The attachment's name in Secured Signing. If empty: the file name.",
			},
			numberField,
		]),
	],
	// At most, the file is stored twice; nobody gets it.
	repetition: 'needless',
	async execute(itemIndex) {
		const field = fieldName(this, itemIndex);
		const options = this.getNodeParameter('options', itemIndex, {});
		const details = readAttachmentOptions(options);
		const file = await inputFile(this, itemIndex, field, text(options.fileName));
		// The API description declares these as query parameters, but the service's own SDK sends them as
		// form parts: so both.
		const attachment = await uploadFile(this, '/Attachment/Uploader', file, details, details);
		return [{ json: chosenView(this, itemIndex, attachment, simplifyAttachment) }];
	},
};

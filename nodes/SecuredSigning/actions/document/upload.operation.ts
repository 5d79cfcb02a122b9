import { visibleText } from '../../characters';
import { clientReferenceField, fileNameField, inputFieldField } from '../../descriptions/files';
import { optionsField } from '../../descriptions/options';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyUpload } from '../../outputs/document';
import { inputFile, upload as uploadFile } from '../../transport';
import { given, text } from '../../values';
import type { Operation } from '../operation';

// API: POST /Document/Uploader, docs/api/API.md section 5.2
export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload document',
	description: 'Put a file from the workflow into the InBox, without sending it yet',
	fields: [inputFieldField, simplifyField, optionsField([clientReferenceField, fileNameField])],
	// At most, the file lies in the InBox twice; nobody gets it.
	repetition: 'harmless',
	async execute(itemIndex) {
		const field = this.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const options = this.getNodeParameter('options', itemIndex, {});
		const file = await inputFile(this, itemIndex, field, text(options.fileName));
		const document = await uploadFile(
			this,
			'/Document/Uploader',
			file,
			given({
				ClientReference: visibleText(options.clientReference, "'Client Reference'"),
			}) as Record<string, string>,
		);
		return [{ json: chosenView(this, itemIndex, document, simplifyUpload(file.fileName)) }];
	},
};

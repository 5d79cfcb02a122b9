import { visibleText } from '../../characters';
import {
	clientReferenceField,
	fieldName,
	fileNameField,
	inputFieldField,
} from '../../descriptions/files';
import { optionsField } from '../../descriptions/options';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyUpload } from '../../outputs/document';
import { inputFile, upload as uploadFile } from '../../transport';
import { text } from '../../values';
import type { Operation } from '../operation';
import { refuseOtherUpload } from './uploaded';

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
		const field = fieldName(this, itemIndex);
		const options = this.getNodeParameter('options', itemIndex, {});
		const file = await inputFile(this, itemIndex, field, text(options.fileName));
		const clientReference = visibleText(options.clientReference, "'Client Reference'");
		const document = await uploadFile(this, '/Document/Uploader', file, {
			...(clientReference && { ClientReference: clientReference }),
		});
		refuseOtherUpload(this, document, clientReference);
		return [{ json: chosenView(this, itemIndex, document, simplifyUpload(file.fileName)) }];
	},
};

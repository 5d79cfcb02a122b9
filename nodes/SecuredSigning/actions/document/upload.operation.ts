import { inputFile, upload as uploadFile } from '../../api';
import { simplifyUpload } from '../../api/answers/document';
import {
	clientReferenceField,
	readClientReference,
	fieldName,
	fileNameField,
	inputFieldField,
} from '../../fields/files';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { text } from '../../shared/values';
import { refuseOtherUpload } from './uploaded';

// API: POST /Document/Uploader, docs/api/API.md section 5.2
export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload document to send later',
	description: 'Upload a file to the InBox of Secured Signing without sending it',
	fields: [inputFieldField, simplifyField, optionsField([clientReferenceField, fileNameField])],
	// At most, the file lies in the InBox twice; nobody gets it.
	repetition: 'needless',
	async execute(itemIndex) {
		const field = fieldName(this, itemIndex);
		const options = this.getNodeParameter('options', itemIndex, {});
		const file = await inputFile(this, itemIndex, field, text(options.fileName));
		const clientReference = readClientReference(options);
		const document = await uploadFile(this, '/Document/Uploader', file, {
			...(clientReference && { ClientReference: clientReference }),
		});
		refuseOtherUpload(this, document, clientReference);
		return [{ json: chosenView(this, itemIndex, document, simplifyUpload(file.fileName)) }];
	},
};

import { documentLocator, requiredLocator } from '../../descriptions/locators';
import { optionsField } from '../../descriptions/options';
import { download as downloadFile, path } from '../../transport';
import { text } from '../../values';
import type { Operation } from '../operation';

// API: GET /Download/GetDocumentData/{DocumentReference}, docs/api/API.md section 5.10
export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download document',
	description: 'Get the file of a document: the signed PDF once everybody has signed',
	fields: [
		documentLocator,
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the output field to put the file in',
		},
		optionsField([
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. agreement-signed.pdf',
				description: 'Left out: the name that Secured Signing gives the file',
			},
		]),
	],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('document', itemIndex), 'Document');
		const field = this.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const file = await downloadFile(
			this,
			path`/Download/GetDocumentData/${reference}`,
			`${reference}.pdf`,
		);
		const fileName = text(this.getNodeParameter('options.fileName', itemIndex, ''));
		if (fileName !== '') file.fileName = fileName;
		return [
			{
				json: {
					documentReference: reference,
					fileName: file.fileName,
					mimeType: file.mimeType,
					fileSize: file.fileSize,
				},
				binary: { [field]: file },
			},
		];
	},
};

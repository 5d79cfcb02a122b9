import { visibleText } from '../../characters';
import {
	fetchedFileNameField,
	fileTypeField,
	fileUrlField,
	readFileFromUrl,
} from '../../descriptions/fileFromUrl';
import { clientReferenceField } from '../../descriptions/files';
import { optionsField } from '../../descriptions/options';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyUpload } from '../../outputs/document';
import { change, type Api } from '../../transport';
import { given } from '../../values';
import type { Operation } from '../operation';
import { refuseOtherUpload } from './uploaded';

// API: POST /Document/UploadByUrl, docs/api/API.md section 5.2
export const uploadFromUrl: Operation = {
	name: 'Upload From URL',
	value: 'uploadFromUrl',
	action: 'Upload document from URL',
	description: 'Let Secured Signing fetch a file from a web address into the InBox',
	fields: [
		fileUrlField,
		simplifyField,
		optionsField([clientReferenceField, fetchedFileNameField, fileTypeField]),
	],
	// At most, the file lies in the InBox twice; nobody gets it.
	repetition: 'harmless',
	async execute(itemIndex) {
		const { clientReference } = this.getNodeParameter('options', itemIndex, {});
		const File: Api<'FileInfo'> = {
			...readFileFromUrl(this, itemIndex),
			...given({ ClientReference: visibleText(clientReference, "'Client Reference'") }),
		};
		const document = await change(this, '/Document/UploadByUrl', { body: { File } });
		refuseOtherUpload(this, document, File.ClientReference);
		return [{ json: chosenView(this, itemIndex, document, simplifyUpload(File.Name)) }];
	},
};

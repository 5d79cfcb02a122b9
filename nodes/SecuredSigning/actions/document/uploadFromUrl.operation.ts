import { change, type Api } from '../../api';
import { simplifyUpload } from '../../api/answers/document';
import {
	fetchedFileNameField,
	fileTypeField,
	fileUrlField,
	readFileFromUrl,
} from '../../fields/fileFromUrl';
import { clientReferenceField, readClientReference } from '../../fields/files';
import { optionsField } from '../../fields/options';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { omitEmpty } from '../../shared/values';
import { refuseOtherUpload } from './uploaded';

// API: POST /Document/UploadByUrl, docs/api/API.md section 5.2
export const uploadFromUrl: Operation = {
	name: 'Upload From URL',
	value: 'uploadFromUrl',
	action: 'Upload document from URL',
	description: 'Upload a file from a web address to the InBox of Secured Signing',
	fields: [
		fileUrlField,
		simplifyField,
		optionsField([clientReferenceField, fetchedFileNameField, fileTypeField]),
	],
	// At most, the file lies in the InBox twice; nobody gets it.
	repetition: 'needless',
	async execute(itemIndex) {
		const options = this.getNodeParameter('options', itemIndex, {});
		const File: Api<'FileInfo'> = {
			...readFileFromUrl(this, itemIndex),
			...omitEmpty({ ClientReference: readClientReference(options) }),
		};
		const document = await change(this, '/Document/UploadByUrl', { body: { File } });
		refuseOtherUpload(this, document, File.ClientReference);
		return [{ json: chosenView(this, itemIndex, document, simplifyUpload(File.Name)) }];
	},
};

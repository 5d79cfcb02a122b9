import { UserError, type IDataObject } from 'n8n-workflow';

import { clientReferenceField, fileNameField } from '../../descriptions/files';
import { optionsField } from '../../descriptions/options';
import { readAddress } from '../../descriptions/people';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyUpload } from '../../outputs/document';
import { change, extensionOf, type Api } from '../../transport';
import { given, text } from '../../values';
import type { Operation } from '../operation';

const FILE_TYPES = ['doc', 'docx', 'pdf', 'rtf'] as const;
type FileType = (typeof FILE_TYPES)[number];

// API: POST /Document/UploadByUrl, docs/api/API.md section 5.2
export const uploadFromUrl: Operation = {
	name: 'Upload From URL',
	value: 'uploadFromUrl',
	action: 'Upload document from URL',
	description: 'Let Secured Signing fetch a file from a web address into the InBox',
	fields: [
		{
			displayName: 'File URL',
			name: 'fileUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://www.example.com/agreement.pdf',
			description: 'An address that Secured Signing can open without signing in',
		},
		simplifyField,
		optionsField([
			clientReferenceField,
			{
				...fileNameField,
				description: "The document's name. Left out: the last part of the address.",
			},
			{
				displayName: 'File Type',
				name: 'fileType',
				type: 'options',
				options: FILE_TYPES.map((value) => ({ name: value.toUpperCase(), value })),
				default: 'pdf',
				description: "Left out: what the file's name ends with",
			},
		]),
	],
	async execute(itemIndex) {
		const fileUrl = readAddress(this.getNodeParameter('fileUrl', itemIndex), 'File URL');
		if (fileUrl === undefined) {
			throw new UserError("No value for 'File URL'", {
				description: 'Enter the address of the file. Nothing was sent.',
			});
		}
		const options = this.getNodeParameter('options', itemIndex, {});
		const name = text(options.fileName) || lastPart(fileUrl);
		const type = text(options.fileType) || extensionOf(name);
		if (!FILE_TYPES.includes(type as FileType)) {
			throw new UserError(`Secured Signing cannot fetch a file of this type: “${name}”`, {
				description: `From an address it takes ${FILE_TYPES.join(', ')}. Set 'File Type' in Options if the name does not tell. Nothing was sent.`,
			});
		}
		const File: Api<'FileInfo'> = {
			Name: extensionOf(name) === '' ? `${name}.${type}` : name,
			FileType: type as FileType,
			FileUrl: fileUrl,
			...given({ ClientReference: text(options.clientReference) }),
		};
		const document = await change<IDataObject>(this, '/Document/UploadByUrl', { File });
		return [{ json: chosenView(this, itemIndex, document, simplifyUpload(File.Name)) }];
	},
};

function lastPart(address: string): string {
	const last = new URL(address).pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last) || 'document';
	} catch {
		return last;
	}
}

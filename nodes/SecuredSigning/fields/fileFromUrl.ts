import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { extensionOf, type Api } from '../api';
import { sendableFileName } from '../api/files/multipart';
import { refusal } from '../shared/refusal';
import { isOneOf, text } from '../shared/values';
import { fileNameField } from './files';
import { readAddress } from './people';

const FILE_TYPES = ['doc', 'docx', 'pdf', 'rtf'] as const;

export const fileUrlField: INodeProperties = {
	displayName: 'File URL',
	name: 'fileUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://www.example.com/agreement.pdf',
	description: 'An address that Secured Signing can open without signing in',
};

/** For the 'Options' of an operation with a 'File URL'. */
export const fetchedFileNameField: INodeProperties = {
	...fileNameField,
	description: "The file's name in Secured Signing. If empty: the last part of the address.",
};

export const fileTypeField: INodeProperties = {
	displayName: 'File Type',
	name: 'fileType',
	type: 'options',
	options: FILE_TYPES.map((value) => ({ name: value.toUpperCase(), value })),
	default: 'pdf',
	description: 'If not added: the type that the extension of the file name says',
};

/**
 * The file that the service will fetch; source: docs/api/API.md sections 5.2 and 5.8.
 * @throws UserError for what is not an address, and for a type that the service does not fetch
 */
export function readFileFromUrl(
	context: IExecuteFunctions,
	itemIndex: number,
): Pick<Api<'FileInfo'>, 'Name' | 'FileType' | 'FileUrl'> {
	const FileUrl = readAddress(context.getNodeParameter('fileUrl', itemIndex), 'File URL');
	if (FileUrl === undefined) {
		throw refusal("'File URL' is empty", 'Enter the address of the file.');
	}
	const options = context.getNodeParameter('options', itemIndex, {});
	const name = sendableFileName(text(options.fileName) || lastPart(FileUrl));
	const type = text(options.fileType) || extensionOf(name);
	if (!isOneOf(FILE_TYPES, type)) {
		throw refusal(
			`Secured Signing cannot fetch a file of this type: “${name}”`,
			`From a web address it accepts ${FILE_TYPES.join(', ')}. If the name has no extension, set 'File Type' in Options.`,
		);
	}
	return {
		Name: extensionOf(name) === '' ? `${name}.${type}` : name,
		FileType: type,
		FileUrl,
	};
}

function lastPart(address: string): string {
	const last = new URL(address).pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last) || 'document';
	} catch {
		return last;
	}
}

import type {
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { safeFileName } from '../api/files/fileNames';
import { text } from '../shared/values';

/** For one document. */
export const signedFileNameField: INodeProperties = {
	displayName: 'Signed File Name',
	name: 'signedFileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. agreement-signed.pdf',
	description:
		'The name of the signed file in the output. If empty: the name that Secured Signing gives it.',
};

/** For a send, which can have several documents. */
export const signedFileNamesField: INodeProperties = {
	...signedFileNameField,
	description: `${signedFileNameField.description} With several documents, the second name ends with 2, and so on.`,
};

/** The file name that the user entered, made valid; undefined if none was entered. */
export function readSignedFileName(
	context: IExecuteFunctions,
	itemIndex: number,
): string | undefined {
	const name = safeFileName(text(context.getNodeParameter('signedFileName', itemIndex, '')));
	return name === '' ? undefined : name;
}

/**
 * The item with its signed files renamed: those in the fields 'data', 'data2' and so on. Unchanged without a
 * name.
 */
export function withSignedFileName(
	item: INodeExecutionData,
	name: string | undefined,
): INodeExecutionData {
	if (name === undefined || !item.binary) return item;
	const [, base, extension] = /^(.*?)(\.pdf)?$/is.exec(name) ?? [];
	const binary: IBinaryKeyData = {};
	for (const [field, file] of Object.entries(item.binary)) {
		const [isSigned, number] = /^data(\d*)$/.exec(field) ?? [];
		const fileName = `${base}${number && ` ${number}`}${extension ?? '.pdf'}`;
		binary[field] = isSigned === undefined ? file : { ...file, fileName, fileExtension: 'pdf' };
	}
	return { ...item, binary };
}

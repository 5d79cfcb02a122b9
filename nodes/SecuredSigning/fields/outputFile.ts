import type {
	IBinaryData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { text } from '../shared/values';

export const outputFieldField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	required: true,
	hint: 'The name of the output field to put the file in',
};

export const outputFileNameField: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. agreement-signed.pdf',
	description: 'If empty: the name that Secured Signing gives the file',
};

/**
 * A downloaded file as an item: with the field and file name that the user chose.
 *
 * @param about what the file belongs to; comes before the details of the file in the JSON
 */
export function fileItem(
	context: IExecuteFunctions,
	itemIndex: number,
	file: IBinaryData,
	about: IDataObject,
): INodeExecutionData {
	const field = context.getNodeParameter('binaryPropertyName', itemIndex);
	const fileName = text(context.getNodeParameter('options.fileName', itemIndex, ''));
	const named = fileName === '' ? file : { ...file, fileName };
	return {
		json: {
			...about,
			fileName: named.fileName,
			mimeType: named.mimeType,
			fileSize: named.fileSize,
		},
		binary: { [field]: named },
	};
}

import { UserError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { inputFile, type InputFile } from '../transport';
import { listed } from '../values';

export const inputFieldField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input field that holds the file',
};

export const clientReferenceField: INodeProperties = {
	displayName: 'Client Reference',
	name: 'clientReference',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description: 'Your own number for the document. Secured Signing gives it back with the document.',
};

export const fileNameField: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. agreement.pdf',
	description: "The document's name in Secured Signing. Left out: the name of the file.",
};

/**
 * The files of an item that a comma-separated list of fields names, all checked before the first one
 * is sent.
 */
export async function inputFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	parameter: string,
): Promise<InputFile[]> {
	const fields = listed(context.getNodeParameter(parameter, itemIndex) as string);
	if (fields.length === 0) {
		throw new UserError("No value for 'Input Data Field Name'", {
			description: 'Name the field that holds the file, for example data. Nothing was sent.',
		});
	}
	return await Promise.all(fields.map(async (field) => await inputFile(context, itemIndex, field)));
}

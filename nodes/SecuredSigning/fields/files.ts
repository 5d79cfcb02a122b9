import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { inputFile, type InputFile } from '../api';
import { refusal } from '../shared/refusal';
import { splitList, text } from '../shared/values';

export const inputFieldField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	required: true,
	hint: 'The name of the input field with the file',
};

export const clientReferenceField: INodeProperties = {
	displayName: 'Client Reference',
	name: 'clientReference',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description:
		'Your own reference for the document, such as an order number. Secured Signing returns it with the document.',
};

export const fileNameField: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. agreement.pdf',
	description: "The document's name in Secured Signing. If empty: the file name.",
};

/**
 * The files of an item that a comma-separated list of fields names, all checked before the first one
 * is sent.
 */
export async function inputFiles(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<InputFile[]> {
	const names = fieldNames(context, itemIndex);
	return await Promise.all(names.map(async (name) => await inputFile(context, itemIndex, name)));
}

/** The fields that 'Input Data Field Name' names: a list of an expression, or a text with commas. */
export function namedFields(context: IExecuteFunctions, itemIndex: number): string[] {
	const value = context.getNodeParameter(inputFieldField.name, itemIndex, '');
	return splitList(Array.isArray(value) ? value.map(text).join() : text(value));
}

/**
 * The same where they are read.
 * @throws UserError when there is none, or one that is named twice
 */
export function fieldNames(context: IExecuteFunctions, itemIndex: number): string[] {
	const names = namedFields(context, itemIndex);
	if (names.length === 0) {
		throw refusal(
			`No value for '${inputFieldField.displayName}'`,
			'Name the field that holds the file, for example data.',
		);
	}
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw refusal(
			`The field “${twice}” is named twice in '${inputFieldField.displayName}'`,
			'Take it out once: its file would go out twice.',
		);
	}
	return names;
}

/**
 * The one field of an operation that takes one file.
 * @throws UserError when there is none, or more than one
 */
export function fieldName(context: IExecuteFunctions, itemIndex: number): string {
	const [name, ...others] = fieldNames(context, itemIndex);
	if (others.length > 0) {
		throw refusal(
			`'${inputFieldField.displayName}' names ${others.length + 1} fields`,
			'This operation takes one file. Name one field, or make an item of each file in an earlier node.',
		);
	}
	return name;
}

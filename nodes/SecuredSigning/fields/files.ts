import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { inputFile, type InputFile } from '../api';
import { givenText, visibleText } from '../shared/characters';
import { readEach } from '../shared/readAll';
import { refusal } from '../shared/refusal';
import { storedParameter } from '../shared/tool';
import { notFilledIn, unfilledInReference } from '../shared/unfilled';
import { firstOf, firstTwice, splitList, type Given } from '../shared/values';
import { emptyFieldError } from './choices';
import { identifying, isExpression, meaningfulWhenEmpty } from './checkedValue';

const UNTOUCHED = 'data';
const MOST_NAMED = 10;

export const inputFieldField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	default: UNTOUCHED,
	placeholder: 'e.g. data',
	required: true,
	hint: 'The name of the input field with the file',
	description:
		"You see the name above the file in the 'Binary' view of the input. If you do not change 'data' and the item has only one file, that file is used, whatever the name of its field.",
};

export const clientReferenceField: INodeProperties = meaningfulWhenEmpty(
	identifying({
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description:
			'Your own reference for the document, such as an order number. Secured Signing returns it with the document.',
	}),
);

/**
 * A reference of the builder's own among the options of an operation; '' for none.
 *
 * @throws UserError for one of which a part was not filled in: several orders would have it
 */
export function readClientReference({ clientReference }: Given): string {
	const own = visibleText(clientReference, "'Client Reference'");
	const unfilled = unfilledInReference(own);
	if (unfilled !== undefined) throw notFilledIn("'Client Reference'", unfilled);
	return own;
}

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

/**
 * The fields that 'Input Data Field Name' names: a list from an expression, or a text with commas.
 * @throws UserError for a list with an empty entry, or one that is not text
 */
export function namedFields(context: IExecuteFunctions, itemIndex: number): string[] {
	const value: unknown = context.getNodeParameter(inputFieldField.name, itemIndex, '');
	const names: unknown[] = Array.isArray(value) ? value : [value];
	return names.flatMap((name) => {
		const given = splitList(givenText(name, `'${inputFieldField.displayName}'`));
		// Otherwise, one file less would be sent without an error.
		if (given.length === 0 && names.length > 1) throw emptyFieldError(inputFieldField.displayName);
		return given;
	});
}

/**
 * The same fields, each checked to have a file.
 * @throws UserError when no field is named, one is named twice, or one has no file
 */
export function fieldNames(context: IExecuteFunctions, itemIndex: number): string[] {
	const names = distinctFields(context, itemIndex);
	return readEach(names, (name) => fieldWithFile(context, itemIndex, name));
}

/**
 * The one field of an operation that takes one file.
 * @throws UserError when there is none, more than one, or one without a file
 */
export function fieldName(context: IExecuteFunctions, itemIndex: number): string {
	const [name, ...others] = distinctFields(context, itemIndex);
	if (others.length > 0) {
		throw refusal(
			`'${inputFieldField.displayName}' names ${others.length + 1} fields`,
			'This operation takes one file. Name one field, or make an item of each file in an earlier node.',
		);
	}
	return fieldWithFile(context, itemIndex, name);
}

function distinctFields(context: IExecuteFunctions, itemIndex: number): string[] {
	const names = namedFields(context, itemIndex);
	if (names.length === 0) {
		throw refusal(
			`'${inputFieldField.displayName}' is empty`,
			'Name the field that contains the file, for example data.',
		);
	}
	const twice = firstTwice(names);
	if (twice !== undefined) {
		throw refusal(
			`The field “${twice}” is named twice in '${inputFieldField.displayName}'`,
			'Remove one of the two entries: the file would be sent twice.',
		);
	}
	return names;
}

/**
 * The field with the file: the named one or, if nobody changed the default name, the only field of the item
 * that has a file.
 */
function fieldWithFile(context: IExecuteFunctions, itemIndex: number, name: string): string {
	if (hasFile(context, itemIndex, name)) return name;
	const fields = Object.keys(context.getInputData()[itemIndex].binary ?? {});
	const isNamed =
		name !== UNTOUCHED || isExpression(storedParameter(context, inputFieldField.name));
	if (fields.length === 1 && !isNamed) return fields[0];
	throw refusal(
		`The item has no file in “${name}”`,
		fields.length === 0
			? `Check that the node before gives a file: a form, for example, may have been submitted without one. Enter the name of the field with the file in '${inputFieldField.displayName}'.`
			: fields.length === 1
				? `The item has a file only in “${fields[0]}”: enter only this name in '${inputFieldField.displayName}'.`
				: `The item has files in ${quoted(fields)}: enter the names of those to use in '${inputFieldField.displayName}'.`,
	);
}

function hasFile(context: IExecuteFunctions, itemIndex: number, name: string): boolean {
	try {
		context.helpers.assertBinaryData(itemIndex, name);
		return true;
	} catch {
		return false;
	}
}

const quoted = (fields: string[]): string =>
	firstOf(
		fields.map((field) => `“${field}”`),
		MOST_NAMED,
	).join(', ');

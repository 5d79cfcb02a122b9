import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { givenText } from '../shared/characters';
import { writeCsv } from '../shared/csv';
import { refusal } from '../shared/refusal';
import { isNothing } from '../shared/values';
import { emptyFieldError } from './choices';
import { inputFieldField } from './files';
import { isEmptyExpression } from './checkedValue';
import { listFile, type List } from './mailMergeFile';
import { refuseRowForNobody, sameColumn } from './mailMergeRows';

export const mailMergeListFields: INodeProperties[] = [
	{
		displayName: 'List',
		name: 'listFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'File of This Item',
				value: 'file',
				description: 'A CSV or Excel file from an earlier node, with a row for each document',
			},
			{
				name: 'Input Items',
				value: 'items',
				description:
					'All input items in one send: each item is a row, and its fields are the columns',
			},
		],
		default: 'items',
		description:
			'Where the rows come from. With input items, all other settings are those of the first item.',
	},
	{
		...inputFieldField,
		hint: 'The name of the input field with the CSV or Excel file',
		displayOptions: { show: { listFrom: ['file'] } },
	},
];

export const columnsField: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'string',
	default: '',
	placeholder: 'e.g. FirstName, LastName, Email',
	description:
		'For input items: the fields to use as columns, separated by commas. If empty: all fields.',
};

/**
 * The list of a mail merge, in the form of the request.
 * @throws UserError when it is empty, of a type that is not accepted, or cannot be made into a table
 */
export async function readMailMergeList(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<List> {
	return context.getNodeParameter('listFrom', itemIndex, 'items') === 'items'
		? listOfItems(context, itemIndex)
		: await listFile(context, itemIndex);
}

function listOfItems(context: IExecuteFunctions, itemIndex: number): List {
	const rows = context.getInputData().map(({ json }) => json);
	const all = [...new Set(rows.flatMap(Object.keys))];
	const given: unknown = context.getNodeParameter('options.columns', itemIndex, '');
	const chosen = columnsIn(given, all);
	if (chosen.length === 0 && !isUntouched(context, given)) {
		throw refusal(
			"'Columns' is empty",
			'Check the expression. To send all fields of the items, remove the option.',
		);
	}
	const unknown = chosen.find((column) => !all.includes(column));
	if (unknown !== undefined) {
		throw refusal(`No item has a field "${unknown}"`, `The items have: ${all.join(', ')}.`);
	}
	const columns = chosen.length > 0 ? [...new Set(chosen)] : all;
	if (columns.length === 0) {
		throw refusal(
			'The items have no fields to make a list of',
			'Put a node before this one that gives one item for each row, with the values of the row as its fields.',
		);
	}
	refuseTwoSpellings(columns);
	const cells = rows.map((row, index) => columns.map((column) => cell(row, column, index)));
	cells.forEach((row, index) =>
		refuseRowForNobody(columns, row, { row: `item ${index} (counted from 0)`, isItem: true }),
	);
	return {
		MailMergeListFileType: 'csv',
		MailMergeListFileData: Buffer.from(writeCsv(columns, cells), 'utf8').toString('base64'),
	};
}

/**
 * Whether 'Columns' was left empty, which means all fields; an expression without a value must not mean that.
 */
const isUntouched = (context: IExecuteFunctions, given: unknown): boolean =>
	isNothing(given) && !isEmptyExpression(context, given, 'options', 'columns');

/**
 * The columns that 'Columns' names: a list from an expression, or a text with commas; a name may contain
 * commas, too.
 */
function columnsIn(value: unknown, all: string[]): string[] {
	if (Array.isArray(value)) return value.map(columnIn);
	const parts = givenText(value, "'Columns'").split(',');
	const columns: string[] = [];
	for (let from = 0; from < parts.length; ) {
		let to = parts.length;
		const named = () => parts.slice(from, to).join(',').trim();
		while (to > from + 1 && !all.includes(named())) to--;
		columns.push(named());
		from = to;
	}
	return columns.filter(Boolean);
}

/** @throws UserError for an empty name: otherwise one column less would be sent without an error */
function columnIn(name: unknown): string {
	const column = givenText(name, "A name in 'Columns'").trim();
	if (column === '') throw emptyFieldError('Columns');
	return column;
}

/** Refuses two spellings of one field: each of their columns would have empty cells. */
function refuseTwoSpellings(columns: string[]): void {
	const same = sameColumn(columns);
	if (!same) return;
	throw refusal(
		`The items have both "${same.first}" and "${same.second}", which would be two columns`,
		"Give the field the same name in all items, or choose one of the two with 'Columns' in Options.",
	);
}

function cell(row: IDataObject, column: string, index: number): string {
	// Through JSON, dates become text, also those of n8n's expressions.
	const value: unknown = JSON.parse(JSON.stringify(row[column] ?? null));
	if (typeof value === 'object' && value !== null) {
		throw refusal(
			`"${column}" of item ${index} contains a list or an object, which cannot be used as a table value`,
			"Choose the fields that are needed with 'Columns' in Options, or give each of its values a field of its own in an earlier node, such as Edit Fields.",
		);
	}
	return value === null ? '' : String(value);
}

import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Api } from '../transport';
import { text } from '../values';

export const sendAsField: INodeProperties = {
	displayName: 'Send As',
	name: 'sendAs',
	type: 'options',
	options: [
		{
			name: 'One Package',
			value: 'package',
			description: 'All documents together, with one invitation for each person',
		},
		{
			name: 'Separate Documents',
			value: 'documents',
			description: 'Each document by itself, with its own invitations',
		},
	],
	default: 'package',
};

export const embeddedField: INodeProperties = {
	displayName: 'Embedded Signing',
	name: 'embedded',
	type: 'boolean',
	default: false,
	description:
		'Whether everybody signs in a page of your own; the answer then holds a signing key for each',
};

export const returnUrlField: INodeProperties = {
	displayName: 'Return URL',
	name: 'returnUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://www.example.com/thank-you',
	description: 'Where the browser goes after signing',
};

export const notifyUrlField: INodeProperties = {
	displayName: 'Notify URL',
	name: 'notifyUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/signed',
	description:
		'An address that Secured Signing calls when something happens. Look the document up before you rely on such a call.',
};

export const listItemsField: INodeProperties = {
	displayName: 'Drop-Down Choices',
	name: 'listItems',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add choice',
	default: {},
	description: 'What drop-down fields of the document offer',
	options: [
		{
			displayName: 'Choice',
			name: 'item',
			values: [
				{
					displayName: 'Client Field',
					name: 'clientField',
					type: 'string',
					default: '',
					description: 'The name of the drop-down field in the document',
				},
				{
					displayName: 'Shown Text',
					name: 'item',
					type: 'string',
					default: '',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'What is stored when this choice is taken. Left out: the shown text.',
				},
			],
		},
	],
};

/** The choices of 'Drop-Down Choices'; undefined when there are none. */
export function readListItems(parameter: unknown): Api<'DropDownListItem'>[] | undefined {
	const { item: rows = [] } = (parameter ?? {}) as { item?: IDataObject[] };
	if (rows.length === 0) return undefined;
	return rows.map((row) => ({
		ClientField: text(row.clientField),
		Item: text(row.item),
		Value: text(row.value) || text(row.item),
	}));
}

/**
 * The documents of an answer to a send. The sources disagree on which route answers with a list and
 * which with a package, and on whether a package wraps each document once more (docs/api/API.md
 * sections 5.5, 6 and 10), so all of these are taken. What the package itself says goes to each.
 */
export function sentDocuments(answer: unknown): IDataObject[] {
	if (Array.isArray(answer)) return (answer as IDataObject[]).flatMap(unwrapped);
	const { Documents, ...shared } = answer as IDataObject;
	return ((Documents ?? []) as IDataObject[])
		.flatMap(unwrapped)
		.map((document) => ({ ...shared, ...document }));
}

function unwrapped(entry: IDataObject): IDataObject[] {
	return Array.isArray(entry.Documents) ? (entry.Documents as IDataObject[]) : [entry];
}

import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { storedParameter } from '../shared/tool';
import { type Given, isRecord, rowsIn } from '../shared/values';
import { emailField, firstNameField, lastNameField } from './people';

/** The name of a row, or its email address; n8n's own number of a row stays what it was when rows are dragged. */
const ROW_TITLE =
	'={{ [$collection.item.value.firstName, $collection.item.value.lastName].filter(Boolean).join(" ") || $collection.item.value.email || "New signer" }}';

/** Of the list that a signer is added to. What is missing in it is said when the node runs: the first row is empty. */
const PERSON_FIELDS = [firstNameField, lastNameField, emailField].map((field) => ({
	...field,
	required: false,
}));

/**
 * The list of those who sign, with one empty row to begin with.
 *
 * @param first the fields before the name
 * @param details what is rarely needed of one signer
 */
export const signersField = (
	{ displayName, description }: Pick<INodeProperties, 'displayName' | 'description'>,
	details: INodeProperties[],
	first: INodeProperties[] = [],
): INodeProperties => ({
	displayName,
	name: 'signers',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: { itemTitle: ROW_TITLE },
	},
	placeholder: 'Add signer',
	default: { signer: [{ firstName: '', lastName: '', email: '' }] },
	description,
	options: [
		{
			displayName: 'Signer',
			name: 'signer',
			values: [
				...first,
				...PERSON_FIELDS,
				{
					displayName: 'Signer Options',
					name: 'details',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: details,
				},
			],
		},
	],
});

/**
 * The rows of 'Signers', each with its options beside its name. Rows at the end that nobody has touched are none; one
 * before others is kept, since each signer's number counts, and so is one whose expressions give nothing.
 */
export function signerRows(context: IExecuteFunctions, itemIndex: number): Given[] {
	const rows = rowsIn(context.getNodeParameter('signers', itemIndex, {}), 'signer');
	const stored = rowsIn(storedParameter(context, 'signers'), 'signer');
	const count = stored.map(isTouched).lastIndexOf(true) + 1;
	return rows
		.filter((_, row) => row < count || !(row in stored))
		.map(({ details, ...person }) => ({ ...person, ...(isRecord(details) && details) }));
}

const isTouched = (row: Given): boolean =>
	Object.values(row).some((value) =>
		isRecord(value) ? Object.keys(value).length > 0 : (value ?? '') !== '',
	);

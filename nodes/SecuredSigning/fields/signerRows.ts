import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { storedParameter } from '../shared/tool';
import { type Given, isRecord, rowsIn } from '../shared/values';
import { emailField, firstNameField, lastNameField } from './people';

/**
 * The title of a row: its name or email address. n8n's own number of a row does not change when rows are
 * moved.
 */
const ROW_TITLE =
	'={{ [$collection.item.value.firstName, $collection.item.value.lastName].filter(Boolean).join(" ") || $collection.item.value.email || "New signer" }}';

/**
 * The fields of a person in a list of signers. They are not required, because the first row starts empty;
 * missing values are refused when the node runs.
 */
const PERSON_FIELDS = [firstNameField, lastNameField, emailField].map((field) => ({
	...field,
	required: false,
}));

/**
 * The list of signers, with one empty row at first.
 *
 * @param first the fields before the name
 * @param details rarely used options of one signer
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

/** The message where a send needs somebody to sign. */
export const NO_SIGNER = 'Add at least one signer';

/**
 * The rows of 'Signers', each with its options beside its name. Unchanged rows at the end are dropped. An
 * unchanged row before others is kept, because the number of each signer matters, and so is a row whose
 * expressions give nothing.
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

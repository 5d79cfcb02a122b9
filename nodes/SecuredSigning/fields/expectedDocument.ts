import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isEmail } from '../shared/addresses';
import { visibleText, visibleWords } from '../shared/characters';
import { refusal } from '../shared/refusal';
import { type Given, isNothing, isRecord } from '../shared/values';
import { isEmptyExpression } from './checkedValue';
import { readMoment } from './moments';
import { timezoneOf } from './timezone';

const MORE: INodeProperties[] = [
	{
		displayName: 'Document Reference',
		name: 'documentReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. 154107214180236225199245158115055014119106193119',
		description:
			'The reference that the send returned, if your items have it. Only with it can this node tell a removed document from one that was never sent. If empty, the other fields are used.',
	},
	{
		displayName: 'Due After',
		name: 'dueAfter',
		type: 'dateTime',
		default: '',
		description:
			"Only documents due at this time or later. A date without a time includes that whole day, in the workflow's time zone.",
	},
	{
		displayName: 'Due Before',
		name: 'dueBefore',
		type: 'dateTime',
		default: '',
		description:
			"Only documents due by this time. A date without a time includes that whole day, in the workflow's time zone.",
	},
	{
		displayName: 'Name Contains',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. employment',
		description:
			'Only documents whose name contains this text. Upper and lower case do not matter.',
	},
	{
		displayName: 'Sent After',
		name: 'sentAfter',
		type: 'dateTime',
		default: '',
		description:
			'The earliest time at which the document could have been sent. Documents that were due or signed earlier do not match, nor do those that, according to their log, were sent more than a day earlier. If this is more than 7 days ago, a document that is not found may have been removed.',
	},
	{
		displayName: 'Signer Name',
		name: 'signerName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Mia Wong',
		description: 'First and last name of one of the signers. Upper and lower case do not matter.',
	},
];

/** The fields that describe the document that a row expects. */
export const expectedDocumentFields: INodeProperties[] = [
	{
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. offer-2026-0042',
		description:
			'The client reference that you used, or meant to use, for the send. If several documents have it, the other fields decide which one it is.',
	},
	{
		displayName: 'Signer Email',
		name: 'signerEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. mia@example.com',
		description:
			"The email address of one of the signers. If 'Client Reference' is empty, enter this, or add 'Signer Name' or 'Document Reference' below.",
	},
	{
		displayName: 'More About the Document',
		name: 'more',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description: 'Other details by which to find the document',
		options: MORE,
	},
];

/** From when to when, in milliseconds since 1970. */
interface Range {
	after: number;
	before: number;
}

/** What should have been sent. */
export interface Expected {
	documentReference: string;
	clientReference: string;
	signerEmail: string;
	signerName: string;
	name: string;
	due?: Range;
	sentAfter?: number;
	/** Why the row cannot be looked up, such as an empty cell. */
	unusable?: string;
}

const LABELS: Record<string, string> = Object.fromEntries(
	[...expectedDocumentFields, ...MORE].map(({ name, displayName }) => [name, displayName]),
);

/**
 * Reads what one row expects. An expression without a value makes the row unusable: if it were ignored,
 * another document of the same person could match. Only an empty document reference is allowed, because a row
 * that was not sent has none.
 *
 * @throws UserError for a value that a field cannot have, and when no field is filled in
 */
export function readExpected(context: IExecuteFunctions, itemIndex: number): Expected {
	const more: unknown = context.getNodeParameter('more', itemIndex, {});
	const given: Given = {
		...(isRecord(more) && more),
		clientReference: context.getNodeParameter('clientReference', itemIndex, ''),
		signerEmail: context.getNodeParameter('signerEmail', itemIndex, ''),
	};
	const timezone = timezoneOf(context);
	const textOf = (name: string) => visibleText(given[name], `'${LABELS[name]}'`);
	const wordsOf = (name: string) => visibleWords(given[name], `'${LABELS[name]}'`);
	const after = momentIn(given, 'dueAfter', timezone);
	const before = momentIn(given, 'dueBefore', timezone);
	const expected: Expected = {
		documentReference: textOf('documentReference'),
		clientReference: textOf('clientReference'),
		signerEmail: textOf('signerEmail'),
		signerName: wordsOf('signerName'),
		name: wordsOf('name'),
		...((after ?? before) !== undefined && {
			due: { after: after ?? -Infinity, before: before ?? Infinity },
		}),
		sentAfter: momentIn(given, 'sentAfter', timezone),
	};
	return { ...expected, unusable: whyUnusable(context, given, expected) };
}

function whyUnusable(
	context: IExecuteFunctions,
	given: Given,
	{ documentReference, clientReference, signerEmail, signerName }: Expected,
): string | undefined {
	if (documentReference !== '') return undefined;
	const empty = Object.keys(given).find(
		(name) =>
			name !== 'documentReference' &&
			(isEmptyExpression(context, given[name], name) ||
				isEmptyExpression(context, given[name], 'more', name)),
	);
	if (empty !== undefined) return `'${LABELS[empty]}' is empty in this item`;
	if (signerEmail !== '' && !isEmail(signerEmail)) {
		return `'Signer Email' is not an email address: ${signerEmail}`;
	}
	if (clientReference === '' && signerEmail === '' && signerName === '') {
		if ('documentReference' in given) return "'Document Reference' is empty in this item";
		throw refusal(
			'This item does not say which document to look for',
			"Fill in at least one of these: 'Client Reference', 'Signer Email' or, under 'More About the Document', 'Signer Name' or 'Document Reference'.",
		);
	}
	return undefined;
}

function momentIn(given: Given, name: string, timezone: string): number | undefined {
	const value = given[name];
	if (isNothing(value)) return undefined;
	return readMoment(value, LABELS[name], name === 'dueBefore' ? 'Before' : 'After', timezone);
}

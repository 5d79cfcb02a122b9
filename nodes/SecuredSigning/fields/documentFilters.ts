import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Raw } from '../api';
import { ordersOf, spansOf } from '../api/answers/dates';
import { documentStatus, type DocumentStatus } from '../api/answers/documentStatus';
import { isPartial, readingsOf, withoutEntities } from '../api/answers/entities';
import { emailOf, mayBeEmail } from '../api/answers/people';
import { visibleText } from '../shared/characters';
import { refusal } from '../shared/refusal';
import { normalised, type Given, isNothing, objectsIn, ownValue, text } from '../shared/values';
import {
	matching,
	PROPERTIES,
	sayUnreadable,
	type Criterion,
	type Property,
} from './documentCriteria';
import { readMoment } from './moments';
import { timezoneOf } from './timezone';

const STATUS_NAMES: Record<DocumentStatus, string> = {
	completed: 'Completed',
	declined: 'Declined',
	expired: 'Expired',
	inProgress: 'In Progress',
	notStarted: 'Not Started',
	rejected: 'Rejected',
	unknown: 'Unknown',
};

const dayField = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	description: `${description}. A date without a time includes that whole day, in the workflow's time zone.`,
});

const FILTERS: INodeProperties[] = [
	{
		displayName: 'Client Reference',
		name: 'clientReference',
		type: 'string',
		default: '',
		placeholder: 'e.g. offer-2026-0042',
		description: 'Only documents with exactly this client reference',
	},
	dayField('Due After', 'dueAfter', 'Only documents due at this time or later'),
	dayField('Due Before', 'dueBefore', 'Only documents due at this time or earlier'),
	{
		displayName: 'Name Contains',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. employment',
		description:
			'Only documents whose name contains this text. Upper and lower case do not matter.',
	},
	dayField(
		'Signed After',
		'signedAfter',
		'Only documents whose last signature is from this time or later',
	),
	dayField(
		'Signed Before',
		'signedBefore',
		'Only documents whose last signature is from this time or earlier',
	),
	{
		displayName: 'Signer Email',
		name: 'signerEmail',
		type: 'string',
		default: '',
		placeholder: 'e.g. mia@example.com',
		description: 'Only documents that this person signs or has signed',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		options: Object.entries(STATUS_NAMES).map(([value, name]) => ({ name, value })),
		default: [],
		description: 'Only documents with one of these',
	},
];

/** The fields for filtering and sorting a list of documents. The service itself offers neither. */
export const documentFilterFields: INodeProperties[] = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		description:
			'Only documents that match all of these. If the list of a folder lacks a value that you filter by, the node looks it up, for up to 100 documents. Documents that it could not check are left out; a hint says how many.',
		options: FILTERS,
	},
	{
		displayName: 'Sort',
		name: 'sort',
		type: 'options',
		options: [
			{ name: 'As Listed', value: 'asListed', description: 'As Secured Signing lists them' },
			{ name: 'Due First', value: 'dueFirst', description: 'Earliest due date first' },
			{
				name: 'Last Signed First',
				value: 'lastSignedFirst',
				description: 'Latest signature first',
			},
			{ name: 'Name', value: 'name' },
		],
		default: 'asListed',
		description: 'The order of the results. Documents without the date to sort by are last.',
	},
];

/** Returns a filter: whether the name of a document contains this text; case does not matter. */
export function nameFilter(wanted: unknown): (document: Raw<'Document'>) => boolean {
	const name = normalised(wanted);
	return ({ Name }) => readingsOf(text(Name)).some((reading) => normalised(reading).includes(name));
}

/** Returns a filter: whether a document has exactly this client reference; '' matches all documents. */
export function referenceFilter(wanted: unknown): (document: Raw<'Document'>) => boolean {
	const reference = text(wanted).normalize('NFC');
	return ({ ClientReference }) => {
		const shown = text(ClientReference).normalize('NFC');
		return ['', shown, withoutEntities(shown)].includes(reference);
	};
}

/** Filters and sorts the documents of lists. */
type Chosen = (documents: Array<Raw<'Document'>>) => Promise<Array<Raw<'Document'>>>;

/**
 * Reads 'Filters' and 'Sort'; returns a function that filters and sorts documents.
 *
 * @throws UserError for an empty filter, and for a value that is not a date
 */
export function readDocumentFilters(context: IExecuteFunctions, itemIndex: number): Chosen {
	const filters = context.getNodeParameter('filters', itemIndex, {});
	refuseEmpty(filters);
	const { status: statuses } = filters as { status?: DocumentStatus[] };
	const textOf = (name: string) => visibleText(filters[name], `'${labelOf(name)}' in 'Filters'`);
	const isNamed = nameFilter(textOf('name'));
	const isReferred = referenceFilter(textOf('clientReference'));
	const signer = emailOf({ Email: textOf('signerEmail') });
	const isDue = readSpan(context, filters, 'Due');
	const isSigned = readSpan(context, filters, 'Signed');
	const isSigner = (person: Raw<'Signer'>) => emailOf(person) === signer;
	const mayBeSigner = (person: Raw<'Signer'>) =>
		emailOf(person) !== '' && mayBeEmail(emailOf(person), signer);
	const all: Array<Criterion | false | undefined> = [
		statuses && { passes: (document) => statuses.includes(documentStatus(document)) },
		filters.name !== undefined && {
			passes: isNamed,
			mayPass: ({ Name }) => isPartial(text(Name)),
			by: PROPERTIES.name,
		},
		filters.clientReference !== undefined && {
			passes: isReferred,
			by: PROPERTIES.clientReference,
		},
		signer !== '' && {
			passes: ({ Signers }) => objectsIn(Signers).some(isSigner),
			mayPass: ({ Signers }) => objectsIn(Signers).some(mayBeSigner),
			by: PROPERTIES.signers,
		},
		isDue && {
			passes: ({ DueDate, GMT }) => isDue(DueDate, GMT),
			by: PROPERTIES.dueDate,
		},
		isSigned && {
			passes: ({ LastSignedDate, GMT }) => isSigned(LastSignedDate, GMT),
			by: PROPERTIES.lastSignedDate,
		},
	];
	const criteria = all.filter((criterion) => criterion !== undefined && criterion !== false);
	const order = ownValue(ORDERS, text(context.getNodeParameter('sort', itemIndex, 'asListed')));
	return async (documents) => {
		const wanted = await matching(context, documents, criteria);
		if (order === undefined) return wanted;
		if (order.by) sayUnreadable(context, wanted, order.by, 'the last');
		return wanted.sort(order.compared);
	};
}

/** A filter that an expression left empty would let everything pass. */
function refuseEmpty(filters: Given): void {
	const empty = Object.keys(filters).find((key) => [filters[key]].flat().every(isNothing));
	if (empty === undefined) return;
	throw refusal(
		`'${labelOf(empty)}' in 'Filters' is empty`,
		'Fill it in, remove it, or check the expression that fills it.',
	);
}

const labelOf = (name: string) =>
	FILTERS.find((filter) => filter.name === name)?.displayName ?? name;

/** Sorts ascending; documents without the date are last, because their value is Infinity. */
const compared = (one: number, other: number) => (one === other ? 0 : one < other ? -1 : 1);

const dueAt = ({ DueDate, GMT }: Raw<'Document'>) => Math.min(...ordersOf(DueDate, GMT));

/** Negated, so that the latest signature comes first. */
const signedAgo = ({ LastSignedDate, GMT }: Raw<'Document'>) =>
	-Math.max(...ordersOf(LastSignedDate, GMT));

interface Order {
	compared(one: Raw<'Document'>, other: Raw<'Document'>): number;
	/** The date that it sorts by. */
	by?: Property;
}

/** Of the possible readings of a date, the one that sorts first counts. */
const ORDERS: Record<string, Order> = {
	dueFirst: {
		compared: (one, other) => compared(dueAt(one), dueAt(other)),
		by: PROPERTIES.dueDate,
	},
	lastSignedFirst: {
		compared: (one, other) => compared(signedAgo(one), signedAgo(other)),
		by: PROPERTIES.lastSignedDate,
	},
	name: { compared: (one, other) => text(one.Name).localeCompare(text(other.Name)) },
};

/**
 * Reads '… After' and '… Before'. A date of an answer that can be read in several ways passes if one of them
 * does; one that cannot be read does not.
 *
 * @returns undefined if both are empty
 */
function readSpan(context: IExecuteFunctions, filters: Given, label: 'Due' | 'Signed') {
	const timezone = timezoneOf(context);
	const key = label.toLowerCase();
	const read = (side: 'After' | 'Before') => {
		const value = filters[`${key}${side}`] ?? '';
		if (value === '') return undefined;
		return readMoment(value, `${label} ${side}`, side, timezone);
	};
	const [after, before] = [read('After'), read('Before')];
	if (after === undefined && before === undefined) return undefined;
	return (date: unknown, minutes: unknown) =>
		spansOf(date, minutes).some(
			({ first, last }) => last >= (after ?? -Infinity) && first <= (before ?? Infinity),
		);
}

import type { IExecuteFunctions } from 'n8n-workflow';

import { readDated, type Raw } from '../api';
import { isUnset, spansOf } from '../api/answers/dates';
import { documentStatus, readAgain } from '../api/answers/documentStatus';
import { emailOf } from '../api/answers/people';
import { hasSigned } from '../api/answers/signerStatus';
import { showWarning } from '../shared/hints';
import { mapConcurrently } from '../shared/mapConcurrently';
import { toResult } from '../shared/toResult';
import { firstOf, objectsIn, omitEmpty, text } from '../shared/values';

type Document = Raw<'Document'>;

/** A property of documents that lists may leave out (docs/api/API.md section 3). */
export interface Property {
	/** Its name for people. */
	name: string;
	isThere(document: Document): boolean;
	/** Whether the document is likely to have it: one that was not sent has no due date. */
	isLikely(document: Document): boolean;
	/** Its value, where it is a date. */
	date?(document: Document): unknown;
}

/** A condition for documents. */
export interface Criterion {
	passes(document: Document): boolean;
	/** Whether one that does not pass may do so all the same: it shows only a part of what is compared. */
	mayPass?(document: Document): boolean;
	/** The property that it compares, if lists may leave it out. */
	by?: Property;
}

const isSent = (document: Document) => documentStatus(document) !== 'notStarted';
const isWritten = (value: unknown) => text(value) !== '' && !isUnset(value);

export const PROPERTIES = {
	clientReference: {
		name: 'client reference',
		isThere: ({ ClientReference }) => text(ClientReference) !== '',
		isLikely: () => true,
	},
	dueDate: {
		name: 'due date',
		isThere: ({ DueDate }) => isWritten(DueDate),
		isLikely: isSent,
		date: ({ DueDate }) => DueDate,
	},
	lastSignedDate: {
		name: 'date of the last signature',
		isThere: ({ LastSignedDate }) => isWritten(LastSignedDate),
		isLikely: ({ Signers }) => objectsIn(Signers).some(hasSigned),
		date: ({ LastSignedDate }) => LastSignedDate,
	},
	name: {
		name: 'name',
		isThere: ({ Name }) => text(Name) !== '',
		isLikely: () => true,
	},
	signers: {
		name: "signers' addresses",
		isThere: ({ Signers }) => objectsIn(Signers).some((signer) => emailOf(signer) !== ''),
		isLikely: isSent,
	},
} satisfies Record<string, Property>;

/** How many documents one item looks up at most. Said in the description of 'Filters'. */
const MOST_LOOKED_UP = 100;
const MOST_FAILURES = 10;
const MOST_NAMED = 3;
const LONGEST_SHOWN = 40;

/**
 * The documents that meet all criteria. A property that the list of a folder leaves out for all its documents
 * is looked up, for up to MOST_LOOKED_UP of those that may match. Documents that cannot be checked are
 * dropped, with a warning.
 */
export async function matching(
	context: IExecuteFunctions,
	documents: Document[],
	criteria: Criterion[],
): Promise<Document[]> {
	const isOpen = leftOut(documents, criteria);
	const toAsk = documents.filter(
		(document) =>
			criteria.some((criterion) => isOpen(criterion, document)) &&
			criteria.every((criterion) => isOpen(criterion, document) || criterion.passes(document)),
	);
	const found = await lookedUp(context, toAsk.slice(0, MOST_LOOKED_UP));
	const isLeft = (document: Document) => {
		const now = found.get(document);
		return now === undefined || criteria.some((criterion) => isInPart(criterion, now));
	};
	const left = new Set(toAsk.filter(isLeft));
	if (left.size > 0) {
		const lacked = criteria.filter((one) => [...left].some((document) => isOpen(one, document)));
		const names = lacked.map(({ by }) => by?.name).join(' and ');
		const isAnyInPart = lacked.some((one) => [...left].some((document) => isInPart(one, document)));
		const whole = isAnyInPart ? 'whole ' : '';
		const why =
			found.size === MOST_LOOKED_UP
				? `were not looked up, since at most ${MOST_LOOKED_UP} are`
				: 'could not be looked up';
		showWarning(
			context,
			`${left.size} of the documents are listed without their ${whole}${names} and ${why}. They are left out.`,
		);
	}
	const judged = documents
		.filter((document) => !left.has(document))
		.map((document) => found.get(document) ?? document);
	for (const { by } of criteria) {
		const others = criteria.filter((other) => other.by !== by);
		const likely = judged.filter((document) => others.every(({ passes }) => passes(document)));
		if (by) sayUnreadable(context, likely, by, 'left out');
	}
	return judged.filter((document) => criteria.every(({ passes }) => passes(document)));
}

/**
 * Returns a function: whether the list of a document's folder leaves out the property of a criterion, or shows it only in
 * part. If another document there has it, this one really has none.
 */
function leftOut(documents: Document[], criteria: Criterion[]) {
	const told = new Map<Property, Set<string>>();
	for (const { by } of criteria) {
		if (by) told.set(by, new Set(documents.filter(by.isThere).map(folderOf)));
	}
	return (criterion: Criterion, document: Document) => {
		const { by } = criterion;
		if (by === undefined) return false;
		const isTold = !by.isLikely(document) || told.get(by)?.has(folderOf(document)) !== false;
		return !isTold || isInPart(criterion, document);
	};
}

const isInPart = ({ passes, mayPass }: Criterion, document: Document): boolean =>
	mayPass?.(document) === true && !passes(document);

const folderOf = ({ Folder }: Document) => text(Folder);

/** For each listed document, its state as read by its status; without those that cannot be read. */
async function lookedUp(
	context: IExecuteFunctions,
	documents: Document[],
): Promise<Map<Document, Document>> {
	const found = new Map<Document, Document>();
	let failures = 0;
	await mapConcurrently(
		documents,
		async (document) => {
			const path = { DocumentReference: text(document.Reference) };
			const status = readDated(context, '/Document/Status/{DocumentReference}', { path });
			const outcome = await toResult(status);
			if ('error' in outcome) return void failures++;
			const { answer, look } = outcome.value;
			found.set(document, readAgain({ ...document, ...omitEmpty(answer) }, look));
		},
		{ goesOn: () => failures < MOST_FAILURES },
	);
	return found;
}

/** Warns about documents with a date that cannot be read. */
export function sayUnreadable(
	context: IExecuteFunctions,
	documents: Document[],
	{ name, isThere, date }: Property,
	fate: string,
): void {
	const unread = documents.filter(
		(document) => isThere(document) && date && spansOf(date(document), document.GMT).length === 0,
	);
	if (unread.length === 0) return;
	const shown = unread.map(
		(document) => `${titleOf(document)} (“${text(date?.(document)).slice(0, LONGEST_SHOWN)}”)`,
	);
	const which = firstOf(shown, MOST_NAMED).join(', ');
	const [who, are] =
		unread.length === 1
			? ['1 document has', 'It is']
			: [`${unread.length} documents have`, 'They are'];
	showWarning(context, `${who} a ${name} that cannot be read: ${which}. ${are} ${fate}.`);
}

const titleOf = ({ Name, Reference }: Document) => text(Name) || text(Reference);

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
	/** As people call it. */
	name: string;
	isThere(document: Document): boolean;
	/** Whether its status is likely to have it: what was not sent has no due date. */
	isLikely(document: Document): boolean;
	/** Its value, where it is a date. */
	date?(document: Document): unknown;
}

/** Something that documents have to pass. */
export interface Criterion {
	passes(document: Document): boolean;
	/** What it goes by, where that may be left out. */
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
 * The documents of lists that pass. What the list of a folder leaves out of all its documents is looked up in their
 * statuses, for those that may pass and up to a number. What cannot be judged is left out, and said.
 */
export async function choose(
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
	const left = new Set(toAsk.filter((document) => !found.has(document)));
	if (left.size > 0) {
		const lacked = criteria.filter((one) => [...left].some((document) => isOpen(one, document)));
		const names = lacked.map(({ by }) => by?.name).join(' and ');
		const why =
			found.size === MOST_LOOKED_UP
				? `were not looked up, since at most ${MOST_LOOKED_UP} are`
				: 'could not be looked up';
		showWarning(
			context,
			`${left.size} of the documents are listed without their ${names} and ${why}. They are left out.`,
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

/** Says of a document whether its folder's list leaves out what a criterion goes by. What another one there has, it has not. */
function leftOut(documents: Document[], criteria: Criterion[]) {
	const told = new Map<Property, Set<string>>();
	for (const { by } of criteria) {
		if (by) told.set(by, new Set(documents.filter(by.isThere).map(folderOf)));
	}
	return ({ by }: Criterion, document: Document) =>
		by !== undefined && by.isLikely(document) && told.get(by)?.has(folderOf(document)) === false;
}

const folderOf = ({ Folder }: Document) => text(Folder);

/** The documents as their statuses have them, by how they are listed; without those that cannot be read. */
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

/** Says which documents have a date that cannot be read, and what becomes of them. */
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

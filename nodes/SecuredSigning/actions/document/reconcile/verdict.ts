import type { RawDocument } from '../../../api';
import { spansOf } from '../../../api/answers/dates';
import {
	documentStatus,
	isDeclinedBySomebody,
	isInDoubt,
	isStillOpen,
	readAgain,
	unfinishedBecause,
	type DocumentStatus,
} from '../../../api/answers/documentStatus';
import { firstOf, text } from '../../../shared/values';
import type { Listed } from './listing';

/** What became of the document that a row describes. */
export type RowState =
	| 'notSent'
	| 'inInbox'
	| 'pending'
	| 'signed'
	| 'declined'
	| 'expired'
	| 'gone'
	| 'ambiguous'
	| 'unknown';

export interface Verdict {
	state: RowState;
	/** Why it is unknown, as a sentence without its end. */
	reason?: string;
	/** What else a person should know. */
	warning?: string;
	/** The documents that the verdict is based on; the deciding one comes first. */
	found: Listed[];
	/** Those of them that the row itself describes, where the others are the rest of their package. */
	matched?: Listed[];
}

const MOST_NAMED = 3;

const STATES: Record<DocumentStatus, RowState> = {
	notStarted: 'inInbox',
	inProgress: 'pending',
	completed: 'signed',
	declined: 'declined',
	rejected: 'declined',
	expired: 'expired',
	unknown: 'unknown',
};
/** The state of a package is the first of these states that one of its documents has. */
const ORDER: RowState[] = ['unknown', 'declined', 'expired', 'pending', 'inInbox', 'signed'];

const current = new WeakMap<Listed, RawDocument>();

/** A listed document, combined with what was read about it before. */
export function currentOf(one: Listed): RawDocument {
	const known = current.get(one) ?? readAgain(one.document, one.look);
	current.set(one, known);
	return known;
}

/**
 * A document that a signer declined is 'declined', even if its own status does not say so yet: other
 * signatures cannot complete it.
 */
export function rowStateOf(one: Listed): RowState {
	const document = currentOf(one);
	const status = documentStatus(document);
	const isLost = isStillOpen(status) && isDeclinedBySomebody(document) && !isInDoubt(document);
	return isLost ? 'declined' : STATES[status];
}

/**
 * The verdict on all matching documents: several are ambiguous, unless they are of one package. If some were
 * sent, those that were only uploaded do not count.
 *
 * @param restOf gives the rest of the package that documents belong to
 */
export function ofSome(all: Listed[], restOf: (some: Listed[]) => Listed[]): Verdict {
	const sent = all.filter((one) => rowStateOf(one) !== 'inInbox');
	const found = sent.length > 0 ? sent : all;
	const packages = new Set(
		found.map((one, place) => text(one.document.PackageReference) || `${place}`),
	);
	return packages.size > 1 ? { state: 'ambiguous', found } : ofOne(found, restOf(found));
}

/** @param rest the other documents of the same package: the verdict is about the whole send */
export function ofOne(matched: Listed[], rest: Listed[]): Verdict {
	const documents = [...matched, ...rest];
	const state = ORDER.find((one) => documents.some((document) => rowStateOf(document) === one));
	const those = documents.filter((one) => rowStateOf(one) === state);
	// Of pending documents, the one that is due first decides: it limits the whole send.
	const isFirst = (one: Listed, other: Listed) => state === 'pending' && dueAt(one) < dueAt(other);
	const deciding = those.reduce((first, one) => (isFirst(one, first) ? one : first));
	const found = [deciding, ...documents.filter((one) => one !== deciding)];
	if (state === undefined || state === 'unknown') {
		return { ...unknown(unfinishedBecause(currentOf(deciding)), found), matched };
	}
	if (state === 'inInbox' && those.length < documents.length) {
		return { ...unknown(`${named(those)} of the same package is in the InBox`, found), matched };
	}
	return { state, found, matched };
}

/** When a document is due at the earliest. */
const dueAt = ({ document }: Listed): number =>
	Math.min(...spansOf(document.DueDate, document.GMT).map(({ first }) => first));

export const unknown = (reason: string, found: Listed[] = []): Verdict => ({
	state: 'unknown',
	reason: reason.charAt(0).toUpperCase() + reason.slice(1),
	found,
});

export const otherwise = (about: string[]) =>
	`This item has a different ${about.join(' and ')} from the document`;

/** The documents by their names, for a sentence. */
export const named = (all: Listed[]): string =>
	firstOf(
		all.map(({ document }) => `“${text(document.Name) || text(document.Reference)}”`),
		MOST_NAMED,
	).join(', ');

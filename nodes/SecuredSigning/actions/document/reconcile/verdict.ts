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

/** What became of what a row expects. */
export type State =
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
	state: State;
	/** Why it is unknown, as a sentence without its end. */
	reason?: string;
	/** What else a person should know. */
	warning?: string;
	/** The documents that it rests on; the one that decides first. */
	found: Listed[];
	/** Those of them that the row itself describes, where the others are the rest of their package. */
	matched?: Listed[];
}

const MOST_NAMED = 3;

const STATES: Record<DocumentStatus, State> = {
	notStarted: 'inInbox',
	inProgress: 'pending',
	completed: 'signed',
	declined: 'declined',
	rejected: 'declined',
	expired: 'expired',
	unknown: 'unknown',
};
/** Of the documents of one package, the first of these that one is in is the state of all. */
const ORDER: State[] = ['unknown', 'declined', 'expired', 'pending', 'inInbox', 'signed'];

const current = new WeakMap<Listed, RawDocument>();

/** A document as it was listed, with what earlier looks tell of it. */
export function currentOf(one: Listed): RawDocument {
	const known = current.get(one) ?? readAgain(one.document, one.look);
	current.set(one, known);
	return known;
}

/** What somebody declined is not waited for: what it is called may lag behind, and others may only sign in vain. */
export function stateOf(one: Listed): State {
	const document = currentOf(one);
	const status = documentStatus(document);
	const isLost = isStillOpen(status) && isDeclinedBySomebody(document) && !isInDoubt(document);
	return isLost ? 'declined' : STATES[status];
}

/**
 * One document, or those of one package; several are ambiguous. What was sent counts before what was only uploaded.
 *
 * @param restOf gives the rest of the package that documents belong to
 */
export function ofSome(all: Listed[], restOf: (some: Listed[]) => Listed[]): Verdict {
	const sent = all.filter((one) => stateOf(one) !== 'inInbox');
	const found = sent.length > 0 ? sent : all;
	const packages = new Set(
		found.map((one, place) => text(one.document.PackageReference) || `${place}`),
	);
	return packages.size > 1 ? { state: 'ambiguous', found } : ofOne(found, restOf(found));
}

/** @param rest of the package of these documents: what is said of one is said of the whole send */
export function ofOne(matched: Listed[], rest: Listed[]): Verdict {
	const documents = [...matched, ...rest];
	const state = ORDER.find((one) => documents.some((document) => stateOf(document) === one));
	const those = documents.filter((one) => stateOf(one) === state);
	// Of what is pending, what is due first: that is how long the whole send has.
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

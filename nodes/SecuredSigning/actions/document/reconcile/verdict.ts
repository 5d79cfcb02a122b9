import type { RawDocument } from '../../../api';
import {
	documentStatus,
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

export const stateOf = (one: Listed): State => STATES[documentStatus(currentOf(one))];

/** One document, or those of one package; several are ambiguous. What was sent counts before what was only uploaded. */
export function ofSome(all: Listed[]): Verdict {
	const sent = all.filter((one) => stateOf(one) !== 'inInbox');
	const found = sent.length > 0 ? sent : all;
	const packages = new Set(
		found.map((one, place) => text(one.document.PackageReference) || `${place}`),
	);
	return packages.size > 1 ? { state: 'ambiguous', found } : ofOne(found);
}

export function ofOne(documents: Listed[]): Verdict {
	const state = ORDER.find((one) => documents.some((document) => stateOf(document) === one));
	const deciding = documents.find((one) => stateOf(one) === state) as Listed;
	const found = [deciding, ...documents.filter((one) => one !== deciding)];
	return state === undefined || state === 'unknown'
		? unknown(unfinishedBecause(currentOf(deciding)), found)
		: { state, found };
}

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

import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { RawDocument } from '../../api';
import type { DocumentStatus } from '../../api/answers/documentStatus';
import type { Earlier } from '../../api/answers/looks';
import type { Sightings } from '../../api/gone';
import { isRecord, text } from '../../shared/values';
import { entriesIn, numberIn, partsIn, type Types } from '../stored';

/** What an earlier sweep has seen of a document, so that only what came after it is an event. */
export interface Remembered extends Earlier {
	/** The signers who have signed: their fingerprints, one after another. */
	signed?: string;
	/** The end that was seen, as long as it is one; an expired document may be extended. */
	ended?: string;
	/** Its status, where everybody may have signed: then it is never called deleted. */
	unsure?: DocumentStatus;
	/** When it expired for the last time that is known of, in milliseconds. */
	expired?: number;
	/**
	 * The last signature by the activation, where nobody could tell then whether that was the last of all: if it
	 * was, its completion is history. In milliseconds; a day before the activation where it has no date.
	 */
	history?: number;
	/** The steps of its log, where an event is asked for that only the log knows: their fingerprints. */
	steps?: string;
	/** The due date's fingerprint, where expiries are asked for. */
	due?: string;
	/**
	 * Where it is neither listed nor can be read: when it was last seen by looks without a break, in
	 * milliseconds; 0 where there was a break.
	 */
	seen?: number;
	/** Kept where its loss is asked for: nobody can look these up any more by then. */
	name?: string;
	clientReference?: string;
	/** 1 where it was told as deleted or gone: a list that shows it still may be an old one. */
	isGone?: number;
	/** 1 where its list leaves out what is filtered by, and its status was asked for that. */
	asked?: number;
}

/** A document that is listed and whose status cannot be read. */
export interface Unread {
	/** When it could not be read for the first time, in milliseconds. */
	since: number;
	/** How the list showed it, in short: all that there is if it is removed before it can be read. */
	listed: RawDocument;
	/** As `Remembered` has it. */
	seen?: number;
}

/**
 * What the trigger knows. It grows with the documents that are open, and with those completed in the
 * last two days, or since a pause; of the history, some signs of a few thousand are kept.
 */
export interface State {
	/** The address of the service. Another one has other documents: knowing these would not help. */
	service: string;
	/** Which account it is, as accountOf says. */
	account: string;
	/** When the last sweep began that left nothing over, by the service's clock, in milliseconds. */
	sweptAt: number;
	/** Documents that can still have an event, by reference. */
	open: Map<string, Remembered>;
	/** Those that ended and left the folders, by fingerprint; the latest of them. May be extended. */
	left: Map<string, Remembered>;
	/** Documents whose completion was told, by fingerprint; the number is as in completions.ts. */
	completed: Map<string, number>;
	/** Documents that were listed as completed and are told or history, by `listedKey`: see completions.ts. */
	finished: Set<string>;
	/** Documents that may be gone. */
	sightings: Sightings;
	/** By reference. */
	unread: Map<string, Unread>;
	/** The newest date of a signature that was seen, in milliseconds. */
	latest?: number;
	/** The one from which history is counted; see completions.ts. */
	newest?: number;
	/** When the trigger was activated, by the service's clock in milliseconds: what was signed before is history. */
	since?: number;
	/** When both lists were read for the last time, in milliseconds; 0 before the first time. */
	lookedAt: number;
	/** Until when `newest` stays, in milliseconds. */
	heldUntil: number;
}

const MOST_LEFT = 500;
/** Said in docs/waiting-in-detail.md. */
const MOST_FINISHED = 5_000;
const MOST_UNREAD = 200;

export const emptyState = (service: string, account: string): State => ({
	service,
	account,
	sweptAt: 0,
	open: new Map(),
	left: new Map(),
	completed: new Map(),
	finished: new Set(),
	sightings: {},
	unread: new Map(),
	lookedAt: 0,
	heldUntil: 0,
});

/** What is read of a document that was remembered, and as what. */
export const PARTS: Types<Remembered> = {
	signed: 'string',
	ended: 'string',
	unsure: 'string',
	doubtSince: 'number',
	signers: 'number',
	signedAt: 'number',
	named: 'number',
	isGone: 'number',
	history: 'number',
	expired: 'number',
	steps: 'string',
	due: 'string',
	seen: 'number',
	name: 'string',
	clientReference: 'string',
	asked: 'number',
};

const rememberedIn = (value: unknown) => partsIn<Remembered>(value, PARTS);

function unreadIn(value: unknown): Unread | undefined {
	const { since, listed, seen } = isRecord(value) ? value : {};
	return typeof since === 'number' && isRecord(listed)
		? { since, listed, ...(typeof seen === 'number' && { seen }) }
		: undefined;
}

/** The state as it was kept; undefined before the first sweep of this service. */
export function stateOf(kept: IDataObject | undefined, service: string): State | undefined {
	if (kept?.service !== service || !isRecord(kept.open)) return undefined;
	return {
		service,
		account: text(kept.account),
		sweptAt: numberIn(kept.sweptAt) ?? 0,
		open: entriesIn(kept.open, rememberedIn),
		left: entriesIn(kept.left, rememberedIn),
		completed: entriesIn(kept.completed, numberIn),
		finished: new Set(text(kept.finished).match(new RegExp(`.{${SHORT}}`, 'g'))),
		sightings: Object.fromEntries(entriesIn(kept.sightings, numberIn)),
		unread: entriesIn(kept.unread, unreadIn),
		latest: numberIn(kept.latest),
		newest: numberIn(kept.newest),
		since: numberIn(kept.since),
		lookedAt: numberIn(kept.lookedAt) ?? 0,
		heldUntil: numberIn(kept.heldUntil) ?? 0,
	};
}

/** The state as plain JSON, to be kept. */
export function memoryOf({
	open,
	left,
	completed,
	finished,
	unread,
	...state
}: State): IDataObject {
	return {
		...state,
		open: Object.fromEntries(open),
		left: Object.fromEntries([...left].slice(-MOST_LEFT)),
		completed: Object.fromEntries(completed),
		finished: [...finished].slice(-MOST_FINISHED).join(''),
		unread: Object.fromEntries([...unread].slice(-MOST_UNREAD)),
	};
}

/** A reference takes 48 signs; where only its likeness is asked for, a few do. */
export const fingerprint = (words: string, length = 10): string =>
	createHash('sha256').update(words).digest('base64url').slice(0, length);

/** Enough to tell one from some thousand: the signers of a document, its due dates, what is finished. */
export const SHORT = 6;

/** What a document is known by in `finished`. */
export const listedKey = (reference: string): string => fingerprint(reference, SHORT);

/** Whether a document is one of those that the trigger knows, whatever became of it. */
export const isKnown = ({ open, left, completed, finished }: State, reference: string): boolean =>
	open.has(reference) ||
	[left, completed].some((each) => each.has(fingerprint(reference))) ||
	finished.has(listedKey(reference));

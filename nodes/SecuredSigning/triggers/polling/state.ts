import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { RawDocument } from '../../api';
import type { DocumentStatus } from '../../api/answers/documentStatus';
import type { Earlier } from '../../api/answers/looks';
import type { FirstMissed } from '../../api/gone';
import { isRecord, text } from '../../shared/values';
import { entriesIn, numberIn, typedPartsIn, type Types } from '../stored';

/** What earlier sweeps have seen of a document, so that only later changes are events. */
export interface Remembered extends Earlier {
	/** The signers who have signed: their fingerprints, one after another. */
	signed?: string;
	/** The final status that was seen; removed again if the document is extended. */
	ended?: string;
	/** Its status, if everybody may have signed: then it is never reported as deleted. */
	unsure?: DocumentStatus;
	/** When it last expired, as far as known, in milliseconds. */
	expired?: number;
	/**
	 * The last signature before the activation, if it was not certain whether it was the final one: if it
	 * was, the completion is history. In milliseconds; a day before the activation if it has no date.
	 */
	history?: number;
	/** The steps of its log, where an event is asked for that only the log knows: their fingerprints. */
	steps?: string;
	/** The due date's fingerprint, if 'expired' is chosen. */
	due?: string;
	/**
	 * For a document that is neither listed nor readable: when it was last seen, in milliseconds; 0 if there
	 * was a break in the polls.
	 */
	seen?: number;
	/** Kept if losses are chosen: they can no longer be read then. */
	name?: string;
	clientReference?: string;
	/** 1 if it was reported as deleted or gone: a list that still shows it may be outdated. */
	isGone?: number;
	/** 1 if its status was read because its list leaves out values to filter by. */
	asked?: number;
}

/** A listed document whose status cannot be read. */
export interface Unread {
	/** When it could not be read for the first time, in milliseconds. */
	since: number;
	/** Its list entry, shortened: the only data if it is removed before it can be read. */
	listed: RawDocument;
	/** As in `Remembered`. */
	seen?: number;
}

/**
 * What the trigger knows. It grows with open documents, and with those completed in the last two days, or
 * since a pause; of the history, a few characters are kept for some thousand documents.
 */
export interface State {
	/** The address of the service: at another address, there are other documents. */
	service: string;
	/** The account (accountOf). */
	account: string;
	/** When the last complete sweep began, by the service's clock, in milliseconds. */
	sweptAt: number;
	/** Documents that can still have an event, by reference. */
	open: Map<string, Remembered>;
	/** The latest documents that ended and left the folders, by fingerprint. They may still be extended. */
	left: Map<string, Remembered>;
	/** Documents whose completion was reported, by fingerprint, with the time as in completions.ts. */
	completed: Map<string, number>;
	/**
	 * Documents that were listed as completed and are reported or history, by `listedKey`: see
	 * completions.ts.
	 */
	finished: Set<string>;
	/** Documents that may be gone. */
	sightings: FirstMissed;
	/** By reference. */
	unread: Map<string, Unread>;
	/** The newest signature date that was seen, in milliseconds. */
	latest?: number;
	/** The signature date that limits the history; see completions.ts. */
	newest?: number;
	/** When the trigger was activated, by the service's clock in milliseconds: what was signed before is history. */
	since?: number;
	/** When both lists were read for the last time, in milliseconds; 0 before the first time. */
	lookedAt: number;
	/** Until when `newest` is kept unchanged, in milliseconds. */
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

/** The stored properties of a remembered document, with their types. */
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

const rememberedIn = (value: unknown) => typedPartsIn<Remembered>(value, PARTS);

function unreadIn(value: unknown): Unread | undefined {
	const { since, listed, seen } = isRecord(value) ? value : {};
	return typeof since === 'number' && isRecord(listed)
		? { since, listed, ...(typeof seen === 'number' && { seen }) }
		: undefined;
}

/** The stored state; undefined before the first sweep of this service. */
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

/** The state as plain JSON, for storing. */
export function toMemory({
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

/** A short hash: a reference has 48 characters, but a few are enough to recognise it. */
export const fingerprint = (words: string, length = 10): string =>
	createHash('sha256').update(words).digest('base64url').slice(0, length);

/**
 * The length of fingerprints that only have to differ among some thousand: signers, due dates, finished
 * documents.
 */
export const SHORT = 6;

/** The key of a document in `finished`. */
export const listedKey = (reference: string): string => fingerprint(reference, SHORT);

/** Whether the trigger knows a document, in any state. */
export const isKnown = ({ open, left, completed, finished }: State, reference: string): boolean =>
	open.has(reference) ||
	[left, completed].some((each) => each.has(fingerprint(reference))) ||
	finished.has(listedKey(reference));

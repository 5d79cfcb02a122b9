import type { FileContext } from '../api';
import { evidence, lacksSignedFile, type Evidenced } from '../evidence';
import { AT_THE_LIMIT } from '../evidence/parts';
import { DAY_MS } from '../shared/dates';
import { inTime } from '../shared/inTime';
import { mapConcurrently } from '../shared/mapConcurrently';
import { toResult, type Result } from '../shared/toResult';
import { text } from '../shared/values';
import type { WaitChoices } from './choices';
import type { Awaited } from './ending';

/**
 * A document that has ended during the wait. A completed one stays completed, even if it is removed later.
 */
export interface Ended extends Awaited {
	/** When everybody had signed, as far as known; in milliseconds since 1970, like all times here. */
	at: number;
	/** When the wait saw it. */
	seenAt: number;
	/** What was fetched of its evidence so far, with the files in n8n's storage. */
	kept?: Evidenced;
	/**
	 * Set if n8n keeps files in memory: that is too much for days, so they are fetched at the end of the
	 * wait.
	 */
	isNotKept?: true;
	/** Whether the time for parts that may still come was over at the last try. */
	isTried?: boolean;
}

/**
 * How long a part of the evidence is retried after its document is completed, if its failure may be
 * temporary. Said in docs/waiting-in-detail.md and in the description of 'Include'.
 */
const EVIDENCE_WITHIN_MS = 10 * 60_000;
/** For a wait for evidence alone: parts are tried again only while as much is left (hasTime). */
export const EVIDENCE_LIMIT_MS = 2 * EVIDENCE_WITHIN_MS;
/**
 * How long a completed document may stay unfetched: a day less than signed documents are kept
 * (docs/api/API.md section 12.5).
 */
const UNFETCHED_FOR_MS = 6 * DAY_MS;
/**
 * How long before the time limit the wait has to end: at the limit, n8n outputs the items as they were at the
 * beginning, without what was fetched.
 */
const BEFORE_LIMIT_MS = 4 * 60_000;

export interface Times {
	/** When the wait began, and when it ends at the latest. */
	since: number;
	until: number;
}

/**
 * From this long before its time limit on, only n8n itself ends a wait, at the limit. Its timer for that is set up to 70
 * seconds before (wait-tracker.js), and nothing takes it back: what still runs then is run a second time by n8n 1, and a
 * second wait of the same execution is ended by both lines. Of short waits it is a tenth.
 */
const LEFT_TO_N8N_MS = 80_000;

/** How long, in milliseconds, a wait can still be ended here; not above 0 when that is left to n8n. */
export const timeLeft = ({ since, until }: Times): number =>
	until > 0 ? until - Date.now() - Math.min(LEFT_TO_N8N_MS, (until - since) / 10) : Infinity;

/** This part of the time that is left, in milliseconds; no limit where the end is left to n8n. */
function shareOf(times: Times, part: number): number {
	const left = timeLeft(times);
	return left > 0 ? left * part : Infinity;
}

/** The outcome of a look, or an error when it takes too long: the rest of the time is for the evidence. */
export const lookInTime = async <T>(times: Times, look: Promise<T>): Promise<Result<T>> =>
	await toResult(
		inTime(look, { milliseconds: shareOf(times, 0.5), late: () => new Error(AT_THE_LIMIT) }),
	);

/** Until when evidence is fetched, in milliseconds since 1970: what is not there by then is missing. */
export const fetchUntil = (times: Times): number => Date.now() + shareOf(times, 0.9);

/**
 * Whether there is time to retry a part of the evidence: within EVIDENCE_WITHIN_MS, and well before the time
 * limit.
 */
export function hasTime({ until }: Times, from: number): boolean {
	const now = Date.now();
	return now - from < EVIDENCE_WITHIN_MS && until - now > EVIDENCE_WITHIN_MS;
}

/**
 * Whether a wait has to end with what has ended, although somebody still has to sign, because that would be
 * lost: a completed document is not fetched and may soon be removed, or the time limit is near. Said in
 * docs/waiting-in-detail.md.
 */
export function mustEnd(completed: Ended[], { since, until }: Times): boolean {
	const now = Date.now();
	const isRemovedSoon = completed.some(
		({ at, kept, isNotKept }) => (!kept || isNotKept) && now - at >= UNFETCHED_FOR_MS,
	);
	return isRemovedSoon || (until - now <= BEFORE_LIMIT_MS && until - since >= DAY_MS);
}

/**
 * Fetches the evidence of completed documents while others are still open: they may be removed before the end
 * of the wait. Parts that may come are tried again until EVIDENCE_WITHIN_MS are over, and once more after that; a
 * signed file at each look.
 *
 * @returns whether a part is missing that may come later
 */
export async function keepEvidence(
	contextOf: (reference: string) => FileContext,
	completed: Ended[],
	{ wants, simplify }: WaitChoices,
	times: Times,
): Promise<boolean> {
	const unfetched = completed.filter(
		({ kept, isNotKept, isTried }) =>
			!isNotKept && (!kept || (kept.mayCome && (lacksSignedFile(kept) || !isTried))),
	);
	const isPending = await mapConcurrently(unfetched, async (one) => {
		const context = contextOf(text(one.document.Reference));
		const found = await evidence(context, one.document, wants, simplify, {
			kept: one.kept,
			looksAgain: true,
			until: fetchUntil(times),
		});
		const isComing = found.mayCome && hasTime(times, one.seenAt);
		const files = Object.values(found.item.binary ?? {});
		if (files.every(({ id }) => id !== undefined)) one.kept = found;
		else if (!isComing) one.isNotKept = true;
		one.isTried = !isComing;
		return isComing;
	});
	return isPending.includes(true);
}

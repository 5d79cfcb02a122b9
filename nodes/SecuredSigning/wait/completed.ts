import type { FileContext } from '../api';
import {
	evidence,
	lacksSignedFile,
	missingBecause,
	type Evidenced,
	type Fetching,
} from '../evidence';
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

/**
 * The outcome of a step, or an error when it takes more than this part of the time that is left: the wait has to end
 * with what is known by then.
 */
export async function beforeEnd<T>(
	times: Times,
	part: number,
	step: Promise<T>,
): Promise<Result<T>> {
	const left = timeLeft(times);
	const milliseconds = left > 0 ? left * part : Infinity;
	return await toResult(inTime(step, { milliseconds, late: () => new Error(AT_THE_LIMIT) }));
}

/** Why parts are missing that could not be fetched before the end. */
export const AT_THE_LIMIT = 'The time limit was reached';

/** The evidence of a completed document; what is known of it if that cannot be fetched before the end. */
export async function evidenceInTime(
	times: Times,
	context: FileContext,
	{
		document,
		wants,
		simplify,
	}: Pick<WaitChoices, 'simplify' | 'wants'> & Pick<Awaited, 'document'>,
	fetching: Fetching,
): Promise<Evidenced> {
	const fetched = evidence(context, document, wants, simplify, fetching);
	const outcome = await beforeEnd(times, 0.9, fetched);
	if ('value' in outcome) return outcome.value;
	if (fetching.kept) return fetching.kept;
	const { item } = await evidence(context, document, () => false, simplify);
	item.json.missing = missingBecause(AT_THE_LIMIT, wants);
	return { item, mayCome: true };
}

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
		const fetching = { kept: one.kept, looksAgain: true };
		const { document } = one;
		const asked = { document, wants, simplify };
		const found = await evidenceInTime(times, context, asked, fetching);
		const isComing = found.mayCome && hasTime(times, one.seenAt);
		const files = Object.values(found.item.binary ?? {});
		if (files.every(({ id }) => id !== undefined)) one.kept = found;
		else if (!isComing) one.isNotKept = true;
		one.isTried = !isComing;
		return isComing;
	});
	return isPending.includes(true);
}

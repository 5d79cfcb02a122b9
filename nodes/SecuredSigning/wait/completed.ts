import type { INodeExecutionData } from 'n8n-workflow';

import type { FileContext } from '../api';
import { evidence, type Evidenced } from '../evidence';
import { DAY_MS } from '../shared/dates';
import { mapConcurrently } from '../shared/mapConcurrently';
import { objectsIn, text } from '../shared/values';
import type { WaitChoices } from './choices';
import type { Awaited } from './ending';

/** A document that the wait has seen ended. If it was completed it stays so, whatever becomes of it. */
export interface Ended extends Awaited {
	/** When everybody had signed, as far as is known; milliseconds since 1970, like all times here. */
	at: number;
	/** When the wait saw it. */
	seenAt: number;
	/** What belongs to it, with its files in n8n's store. */
	kept?: Evidenced;
	/** n8n holds files in memory. For days that is too much; they are fetched at the end of the wait. */
	isNotKept?: true;
}

/**
 * How long a part of the evidence is tried again once its document is completed, where its failure may
 * pass. Said in docs/waiting-in-detail.md and in the description of 'Include'.
 */
const EVIDENCE_WITHIN_MS = 10 * 60_000;
/**
 * How long a document may be completed and not fetched: a day less than signed documents are kept
 * (docs/api/API.md section 12.5).
 */
const UNFETCHED_FOR_MS = 6 * DAY_MS;
/** n8n would put out what is waited for as it was at the beginning, and leave what was fetched behind. */
const BEFORE_LIMIT_MS = 4 * 60_000;

interface Times {
	/** When the wait began, and when it ends at the latest. */
	since: number;
	until: number;
}

/** Whether there is time to look for a part of the evidence again, before it has been long enough and before the time limit. */
export function hasTime({ until }: Times, from: number): boolean {
	const now = Date.now();
	return now - from < EVIDENCE_WITHIN_MS && until - now > EVIDENCE_WITHIN_MS;
}

/**
 * Whether a wait ends although somebody has still to sign, since what is completed would be lost otherwise:
 * it was not fetched and may soon be removed, or the time limit comes. Said in docs/waiting-in-detail.md.
 */
export function mustEnd(completed: Ended[], { since, until }: Times): boolean {
	const now = Date.now();
	const isRemovedSoon = completed.some(({ at, kept }) => !kept && now - at >= UNFETCHED_FOR_MS);
	const isLimitNear = until - now <= BEFORE_LIMIT_MS && until - since >= DAY_MS;
	return isRemovedSoon || (isLimitNear && completed.length > 0);
}

/**
 * Fetches what belongs to completed documents while others are still open: by the end of the wait they may
 * have been removed.
 *
 * @returns whether a part is not there yet and is worth another look
 */
export async function keep(
	contextOf: (reference: string) => FileContext,
	completed: Ended[],
	{ wants, simplify }: WaitChoices,
	times: Times,
): Promise<boolean> {
	const unfetched = completed.filter(({ kept, isNotKept }) => !kept && !isNotKept);
	const isPending = await mapConcurrently(unfetched, async (one) => {
		const context = contextOf(text(one.document.Reference));
		const found = await evidence(context, one.document, wants, simplify, 0);
		if (found.mayCome && hasTime(times, one.seenAt)) return true;
		const files = Object.values(found.item.binary ?? {});
		if (files.every(({ id }) => id !== undefined)) one.kept = found;
		else one.isNotKept = true;
		return false;
	});
	return isPending.includes(true);
}

/** What was kept of a document, or what there is by now where a part was missing that could still come. */
export async function keptOr(
	kept: Evidenced | undefined,
	fetch: () => Promise<Evidenced>,
): Promise<Evidenced> {
	if (kept?.mayCome === false) return kept;
	const found = await fetch();
	return kept && missingIn(kept.item) <= missingIn(found.item) ? kept : found;
}

/** How many parts an item lacks, that of one document or of several. */
export const missingIn = ({ json }: INodeExecutionData): number =>
	[json, ...objectsIn(json.documents)].flatMap(({ missing }) => missing ?? []).length;

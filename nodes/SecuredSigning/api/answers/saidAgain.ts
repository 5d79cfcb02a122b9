import type { IDataObject } from 'n8n-workflow';

import { setBounded } from '../../shared/setBounded';
import { isRecord, objectsIn, omitEmpty, text } from '../../shared/values';
import type { Raw } from '../types';
import { latestReading } from './latestReading';
import { recallSigners, signersIn } from './signersSeen';

/** Marks a document that was in doubt before as well. Nothing of it is in JSON. */
const SAID_AGAIN = Symbol('said again');
type Marked = IDataObject & { [SAID_AGAIN]?: true };

/** How far apart two such answers are, at least: a part of an answer may lag behind another one. */
const AGAIN_AFTER_MS = 5 * 60_000;
const MOST_SEEN = 10_000;

/** When each document was in doubt for the first time, by the service's clock in milliseconds, by reference. */
const firstSaid = new Map<string, number>();
/** When the last look at each document was, in the same way; undefined for an answer that is no look. */
const lastLooks = new Map<string, number | undefined>();

/** Whether an earlier look, some minutes before, left this document in doubt as well. */
export const isSaidAgain = (document: Raw<'Document'>): boolean =>
	(document as Marked)[SAID_AGAIN] === true;

const saidAgain = (document: Raw<'Document'>): IDataObject =>
	Object.assign({ ...document }, { [SAID_AGAIN]: true });

/**
 * Notes whether a document is in doubt, for whoever looks again, and marks one that was so for some minutes.
 * Earlier looks are held in memory. After a restart of n8n, and in another worker, those count that were stored, or the
 * date of the last signature: where a signer is said to be open, the last one has not signed yet, so that it tells nothing.
 *
 * @param isInDoubt whether one answer does not tell if it is completed
 * @param haveAllSigned whether everybody has signed
 * @param at when the answer was made, by the service's clock in milliseconds; undefined where it is no look
 */
export function noted(
	document: Raw<'Document'>,
	{ isInDoubt, haveAllSigned }: { isInDoubt: boolean; haveAllSigned: boolean },
	at: number | undefined,
): IDataObject {
	const reference = text(document.Reference);
	if (reference !== '') setBounded(lastLooks, reference, at, MOST_SEEN);
	if (!isInDoubt) {
		firstSaid.delete(reference);
		return document;
	}
	if (at === undefined) return document;
	const first = Math.min(firstSaid.get(reference) ?? at, at);
	if (reference !== '') setBounded(firstSaid, reference, first, MOST_SEEN);
	const signed = latestReading(document.LastSignedDate) ?? Infinity;
	const isSignedLongAgo = haveAllSigned && at - signed >= AGAIN_AFTER_MS;
	return isSignedLongAgo || at - first >= AGAIN_AFTER_MS ? saidAgain(document) : document;
}

/** When a document was looked at that was read just now, by the service's clock; undefined where that was no look. */
export const lookedAt = ({ Reference }: Raw<'Document'>): number | undefined =>
	lastLooks.get(text(Reference));

/** Since when a document that was read just now is in doubt, in milliseconds; undefined where it is not. */
export const inDoubtSince = ({ Reference }: Raw<'Document'>): number | undefined =>
	firstSaid.get(text(Reference));

/**
 * Takes over an earlier look that was stored: another process may have made it.
 *
 * @param since when it left the document in doubt, in milliseconds; anything else is passed over
 */
export function recall(reference: string, since: unknown): void {
	const known = firstSaid.get(reference) ?? Infinity;
	if (typeof since === 'number' && since < known) firstSaid.set(reference, since);
}

/** What an item says of one of its documents. */
export const documentIn = (item: IDataObject, reference: string): IDataObject | undefined =>
	[item, ...objectsIn(item.documents)].find((document) =>
		[document.documentReference, document.Reference].some((each) => text(each) === reference),
	);

/** What an item tells of a document that is in doubt, so that whoever gets it next can look again. */
export function doubtOf(document: Raw<'Document'>): IDataObject {
	const since = inDoubtSince(document);
	return omitEmpty({ inDoubtSince: since === undefined ? since : new Date(since).toISOString() });
}

/** Takes over the look that an item tells of, and how many signers it names. */
export function recallIn(item: unknown, reference: string): void {
	const own = isRecord(item) ? documentIn(item, reference) : undefined;
	recall(reference, Date.parse(text(own?.inDoubtSince)));
	if (own) recallSigners(reference, signersIn(own));
}

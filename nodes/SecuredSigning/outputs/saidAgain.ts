import type { IDataObject } from 'n8n-workflow';

import { text } from '../values';

/** Marks a document whose service says "Complete" for the second time. Nothing of it is in JSON. */
const SAID_AGAIN = Symbol('complete, said again');
type Marked = IDataObject & { [SAID_AGAIN]?: true };

/** How far apart two such answers are, at least: the signers of an answer may lag behind its status. */
const AGAIN_AFTER_MS = 5 * 60_000;
const MOST_SEEN = 10_000;

/** When each document was "Complete" for the first time while a signer was open, in milliseconds, by reference. */
const firstSaid = new Map<string, number>();

/** Whether an earlier look, some minutes before, had this document complete as well. */
export const isSaidAgain = (document: IDataObject): boolean =>
	(document as Marked)[SAID_AGAIN] === true;

/** The document, as one that has been complete for a while. */
export const saidAgain = (document: IDataObject): IDataObject =>
	Object.assign({ ...document }, { [SAID_AGAIN]: true });

/**
 * Notes how a document is, for whoever looks again. This is held in memory: after a restart of n8n, two
 * more looks tell.
 *
 * @param isDisputed whether it is complete, and a signer has not signed
 */
export function noted(document: IDataObject, isDisputed: boolean): IDataObject {
	const reference = text(document.Reference);
	const now = Date.now();
	const first = firstSaid.get(reference);
	if (!isDisputed) firstSaid.delete(reference);
	if (!isDisputed || first === undefined) {
		if (isDisputed) firstSaid.set(reference, now);
		for (const oldest of firstSaid.keys()) {
			if (firstSaid.size <= MOST_SEEN) break;
			firstSaid.delete(oldest);
		}
		return document;
	}
	return now - first >= AGAIN_AFTER_MS ? saidAgain(document) : document;
}

import type { IDataObject } from 'n8n-workflow';

import { setBounded } from '../../shared/setBounded';
import { isRecord, objectsIn, plainWords, text } from '../../shared/values';
import type { Raw } from '../types';

/** "1 of 2 Signed" */
const COUNT = /^(\d+)of(\d+)signed$/;
const MOST_SEEN = 10_000;

/** How many signers each document had in the fullest answer about it, by reference; of one or none nobody can be left out. */
const seen = new Map<string, number>();

/** What a status such as "1 of 2 Signed" counts; nothing where it is no count. */
export function countIn(status: unknown): { signed: number; all: number } | undefined {
	const [signed, all] = COUNT.exec(plainWords(status))?.slice(1).map(Number) ?? [];
	return all === undefined ? undefined : { signed, all };
}

/**
 * Takes over how many signers a document had in an earlier answer: a later one may name those alone whose
 * turn it was (docs/api/API.md section 8 has that of signing keys), and who is not named has not signed.
 */
export function recallSigners(reference: string, count: unknown): void {
	if (typeof count !== 'number' || count <= Math.max(1, seen.get(reference) ?? 0)) return;
	setBounded(seen, reference, count, MOST_SEEN);
}

/** Notes how many signers an answer gives a document. */
export function noteSigners({ Reference, Signers, Status }: Raw<'Document'>): void {
	const count = Math.max(objectsIn(Signers).length, countIn(Status)?.all ?? 0);
	if (text(Reference) !== '') recallSigners(text(Reference), count);
}

/** How many signers a document was seen with, where it was seen with several. */
export const signersSeen = ({ Reference }: Raw<'Document'>): number | undefined =>
	seen.get(text(Reference));

/** How many signers an item names for a document: raw, simplified, or as it was when a wait began. */
export function signersIn(document: IDataObject): number {
	const { atStart, signers, Signers, signerCount } = document;
	const listed = Math.max(objectsIn(signers).length, objectsIn(Signers).length);
	const counted = typeof signerCount === 'number' ? signerCount : 0;
	return Math.max(listed, counted, isRecord(atStart) ? signersIn(atStart) : 0);
}

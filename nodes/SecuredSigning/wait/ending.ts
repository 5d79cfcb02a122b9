import { isNotFound, type FileContext, type RawDocument } from '../api';
import { documentStatus, isOldEnd, type DocumentStatus } from '../api/answers/documentStatus';
import type { Earlier } from '../api/answers/looks';
import { fullName } from '../api/answers/people';
import { hasDeclined } from '../api/answers/signerStatus';
import type { Absence } from '../api/gone';
import type { Wants } from '../evidence';
import { currentDocument } from '../evidence';
import { toResult } from '../shared/toResult';
import { objectsIn, text } from '../shared/values';

/** A document that is waited for, with its current status. */
export interface Awaited {
	document: RawDocument;
	status: DocumentStatus | Absence;
}

/**
 * Resolves to what became of a document that was answered with 404; undefined while that is not confirmed.
 */
export type AbsenceOf = (
	reference: string,
	missed: Error,
) => Promise<{ is: Awaited['status']; was: RawDocument } | undefined>;

const UNSIGNED = ['declined', 'expired', 'rejected', 'deleted', 'gone'];

/**
 * Reads a document; one that is confirmed to be gone is also returned. An end from a cache is no end: its status is
 * `unknown` until the next look.
 *
 * @throws NodeApiError when it cannot be read, and for a 404 that proves nothing yet
 */
export async function awaited(
	context: FileContext,
	reference: string,
	wants: Wants,
	absenceOf: AbsenceOf,
	earlier?: Earlier,
): Promise<Awaited> {
	const outcome = await toResult(currentDocument(context, reference, wants, earlier));
	if ('value' in outcome) {
		const document = outcome.value;
		return { document, status: isOldEnd(document) ? 'unknown' : documentStatus(document) };
	}
	const absence = isNotFound(outcome.error) ? await absenceOf(reference, outcome.error) : undefined;
	if (absence === undefined) throw outcome.error;
	return { document: { ...absence.was, Reference: reference }, status: absence.is };
}

/** Whether it is no longer in the account, so that the service has no data about it. */
export const isAbsent = ({ status }: Awaited): boolean => status === 'deleted' || status === 'gone';

/**
 * The first document that ended without being signed; it ends the wait for all; undefined if there is none.
 */
export const unsigned = (documents: Awaited[]): Awaited | undefined =>
	documents.find(({ status }) => UNSIGNED.includes(status));

/** Whether there is nothing to wait for: everything is signed, or something will never be signed. */
export const hasEnded = (documents: Awaited[]): boolean =>
	unsigned(documents) !== undefined || areCompleted(documents);

/** Whether everything is signed. */
export const areCompleted = (documents: Awaited[]): boolean =>
	documents.every(({ status }) => status === 'completed');

/** What happened, in a sentence for people. */
export function endingMessage({ document, status }: Awaited): string {
	const name = text(document.Name) || text(document.Reference);
	if (status === 'gone') return `“${name}” is gone, and it is not known whether it was signed`;
	if (status === 'deleted')
		return `“${name}” was deleted. At the last check, at most an hour before, not everybody had signed`;
	const decliner = objectsIn(document.Signers).find(hasDeclined);
	if (status !== 'declined' || decliner === undefined) return `“${name}” was not signed: ${status}`;
	const who = fullName(decliner);
	const reason = text(decliner.DeclinedReason);
	return `${who || text(decliner.Email) || 'Somebody'} declined “${name}”${reason && `: “${reason}”`}`;
}

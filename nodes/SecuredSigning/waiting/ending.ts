import type { IDataObject } from 'n8n-workflow';

import type { Wants } from '../finished';
import { currentDocument } from '../finished';
import { documentStatus, type DocumentStatus } from '../outputs/document';
import { hasDeclined } from '../outputs/signerStatus';
import { settled } from '../settled';
import { isNotFound, type FileContext } from '../transport';
import { records, text } from '../values';

/** A document that is waited for, as it is now. */
export interface Awaited {
	document: IDataObject;
	status: DocumentStatus | 'deleted';
}

const UNSIGNED = ['declined', 'expired', 'rejected', 'deleted'];

/** Reads a document; one that is gone is the answer too. */
export async function awaited(
	context: FileContext,
	reference: string,
	wants: Wants,
): Promise<Awaited> {
	const outcome = await settled(currentDocument(context, reference, wants));
	if ('value' in outcome) {
		return { document: outcome.value, status: documentStatus(outcome.value) };
	}
	if (!isNotFound(outcome.error)) throw outcome.error;
	return { document: { Reference: reference, Status: 'Deleted' }, status: 'deleted' };
}

/** The document that ends the wait without being signed; what was sent with it is of no use then. */
export const unsigned = (documents: Awaited[]): Awaited | undefined =>
	documents.find(({ status }) => UNSIGNED.includes(status));

/** Whether there is nothing left to wait for: everything is signed, or something never will be. */
export const hasEnded = (documents: Awaited[]): boolean =>
	unsigned(documents) !== undefined || documents.every(({ status }) => status === 'completed');

/** What happened, in a sentence for people. */
export function endingWords({ document, status }: Awaited): string {
	const name = text(document.Name) || text(document.Reference);
	const decliner = records(document.Signers).find(hasDeclined);
	if (status !== 'declined' || decliner === undefined) return `“${name}” was not signed: ${status}`;
	const who = [decliner.FirstName, decliner.LastName].map(text).filter(Boolean).join(' ');
	const reason = text(decliner.DeclinedReason);
	return `${who || text(decliner.Email) || 'Somebody'} declined “${name}”${reason && `: “${reason}”`}`;
}

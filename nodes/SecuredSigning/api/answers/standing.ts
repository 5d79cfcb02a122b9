import { DateTime } from 'luxon';

import { firstOf, objectsIn, plainWords, text } from '../../shared/values';
import type { Raw } from '../types';
import { isoDate } from './dates';
import { documentStatus, isInDoubt, type DocumentStatus } from './documentStatus';
import { hasSigned, isOpen, isRefusing } from './signerStatus';

/** How many people of a long list are named at most. */
const MOST_NAMED = 3;

const WORDS: Partial<Record<DocumentStatus, string>> = {
	notStarted: 'not sent yet',
	declined: 'declined',
	expired: 'expired',
	rejected: 'rejected',
};

/**
 * The state of a document in parts of a sentence for people: "waiting for Dana Director", "due 20 Dec 2026".
 *
 * @param timezone of the reader, whose days are named
 */
export function standingOf(document: Raw<'Document'>, timezone: string): string[] {
	const { Signers, Status, Folder, DueDate, LastSignedDate, GMT } = document;
	const status = documentStatus(document);
	const refusing = objectsIn(Signers).filter(isRefusing);
	const declined = refusing.length > 0 && `declined by ${peopleNamed(refusing) || 'a signer'}`;
	if (status === 'completed') {
		const signedOn = dayOf(LastSignedDate, GMT, timezone);
		const completed = signedOn ? `completed on ${signedOn}` : 'completed';
		return [declined ? `${completed}, although ${declined}` : completed];
	}
	const open = objectsIn(Signers).filter(isOpen);
	const people = peopleNamed(open) || (open.length === 1 ? '1 signer' : `${open.length} signers`);
	if (status === 'unknown' && isInDoubt(document)) {
		const but = open.length > 0 || !declined ? `waiting for ${people}` : declined;
		return [`shown as complete, but ${but}`];
	}
	// A document that was just sent may have the status "NotStart", in an answer without a folder.
	const isOut = status === 'notStarted' && open.length > 0 && plainWords(Folder) !== 'inbox';
	if (status === 'declined' && declined) return [declined];
	if (status !== 'inProgress' && !isOut) return [WORDS[status] ?? text(Status)].filter(Boolean);
	if (declined) return [`${declined}, but still shown as ${text(Status) || 'in progress'}`];
	const waiting = open.length > 0 ? `waiting for ${people}` : text(Status);
	const due = dayOf(DueDate, GMT, timezone);
	return [waiting, due && `due ${due}`].filter(Boolean);
}

/**
 * The same with who has signed, as one sentence: "Ana Lopez has signed; waiting for Ben Wu; due 20 Dec 2026".
 *
 * @param timezone of the reader, whose days are named
 */
export function summaryOf(document: Raw<'Document'>, timezone: string): string {
	const signed = objectsIn(document.Signers).filter(hasSigned);
	const haveSigned =
		signed.length > 0 && `${peopleNamed(signed)} ${signed.length === 1 ? 'has' : 'have'} signed`;
	const sentence = [haveSigned, ...standingOf(document, timezone)].filter(Boolean).join('; ');
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** People by their names, or by what else is known of them: "Ana, Ben and Cai"; of many, the first ones. */
export function peopleNamed(signers: Array<Raw<'Signer'>>): string {
	const names = signers
		.map(
			({ FirstName, LastName, Email }) =>
				[FirstName, LastName].map(text).filter(Boolean).join(' ') || text(Email),
		)
		.filter(Boolean);
	const shown = firstOf(names, MOST_NAMED);
	const last = shown.at(-1) ?? '';
	return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}

/** The day of a date, written for people; the service's own text if its form is not known. */
function dayOf(value: unknown, minutes: unknown, timezone: string): string {
	const date = isoDate(value, minutes) ?? '';
	const day = DateTime.fromISO(date, { zone: timezone, locale: 'en' });
	return day.isValid ? day.toFormat('d LLL yyyy') : date;
}

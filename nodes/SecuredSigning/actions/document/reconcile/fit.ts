import type { Raw } from '../../../api';
import { spansOf, type Span } from '../../../api/answers/dates';
import { withoutEntities } from '../../../api/answers/entities';
import { emailOf, fullName } from '../../../api/answers/people';
import type { Expected } from '../../../fields/expectedDocument';
import { isSameSpelling } from '../../../send/clientReference';
import { DAY_MS } from '../../../shared/dates';
import { asRead, objectsIn, text } from '../../../shared/values';
import { namesAllSigners, nameKey, referenceKey, type Listed } from './listing';

/** Whether a document is what a row expects; `maybe` where the list does not tell. */
export type Fit = 'yes' | 'no' | 'maybe';

interface Judged {
	fit: Fit;
	/** What of the row is otherwise, or cannot be told. */
	about: string[];
}

/** Holds a document against all that a row says of it, the document reference aside. */
export function fitOf(expected: Expected, one: Listed): Judged {
	const judged = Object.entries(fits(expected, one));
	const fit = (['no', 'maybe'] as const).find((one) => judged.some(([, own]) => own === one));
	return {
		fit: fit ?? 'yes',
		about: judged.filter(([, own]) => own === fit).map(([about]) => about),
	};
}

function fits(expected: Expected, one: Listed): Record<string, Fit> {
	const { document } = one;
	const { clientReference, signerEmail, signerName, name, due, sentAfter } = expected;
	const judged: Record<string, Fit> = {};
	if (clientReference !== '') {
		judged['client reference'] = ofReference(document.ClientReference, clientReference);
	}
	if (signerEmail !== '') {
		judged["signer's email"] = ofSigners(document, emailOf, emailOf({ Email: signerEmail }));
	}
	if (signerName !== '') {
		const keyOf = (signer: Raw<'Signer'>) => nameKey(fullName(signer));
		judged["signer's name"] = ofSigners(document, keyOf, nameKey(signerName));
	}
	if (name !== '') {
		const own = asRead(document.Name);
		judged.name = own === '' ? 'maybe' : sureIf(own.includes(asRead(name)));
	}
	if (due !== undefined && text(document.Folder) !== 'InBox') {
		const spans = spansOf(document.DueDate, document.GMT);
		const inside = spans.filter(({ first, last }) => first >= due.after && last <= due.before);
		const outside = spans.filter(({ first, last }) => last < due.after || first > due.before);
		const isSure = spans.length > 0 && [inside, outside].some((all) => all.length === spans.length);
		judged['due date'] = isSure ? sureIf(inside.length > 0) : 'maybe';
	}
	if (sentAfter !== undefined) {
		const isBefore = (date: unknown) => {
			const spans = spansOf(date, document.GMT);
			return spans.length > 0 && spans.every(({ last }) => last < sentAfter);
		};
		judged['time of sending'] = sureIf(
			!isBefore(document.DueDate) &&
				!isBefore(document.LastSignedDate) &&
				!isSentBefore(one, sentAfter),
		);
	}
	return judged;
}

/**
 * How far a time of a list may be off: a date of another zone than the workflow's, a time that somebody rounded, or a
 * clock. Who is told 'notSent' sends again.
 */
export const MOST_OFF_MS = DAY_MS;

const sentSpans = new WeakMap<Listed, Span[]>();

/** When a document was sent by its log, in each way to read that; read once for all rows. */
function sentIn(one: Listed): Span[] {
	const known = sentSpans.get(one) ?? spansOf(one.since, undefined);
	sentSpans.set(one, known);
	return known;
}

/** Whether a document's log has it sent before a time, for certain. */
function isSentBefore(one: Listed, time: number): boolean {
	const spans = sentIn(one);
	return spans.length > 0 && spans.every(({ last }) => last < time - MOST_OFF_MS);
}

/** Whether it may have been sent before that, by some reading of its log or by less than what times may be off. */
export function mayBeSentBefore({ sentAfter }: Expected, one: Listed): boolean {
	if (sentAfter === undefined || isSentBefore(one, sentAfter)) return false;
	return sentIn(one).some(({ first, last }) => last < sentAfter || first < sentAfter - MOST_OFF_MS);
}

/** "recAbC" and "recABC" are one reference to people, and two to a table. */
function ofReference(own: unknown, wanted: string): Fit {
	if (referenceKey(own) === '') return 'maybe';
	if (referenceKey(own) !== referenceKey(wanted)) return 'no';
	return isSpelledSo(own, wanted) ? 'yes' : 'maybe';
}

/** Whether two client references are the same to the letter. */
export const isSpelledSo = (own: unknown, wanted: string): boolean =>
	isSameSpelling(withoutEntities(text(own)), withoutEntities(wanted));

const sureIf = (isSo: boolean): Fit => (isSo ? 'yes' : 'no');

/** Whether a document has such a signer; one that is not told of in full may be that one. */
function ofSigners(
	document: Raw<'Document'>,
	keyOf: (signer: Raw<'Signer'>) => string,
	wanted: string,
): Fit {
	const { Signers, Folder } = document;
	const keys = objectsIn<Raw<'Signer'>>(Signers).map(keyOf);
	if (keys.includes(wanted)) return 'yes';
	// What was not sent has no signers yet.
	const isTold = text(Folder) === 'InBox' || (namesAllSigners(document) && !keys.includes(''));
	return isTold ? 'no' : 'maybe';
}

/** What of several documents is what a row expects, and what may be. */
export interface Chosen {
	certain: Listed[];
	possible: Array<{ one: Listed; about: string[] }>;
}

export function chosenOf(expected: Expected, candidates: Listed[]): Chosen {
	const chosen: Chosen = { certain: [], possible: [] };
	for (const one of candidates) {
		const { fit, about } = fitOf(expected, one);
		if (fit === 'yes') chosen.certain.push(one);
		else if (fit === 'maybe') chosen.possible.push({ one, about });
	}
	return chosen;
}

/** Whether a document has the client reference that is looked for, where one is. */
export const isReferred = ({ clientReference }: Expected, { document }: Listed): boolean =>
	clientReference === '' ||
	referenceKey(document.ClientReference) === referenceKey(clientReference);

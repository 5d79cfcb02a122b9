import type { Raw } from '../../../api';
import { spansOf, type Span } from '../../../api/answers/dates';
import {
	isPartial,
	mayBe,
	nameKey,
	readingsOf,
	withoutEntities,
} from '../../../api/answers/entities';
import { emailOf, fullName, mayBeEmail } from '../../../api/answers/people';
import type { Expected } from '../../../fields/expectedDocument';
import { isSameSpelling } from '../../../send/clientReference';
import { beginningOf, referenceKey } from '../../../send/cutReferences';
import { DAY_MS } from '../../../shared/dates';
import { normalised, objectsIn, text } from '../../../shared/values';
import { namesAllSigners, type Listed } from './listing';

/** Whether a document is the one that a row describes; `maybe` if the list does not say enough. */
type Fit = 'yes' | 'no' | 'maybe';

interface Judged {
	fit: Fit;
	/** Which values of the row differ, or cannot be compared. */
	about: string[];
}

/** Compares a document with all values of a row, except the document reference. */
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
		judged['client reference'] = ofReference(expected, one);
	}
	if (signerEmail !== '') {
		judged["signer's email"] = ofSigners(
			document,
			emailOf,
			emailOf({ Email: signerEmail }),
			mayBeEmail,
		);
	}
	if (signerName !== '') {
		const keyOf = (signer: Raw<'Signer'>) => nameKey(fullName(signer));
		judged["signer's name"] = ofSigners(document, keyOf, nameKey(signerName), mayBe);
	}
	if (name !== '') {
		judged.name = ofName(text(document.Name), normalised(name));
	}
	if (due !== undefined && text(document.Folder) !== 'InBox') {
		const spans = spansOf(document.DueDate, document.GMT);
		const inside = spans.filter(({ first, last }) => first >= due.after && last <= due.before);
		const outside = spans.filter(({ first, last }) => last < due.after || first > due.before);
		const isSure = spans.length > 0 && [inside, outside].some((all) => all.length === spans.length);
		judged['due date'] = isSure ? sureIf(inside.length > 0) : 'maybe';
	}
	if (sentAfter !== undefined) {
		judged['time of sending'] = sureIf(latestSendOf(one) >= sentAfter);
	}
	return judged;
}

/**
 * How far a time may be wrong: another time zone than the workflow's, a rounded time, or a wrong clock. It is
 * generous because a row that is reported as 'notSent' is sent again.
 */
export const MOST_OFF_MS = DAY_MS;

const sentSpans = new WeakMap<Listed, Span[]>();

/**
 * When a document was sent according to its log, in each way to read that date; computed once for all rows.
 */
function sentIn(one: Listed): Span[] {
	const known = sentSpans.get(one) ?? spansOf(one.since, undefined);
	sentSpans.set(one, known);
	return known;
}

/** Whether a document was certainly sent before a time, according to its log. */
function isSentBefore(one: Listed, time: number): boolean {
	const spans = sentIn(one);
	return spans.length > 0 && spans.every(({ last }) => last < time - MOST_OFF_MS);
}

const latestSends = new WeakMap<Listed, number>();

/**
 * The latest time at which a document can have been sent: it was sent before it was due and before it was signed, and its
 * log may say when. Infinity if its list shows none of these.
 */
export function latestSendOf(one: Listed): number {
	const { DueDate, LastSignedDate, GMT } = one.document;
	const latestIn = (spans: Span[]) =>
		spans.length === 0 ? Infinity : Math.max(...spans.map(({ last }) => last));
	const known =
		latestSends.get(one) ??
		Math.min(
			...[DueDate, LastSignedDate].map((date) => latestIn(spansOf(date, GMT))),
			latestIn(sentIn(one)) + MOST_OFF_MS,
		);
	latestSends.set(one, known);
	return known;
}

/**
 * Whether it may have been sent before 'Sent After', but not certainly: in one way to read its log, or within
 * MOST_OFF_MS.
 */
export function mayBeSentBefore({ sentAfter }: Expected, one: Listed): boolean {
	if (sentAfter === undefined || isSentBefore(one, sentAfter)) return false;
	return sentIn(one).some(({ first, last }) => last < sentAfter || first < sentAfter - MOST_OFF_MS);
}

const keys = new WeakMap<object, string>();

/** The key of a client reference, computed once for each row and each document that has one. */
function keyOf(holder: object, reference: unknown): string {
	const known = keys.get(holder) ?? referenceKey(reference);
	keys.set(holder, known);
	return known;
}

/**
 * `maybe` if only the spelling differs: to people, "recAbC" and "recABC" are the same, but IDs of a table may
 * differ only in case. Also if the document shows how the row's begins, and that something was cut off.
 */
function ofReference(expected: Expected, { document }: Listed): Fit {
	const own = keyOf(document, document.ClientReference);
	const wanted = keyOf(expected, expected.clientReference);
	if (own === '') return 'maybe';
	if (own === wanted) {
		return isSpelledSo(document.ClientReference, expected.clientReference) ? 'yes' : 'maybe';
	}
	const beginning = beginningOf(own);
	return beginning !== own && wanted.startsWith(beginning) ? 'maybe' : 'no';
}

/** Whether two client references are the same to the letter. */
export const isSpelledSo = (own: unknown, wanted: string): boolean =>
	isSameSpelling(withoutEntities(text(own)), withoutEntities(wanted));

const sureIf = (isSo: boolean): Fit => (isSo ? 'yes' : 'no');

/** Fewer letters at the end of a name may be the beginning of another one by chance. */
const FEWEST_LETTERS = 4;

/** A text without accents, blanks and hyphens: some systems replace them, or drop them. */
const bare = (value: string) => value.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Whether a name contains a text; `maybe` if it is not shown, masked or written otherwise, or ends where the text begins,
 * as if it were cut.
 */
function ofName(name: string, wanted: string): Fit {
	const readings = readingsOf(name).map(normalised);
	if (readings.some((own) => own.includes(wanted))) return 'yes';
	const beginnings = Array.from(wanted, (_, at) => wanted.slice(0, at)).slice(FEWEST_LETTERS);
	const isLike = (own: string) => bare(wanted) !== '' && bare(own).includes(bare(wanted));
	const isCut = (own: string) => beginnings.some((beginning) => own.endsWith(beginning));
	const mayHave = (own: string) => own === '' || isPartial(own) || isLike(own) || isCut(own);
	return readings.some(mayHave) ? 'maybe' : 'no';
}

/**
 * Whether a document has such a signer; `maybe` if its signers are not all listed, or what is shown of one in part may be
 * the row's.
 */
function ofSigners(
	document: Raw<'Document'>,
	keyOf: (signer: Raw<'Signer'>) => string,
	wanted: string,
	mayBeWanted: (shown: string, wanted: string) => boolean,
): Fit {
	const { Signers, Folder } = document;
	const keys = objectsIn<Raw<'Signer'>>(Signers).map(keyOf);
	if (keys.includes(wanted)) return 'yes';
	// A document that was not sent has no signers yet.
	const isTold =
		text(Folder) === 'InBox' ||
		(namesAllSigners(document) && !keys.some((shown) => mayBeWanted(shown, wanted)));
	return isTold ? 'no' : 'maybe';
}

/** Of several documents: those that a row certainly describes, and those that it may describe. */
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

/** Whether a document has the row's client reference; true if the row has none. */
export const isReferred = (expected: Expected, { document }: Listed): boolean =>
	expected.clientReference === '' ||
	keyOf(document, document.ClientReference) === keyOf(expected, expected.clientReference);

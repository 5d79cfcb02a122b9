import { DAY_MS } from '../../shared/dates';
import { setBounded } from '../../shared/setBounded';
import { highest, lowest, omitEmpty, text } from '../../shared/values';
import type { Raw, RawDocument } from '../types';
import { orderOf, spansOf } from './dates';
import { latestReading } from './latestReading';
import { countIn, peopleIn } from './signedCount';

/** Who answered a request about documents, and when. A "look" is such an answer. */
export interface Look {
	/** The account and address that answered, as an ID of accountOf: each one has its own documents. */
	account: string;
	/**
	 * When the answer was made, by the service's clock in milliseconds; undefined if it came from a cache.
	 */
	at: number | undefined;
}

/**
 * What earlier looks at a document found, for use by later ones; plain JSON, times in milliseconds since
 * 1970.
 */
export interface Earlier {
	/** Since when each look has left it in doubt whether the document is completed. */
	doubtSince?: number;
	/**
	 * The number of signers it was seen with, if several: a later answer may list only those whose turn it
	 * was (docs/api/API.md section 8 has that of signing keys), and a signer who is not listed has not
	 * signed.
	 */
	signers?: number;
	/**
	 * The time of a signature while somebody still had to sign: it is not the signature that completed the
	 * document.
	 */
	signedAt?: number;
	/**
	 * 1 if a look listed somebody who still had to sign: so answers do not list only those who have signed.
	 */
	named?: number;
}

/** What is known of a document so far; kept under a symbol, so it does not appear in JSON. */
interface Seen extends Earlier {
	at?: number;
	isSaidAgain?: boolean;
}

const SEEN = Symbol('seen');

interface Marked {
	[SEEN]?: Seen;
}

/** What this process found by its own looks at a document. */
interface Known extends Earlier {
	/** When a look last showed that the document is not completed: earlier doubts no longer count. */
	clearAt?: number;
	/** Whether somebody certainly still had to sign at the last look. */
	isOpen?: boolean;
	/** Whether a look found it completed. */
	wasCompleted?: boolean;
}

/** How one answer is judged, together with what earlier answers named. */
export interface Judge {
	isInDoubt(document: Raw<'Document'>): boolean;
	isUnsigned(document: Raw<'Document'>): boolean;
	/** Whether it clearly says that it is not completed; the entries of a list may lack a status. */
	isRefuted(document: Raw<'Document'>): boolean;
	/** Whether it names somebody who has still to sign. */
	isSomebodyOpen(document: Raw<'Document'>): boolean;
	isCompleted(document: Raw<'Document'>): boolean;
	/** Whether everybody has signed, and nothing in the answer says otherwise. */
	haveAllSigned(document: Raw<'Document'>): boolean;
}

/** How far apart two looks have to be to confirm each other: a temporary state is over by then. */
const AGAIN_AFTER_MS = 5 * 60_000;
/**
 * How old a doubt passed in by the caller may be: a day between two looks, as in the loop of docs/waiting.md,
 * and a spare day. What refuted an older doubt may be forgotten.
 */
const KEPT_DOUBT_MS = 2 * DAY_MS;
const MOST_KNOWN = 10_000;
/** The `Date` of an answer has whole seconds. */
const DATE_MS = 1_000;

/** By account and reference. */
const memory = new Map<string, Known>();

const nameOf = (account: string, reference: string) => `${account} ${reference}`;

const seenOf = (document: Raw<'Document'>): Seen => (document as Marked)[SEEN] ?? {};

/** Whether a look some minutes earlier left this document in doubt, too. */
export const isSaidAgain = (document: Raw<'Document'>): boolean =>
	seenOf(document).isSaidAgain === true;

/** When a document was looked at, by the service's clock; undefined if the answer came from a cache. */
export const lookedAt = (document: Raw<'Document'>): number | undefined => seenOf(document).at;

/** Whether a document was seen with somebody who had still to sign. */
export const wasSeenOpen = (document: Raw<'Document'>): boolean => seenOf(document).named === 1;

/** How many signers a document was seen with at most; 0 if never with several. */
export const signersSeen = (document: Raw<'Document'>): number => seenOf(document).signers ?? 0;

/** What to keep of the looks at a document for the next one; undefined if there is nothing. */
export function earlierOf(document: Raw<'Document'>): Earlier | undefined {
	const { doubtSince, signers, signedAt, named } = seenOf(document);
	const earlier = omitEmpty({ doubtSince, signers, signedAt, named });
	return Object.keys(earlier).length > 0 ? earlier : undefined;
}

/** Whether, by the looks of this process, a document may have been signed. */
export function mayBeSigned(account: string, reference: string): boolean {
	const { isOpen, wasCompleted } = memory.get(nameOf(account, reference)) ?? {};
	return wasCompleted === true || isOpen === false;
}

/**
 * Marks a document that was just read with what is known about it, and remembers what this look found.
 * `isSaidAgain` becomes true for a document in doubt if a look some minutes earlier was in doubt, too, or if
 * everybody has signed and the last signature is that old and was not seen while somebody still had to sign.
 *
 * @param earlier what the caller kept of earlier looks. It is used for this look only and not remembered,
 *   because it may come from an input item
 */
export function seenNow(
	document: Raw<'Document'>,
	{ account, at }: Look,
	earlier: Earlier,
	judge: Judge,
): RawDocument {
	const reference = text(document.Reference);
	const name = nameOf(account, reference);
	const own = memory.get(name) ?? {};
	const age = (at ?? NaN) - (earlier.doubtSince ?? NaN);
	const brought = age > KEPT_DOUBT_MS ? { ...earlier, doubtSince: undefined } : earlier;
	const signers = highest(own.signers, brought.signers, signersIn(document));
	const named = judge.isSomebodyOpen(document) ? 1 : (own.named ?? brought.named);
	const seen: Seen = { at, signers, named };
	const marked: RawDocument & { [SEEN]: Seen } = { ...document, [SEEN]: seen };
	const isInDoubt = judge.isInDoubt(marked);
	const isRefuted = !isInDoubt && judge.isRefuted(marked);
	const last = orderOf(document.LastSignedDate, document.GMT);
	const isOfThisDoubt = within(document, own, at);
	const known = (...told: Earlier[]): Earlier => ({
		signers: highest(signersIn(document), ...told.map((one) => one.signers)),
		signedAt: highest(isRefuted ? last : undefined, ...told.map((one) => one.signedAt)),
		...(!isRefuted && {
			doubtSince: lowest(
				isInDoubt ? at : undefined,
				...told.map((one) => one.doubtSince).filter(isOfThisDoubt),
			),
		}),
		named,
	});
	Object.assign(seen, known(own, brought));
	if (at === undefined) return marked;

	const isNew = last !== undefined && last > (seen.signedAt ?? -Infinity);
	const isPlain = isInDoubt && isNew && judge.haveAllSigned(marked);
	const signed = isPlain ? latestReading(document.LastSignedDate) : undefined;
	const first = lowest(seen.doubtSince, signed) ?? at;
	seen.isSaidAgain = isInDoubt && at - first >= AGAIN_AFTER_MS;
	const isOpen = judge.isUnsigned(marked);
	// Lists contain all old documents: one that is already finished when first seen is not remembered.
	if (reference !== '' && (isInDoubt || isOpen || memory.has(name))) {
		const clearAt = isRefuted ? highest(own.clearAt, at) : own.clearAt;
		const wasCompleted = own.wasCompleted === true || judge.isCompleted(marked);
		setBounded(memory, name, { ...known(own), clearAt, isOpen, wasCompleted }, MOST_KNOWN);
	}
	return marked;
}

/** How many signers an answer gives a document; undefined for one or none. */
function signersIn({ Signers, Status }: Raw<'Document'>): number | undefined {
	const count = Math.max(peopleIn(Signers), countIn(Status)?.all ?? 0);
	return count > 1 ? count : undefined;
}

/**
 * Returns a function that says whether a moment belongs to the current doubt: since then, no look refuted it
 * and nobody signed.
 */
function within(
	{ LastSignedDate }: Raw<'Document'>,
	{ clearAt = -Infinity }: Known,
	now = -Infinity,
): (moment: number | undefined) => boolean {
	const signed = Math.min(...spansOf(LastSignedDate, undefined).map(({ first }) => first));
	const from = signed > now ? clearAt : Math.max(clearAt, signed - DATE_MS);
	return (moment = NaN) => moment >= from;
}

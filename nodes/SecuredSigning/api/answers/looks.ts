import { DAY_MS } from '../../shared/dates';
import { setBounded } from '../../shared/setBounded';
import { omitEmpty, text } from '../../shared/values';
import type { Raw, RawDocument } from '../types';
import { orderOf, spansOf } from './dates';
import { latestReading } from './latestReading';
import { countIn, peopleIn } from './signedCount';

/** An answer as a look at documents. */
export interface Look {
	/** The account and address that answered, as accountOf names them: another one has documents of its own. */
	account: string;
	/** When the answer was made, by the service's clock in milliseconds; undefined where it is no look. */
	at: number | undefined;
}

/** What earlier looks at a document tell of a later one; plain JSON, times in milliseconds since 1970. */
export interface Earlier {
	/** When a look first left it in doubt whether it is completed; the later ones did as well. */
	doubtSince?: number;
	/**
	 * How many signers it was seen with, where these are several: a later answer may name those alone whose
	 * turn it was (docs/api/API.md section 8 has that of signing keys), and who is not named has not signed.
	 */
	signers?: number;
	/** The last signature while somebody had still to sign: it is not that of the last signer. */
	signedAt?: number;
	/** 1 where somebody was named who had still to sign: its answers do not name those alone who have signed. */
	named?: number;
}

/** What is known of a document by now; nothing of it is in JSON. */
interface Seen extends Earlier {
	at?: number;
	isSaidAgain?: boolean;
}

const SEEN = Symbol('seen');

interface Marked {
	[SEEN]?: Seen;
}

/** What this process knows of a document by its own looks. */
interface Known extends Earlier {
	/** When a look last said that it is not completed: a doubt of before was refuted. */
	clearAt?: number;
	/** Whether the last look found that somebody had still to sign, for certain. */
	isOpen?: boolean;
	/** Whether a look found it completed. */
	wasCompleted?: boolean;
}

/** How one answer is judged, beside how many signers earlier ones named. */
export interface Judge {
	isInDoubt(document: Raw<'Document'>): boolean;
	isUnsigned(document: Raw<'Document'>): boolean;
	/** Whether it says that it is not completed; a list may lack what would tell. */
	isRefuted(document: Raw<'Document'>): boolean;
	/** Whether it names somebody who has still to sign. */
	isSomebodyOpen(document: Raw<'Document'>): boolean;
	isCompleted(document: Raw<'Document'>): boolean;
	/** Whether everybody has signed, and nothing in the answer says otherwise. */
	haveAllSigned(document: Raw<'Document'>): boolean;
}

/** How far apart two looks have to be at least to count as two: what is shown for a moment has passed by then. */
const AGAIN_AFTER_MS = 5 * 60_000;
/**
 * How old a doubt may be that the caller brings along: a day between two looks, as the loop of docs/waiting.md has
 * it, and another one. What refuted an older one may be forgotten.
 */
const KEPT_DOUBT_MS = 2 * DAY_MS;
const MOST_KNOWN = 10_000;
/** The `Date` of an answer has whole seconds. */
const DATE_MS = 1_000;

/** By account and reference. */
const memory = new Map<string, Known>();

const nameOf = (account: string, reference: string) => `${account} ${reference}`;

const seenOf = (document: Raw<'Document'>): Seen => (document as Marked)[SEEN] ?? {};

/** Whether an earlier look, some minutes before, left this document in doubt as well. */
export const isSaidAgain = (document: Raw<'Document'>): boolean =>
	seenOf(document).isSaidAgain === true;

/** When a document was looked at, by the service's clock; undefined where that was no look. */
export const lookedAt = (document: Raw<'Document'>): number | undefined => seenOf(document).at;

/** Whether a document was seen with somebody who had still to sign. */
export const wasSeenOpen = (document: Raw<'Document'>): boolean => seenOf(document).named === 1;

/** How many signers a document was seen with, where it was seen with several. */
export const signersSeen = (document: Raw<'Document'>): number => seenOf(document).signers ?? 0;

/** What is to be kept of the looks at a document, for the next one; undefined where that is nothing. */
export function earlierOf(document: Raw<'Document'>): Earlier | undefined {
	const { doubtSince, signers, signedAt, named } = seenOf(document);
	const earlier = omitEmpty({ doubtSince, signers, signedAt, named });
	return Object.keys(earlier).length > 0 ? earlier : undefined;
}

/** Whether a document may have been signed by a look of this process, whoever made it. */
export function mayBeSigned(account: string, reference: string): boolean {
	const { isOpen, wasCompleted } = memory.get(nameOf(account, reference)) ?? {};
	return wasCompleted === true || isOpen === false;
}

/**
 * Marks a document that was read just now with what is known of it by now, and takes note of it. A document in
 * doubt is said again when an earlier look, some minutes before, had it so as well; also when everybody has
 * signed and the last signature is that old, unless an earlier look had that when somebody had still to sign.
 *
 * @param earlier what the caller knows of earlier looks. It counts for this one reading, and is remembered for
 *   no other: it may be the word of an item
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
	// A list holds the whole history: what is done when it is seen first needs no memory.
	if (reference !== '' && (isInDoubt || isOpen || memory.has(name))) {
		const clearAt = isRefuted ? highest(own.clearAt, at) : own.clearAt;
		const wasCompleted = own.wasCompleted === true || judge.isCompleted(marked);
		setBounded(memory, name, { ...known(own), clearAt, isOpen, wasCompleted }, MOST_KNOWN);
	}
	return marked;
}

/** How many signers an answer gives a document; of one nobody can be left out. */
function signersIn({ Signers, Status }: Raw<'Document'>): number | undefined {
	const count = Math.max(peopleIn(Signers), countIn(Status)?.all ?? 0);
	return count > 1 ? count : undefined;
}

/** Says of a moment whether the doubt of now began there at the latest: no look refuted it, and nobody signed since. */
function within(
	{ LastSignedDate }: Raw<'Document'>,
	{ clearAt = -Infinity }: Known,
	now = -Infinity,
): (moment: number | undefined) => boolean {
	const signed = Math.min(...spansOf(LastSignedDate, undefined).map(({ first }) => first));
	const from = signed > now ? clearAt : Math.max(clearAt, signed - DATE_MS);
	return (moment = NaN) => moment >= from;
}

const highest = (...numbers: Array<number | undefined>): number | undefined =>
	numbers.reduce((most, one) => (one === undefined || (most ?? one) > one ? most : one), undefined);

const lowest = (...numbers: Array<number | undefined>): number | undefined =>
	numbers.reduce(
		(least, one) => (one === undefined || (least ?? one) < one ? least : one),
		undefined,
	);

import { readClientReference } from '../fields/files';
import { refusal } from '../shared/refusal';
import { type Given, text } from '../shared/values';
import { hash } from './hash';
import { isSealed, sealIn } from './seal';
import type { Sent } from './sent';

/** The prefix of client references that are generated because the user gave none. */
export const KEY_PREFIX = 'n8n-';

/** Whether a client reference was generated; also if the service cut it. */
export const isIdempotencyKey = (clientReference: string): boolean =>
	/^n8n-[\da-f]+$/.test(clientReference);

/**
 * One form for all ways to write a client reference: "Order-7", "ORDER-7" and one with an invisible
 * character in it are the same to people. Compare and look up by this form; send what was written.
 * (Unicode Standard, section 3.13: caseless matching of compatibility forms, default ignorables left out.)
 */
export const canonicalReference = (reference: unknown): string =>
	spellingOf(reference).toUpperCase().toLowerCase().normalize('NFKC').trim();

/** The letters of a client reference, as people see them. */
const spellingOf = (reference: unknown): string =>
	text(reference)
		.normalize('NFKC')
		.replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '')
		.trim();

/** Whether two client references have the same letters, down to their case. */
export const isSameSpelling = (one: unknown, other: unknown): boolean =>
	spellingOf(one) === spellingOf(other);

/** Whether two client references are the same to people; an empty one is like none. */
export const isSameReference = (one: unknown, other: unknown): boolean =>
	canonicalReference(one) !== '' && canonicalReference(one) === canonicalReference(other);

/**
 * Whether an answer has another client reference than was sent. A missing one, or one that was cut, counts as
 * the same: no source says how long one may be.
 */
export const isOtherReference = (answered: unknown, sent: string): boolean =>
	!canonicalReference(sent).startsWith(canonicalReference(answered));

/** How many signs of a generated client reference say what is sent. */
const CONTENT_LENGTH = 10;

/** How many tell the send from all others with the same content. */
const UNIQUE_LENGTH = 14;

const uniqueIn = (idempotencyKey: string) =>
	idempotencyKey.slice(KEY_PREFIX.length, KEY_PREFIX.length + UNIQUE_LENGTH);

/** How the generated client references of all sends with the same content begin. */
export const beginningOf = (generated: string): string =>
	generated.slice(0, KEY_PREFIX.length + CONTENT_LENGTH);

/** How a send is found again. */
export interface ClientReference {
	/** What travels with the documents: the builder's own, else one that only this send has. */
	clientReference: string;
	/** Whether it is the latter: it begins with what is sent (beginningOf). */
	isGenerated: boolean;
	/** Whether a client reference may be sent only once, in all executions. */
	once: boolean;
	/** Whether it belongs to a seal: another seal may be for the same contract. */
	isOfSeal: boolean;
}

/**
 * @param attempt its idempotency key, and what became of an earlier one
 * @param content what is sent (contentOf)
 * @param isStored whether documents are sent that are in the service already, with client references of their own
 * @throws UserError when something is to be sent once per client reference, and there is none
 */
export function clientReferenceOf(
	options: Given,
	{ idempotencyKey, earlier }: { idempotencyKey: string; earlier?: Sent },
	content: string,
	isStored = false,
): ClientReference {
	const isOnceBySeal = isSealed(options) && !isStored;
	// An earlier attempt is found by the client reference it was sent with, whatever the options say now. Not
	// with a seal: it can be used only once, and what an attempt without it sent was looked up before.
	const own =
		earlier?.idempotencyKey === idempotencyKey && !earlier.isRefused && !isSealed(options)
			? earlier.clientReference
			: readClientReference(options);
	const isOnceByReference = options.oncePerClientReference === true;
	if (isOnceByReference && canonicalReference(own) === '') {
		throw refusal(
			"'Client Reference' is empty",
			"'Send Once per Reference' needs one: add 'Client Reference' in Options, or check the expression that fills it.",
		);
	}
	// All sends with the same seal get the same client reference.
	const ofSeal = isOnceBySeal ? `${KEY_PREFIX}${hash(['seal', sealIn(options)])}` : '';
	const unique = uniqueIn(idempotencyKey);
	const generated = `${KEY_PREFIX}${content.slice(0, CONTENT_LENGTH)}${unique}`;
	const clientReference = own || ofSeal || generated;
	return {
		clientReference,
		// An earlier attempt may have had other files.
		isGenerated: isIdempotencyKey(clientReference) && clientReference.endsWith(unique),
		isOfSeal: ofSeal !== '' && clientReference === ofSeal,
		once: isOnceByReference || isOnceBySeal,
	};
}

import { withoutEntities } from '../api/answers/entities';
import { readClientReference } from '../fields/files';
import { refusal } from '../shared/refusal';
import { type Given, text } from '../shared/values';
import type { ContractMarks } from './contract';
import { hash } from './hash';
import { isSealed, sealIn } from './seal';
import type { Sent } from './sent';

/** The prefix of client references that are generated because the user gave none. */
export const KEY_PREFIX = 'n8n-';

/** Whether a client reference was generated; also if the service cut it, or shows it in capitals. */
export const isIdempotencyKey = (clientReference: string): boolean =>
	/^n8n-[\da-f]+$/.test(canonicalReference(clientReference));

/**
 * One form for all ways to write a client reference: "Order-7", "ORDER-7" and one with an invisible
 * character in it are the same to people. Compare and look up by this form; send what was written.
 * (Unicode Standard, section 3.13: caseless matching of compatibility forms, default ignorables left out.)
 */
export const canonicalReference = (reference: unknown): string =>
	spellingOf(reference)
		.normalize('NFKC')
		.toUpperCase()
		.toLowerCase()
		.normalize('NFKC')
		// Word processors and spreadsheets make dashes out of hyphens.
		.replace(/[\p{Pd}\u2212]/gu, '-')
		.replace(/\s+/g, ' ')
		.trim();

/** The letters of a client reference, as people see them: "Q-①" is not "Q-1". */
const spellingOf = (reference: unknown): string =>
	// A service may show it escaped, in its lists and in the status of a document.
	withoutEntities(text(reference))
		.normalize('NFC')
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

/** How many hexadecimal digits each part of a generated client reference has. */
const PART_LENGTH = 6;

/**
 * The parts of a generated client reference: `n8n-`, the place, the execution, the content, the values. All of them
 * together tell a send from all others. A retry that remembers nothing of the send looks for some of them (retried.ts).
 */
interface GeneratedParts {
	/** The node, its turn and the item, in this execution. */
	place: string;
	execution: string;
	/** What is sent, and to whom: the same in every execution. */
	content: string;
}

const generatedPartsIn = (reference: string): GeneratedParts => {
	const digits = canonicalReference(reference).slice(KEY_PREFIX.length);
	const part = (index: number) => digits.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH);
	return { place: part(0), execution: part(1), content: part(2) };
};

/** What a client reference that somebody shows has in common with a generated one. */
export function inCommon(shown: string, generated: string): Record<keyof GeneratedParts, boolean> {
	const [one, other] = [generatedPartsIn(shown), generatedPartsIn(generated)];
	const is = (part: keyof GeneratedParts) => isIdempotencyKey(shown) && one[part] === other[part];
	return { place: is('place'), execution: is('execution'), content: is('content') };
}

/** The part of a generated client reference that says what is sent, and to whom. */
export const contentIn = (generated: string): string => generatedPartsIn(generated).content;

const generatedOf = (
	idempotencyKey: string,
	executionMark: string,
	{ content, values }: ContractMarks,
): string =>
	KEY_PREFIX +
	[idempotencyKey.slice(KEY_PREFIX.length), executionMark, content, values]
		.map((part) => part.slice(0, PART_LENGTH))
		.join('');

/** How a send is found again. */
export interface ClientReference {
	/** What travels with the documents: the builder's own, else one that only this send has. */
	clientReference: string;
	/** Whether it is the latter. */
	isGenerated: boolean;
	/** The latter, also where there is one of the builder's own: options may change between two tries. */
	generated: string;
	/** Whether a client reference may be sent only once, in all executions. */
	once: boolean;
	/** Whether it belongs to a seal: another seal may be for the same contract. */
	isOfSeal: boolean;
}

function isOfAttempt(clientReference: string, generated: string): boolean {
	const { place, execution } = inCommon(clientReference, generated);
	return place && execution;
}

/**
 * @param attempt its idempotency key, the mark of its execution, and what became of an earlier one
 * @param marks of what is sent (marksOf)
 * @param isStored whether documents are sent that are in the service already, with client references of their own
 * @throws UserError when something is to be sent once per client reference, and there is none
 */
export function clientReferenceOf(
	options: Given,
	{
		idempotencyKey,
		executionMark,
		earlier,
	}: { idempotencyKey: string; executionMark: string; earlier?: Sent },
	marks: ContractMarks,
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
	const generated = generatedOf(idempotencyKey, executionMark, marks);
	const clientReference = own || ofSeal || generated;
	return {
		clientReference,
		// An earlier attempt may have had other values.
		isGenerated: isOfAttempt(clientReference, generated),
		generated,
		isOfSeal: ofSeal !== '' && clientReference === ofSeal,
		once: isOnceByReference || isOnceBySeal,
	};
}

import { beforeEntity, withoutEntities } from '../api/answers/entities';
import { canonicalReference } from './clientReference';

/** What may follow the beginning of a reference that was cut: half a letter, and an ellipsis. */
const CUT_OFF = /(?:\.{3}|[\ufffd\p{Cs}]){1,4}$/u;

/**
 * Like canonicalReference, but the beginning of a reference is also the beginning of this form: a cut may part a letter
 * from its accent, and Greek words end in a sigma of their own. Entities are also decoded if they are in capitals.
 */
export function referenceKey(reference: unknown): string {
	const once = canonicalReference(reference);
	const whole = once.includes('&') ? canonicalReference(once) : once;
	return whole.normalize('NFKD').replace(/ς/g, 'σ');
}

/**
 * What a referenceKey certainly begins with: without the half of an entity or letter, or the ellipsis, that a cut has left
 * at its end. If there is none, that is the key itself.
 */
export const beginningOf = (key: string): string =>
	beforeEntity(key.replace(CUT_OFF, '')).trimEnd();

/**
 * How long a client reference is in the units in which a service may cut it: characters or bytes, before or after it is
 * escaped.
 */
export const sizesOf = (reference: string): number[] =>
	[reference, withoutEntities(reference)].flatMap((form) => [
		form.length,
		[...form].length,
		Buffer.byteLength(form),
	]);

/** The most of each unit of `sizesOf`, with one more reference; the first time, `most` is empty. */
export const longerOf = (most: number[], reference: string): number[] =>
	sizesOf(reference).map((size, unit) => Math.max(size, most[unit] ?? 0));

/** How much of a cut reference a service may leave out besides: blanks at its end, half an entity. */
const MOST_TRIMMED = 8;

/** Tells whether a reference of a list may have been cut: none that is clearly shorter than the longest one. */
export function mayBeCutIn(references: string[]): (reference: string) => boolean {
	const longest = references.reduce(longerOf, []);
	return (reference) =>
		sizesOf(reference).some((size, unit) => size + MOST_TRIMMED >= longest[unit]);
}

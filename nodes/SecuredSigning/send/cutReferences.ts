import { beforeEntity } from '../api/answers/entities';
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

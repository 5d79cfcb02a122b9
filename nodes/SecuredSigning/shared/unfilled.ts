import type { UserError } from 'n8n-workflow';

import { refusal } from './refusal';

/**
 * What templates, expressions and JavaScript leave in place of a missing value. The words match only in lower
 * case, because a person's name may be Null.
 */
const IN_NAME =
	/\{\{[^{}]{0,50}(?:\}\})?|\[object \w+\]|(?<![\p{L}\p{M}\p{N}'’-])(?:undefined|null)(?![\p{L}\p{M}\p{N}'’-])/u;
/**
 * In an email address, a word matches only if it is the whole local part: addresses of people called Null
 * contain it, too.
 */
const IN_EMAIL = /\{\{[^{}]{0,50}(?:\}\})?|^(?:undefined|null|\[object \w+\])(?=@|$)/;

/** In a reference, blanks and hyphens stand beside a word. */
const IN_REFERENCE =
	/\{\{[^{}]{0,50}(?:\}\})?|\[object \w+\]|Invalid DateTime|(?<![\p{L}\p{N}])(?:undefined|null|NaN)(?![\p{L}\p{N}])/u;
/** In a text of a contract, a word may stand with others: “null and void”. */
const IN_TEXT =
	/\{\{[^{}]{0,50}\}\}|\[object \w+\]|Invalid Date(?:Time)?$|(?<![\p{L}\p{N}])NaN(?![\p{L}\p{N}])|^(?:undefined|null)$/u;

/** The part of a name that was not filled in; undefined if there is none. */
export const unfilledInName = (name: string): string | undefined => IN_NAME.exec(name)?.[0];

/** The same of an email address. */
export const unfilledInEmail = (email: string): string | undefined => IN_EMAIL.exec(email)?.[0];

/** The same of a reference that is to tell one order from all others. */
export const unfilledInReference = (reference: string): string | undefined =>
	IN_REFERENCE.exec(reference)?.[0];

/** The same of what people read in a contract. */
export const unfilledInText = (text: string): string | undefined => IN_TEXT.exec(text.trim())?.[0];

/** @param what how to name the value in a message, e.g. "The first name of Signer 2" */
export const notFilledIn = (what: string, unfilled: string): UserError =>
	refusal(
		`${what} was not replaced by a value: it still says "${unfilled}"`,
		'Check the expression, or the earlier node that gives the value.',
	);

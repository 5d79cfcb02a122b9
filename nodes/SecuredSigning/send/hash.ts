import { createHash } from 'crypto';

import { emailOf } from '../api/answers/people';
import { isEmail } from '../shared/addresses';
import { isRecord } from '../shared/values';

/**
 * Values in a form in which equal ones compare as equal: without blanks around them, email addresses in lower
 * case.
 */
export function asSent(value: unknown): unknown {
	if (typeof value === 'string')
		return isEmail(value.trim()) ? emailOf({ Email: value }) : value.trim();
	if (Array.isArray(value)) return value.map(asSent);
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, asSent(own)]));
}

/** A short text that other values do not have. */
export const hash = (values: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 24);

import type { IDataObject } from 'n8n-workflow';

/** What somebody filled in, by the names of the fields: an expression can give anything. */
export type Given = Readonly<Record<string, unknown>>;

/** Trimmed text of a value, or '' for anything that is not text or a number. */
export function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** Whether a value is none: what an expression gives for a field that is not there, or an empty text. */
export const isNothing = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Whether something is so: `true`, or the word for it. */
export function isTrue(value: unknown): boolean {
	return value === true || text(value).toLowerCase() === 'true';
}

/** The same of what an answer may leave out. */
export const isTrueIfGiven = (value: unknown): boolean | undefined =>
	value === undefined || value === null ? undefined : isTrue(value);

/** No word of the service is longer. */
const LONGEST_WORDS = 100;

/** A word of the service without case, blanks and the marks that join words: 'In Progress' → inprogress. */
export function plainWords(value: unknown): string {
	return text(value)
		.slice(0, LONGEST_WORDS)
		.toLowerCase()
		.replace(/[\s_-]/g, '');
}

/**
 * A text as it is read: capitals, the ways to write an accent or a letter, the kinds of blanks and hyphens, and
 * signs that nobody sees make no difference.
 */
export const asRead = (value: unknown): string =>
	text(value)
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		// Some capitals stand for two letters, and some letters have two small forms.
		.toUpperCase()
		.toLowerCase()
		.replace(/ς/g, 'σ')
		.replace(/i\u0307/g, 'i')
		.replace(/[\u2010\u2011]/g, '-')
		.normalize('NFC')
		.replace(/\s+/g, ' ');

/**
 * The objects of a list in an answer; none where the answer has something else in its place. What has
 * been sent is sent: a part that cannot be read must not hide the rest.
 */
export function objectsIn<T extends object = IDataObject>(list: unknown): T[] {
	return Array.isArray(list) ? (list.filter(isRecord) as T[]) : [];
}

/** The rows of a fixedCollection, by the name of the collection that holds them; none where it has no such rows. */
export const rowsIn = (parameter: unknown, collection: string): Given[] =>
	isRecord(parameter) ? objectsIn(parameter[collection]) : [];

/** Whether a value is an object with names, neither a list nor null. */
export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is one of these. */
export const isOneOf = <T>(choices: readonly T[], value: unknown): value is T =>
	choices.some((choice) => choice === value);

/** The first of many for a message, and how many more there are. */
export const firstOf = (names: string[], most: number): string[] =>
	names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;

/** The parts of a text in which commas separate them; empty ones are passed over. */
export function splitList(value: string): string[] {
	return value
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);
}

/** The entries that hold something: neither the service nor a builder gets empty ones. */
export function omitEmpty<T extends object>(values: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(values).filter(
			([, value]) => value !== undefined && value !== null && value !== '',
		),
	) as Partial<T>;
}

/** A table's own entry: words of others may be "constructor" or "__proto__", which every table has. */
export function ownValue<T>(table: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}

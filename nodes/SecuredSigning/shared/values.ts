import type { IDataObject } from 'n8n-workflow';

/** Values that the user filled in, by field name; expressions can give any type. */
export type Given = Readonly<Record<string, unknown>>;

/** Trimmed text of a value, or '' for anything that is not text or a number. */
export function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/**
 * Whether there is no value: undefined or null, as an expression gives for a missing field, or an empty text.
 */
export const isNothing = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Whether a value is `true`, or the text "true" in any case. */
export function isTrue(value: unknown): boolean {
	return value === true || text(value).toLowerCase() === 'true';
}

/** The same; undefined for a missing value. */
export const isTrueIfGiven = (value: unknown): boolean | undefined =>
	value === undefined || value === null ? undefined : isTrue(value);

/** No word of the service is longer. */
const LONGEST_WORDS = 100;

/**
 * A word of the service in lower case, without blanks, hyphens and underscores: 'In Progress' → inprogress.
 */
export function plainWords(value: unknown): string {
	return text(value)
		.slice(0, LONGEST_WORDS)
		.toLowerCase()
		.replace(/[\s_-]/g, '');
}

/**
 * A text normalised for comparison: case, encodings of accents and letters, kinds of blanks and hyphens, and
 * invisible characters make no difference.
 */
export const normalised = (value: unknown): string =>
	text(value)
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		// Upper case first: some letters become two in upper case, and some have two lower-case forms.
		.toUpperCase()
		.toLowerCase()
		.replace(/ς/g, 'σ')
		.replace(/i\u0307/g, 'i')
		.replace(/[\u2010\u2011]/g, '-')
		.normalize('NFC')
		.replace(/\s+/g, ' ');

/**
 * The objects of a list in an answer; empty if it is not a list. Entries that are not objects are dropped:
 * after a send, a part that cannot be read must not hide the rest.
 */
export function objectsIn<T extends object = IDataObject>(list: unknown): T[] {
	return Array.isArray(list) ? (list.filter(isRecord) as T[]) : [];
}

/** The rows of a fixedCollection, by the name of their collection; empty if there are none. */
export const rowsIn = (parameter: unknown, collection: string): Given[] =>
	isRecord(parameter) ? objectsIn(parameter[collection]) : [];

/** Whether a value is an object or a list. */
export const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null;

/** Whether a value is an object with names, neither a list nor null. */
export function isRecord(value: unknown): value is IDataObject {
	return isObject(value) && !Array.isArray(value);
}

/** Whether a value is one of these. */
export const isOneOf = <T>(choices: readonly T[], value: unknown): value is T =>
	choices.some((choice) => choice === value);

/** The first value that is in the list a second time; undefined if there is none. */
export const firstTwice = <T>(values: T[]): T | undefined =>
	values.find((value, index) => values.indexOf(value) !== index);

/** The highest of some numbers, of which some may be missing; undefined if there is none. */
export const highest = (...numbers: Array<number | undefined>): number | undefined =>
	numbers.reduce((most, one) => (one === undefined || (most ?? one) > one ? most : one), undefined);

/** The lowest of them. */
export const lowest = (...numbers: Array<number | undefined>): number | undefined =>
	numbers.reduce(
		(least, one) => (one === undefined || (least ?? one) < one ? least : one),
		undefined,
	);

/** The first of many for a message, and how many more there are. */
export const firstOf = (names: string[], most: number): string[] =>
	names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;

/** The parts of a text in which commas separate them; empty ones are dropped. */
export function splitList(value: string): string[] {
	return value
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);
}

/** The object without its undefined, null and empty text entries, for requests and outputs. */
export function omitEmpty<T extends object>(values: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(values).filter(
			([, value]) => value !== undefined && value !== null && value !== '',
		),
	) as Partial<T>;
}

/** The entries of an object with these names, as far as it has them. */
export const picked = (values: IDataObject, names: string[]): IDataObject =>
	omitEmpty(Object.fromEntries(names.map((name) => [name, values[name]])));

/** An own entry of a table: foreign keys may be "constructor" or "__proto__", which every object inherits. */
export function ownValue<T>(table: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}

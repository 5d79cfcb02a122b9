// Reading what was answered without believing that it is as described.

/** The objects of a list, and nothing else of it. */
export const listOf = (value: unknown): object[] =>
	Array.isArray(value) ? value.filter(isObject) : [];

export const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text of an object; empty where there is none. */
export function textOf(held: unknown, name: string): string {
	const text = field(held, name);
	return typeof text === 'string' ? text : '';
}

/** The reference of what was answered; a whole number is one as well. Empty where none can be read. */
export function referenceOf(held: unknown): string {
	const reference = field(held, 'Reference');
	return Number.isSafeInteger(reference) ? String(reference) : textOf(held, 'Reference');
}

/** Whether a body tells a refusal, whatever status came with it. */
export const tellsRefusal = (json: unknown): boolean =>
	[
		['ResponseStatus', 'ErrorCode', 'Message'],
		['responseStatus', 'errorCode', 'message'],
	].some(([name, ...inner]) => inner.some((each) => textOf(field(json, name), each) !== ''));

export const field = (held: unknown, name: string): unknown =>
	isObject(held) ? (held as Record<string, unknown>)[name] : undefined;

const LONGEST_DATE = 40;

/**
 * An instant in any of the forms that dates are known to have; NaN for another, and for a year that says that nobody
 * has set a date.
 */
export function instant(text: string): number {
	const found = instantOf(text);
	const year = new Date(found).getUTCFullYear();
	return year >= 2000 && year < 9999 ? found : Number.NaN;
}

function instantOf(text: string): number {
	if (text.length > LONGEST_DATE) return Number.NaN;
	const stack = /^\/Date\((-?\d+)/.exec(text);
	if (stack) return Number(stack[1]);
	const local = LOCAL.exec(text);
	if (local) return Date.parse(`${local[3]}-${local[2]}-${local[1]}T${local[4]}Z`);
	return Date.parse(/\dT[\d:.]+$/.test(text) ? `${text}Z` : text);
}

const LOCAL = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/;

/** Where day and month may stand in either order: the instant with the day first, and that with the month first. */
export function instantsOf(text: string): [number, number] {
	const swapped = text.length > LONGEST_DATE ? text : text.replace(LOCAL, '$2/$1/$3 $4');
	return [instant(text), instant(swapped)];
}

/** The one of both that is nearer to what was asked for; NaN where neither can be read. */
export function nearestInstant(text: string, asked: number): number {
	const [dayFirst, monthFirst] = instantsOf(text);
	return Math.abs(monthFirst - asked) < Math.abs(dayFirst - asked) || Number.isNaN(dayFirst)
		? monthFirst
		: dayFirst;
}

/** The later of both. */
export function latestInstant(text: string): number {
	const read = instantsOf(text).filter((each) => !Number.isNaN(each));
	return read.length === 0 ? Number.NaN : Math.max(...read);
}

/** Names that have a value. */
export const namesOf = (held: object): string[] =>
	Object.entries(held)
		.filter(([, value]) => value !== null)
		.map(([name]) => name);

const DEEPEST = 5;

/** The documents of an answer, whether or not they are wrapped or in a package. */
export function documentsIn(value: unknown, depth = 0): object[] {
	if (depth > DEEPEST) return [];
	const within = (list: unknown[]) => list.flatMap((each) => documentsIn(each, depth + 1));
	if (Array.isArray(value)) return within(value);
	const inner = field(value, 'Documents');
	if (Array.isArray(inner)) return within(inner);
	return isObject(value) && referenceOf(value) !== '' ? [value] : [];
}

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

export const field = (held: unknown, name: string): unknown =>
	isObject(held) ? (held as Record<string, unknown>)[name] : undefined;

/** An instant in any of the forms that dates are known to have; NaN for another. */
export function instant(text: string): number {
	const stack = /^\/Date\((-?\d+)/.exec(text);
	if (stack) return Number(stack[1]);
	const local = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(text);
	if (local) return Date.parse(`${local[3]}-${local[2]}-${local[1]}T${local[4]}Z`);
	return Date.parse(/\dT[\d:.]+$/.test(text) ? `${text}Z` : text);
}

/** Names that have a value. */
export const namesOf = (held: object): string[] =>
	Object.entries(held)
		.filter(([, value]) => value !== null)
		.map(([name]) => name);

/** The documents of an answer, whether or not they are wrapped or in a package. */
export function documentsIn(value: unknown): object[] {
	if (Array.isArray(value)) return value.flatMap(documentsIn);
	if (!isObject(value)) return [];
	const inner = field(value, 'Documents');
	if (Array.isArray(inner)) return inner.flatMap(documentsIn);
	return textOf(value, 'Reference') === '' ? [] : [value];
}

// What may be written of an answer: never its texts, only what they look like.
import { isKnownName, isKnownType, isKnownWord } from './vocabulary.cts';

/** Made by this file alone; `seen` builds larger ones out of it. */
export type Shape = string | { readonly [name: string]: Shape };

const DEEPEST = 5;
/** No pattern is held against a longer text: some take a time that grows with its length more than in proportion. */
const LONGEST_DATE = 40;
const DATE = /^(\/Date\([-+\d]+\)\/|(?=(.*\d){6})\d[\dTZ:/. +-]*( ?[AP]M)?)$/;
/** How the account writes dates, such as dd/MM/yyyy. */
const DATE_FORMAT_PART = /^(d{1,4}|M{1,4}|y{2,4}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|t{1,2}|[/.:, -]+)$/;

/** Each run of one letter is a part, so that there is one way alone to read it. */
function isDateFormat(text: string): boolean {
	if (text.length > LONGEST_DATE || !['d', 'M', 'y'].every((each) => text.includes(each)))
		return false;
	const parts = text.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? [];
	return parts.every((part) => DATE_FORMAT_PART.test(part));
}

/** The shape of anything that was answered. */
export function shapeOf(value: unknown, depth = 0): Shape {
	if (value === null) return 'null';
	if (value === undefined) return 'missing';
	if (typeof value === 'boolean') return 'true or false';
	if (typeof value === 'number') {
		return `${Number.isInteger(value) ? 'whole number' : 'number'}, ${String(Math.trunc(Math.abs(value))).length} digits`;
	}
	if (typeof value === 'string') return textShape(value);
	if (depth === DEEPEST) return 'more';
	if (Array.isArray(value)) {
		if (value.length === 0) return 'empty list';
		return {
			[value.length === 1 ? 'list of one' : 'list of several']: shapeOf(value[0], depth + 1),
		};
	}
	return Object.fromEntries(
		Object.entries(value as object).map(([name, child], i) => [
			isKnownName(name)
				? name
				: `name ${i + 1} that nobody described (${textShape(name) as string})`,
			shapeOf(child, depth + 1),
		]),
	);
}

/** `2026-11-26T10:00:00Z` → `dddd-dd-ddTdd:dd:ddZ`; undefined for what is no date. */
export const datePattern = (text: string): string | undefined =>
	text.length <= LONGEST_DATE && DATE.test(text) ? text.replace(/\d/g, 'd') : undefined;

/** A content type without its parameters. */
export function typeShape(type: string | null): Shape {
	const bare = (type ?? '').split(';')[0].trim().toLowerCase();
	if (bare === '') return 'no content type';
	return isKnownType(bare) ? bare : 'another content type';
}

/** A shape that is put together from other shapes and the probe's own words. */
export const seen = (parts: Record<string, Shape>): Shape => parts;

function textShape(text: string): Shape {
	if (text === '') return 'empty text';
	if (isKnownWord(text)) return `the word ${text}`;
	if (isDateFormat(text)) return `the format ${text}`;
	const pattern = datePattern(text);
	if (pattern !== undefined) return `digits as ${pattern}`;
	const classes = [
		[/[A-Z]/, 'A-Z'],
		[/[a-z]/, 'a-z'],
		[/\d/, '0-9'],
		[/\s/, 'space'],
		[/@/, '@'],
		[/\//, '/'],
		[/[^\w\s@/]|_/, 'other signs'],
	] as const;
	const found = classes.filter(([pattern]) => pattern.test(text)).map(([, name]) => name);
	return `text of ${text.length}: ${found.join(', ')}`;
}

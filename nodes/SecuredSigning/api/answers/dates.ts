import { DateTime } from 'luxon';

import { text as textOf } from '../../shared/values';

const SERVICESTACK = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO =
	/^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?([Zz]|[+-]\d\d:?\d\d))?)?$/;
/** Day, month and year in numbers; a time may follow. */
const NUMBERS = /^(\d{1,4})[/. -](\d{1,2})[/. -](\d{1,4})(?!\d)/;

/**
 * Years in which .NET, SQL Server, spreadsheets and clocks that count from 1970 put a date that nobody set: 1, 1899,
 * 1900, 1970, 9999. Nothing was signed with the service, or due, before 2000.
 */
const LAST_UNSET = 1999;
const FIRST_UNSET = 9999;
/** Such a year in a text of another form; not a fraction of a second. */
const UNSET_YEAR = /(?<![\d:+]|:\d\d[.,])(?:0001|1970|9999)(?!\d)/;

/** No date is written longer. */
export const LONGEST_DATE = 100;

const MINUTE_MS = 60_000;
const LAST_MS = 8.64e15;
/** Zones, in minutes: from UTC-12 to UTC+14. */
const WESTERNMOST = -12 * 60;
const EASTERNMOST = 14 * 60;

/**
 * A date of an answer as it comes out: in ISO 8601 and UTC, where it is one instant. The service's own form
 * is not documented, so each known one is taken (docs/api/API.md section 3). A date without a time, one
 * without a zone for which the answer names no GMT either, and text in any other form are handed on as
 * they are: the time or the zone would be a guess. One that nobody set is left out.
 *
 * @param minutes the answer's GMT: minutes between a date without a zone and UTC
 */
export function isoDate(value: unknown, minutes: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '' || isUnset(text)) return undefined;
	const instant = instantOf(text, minutes);
	return instant === undefined ? text : new Date(instant).toISOString();
}

/**
 * Whether a date of an answer is one that nobody set, such as .NET's DateTime.MinValue: 0001-01-01T00:00:00.
 *
 * Source: docs/api/API.md section 3
 */
export function isUnset(value: unknown): boolean {
	const written = textOf(value).slice(0, LONGEST_DATE);
	const milliseconds = SERVICESTACK.exec(written)?.[1];
	const year =
		milliseconds === undefined
			? Number(ISO.exec(written)?.[1].slice(0, 4) ?? UNSET_YEAR.exec(written)?.[0] ?? NaN)
			: new Date(Number(milliseconds)).getUTCFullYear();
	return year <= LAST_UNSET || year >= FIRST_UNSET;
}

/**
 * What dates of one service are put in order by, in milliseconds since 1970: a date without a zone is taken
 * as if it were in UTC, one without a time as the beginning of its day.
 *
 * @returns undefined for text in another form than ISO 8601, which may be a date in two ways, and for a date
 *   that nobody set
 */
export const orderOf = (value: unknown, minutes: unknown): number | undefined =>
	instantOf(value, minutes, { time: '00:00', offset: 0 });

/** From when to when a date may be, in milliseconds since 1970. */
export interface Span {
	first: number;
	last: number;
}

/**
 * Every way to read a date of an answer: one, or that with the day first and that with the month first. What
 * is not one instant may be any time of its day, in any zone if none is known.
 *
 * @param minutes the answer's GMT
 * @returns none for what cannot be read, and for a date that nobody set
 */
export function spansOf(value: unknown, minutes: unknown): Span[] {
	const instant = instantOf(value, minutes);
	const offset = offsetOf(minutes);
	if (instant !== undefined) return [{ first: instant, last: instant }];
	return daysIn(textOf(value)).map((day) => ({
		first: day.toMillis() - (offset ?? EASTERNMOST) * MINUTE_MS,
		last: day.plus({ days: 1 }).toMillis() - (offset ?? WESTERNMOST) * MINUTE_MS,
	}));
}

/**
 * The one instant that a date stands for, in milliseconds since 1970; undefined where it is not one.
 *
 * @param assumed what is taken where neither the date nor GMT tells
 */
function instantOf(
	value: unknown,
	minutes: unknown,
	assumed: { time?: string; offset?: number } = {},
): number | undefined {
	if (isUnset(value)) return undefined;
	const text = textOf(value);
	const milliseconds = SERVICESTACK.exec(text)?.[1];
	if (milliseconds !== undefined) return known(Number(milliseconds));
	const [, day, time = assumed.time, zone] = ISO.exec(text) ?? [];
	const offset = zone === undefined ? (offsetOf(minutes) ?? assumed.offset) : 0;
	if (day === undefined || time === undefined || offset === undefined) return undefined;
	// Luxon knows no day that no month has, where JavaScript would take the next one.
	const at = DateTime.fromISO(`${day}T${time}${zone?.toUpperCase() ?? 'Z'}`).toMillis();
	return known(at - offset * MINUTE_MS);
}

/** The minutes between a zone and UTC, as far as an answer tells. */
function offsetOf(minutes: unknown): number | undefined {
	const words = textOf(minutes);
	if (/^(?:UTC|GMT|Z)$/i.test(words)) return 0;
	const offset = words === '' ? NaN : Number(words);
	return offset >= WESTERNMOST && offset <= EASTERNMOST ? offset : undefined;
}

/** The days that a text may begin with, in UTC. */
function daysIn(text: string): DateTime[] {
	const [, one = '', two, three] = NUMBERS.exec(text) ?? [];
	const readings =
		one.length === 4
			? [[one, two, three]]
			: [
					[three, two, one],
					[three, one, two],
				];
	return readings
		.map((numbers) => numbers.map(Number))
		.map(([year, month, day]) => DateTime.utc(year, month, day))
		.filter(({ isValid, year }) => isValid && year > LAST_UNSET && year < FIRST_UNSET);
}

const known = (milliseconds: number) =>
	Math.abs(milliseconds) <= LAST_MS ? milliseconds : undefined;

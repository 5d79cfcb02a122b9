import { DateTime } from 'luxon';

import { text as textOf } from '../../shared/values';
import { inIso, isSetYear, LONGEST_DATE, readingsOf } from './dateForms';

const SERVICESTACK = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO =
	/^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?([Zz]|[+-]\d\d:?\d\d))?)?$/;
/** A year that means "not set", in a text of another form; not a fraction of a second. */
const UNSET_YEAR = /(?<![\d:+]|:\d\d[.,])(?:0001|1970|9999)(?!\d)/;

const MINUTE_MS = 60_000;
const LAST_MS = 8.64e15;
/** Zones, in minutes: from UTC-12 to UTC+14. */
const WESTERNMOST = -12 * 60;
const EASTERNMOST = 14 * 60;

/**
 * A date of an answer for the output: in ISO 8601 and UTC, if it is one instant. The service's format is not
 * documented, so each known one is accepted (docs/api/API.md section 3). A date without a time, one without a
 * zone for which the answer names no GMT either, and text in any other form are returned unchanged: the time
 * or the zone would be a guess. Undefined for a date that nobody set.
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
	const written = inIso(textOf(value).slice(0, LONGEST_DATE));
	const milliseconds = SERVICESTACK.exec(written)?.[1];
	const year =
		milliseconds === undefined
			? Number(ISO.exec(written)?.[1].slice(0, 4) ?? UNSET_YEAR.exec(written)?.[0] ?? NaN)
			: new Date(Number(milliseconds)).getUTCFullYear();
	return !Number.isNaN(year) && !isSetYear(year);
}

/**
 * A value to sort dates of the service by, in milliseconds since 1970: a date without a zone counts as UTC,
 * one without a time as the beginning of its day.
 *
 * @returns undefined for an ambiguous date, for text that is no date, and for a date that nobody set
 */
export const orderOf = (value: unknown, minutes: unknown): number | undefined =>
	instantOf(value, minutes, { time: '00:00', offset: 0 });

/** Like orderOf, but with every value that an ambiguous date may have. Empty for text that is no date. */
export function ordersOf(value: unknown, minutes: unknown): number[] {
	const order = orderOf(value, minutes);
	if (order !== undefined) return [order];
	const offset = (offsetOf(minutes) ?? 0) * MINUTE_MS;
	return readingsOf(inIso(textOf(value))).map((reading) => reading.toMillis() - offset);
}

/** The earliest and latest instant that a date may mean, in milliseconds since 1970. */
export interface Span {
	first: number;
	last: number;
}

/**
 * Every way to read a date of an answer: one, or two if day and month may be swapped. A date that is not one
 * instant may be any time of its day, in any zone if none is known.
 *
 * @param minutes the answer's GMT
 * @returns none for what cannot be read, and for a date that nobody set
 */
export function spansOf(value: unknown, minutes: unknown): Span[] {
	const instant = instantOf(value, minutes);
	const offset = offsetOf(minutes);
	if (instant !== undefined) return [{ first: instant, last: instant }];
	const days = readingsOf(inIso(textOf(value))).map((reading) => reading.startOf('day'));
	return days.map((day) => ({
		first: day.toMillis() - (offset ?? EASTERNMOST) * MINUTE_MS,
		last: day.plus({ days: 1 }).toMillis() - (offset ?? WESTERNMOST) * MINUTE_MS,
	}));
}

/**
 * The instant that a date means, in milliseconds since 1970; undefined if it does not mean exactly one.
 *
 * @param assumed used if neither the date nor GMT gives a time or a zone
 */
function instantOf(
	value: unknown,
	minutes: unknown,
	assumed: { time?: string; offset?: number } = {},
): number | undefined {
	if (isUnset(value)) return undefined;
	const text = inIso(textOf(value));
	const milliseconds = SERVICESTACK.exec(text)?.[1];
	if (milliseconds !== undefined) return known(Number(milliseconds));
	const [, day, time = assumed.time, zone] = ISO.exec(text) ?? [];
	const offset = zone === undefined ? (offsetOf(minutes) ?? assumed.offset) : 0;
	if (day === undefined || time === undefined || offset === undefined) return undefined;
	// Luxon rejects a day such as 31 June; JavaScript's Date would take the next day.
	const written = `${day}T${time}${zone?.toUpperCase() ?? 'Z'}`;
	const at = DateTime.fromISO(written, { zone: 'utc' }).toMillis();
	return known(at - offset * MINUTE_MS);
}

/** The minutes between a zone and UTC, if the answer's GMT can be read. */
function offsetOf(minutes: unknown): number | undefined {
	const words = textOf(minutes);
	if (/^(?:UTC|GMT|Z)$/i.test(words)) return 0;
	const offset = words === '' ? NaN : Number(words);
	return offset >= WESTERNMOST && offset <= EASTERNMOST ? offset : undefined;
}

const known = (milliseconds: number) =>
	Math.abs(milliseconds) <= LAST_MS ? milliseconds : undefined;

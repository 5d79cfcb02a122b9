import { DateTime } from 'luxon';

import { text as textOf } from '../../shared/values';
import { inIso, isSetYear, LONGEST_DATE, readingsOf } from './dateForms';

const SERVICESTACK = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO =
	/^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?([Zz]|[+-]\d\d:?\d\d))?)?$/;
/** A year in which nobody sets a date, in a text of another form; not a fraction of a second. */
const UNSET_YEAR = /(?<![\d:+]|:\d\d[.,])(?:0001|1970|9999)(?!\d)/;

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
	const written = inIso(textOf(value).slice(0, LONGEST_DATE));
	const milliseconds = SERVICESTACK.exec(written)?.[1];
	const year =
		milliseconds === undefined
			? Number(ISO.exec(written)?.[1].slice(0, 4) ?? UNSET_YEAR.exec(written)?.[0] ?? NaN)
			: new Date(Number(milliseconds)).getUTCFullYear();
	return !Number.isNaN(year) && !isSetYear(year);
}

/**
 * What dates of one service are put in order by, in milliseconds since 1970: a date without a zone is taken
 * as if it were in UTC, one without a time as the beginning of its day.
 *
 * @returns undefined for what may be a date in two ways, or none, and for a date that nobody set
 */
export const orderOf = (value: unknown, minutes: unknown): number | undefined =>
	instantOf(value, minutes, { time: '00:00', offset: 0 });

/** Like orderOf; every place that a date with its day and month in numbers may have. None for what is no date. */
export function ordersOf(value: unknown, minutes: unknown): number[] {
	const order = orderOf(value, minutes);
	if (order !== undefined) return [order];
	const offset = (offsetOf(minutes) ?? 0) * MINUTE_MS;
	return readingsOf(inIso(textOf(value))).map((reading) => reading.toMillis() - offset);
}

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
	const days = readingsOf(inIso(textOf(value))).map((reading) => reading.startOf('day'));
	return days.map((day) => ({
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
	const text = inIso(textOf(value));
	const milliseconds = SERVICESTACK.exec(text)?.[1];
	if (milliseconds !== undefined) return known(Number(milliseconds));
	const [, day, time = assumed.time, zone] = ISO.exec(text) ?? [];
	const offset = zone === undefined ? (offsetOf(minutes) ?? assumed.offset) : 0;
	if (day === undefined || time === undefined || offset === undefined) return undefined;
	// Luxon knows no day that no month has, where JavaScript would take the next one.
	const written = `${day}T${time}${zone?.toUpperCase() ?? 'Z'}`;
	const at = DateTime.fromISO(written, { zone: 'utc' }).toMillis();
	return known(at - offset * MINUTE_MS);
}

/** The minutes between a zone and UTC, as far as an answer tells. */
function offsetOf(minutes: unknown): number | undefined {
	const words = textOf(minutes);
	if (/^(?:UTC|GMT|Z)$/i.test(words)) return 0;
	const offset = words === '' ? NaN : Number(words);
	return offset >= WESTERNMOST && offset <= EASTERNMOST ? offset : undefined;
}

const known = (milliseconds: number) =>
	Math.abs(milliseconds) <= LAST_MS ? milliseconds : undefined;

import { DateTime } from 'luxon';

/** What a builder's value stands for. */
export interface Moment {
	/** In the zone that the value names, else in the workflow's. */
	at: DateTime;
	/** Whether it stands for a whole day of the workflow's zone: a date, or midnight of that zone. */
	isDay: boolean;
}

// One day in ISO 8601's extended form: a calendar, week or ordinal date. A time and a zone may follow.
const DAY = String.raw`\d{4}-(?:\d\d-\d\d|W\d\d-\d|\d{3})`;
const TIME = String.raw`\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?`;
const ZONE = String.raw`[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?`;
const ISO = new RegExp(`^(${DAY})(?:[Tt ] *(${TIME})(?: *(${ZONE}))?)?$`);
const MIDNIGHT = /^00(?::00(?::00(?:[.,]0+)?)?)?$/;

/** Zones in which "Z" is how the workflow's own midnight is written. */
const UTC_ZONE = /^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu)$/i;

export const DAY_MS = 24 * 60 * 60 * 1000;

// Later ones take a fifth digit, which the service was never seen to take.
const LAST_YEAR = 9999;

/** A date of JavaScript or of n8n's expressions. */
export function isDate(value: unknown): value is { toJSON(): string } {
	return typeof value === 'object' && value !== null && 'toJSON' in value;
}

/**
 * The moment that a builder's value stands for, or undefined when it is not clearly one. Text has to be
 * ISO 8601 as a whole: what only begins like it, such as "2027-01-31 5:00 PM", would be read in the zone
 * of the machine, 02/03/2030 the American way, and the 31st of February as a day in March.
 *
 * A date of an expression (`{{ $today.plus(14, "days") }}`) that is the beginning of a day in the workflow's
 * zone stands for that day as well, and so does the text that n8n makes of it between two nodes, with the
 * workflow's own offset. With another offset, or "Z" where the zone is not UTC, midnight is an instant.
 *
 * @param timezone of a date without a zone of its own
 */
export function momentOf(value: unknown, timezone: string): Moment | undefined {
	const parts = ISO.exec(String(isDate(value) ? value.toJSON() : value).trim());
	if (parts === null || !(isDate(value) || typeof value === 'string')) return undefined;
	const [, day, time, zone = ''] = parts;
	const text = time === undefined ? day : `${day}T${time}${zone.toUpperCase()}`;
	const at = DateTime.fromISO(text, { zone: timezone, setZone: true });
	if (!at.isValid || at.toUTC().year > LAST_YEAR) return undefined;
	if (zone === '') return { at, isDay: MIDNIGHT.test(time ?? '00') };
	const here = at.setZone(timezone);
	const isOwnOffset = /^z$/i.test(zone) ? UTC_ZONE.test(timezone) : at.offset === here.offset;
	return { at, isDay: (isDate(value) || isOwnOffset) && isMidnight(here) };
}

/**
 * The instant until which something that is due on a moment may be done: of a day, its end.
 *
 * @param timezone the workflow's, whose days count
 * @returns undefined for what is not clearly a date, or too late to be written with a year of four digits
 */
export function endOf(value: unknown, timezone: string): DateTime | undefined {
	const moment = momentOf(value, timezone);
	if (moment === undefined) return undefined;
	const end = moment.isDay ? moment.at.setZone(timezone).endOf('day') : moment.at;
	return end.toUTC().year > LAST_YEAR ? undefined : end;
}

/**
 * An instant as text that is read as this instant in a workflow of any time zone: midnight in the words of its own zone
 * would stand for the whole day, so midnight of UTC is written with another offset.
 *
 * @param instant ISO 8601 in UTC
 */
export function asInstant(instant: string): string {
	if (!momentOf(instant, 'UTC')?.isDay) return instant;
	return DateTime.fromISO(instant, { zone: 'UTC+1' }).toISO() ?? instant;
}

/** The instant from which on something counts: of a day, its beginning. Like `endOf` in all else. */
export function beginningOf(value: unknown, timezone: string): DateTime | undefined {
	const moment = momentOf(value, timezone);
	return moment?.isDay ? moment.at.setZone(timezone).startOf('day') : moment?.at;
}

/**
 * The end of the day that is so many days after today.
 *
 * @param timezone the workflow's, whose days count
 * @returns undefined when it is too late to be written with a year of four digits
 */
export function endOfDayIn(days: number, timezone: string): DateTime | undefined {
	const end = DateTime.now().setZone(timezone).plus({ days }).endOf('day');
	return end.isValid && end.toUTC().year <= LAST_YEAR ? end : undefined;
}

/**
 * How many days of the calendar lie between two instants, in milliseconds since 1970: 0 on the same day, whatever the
 * clocks do in between.
 *
 * @param timezone the workflow's, whose days count
 */
export function daysBetween(from: number, to: number, timezone: string): number {
	const beginningOfDay = (instant: number) =>
		DateTime.fromMillis(instant, { zone: timezone }).startOf('day').toMillis();
	return Math.round((beginningOfDay(to) - beginningOfDay(from)) / DAY_MS);
}

/**
 * The calendar day that a date without a time is meant by, where only the day goes out.
 *
 * What was written with its own offset, and a date-time of an expression, is the day that it shows. A time in
 * UTC is an instant, and its day is the workflow's; but midnight in UTC to the millisecond is how databases and
 * spreadsheets hand over a day without a time, which would be the day before, west of Greenwich.
 *
 * @param timezone the workflow's
 * @returns ISO 8601, or undefined for what is not clearly a date
 */
export function calendarDayOf(value: unknown, timezone: string): string | undefined {
	const at = momentOf(value, timezone)?.at;
	if (at === undefined) return undefined;
	const isInstant = at.offset === 0 && !isMidnight(at) && !isDateTime(value);
	const day = isInstant ? at.setZone(timezone) : at;
	return day.year > LAST_YEAR ? undefined : (day.toISODate() ?? undefined);
}

/** Whether a day of its zone begins then; where clocks go forward at midnight, one begins at 1 o'clock. */
const isMidnight = (at: DateTime) => +at === +at.startOf('day');

/** A date-time of n8n's expressions, which has a zone of its own; a date of JavaScript has none. */
const isDateTime = (value: unknown) => isDate(value) && 'zoneName' in value;

/** An instant as a message shows it: in the workflow's zone, which is named. */
export const shownIn = (at: DateTime, timezone: string): string =>
	`${at.setZone(timezone).toFormat('yyyy-MM-dd HH:mm')} (${timezone})`;

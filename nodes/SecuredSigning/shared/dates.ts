import { DateTime } from 'luxon';

/** The meaning of a date value that the user gave. */
interface Moment {
	/** In the time zone of the value, else in the workflow's. */
	at: DateTime;
	/** Whether it means a whole day in the workflow's time zone: a date, or midnight in that zone. */
	isDay: boolean;
}

// One day in ISO 8601's extended form: a calendar, week or ordinal date. A time and a zone may follow.
const DAY = String.raw`\d{4}-(?:\d\d-\d\d|W\d\d-\d|\d{3})`;
const TIME = String.raw`\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?`;
const ZONE = String.raw`[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?`;
const ISO = new RegExp(`^(${DAY})(?:[Tt ] *(${TIME})(?: *(${ZONE}))?)?$`);
const MIDNIGHT = /^00(?::00(?::00(?:[.,]0+)?)?)?$/;

/** Names of UTC: in these time zones, a time with "Z" is the workflow's own time. */
const UTC_ZONE = /^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu)$/i;

export const DAY_MS = 24 * 60 * 60 * 1000;

// Later years have five digits, and it is not known whether the service accepts them.
const LAST_YEAR = 9999;

/** A date of JavaScript or of n8n's expressions. */
export function isDate(value: unknown): value is { toJSON(): string } {
	return typeof value === 'object' && value !== null && 'toJSON' in value;
}

/**
 * The moment that a user's value means; undefined if it is not clear. Text has to be complete ISO 8601.
 * JavaScript would read other texts in surprising ways: "2027-01-31 5:00 PM" in the machine's time zone,
 * 02/03/2030 as 3 February, and 31 February as a day in March.
 *
 * A date of an expression (`{{ $today.plus(14, "days") }}`) at midnight in the workflow's time zone also
 * means that day, and so does the text that n8n makes of it between two nodes, with the workflow's own
 * offset. Midnight with another offset, or with "Z" if the zone is not UTC, is an instant.
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
 * The deadline that a value means: the instant itself, or the end of a day.
 *
 * @param timezone the workflow's, whose days count
 * @returns undefined for a value that is not clearly a date, or has a year of more than four digits
 */
export function endOf(value: unknown, timezone: string): DateTime | undefined {
	const moment = momentOf(value, timezone);
	if (moment === undefined) return undefined;
	const end = moment.isDay ? moment.at.setZone(timezone).endOf('day') : moment.at;
	return end.toUTC().year > LAST_YEAR ? undefined : end;
}

/**
 * The text of an instant that momentOf reads as this instant in every time zone. Midnight in the workflow's
 * own zone would mean the whole day, so midnight in UTC is written with another offset.
 *
 * @param instant ISO 8601 in UTC
 */
export function asInstant(instant: string): string {
	if (!momentOf(instant, 'UTC')?.isDay) return instant;
	return DateTime.fromISO(instant, { zone: 'UTC+1' }).toISO() ?? instant;
}

/** The start that a value means: the instant itself, or the beginning of a day. Otherwise like `endOf`. */
export function startOf(value: unknown, timezone: string): DateTime | undefined {
	const moment = momentOf(value, timezone);
	return moment?.isDay ? moment.at.setZone(timezone).startOf('day') : moment?.at;
}

/**
 * The end of the day that is `days` days after today.
 *
 * @param timezone the workflow's, whose days count
 * @returns undefined if its year has more than four digits
 */
export function endOfDayIn(days: number, timezone: string): DateTime | undefined {
	const end = DateTime.now().setZone(timezone).plus({ days }).endOf('day');
	return end.isValid && end.toUTC().year <= LAST_YEAR ? end : undefined;
}

/**
 * The number of calendar days between two instants (in milliseconds since 1970): 0 on the same day. Daylight
 * saving time does not matter.
 *
 * @param timezone the workflow's, whose days count
 */
export function daysBetween(from: number, to: number, timezone: string): number {
	const beginningOfDay = (instant: number) =>
		DateTime.fromMillis(instant, { zone: timezone }).startOf('day').toMillis();
	return Math.round((beginningOfDay(to) - beginningOfDay(from)) / DAY_MS);
}

/**
 * The calendar day that a value means, for fields that take only a date.
 *
 * A text with its own offset, and a date-time of an expression, mean the day that they show. A time in UTC is
 * an instant and means the day in the workflow's time zone. But exact midnight in UTC is how databases and
 * spreadsheets store a day without a time; converted, it would be the day before in zones west of Greenwich.
 *
 * @param timezone the workflow's
 * @returns ISO 8601, or undefined for a value that is not clearly a date
 */
export function calendarDayOf(value: unknown, timezone: string): string | undefined {
	const at = momentOf(value, timezone)?.at;
	if (at === undefined) return undefined;
	const isInstant = at.offset === 0 && !isMidnight(at) && !isDateTime(value);
	const day = isInstant ? at.setZone(timezone) : at;
	return day.year > LAST_YEAR ? undefined : (day.toISODate() ?? undefined);
}

/**
 * Whether a time is the beginning of a day in its zone: if clocks go forward at midnight, the day begins at 1
 * o'clock.
 */
const isMidnight = (at: DateTime) => +at === +at.startOf('day');

/**
 * Whether a value is a date-time of n8n's expressions (Luxon), which has its own time zone; a JavaScript Date
 * has none.
 */
const isDateTime = (value: unknown) => isDate(value) && 'zoneName' in value;

/** An instant for a message: in the workflow's time zone, with the name of the zone. */
export const shownIn = (at: DateTime, timezone: string): string =>
	`${at.setZone(timezone).toFormat('yyyy-MM-dd HH:mm')} (${timezone})`;

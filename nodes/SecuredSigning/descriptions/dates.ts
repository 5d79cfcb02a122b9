import { DateTime } from 'luxon';

/** What a builder's value stands for. */
export interface Moment {
	/** In the zone that the value names, else in the workflow's. */
	at: DateTime;
	/** Whether it stands for a whole day: a date, or midnight without a zone, as n8n's calendar gives it. */
	isDay: boolean;
}

// One day in ISO 8601's extended form: a calendar, week or ordinal date. A time and a zone may follow.
const DAY = String.raw`\d{4}-(?:\d\d-\d\d|W\d\d-\d|\d{3})`;
const TIME = String.raw`\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?`;
const ZONE = String.raw`[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?`;
const ISO = new RegExp(`^(${DAY})(?:[Tt ] *(${TIME})(?: *(${ZONE}))?)?$`);
const MIDNIGHT = /^00(?::00(?::00(?:[.,]0+)?)?)?$/;

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
 * A date of an expression (`{{ $today.plus(14, "days") }}`) that is midnight in the workflow's zone to the
 * millisecond stands for that day as well. Text with a zone never does.
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
	if (!isDate(value)) return { at, isDay: zone === '' && MIDNIGHT.test(time ?? '00') };
	const here = at.setZone(timezone);
	return { at, isDay: +here === +here.startOf('day') };
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

/** An instant as a message shows it: in the workflow's zone, which is named. */
export const shownIn = (at: DateTime, timezone: string): string =>
	`${at.setZone(timezone).toFormat('yyyy-MM-dd HH:mm')} (${timezone})`;

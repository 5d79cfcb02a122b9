import { DateTime, Info } from 'luxon';

/** No date is written longer. */
export const LONGEST_DATE = 100;

/**
 * Whether a date of this year was really set. Programs write an unset date as the year 1, 1899, 1900, 1970 or
 * 9999; nothing was signed with the service, or due, before 2000.
 */
export const isSetYear = (year: number): boolean => year >= 2000 && year < 9999;

const WEEKDAY = '^(?:([a-z]{3,9}),? )?';
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const MONTH = String.raw`([a-z]{3,9})\.?`;
const TIME = String.raw`(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?(?: ?([ap])\.?m\.?)?`;
const REST = String.raw`(?:,? (\d{4})|-(\d{4}))(?:(?:, ?|T| )${TIME}(?: ?(Z|GMT|UTC|UT|[+-]\d\d:?\d\d))?)?$`;
/** The month in letters: `Thu, 10 Dec 2026 10:00:00 GMT` (RFC 1123), `10-Dec-2026`. */
const DAY_FIRST = new RegExp(`${WEEKDAY}${DAY}[ -]${MONTH}${REST}`, 'i');
/** `Thursday, December 31, 2026 10:00 PM`. */
const MONTH_FIRST = new RegExp(`${WEEKDAY}${MONTH} ${DAY}${REST}`, 'i');
/** ISO 8601 without hyphens and colons (its basic format). */
const BASIC = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
/** Since 1970; from 2001 to 2286. */
const MILLISECONDS = /^\d{13}$/;

const MONTHS = Info.months('long', { locale: 'en' });

/**
 * Converts a date in another unambiguous form to ISO 8601, with a time and a zone only if it has them.
 * Returns any other text unchanged.
 */
export function inIso(text: string): string {
	if (text.length > LONGEST_DATE) return text;
	if (MILLISECONDS.test(text)) return new Date(Number(text)).toISOString();
	const { weekday, date, clock, zone = '' } = basicIn(text) ?? lettersIn(text) ?? {};
	if (date === undefined) return text;
	const time = clock?.[0] && `T${clock.filter(Boolean).join(':')}${zone}`;
	const iso = [date.join('-'), time].join('');
	const day = DateTime.fromISO(iso, { zone: 'utc', setZone: true, locale: 'en' });
	const isDay = day.isValid && (weekday === undefined || isShort(weekday, day.weekdayLong ?? ''));
	return isDay ? iso : text;
}

interface Parts {
	weekday?: string;
	date: string[];
	/** Hour, minute and second. */
	clock: Array<string | undefined>;
	zone?: string;
}

function basicIn(text: string): Parts | undefined {
	const found = BASIC.exec(text);
	if (found === null) return undefined;
	const [, year, month, day, hour, minute, second, zone] = found;
	return { date: [year, month, day], clock: [hour, minute, second], zone };
}

function lettersIn(text: string): Parts | undefined {
	const dayFirst = DAY_FIRST.exec(text);
	const found = dayFirst ?? MONTH_FIRST.exec(text);
	if (found === null) return undefined;
	const [, weekday, one, other, spaced, hyphened, hour, minute, second, half, zone] = found;
	const [day, name] = dayFirst ? [one, other] : [other, one];
	const month = MONTHS.findIndex((known) => isShort(name, known)) + 1;
	return {
		weekday,
		date: [spaced ?? hyphened, ...[month, day].map(twoDigits)],
		clock: [hour && twoDigits(half ? hourOf(hour, half) : hour), minute, second],
		zone: zone?.replace(/^[GU].*/i, 'Z'),
	};
}

/** Converts an hour of the 12-hour clock; NaN for one above 12. */
const hourOf = (hour: string, half: string) =>
	Number(hour) > 12 ? NaN : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);

const twoDigits = (number: number | string) => String(number).padStart(2, '0');

const isShort = (word: string, name: string) => name.toLowerCase().startsWith(word.toLowerCase());

/** Day, month and year in any order and with any mark between them; a time may follow, or anything else. */
const NUMBERS = /^(\d{1,4})[/. -](\d{1,2})[/. -](\d{1,4})(?!\d)/;
const CLOCK = new RegExp(String.raw`^(?:[T, ]+${TIME})?$`, 'i');

/**
 * Every way to read a text that starts with a date in numbers, as UTC, with its time if nothing else follows.
 * Readings in a year that means "not set" are left out.
 */
export function readingsOf(text: string): DateTime[] {
	const [date, first = '', second, third = ''] = NUMBERS.exec(text) ?? [];
	if (date === undefined) return [];
	const [, hour = '0', minute = '0', seconds = '0', half] =
		CLOCK.exec(text.slice(date.length)) ?? [];
	const yearFirst = [first, second, third];
	const yearLast = [
		[third, second, first],
		[third, first, second],
	];
	const short = first.length < 3 && third.length < 3 ? [yearFirst] : [];
	return (first.length === 4 ? [yearFirst] : [...yearLast, ...short])
		.map(([year, month, day]) =>
			DateTime.fromObject(
				{
					year: Number(year) + (year.length < 3 ? 2000 : 0),
					...{ month: Number(month), day: Number(day) },
					...{ hour: Number(half ? hourOf(hour, half) : hour), minute: Number(minute) },
					...{ second: Math.floor(Number(seconds)) },
				},
				{ zone: 'utc' },
			),
		)
		.filter(({ isValid, year }) => isValid && isSetYear(year));
}

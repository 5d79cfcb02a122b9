import { DateTime } from 'luxon';

import { text } from '../../shared/values';
import { isUnset, LONGEST_DATE, orderOf } from './dates';

const ZONE = /(?:\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)|\)\/)$/;
const TIME = /\d:\d\d/;
/** Day, month and year in any order and with any mark between them; a time may follow. */
const NUMBERS =
	/^(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})(?:[T, ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([ap])?\.?m?\.?)?$/i;
/** How far the westernmost zone is behind UTC: what it writes is that much later than it reads. */
const WESTERNMOST_MS = 12 * 60 * 60_000;
/** What has no time may have been at the end of its day. */
const DAY_MS = 24 * 60 * 60_000;

/**
 * The latest moment that the text of a date may stand for, in milliseconds since 1970. How the service
 * writes dates is not documented (docs/api/API.md section 3): the first number may be the day or the month,
 * and without a zone it may be any zone's. GMT does not settle that: it may as well be for display only.
 *
 * @returns undefined for what is no date in any form that is known here, and for a date that nobody set
 */
export function latestReading(value: unknown): number | undefined {
	const written = text(value);
	if (isUnset(written)) return undefined;
	const exact = orderOf(written, undefined);
	if (ZONE.test(written)) return exact;
	const readings = exact === undefined ? readingsOf(written) : [exact];
	const known = readings.filter((reading) => !Number.isNaN(reading));
	if (known.length === 0) return undefined;
	return Math.max(...known) + WESTERNMOST_MS + (TIME.test(written) ? 0 : DAY_MS);
}

/** Every reading of a text, as if it were UTC; NaN where it is none. */
function readingsOf(written: string): number[] {
	const [, first, second, third, hour = '0', minute = '0', seconds = '0', half] =
		NUMBERS.exec(written) ?? [];
	// With the month in letters, there is one reading.
	if (first === undefined) {
		return written.length <= LONGEST_DATE && /[a-z]/i.test(written)
			? [Date.parse(`${written} UTC`)]
			: [];
	}
	const yearFirst = [first, second, third];
	const yearLast = [
		[third, second, first],
		[third, first, second],
	];
	const days =
		first.length === 4 ? [yearFirst] : third.length === 4 ? yearLast : [yearFirst, ...yearLast];
	const hours =
		half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
	return days.map(([year, month, day]) =>
		DateTime.fromObject(
			{
				year: Number(year) + (year.length === 4 ? 0 : 2000),
				...{ month: Number(month), day: Number(day) },
				...{ hour: hours, minute: Number(minute), second: Number(seconds) },
			},
			{ zone: 'utc' },
		).toMillis(),
	);
}

import { DAY_MS } from '../../shared/dates';
import { text } from '../../shared/values';
import { inIso, readingsOf } from './dateForms';
import { isUnset, orderOf } from './dates';

const ZONE = /(?:\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)|\)\/)$/;
const TIME = /\d:\d\d/;
/**
 * How far the westernmost zone is behind UTC: a local time there is this much later than the same digits in
 * UTC.
 */
const WESTERNMOST_MS = 12 * 60 * 60_000;

/**
 * The latest moment that the text of a date may stand for, in milliseconds since 1970. How the service writes
 * dates is not documented (docs/api/API.md section 3): the first number may be the day or the month, and
 * without a zone it may be any zone's. GMT does not settle that: it may as well be for display only.
 *
 * @returns undefined for text in no known form of a date, and for a date that nobody set
 */
export function latestReading(value: unknown): number | undefined {
	const written = inIso(text(value));
	if (isUnset(written)) return undefined;
	const exact = orderOf(written, undefined);
	if (ZONE.test(written)) return exact;
	const readings =
		exact === undefined ? readingsOf(written).map((reading) => reading.toMillis()) : [exact];
	if (readings.length === 0) return undefined;
	// A date without a time may mean the end of its day.
	return Math.max(...readings) + WESTERNMOST_MS + (TIME.test(written) ? 0 : DAY_MS);
}

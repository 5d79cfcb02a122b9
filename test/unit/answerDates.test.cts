/**
 * Dates of answers in the forms that programs write. docs/api/API.md section 3: “text of unknown form; NET reads them
 * with a lenient parser”. Luxon, told which form a text is in, says what it stands for.
 */
import { DateTime } from 'luxon';

import {
	isoDate,
	isUnset,
	orderOf,
	spansOf,
} from '../../nodes/SecuredSigning/api/answers/dates.ts';
import { latestReading } from '../../nodes/SecuredSigning/api/answers/latestReading.ts';

const HOUR = 60 * 60_000;
const format = (text: string, form: string) =>
	DateTime.fromFormat(text, form, { zone: 'utc', locale: 'en' });

// One instant each.
const INSTANTS: Array<[text: string, date: DateTime]> = [
	['Thu, 10 Dec 2026 10:00:00 GMT', DateTime.fromHTTP('Thu, 10 Dec 2026 10:00:00 GMT')],
	['Thu, 10 Dec 2026 10:00:00 +0100', DateTime.fromRFC2822('Thu, 10 Dec 2026 10:00:00 +0100')],
	['10 Dec 2026 10:00 -0800', DateTime.fromRFC2822('10 Dec 2026 10:00 -0800')],
	['20261210T100000Z', DateTime.fromISO('20261210T100000Z')],
	['20261210T1000+0100', DateTime.fromISO('20261210T1000+0100')],
	['1796947199000', DateTime.fromMillis(1_796_947_199_000)],
];
test.each(INSTANTS)('%s is one moment', (text, date) => {
	expect(date.isValid).toBe(true);
	const at = date.toMillis();
	expect(orderOf(text, undefined)).toBe(at);
	expect(spansOf(text, '780')).toEqual([{ first: at, last: at }]);
	expect(isoDate(text, undefined)).toBe(date.toUTC().toISO());
	expect(latestReading(text)).toBe(at);
});

// A day, in no zone or in that of the answer.
test.each([
	['10 Dec 2026', 'd LLL yyyy'],
	['10 December 2026', 'd LLLL yyyy'],
	['Dec 10, 2026', 'LLL d, yyyy'],
	['December 10 2026', 'LLLL d yyyy'],
	['10-Dec-2026', 'd-LLL-yyyy'],
	['1 sept. 2026', ''],
	['Thursday, 31 December 2026', 'EEEE, d LLLL yyyy'],
	['Thursday, December 31, 2026', 'EEEE, LLLL d, yyyy'],
	['Thu 31 Dec 2026', 'EEE d LLL yyyy'],
	['20261210', 'yyyyLLdd'],
])('%s is a day', (text, form) => {
	const day = form ? format(text, form) : DateTime.utc(2026, 9, 1);
	expect(day.isValid).toBe(true);
	const [from, to] = [day.toMillis(), day.plus({ days: 1 }).toMillis()];
	expect(orderOf(text, undefined)).toBe(from);
	expect(spansOf(text, '60')).toEqual([{ first: from - HOUR, last: to - HOUR }]);
	expect(spansOf(text, undefined)).toEqual([{ first: from - 14 * HOUR, last: to + 12 * HOUR }]);
	// The time would be a guess.
	expect(isoDate(text, '0')).toBe(text);
	expect(latestReading(text)).toBe(to + 12 * HOUR);
});

test.each([
	['10 Dec 2026 10:30', 'd LLL yyyy HH:mm'],
	['Dec 10, 2026 10:30:15 PM', 'LLL d, yyyy h:mm:ss a'],
	['Thursday, December 31, 2026 12:00 AM', 'EEEE, LLLL d, yyyy h:mm a'],
	['20261210T103000', "yyyyLLdd'T'HHmmss"],
])('%s is a time of the zone of the answer', (text, form) => {
	const at = format(text, form).toMillis();
	expect(orderOf(text, undefined)).toBe(at);
	expect(orderOf(text, '60')).toBe(at - HOUR);
	expect(isoDate(text, '60')).toBe(new Date(at - HOUR).toISOString());
	expect(latestReading(text)).toBe(at + 12 * HOUR);
});

test.each([
	['31/12/26', ['d/M/yy', 'yy/M/d']],
	['10/12/2026', ['d/M/yyyy', 'M/d/yyyy']],
	['31.12.2026 10:00', ['d.M.yyyy HH:mm']],
])('%s may be read as %j', (text, forms) => {
	const days = forms.map((form) => format(text, form).startOf('day').toMillis()).sort();
	const read = spansOf(text, '0').map(({ first }) => first);
	expect(read.sort()).toEqual(days);
});

test.each([
	// Another weekday than that of the day.
	'Monday, 31 December 2026',
	'31 Feb 2026',
	'Feb 31, 2026',
	'10 Foo 2026',
	'20261310',
	'20261210T250000Z',
	'10 Dec 2026 25:00',
	'10 Dec 2026 and later',
	'10 décembre 2026',
	'soon',
	'179694719900',
	'17969471990000',
])('%s is none', (text) => {
	expect(orderOf(text, undefined)).toBeUndefined();
	expect(spansOf(text, '0')).toEqual([]);
	expect(isoDate(text, '0')).toBe(text);
	expect(latestReading(text)).toBeUndefined();
});

// “a year before 2000, or 9999, is no date”
test.each([
	'1 Jan 0001',
	'Jan 1, 1900',
	'19700101T000000Z',
	'99991231',
	'Thu, 01 Jan 1970 00:00:00 GMT',
])('%s is one that nobody set', (text) => {
	expect(isUnset(text)).toBe(true);
	expect(isoDate(text, '0')).toBeUndefined();
	expect(spansOf(text, '0')).toEqual([]);
});

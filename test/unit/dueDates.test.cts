/**
 * Due dates of two attempts at one contract. What is promised: docs/faults.md, "When n8n tries again": compared by their
 * day, and one such as "in ten days" may move with the clock. The dates are made by Luxon, as n8n's expressions are.
 */
import { DateTime } from 'luxon';

import { isSameDueDate, readingOf } from '../../nodes/SecuredSigning/send/dueDates.ts';

const zone = 'Pacific/Auckland';
const at = (time: string) => DateTime.fromISO(time, { zone });

/** A due date, read at that moment; made out of that moment where it is relative. */
function read(now: string, due: (now: DateTime) => DateTime) {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(at(now).toMillis());
	const dueDate = due(at(now)).toUTC().toISO()!;
	const reading = readingOf({ DueDate: dueDate, GMT: '0' }, zone);
	clock.mockRestore();
	return reading;
}
const inTenDays = (now: DateTime) => now.plus({ days: 10 });
const endOfTenthDay = (now: DateTime) => now.plus({ days: 10 }).endOf('day');
const fixed = (time: string) => () => at(time);

test.each([
	['in ten days, seconds later', '2027-03-01T12:00:00', '2027-03-01T12:00:05', inTenDays],
	['in ten days, a week later', '2027-03-01T12:00', '2027-03-08T09:30', inTenDays],
	['in ten days, past midnight', '2027-03-01T23:59:59', '2027-03-02T00:00:01', inTenDays],
	[
		'the end of the tenth day, past midnight',
		'2027-03-01T23:59:59',
		'2027-03-02T00:00:01',
		endOfTenthDay,
	],
	[
		'ten days and six hours, past six',
		'2027-03-01T17:59:59',
		'2027-03-01T18:00:01',
		(now: DateTime) => now.plus({ days: 10, hours: 6 }),
	],
	// Clocks go back on 4 April 2027, and forward on 26 September.
	[
		'in ten days, before and after the end of summer time',
		'2027-03-24T12:00',
		'2027-03-26T12:00',
		inTenDays,
	],
	['in ten days, while summer time begins', '2027-09-25T12:00', '2027-09-26T12:00', endOfTenthDay],
	[
		'a day that is entered, a week later',
		'2027-03-01T12:00',
		'2027-03-08T12:00',
		fixed('2027-03-20T23:59:59'),
	],
])('%s, is the same', (_, first, second, due) => {
	expect(isSameDueDate(read(first, due), read(second, due))).toBe(true);
});

test.each([
	['another hour of the day', '2027-03-20T10:00', '2027-03-20T18:00', true],
	['the next day', '2027-03-20T23:59:59', '2027-03-21T23:59:59', false],
	['the day before', '2027-03-20T12:00', '2027-03-19T12:00', false],
	['15 days later', '2027-03-20T12:00', '2027-04-04T12:00', false],
	// In UTC, both are one day. Less than two hours are taken for the clock's.
	['the next day, by the clock there', '2027-03-20T22:00', '2027-03-21T02:00', false],
])('put right to %s within a minute', (_, first, second, isSame) => {
	const [one, other] = [
		read('2027-03-01T12:00:00', fixed(first)),
		read('2027-03-01T12:01:00', fixed(second)),
	];
	expect(isSameDueDate(one, other)).toBe(isSame);
});

test('one and none are others, and none is none', () => {
	const one = read('2027-03-01T12:00', inTenDays);
	expect([isSameDueDate(one, undefined), isSameDueDate(undefined, one)]).toEqual([false, false]);
	expect(isSameDueDate(undefined, undefined)).toBe(true);
});

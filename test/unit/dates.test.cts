/**
 * What builders write into Due Date, Wait Until and the dates of templates. Expected values are put
 * together with Luxon from their parts; none is read by the code that is tried.
 */
import { DateTime, FixedOffsetZone } from 'luxon';

import { asInstant, endOf, momentOf, shownIn } from '../../nodes/SecuredSigning/shared/dates';
import { filledFields } from '../../nodes/SecuredSigning/fields/templateFields';

const ZONES = [
	'UTC',
	'Pacific/Auckland',
	'America/New_York',
	'Asia/Kathmandu',
	'Europe/Berlin',
	'Pacific/Kiritimati',
];
/** Zones of the machine: none of them may matter. */
const MACHINES = ['UTC', 'Pacific/Auckland', 'America/New_York'];

type Parts = Parameters<typeof DateTime.fromObject>[0];
const local = (parts: Parts) => (zone: string) => DateTime.fromObject(parts, { zone });
const dayOf = (parts: Parts) => (zone: string) => local(parts)(zone).endOf('day');
const offset = (parts: Parts, minutes: number) => () =>
	DateTime.fromObject(parts, { zone: FixedOffsetZone.instance(minutes) });
/** Midnight as an offset gives it: a day where it is the workflow's, else an instant. */
const dayIn = (own: string, minutes: number) => (zone: string) =>
	zone === own ? dayOf(day)(zone) : offset(at(0), minutes)();
const refused = () => undefined;

const day = { year: 2027, month: 1, day: 31 };
const at = (hour: number, minute = 0, second = 0, millisecond = 0) => ({
	...day,
	hour,
	minute,
	second,
	millisecond,
});

const forms: Array<[text: string, expected: (zone: string) => DateTime | undefined]> = [
	// Days, and midnight without a zone, as n8n's calendar gives it: until the end of that day.
	['2027-01-31', dayOf(day)],
	['  2027-01-31  ', dayOf(day)],
	['2027-01-31T00:00:00', dayOf(day)],
	['2027-01-31 00:00:00', dayOf(day)],
	['2027-01-31T00:00', dayOf(day)],
	['2027-01-31T00', dayOf(day)],
	['2027-01-31t00:00:00.000', dayOf(day)],
	['2028-02-29', dayOf({ year: 2028, month: 2, day: 29 })],
	['2027-W04-7', dayOf({ weekYear: 2027, weekNumber: 4, weekday: 7 })],
	['2026-W53-5', dayOf({ weekYear: 2026, weekNumber: 53, weekday: 5 })],
	['2027-031', dayOf({ year: 2027, ordinal: 31 })],
	['2028-366', dayOf({ year: 2028, ordinal: 366 })],
	// Times without a zone: in the workflow's.
	['2027-01-31T17:00', local(at(17))],
	['2027-01-31 17:00', local(at(17))],
	['2027-01-31t17:00', local(at(17))],
	['2027-01-31T17', local(at(17))],
	['2027-01-31T17:30:15', local(at(17, 30, 15))],
	['2027-01-31 17:30:15', local(at(17, 30, 15))],
	['2027-01-31T17:30:15.250', local(at(17, 30, 15, 250))],
	['2027-01-31T17:30:15,250', local(at(17, 30, 15, 250))],
	['2027-01-31T17:30:15.2509999', local(at(17, 30, 15, 250))],
	['2027-01-31T00:00:00.001', local(at(0, 0, 0, 1))],
	// The end of the 31st, to the second (ISO 8601-1:2004, section 4.2.3).
	['2027-01-31T24:00', local({ year: 2027, month: 2, day: 1 })],
	['2027-01-31T24:00:00', local({ year: 2027, month: 2, day: 1 })],
	[
		'2028-02-29T23:59:59',
		local({ year: 2028, month: 2, day: 29, hour: 23, minute: 59, second: 59 }),
	],
	// Where clocks go forward or back: Luxon's own rule, in Berlin and in New York.
	['2027-03-28T02:30', local({ year: 2027, month: 3, day: 28, hour: 2, minute: 30 })],
	['2027-03-14T02:30', local({ year: 2027, month: 3, day: 14, hour: 2, minute: 30 })],
	['2027-10-31T02:30', local({ year: 2027, month: 10, day: 31, hour: 2, minute: 30 })],
	['2027-11-07T01:30', local({ year: 2027, month: 11, day: 7, hour: 1, minute: 30 })],
	['2027-03-28', dayOf({ year: 2027, month: 3, day: 28 })],
	['2027-11-07', dayOf({ year: 2027, month: 11, day: 7 })],
	// A zone of its own wins, and midnight with a zone is that instant.
	['2027-01-31T17:00Z', offset(at(17), 0)],
	['2027-01-31T17:00z', offset(at(17), 0)],
	['2027-01-31t17:00:00z', offset(at(17), 0)],
	['2027-01-31 17:00:00Z', offset(at(17), 0)],
	// But midnight of the workflow's own offset is how n8n writes {{ $today.plus(14, "days") }} between nodes.
	['2027-01-31T00:00:00Z', dayIn('UTC', 0)],
	['2027-01-31T00:00:00.000Z', dayIn('UTC', 0)],
	['2027-01-31T00:00:00.000+00:00', dayIn('UTC', 0)],
	['2027-01-31T00:00:00.000+13:00', dayIn('Pacific/Auckland', 780)],
	['2027-01-31T00:00:00.000-05:00', dayIn('America/New_York', -300)],
	['2027-01-31T00:00:00.000+05:45', dayIn('Asia/Kathmandu', 345)],
	['2027-01-31T00:00:00.000+01:00', dayIn('Europe/Berlin', 60)],
	['2027-01-31T00:00:00.000+14:00', dayIn('Pacific/Kiritimati', 840)],
	['2027-01-31T00:00:00.000+12:00', offset(at(0), 720)],
	['2027-01-31T00:00:00.001+13:00', offset(at(0, 0, 0, 1), 780)],
	['2027-01-31T17:00+13:00', offset(at(17), 780)],
	['2027-01-31T17:00+1300', offset(at(17), 780)],
	['2027-01-31T17:00+13', offset(at(17), 780)],
	['2027-01-31T17:00:00.000-05:00', offset(at(17), -300)],
	['2027-01-31T17:00 +05:45', offset(at(17), 345)],
	// What only begins like ISO 8601, or could be read in two ways.
	['2027-01-31 5:00 PM', refused],
	['2027-01-31 05:00 PM', refused],
	['2027-01-31T5:00', refused],
	['2027-01-31 noon', refused],
	['2027-01-31 (Sunday)', refused],
	['2027-01-31T17:00 GMT', refused],
	['2027-01-31T17:00 GMT+0200', refused],
	['2027-01-31T17:00 Pacific/Auckland', refused],
	['2027-01-31T17:00+25', refused],
	['2027-01-31T17.5', refused],
	['2027-01-31T25:00', refused],
	['2027-01-31T24:01', refused],
	['2027-01-31T17:60', refused],
	['2027-02-29', refused],
	['2027-02-31T10:00', refused],
	['2027-13-01', refused],
	['2027-366', refused],
	['2027-W53-1', refused],
	['2027-W04', refused],
	['2027-01', refused],
	['2027', refused],
	['20270131', refused],
	['20270131T170000', refused],
	['2027-1-31', refused],
	['01/31/2027', refused],
	['31.01.2027', refused],
	['Sun, 31 Jan 2027 17:00:00 GMT', refused],
	['1801440000000', refused],
	['17:00', refused],
	['tomorrow', refused],
	['', refused],
	['02027-01-31', refused],
	['+002027-01-31', refused],
	['10000-01-01', refused],
	['+010000-01-01T00:00:00Z', refused],
];

/** West of UTC the last day ends in the year 10000. */
const isTooLate = (moment: DateTime) => moment.toUTC().year > 9999;
forms.push(
	['9999-12-30', dayOf({ year: 9999, month: 12, day: 30 })],
	['9999-12-31', (zone) => unlessLate(dayOf({ year: 9999, month: 12, day: 31 })(zone))],
	[
		'9999-12-31T23:59:59',
		(zone) => unlessLate(local({ ...last, hour: 23, minute: 59, second: 59 })(zone)),
	],
);
const last = { year: 9999, month: 12, day: 31 };
function unlessLate(moment: DateTime) {
	return isTooLate(moment) ? undefined : moment;
}

const machine = process.env.TZ;
afterEach(() => {
	if (machine === undefined) delete process.env.TZ;
	else process.env.TZ = machine;
});

describe.each(ZONES)('in a workflow of %s', (zone) => {
	test.each(forms)('%s', (text, expected) => {
		for (const TZ of MACHINES) {
			process.env.TZ = TZ;
			const end = endOf(text, zone);
			expect([TZ, end?.toMillis()]).toEqual([TZ, expected(zone)?.toMillis()]);
		}
	});

	test('an expression gives an instant; midnight of the workflow is that day', () => {
		const noon = DateTime.fromObject(at(12, 0, 0, 1), { zone });
		const midnight = DateTime.fromObject(day, { zone });
		for (const value of [noon, noon.toJSDate(), noon.setZone('Asia/Tokyo')]) {
			expect(endOf(value, zone)?.toMillis()).toBe(noon.toMillis());
		}
		for (const value of [midnight, midnight.toJSDate(), midnight.setZone('Asia/Tokyo')]) {
			expect(endOf(value, zone)?.toMillis()).toBe(midnight.endOf('day').toMillis());
		}
		expect(endOf(midnight.plus(1), zone)?.toMillis()).toBe(midnight.plus(1).toMillis());
		expect(endOf(DateTime.invalid('none'), zone)).toBeUndefined();
		expect(endOf(new Date(NaN), zone)).toBeUndefined();
	});

	test('a template gets the day of the workflow', () => {
		const sent = (value: unknown) => sentIn(zone, value);
		expect(sent('2027-01-31')).toBe('2027-01-31');
		expect(sent('2027-01-31T00:00:00')).toBe('2027-01-31');
		expect(sent('2027-01-31T23:30')).toBe('2027-01-31');
		expect(sent(DateTime.fromObject(at(23, 30), { zone }))).toBe('2027-01-31');
		const noon = DateTime.utc(2027, 1, 31, 12);
		expect(sent('2027-01-31T12:00Z')).toBe(noon.setZone(zone).toISODate());
		expect(sent(noon.toJSDate())).toBe(noon.setZone(zone).toISODate());
		const midnight = DateTime.fromObject(day, { zone });
		expect(sent(midnight.toJSDate())).toBe('2027-01-31');
		for (const text of ['2027-01-31 5:00 PM', '01/31/2027', '2027-02-29', '12027-01-01']) {
			expect(() => sent(text)).toThrow(/is a date and cannot take/);
		}
	});
});

// With two zones where clocks change at midnight, and those that are at UTC for half of the year, or always.
describe.each([...ZONES, 'America/Havana', 'Africa/Cairo', 'Europe/London', 'Etc/UTC'])(
	'between two nodes, in a workflow of %s',
	(zone) => {
		test.each([
			['2026-12-10', 0],
			['2027-03-13', 1],
			['2027-11-07', 0],
			['2027-07-01', 14],
			['2027-04-16', 14],
		])('$today of %s, %i days on, is that day', (today, days) => {
			const value = DateTime.fromISO(today, { zone }).startOf('day').plus({ days }).startOf('day');
			const end = value.endOf('day').toMillis();
			const written = [
				value,
				value.toISO(),
				value.toISO({ suppressMilliseconds: true }),
				JSON.parse(JSON.stringify({ value })).value,
			];
			for (const form of written) expect(endOf(form, zone)?.toMillis()).toBe(end);
			expect(sentIn(zone, value.toISO())).toBe(value.toISODate());
		});
	},
);

describe.each([...ZONES, 'America/Los_Angeles', 'Pacific/Pago_Pago', 'Europe/London'])(
	'a date without a time in a template, in a workflow of %s',
	(zone) => {
		const inUtc = DateTime.utc(2030, 1, 31);
		test.each([
			['of a database', inUtc.toISO()],
			['of another one', '2030-01-31T00:00:00Z'],
			['with a space', '2030-01-31 00:00:00+00'],
			['of a spreadsheet', inUtc.toJSDate()],
			['of an expression in UTC', inUtc],
			['of an expression in Tokyo', DateTime.fromISO('2030-01-31', { zone: 'Asia/Tokyo' })],
			['of Tokyo, between two nodes', '2030-01-31T00:00:00.000+09:00'],
			['the last hour of it in Tokyo', '2030-01-31T23:30:00.000+09:00'],
			['the last hour, of an expression', inUtc.set({ hour: 23 })],
		])('%s', (_what, value) => expect(sentIn(zone, value)).toBe('2030-01-31'));

		test('but a time in UTC is a time', () => {
			for (const time of [inUtc.plus(1), inUtc.plus({ hours: 1 }), inUtc.minus(1)]) {
				const here = time.setZone(zone).toISODate();
				expect(sentIn(zone, time.toISO())).toBe(here);
				expect(sentIn(zone, time.toJSDate())).toBe(here);
			}
		});
	},
);

test('a template gets no day of the year 10000', () => {
	expect(() => sentIn('Pacific/Auckland', '9999-12-31T23:00Z')).toThrow(/cannot take/);
});

/** What a date field of a template gets. */
function sentIn(zone: string, value: unknown) {
	const field = { ID: '1', Label: 'Start', FieldType: 'DateInput' as const };
	const values = [{ name: '1', value, label: 'Start', isAutomatic: false }];
	return filledFields(values, [{ reference: '2', fields: [field] }], zone)[0][0].Value;
}

test.each([1, true, null, undefined, {}, [], ['2027-01-31'], { toJSON: () => 7 }])(
	'%j is no date',
	(value) => expect(momentOf(value, 'UTC')).toBeUndefined(),
);

test('messages show an instant in the zone of the workflow', () => {
	const instant = DateTime.utc(2027, 1, 31, 12, 30);
	expect(shownIn(instant, 'Pacific/Auckland')).toBe('2027-02-01 01:30 (Pacific/Auckland)');
});

test.each(ZONES)('an instant that is written as one is read as one in %s', (zone) => {
	// A quarter of an hour is the difference between any two offsets; clocks change in March, September and November.
	const instants = [1, 3, 4, 9, 11].flatMap((month) =>
		Array.from({ length: 8 * 96 }, (_, quarter) =>
			DateTime.utc(2027, month, 1).plus({ minutes: 15 * quarter }),
		),
	);
	const misread = instants.filter(
		(instant) => +(endOf(asInstant(String(instant.toISO())), zone) ?? 0) !== +instant,
	);
	expect(misread).toEqual([]);
});

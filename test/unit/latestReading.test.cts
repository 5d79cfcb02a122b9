/** Luxon, told which form a text is in, says what it may stand for: docs/api/API.md section 3. */
import { DateTime } from 'luxon';

import { latestReading } from '../../nodes/SecuredSigningTrigger/latestReading.ts';

const HOURS = 60 * 60_000;
const as = (text: string, ...formats: string[]) =>
	Math.max(
		...formats
			.map((format) => DateTime.fromFormat(text, format, { zone: 'utc', locale: 'en' }))
			.flatMap((date) => (date.isValid ? [date.toMillis()] : [])),
	);
const BOTH = (time: string) => [`d/M/yyyy${time}`, `M/d/yyyy${time}`];

test.each<[text: string, formats: string[]]>([
	['26/11/2026 02:59:44', BOTH(' HH:mm:ss')],
	['11/26/2026 2:59:44 PM', BOTH(' h:mm:ss a')],
	['11/26/2026 12:00 AM', BOTH(' h:mm a')],
	['05/12/2026 14:00', BOTH(' HH:mm')],
	['5/12/2026', BOTH('')],
	['26.11.2026 14:00:01', ['d.M.yyyy HH:mm:ss']],
	['26-11-26 14:00', ['d-M-yy HH:mm']],
	['2026/11/26 14:00:01', ['yyyy/M/d HH:mm:ss']],
	['26 Nov 2026 14:00:01', ['d LLL yyyy HH:mm:ss']],
	['Nov 26, 2026 2:00 PM', ['LLL d, yyyy h:mm a']],
])('%s', (text, formats) => {
	expect(latestReading(text, '0')).toBe(as(text, ...formats));
	expect(latestReading(text, '720')).toBe(as(text, ...formats) - 12 * HOURS);
	expect(latestReading(text, '-300')).toBe(as(text, ...formats) + 5 * HOURS);
	// No zone is further behind UTC than 12 hours.
	expect(latestReading(text, undefined)).toBe(as(text, ...formats) + 12 * HOURS);
});

test.each([
	['2026-11-26T14:00:00Z', '2026-11-26T14:00:00Z'],
	['2026-11-26T14:00:00+13:00', '2026-11-26T14:00:00+13:00'],
	['/Date(1795701600000)/', DateTime.fromMillis(1795701600000).toISO()],
	['2026-11-26T14:00:00', '2026-11-26T14:00:00-12:00'],
	['2026-11-26', '2026-11-26T00:00:00-12:00'],
])('%s', (text, iso) => {
	expect(latestReading(text, undefined)).toBe(DateTime.fromISO(String(iso)).toMillis());
});

test.each(['', '31/31/2026', '0/0/2026', 'yesterday', '26112026', 7, null, {}])(
	'%j is none',
	(value) => {
		expect(latestReading(value, '0')).toBeUndefined();
	},
);

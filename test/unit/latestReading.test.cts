/** Luxon, told which form a text is in, says what it may stand for: docs/api/API.md section 3. */
import { DateTime } from 'luxon';

import { latestReading } from '../../nodes/SecuredSigning/api/answers/latestReading.ts';

/** UTC-12 to UTC+14: https://www.iana.org/time-zones */
const ZONES = Array.from({ length: 27 }, (_, index) => `UTC${index < 12 ? '' : '+'}${index - 12}`);
const latestOf = (text: string, ...formats: string[]) =>
	Math.max(
		...formats.flatMap((format) =>
			ZONES.map((zone) => DateTime.fromFormat(text, format, { zone, locale: 'en' }))
				.filter((date) => date.isValid)
				// Without a time, it may have been at the end of the day.
				.map((date) => (/:/.test(text) ? date : date.plus({ hours: 24 })).toMillis()),
		),
	);
const BOTH = (time: string) => [`d/M/yyyy${time}`, `M/d/yyyy${time}`];

test.each<[text: string, formats: string[]]>([
	['26/11/2026 02:59:44', BOTH(' HH:mm:ss')],
	['11/26/2026 2:59:44 PM', BOTH(' h:mm:ss a')],
	['11/26/2026 12:00 AM', BOTH(' h:mm a')],
	['05/12/2026 14:00', BOTH(' HH:mm')],
	['5/12/2026', BOTH('')],
	['26.11.2026 14:00:01', ['d.M.yyyy HH:mm:ss']],
	['26-11-26 14:00', ['d-M-yy HH:mm', 'M-d-yy HH:mm', 'yy-M-d HH:mm']],
	['2026/11/26 14:00:01', ['yyyy/M/d HH:mm:ss']],
	['26-11-2026', ['d-M-yyyy']],
	['25/11/26', ['d/M/yy', 'M/d/yy', 'yy/M/d']],
	['26 Nov 2026 14:00:01', ['d LLL yyyy HH:mm:ss']],
	['26 Nov 2026', ['d LLL yyyy']],
	['Nov 26, 2026 2:00 PM', ['LLL d, yyyy h:mm a']],
	['2026-11-26T14:00:00', ["yyyy-MM-dd'T'HH:mm:ss"]],
	['2026-11-26 14:00', ['yyyy-MM-dd HH:mm']],
	['2026-11-26', ['yyyy-MM-dd']],
])('%s may be of any zone', (text, formats) => {
	expect(latestReading(text)).toBe(latestOf(text, ...formats));
});

test.each([
	['2026-11-26T14:00:00Z', '2026-11-26T14:00:00Z'],
	['2026-11-26T14:00:00+13:00', '2026-11-26T14:00:00+13:00'],
	['/Date(1795701600000)/', DateTime.fromMillis(1795701600000).toISO()],
	['/Date(1795701600000-0800)/', DateTime.fromMillis(1795701600000).toISO()],
])('%s is one moment', (text, iso) => {
	expect(latestReading(text)).toBe(DateTime.fromISO(String(iso)).toMillis());
});

test.each(['', '31/31/2026', '0/0/2026', 'yesterday', '26112026', 7, null, {}])(
	'%j is none',
	(value) => {
		expect(latestReading(value)).toBeUndefined();
	},
);

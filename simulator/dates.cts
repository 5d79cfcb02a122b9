import { invalid } from './errors.cts';
import type { Readings } from './readings.cts';

const minute = 60_000;
export const day = 24 * 60 * minute;

const iso =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const slashes = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/;
/** As ServiceStack.Text writes it: an instant, whatever the zone behind it. */
const serviceStack = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
// Assumed: the account's DateFormat (dd/MM/yyyy here) is how it reads a date that is not ISO 8601.
const local = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * Reads a due date. Without a zone it is local time, `gmt` minutes ahead of UTC; a date without a
 * time lasts until the end of that day (Assumed).
 */
export function parseDueDate(text: string, gmt: string, reading: Readings['gmtWithZone']): Date {
	if (!/^[+-]?\d{1,4}$/.test(gmt)) throw invalid(`GMT ${gmt} is not a number of minutes`);
	const [, instant] = serviceStack.exec(text) ?? [];
	if (instant !== undefined) return new Date(Number(instant));
	const ymd = iso.exec(text) ?? slashes.exec(text);
	const dmy = local.exec(text);
	const parts = ymd ?? (dmy && [dmy[0], dmy[3], dmy[2], dmy[1], ...dmy.slice(4)]);
	if (!parts) throw invalid(`DueDate ${text} is not a date`);
	const [year, month, date] = parts.slice(1, 4).map(Number);
	const [hour, minutes, seconds] = parts[4]
		? parts.slice(4, 7).map((part) => Number(part ?? 0))
		: [23, 59, 59];
	const milliseconds = Math.floor(Number(ymd?.[7] ?? 0) * 1000);
	const wall = new Date(Date.UTC(year, month - 1, date, hour, minutes, seconds, milliseconds));
	if (wall.getUTCMonth() !== month - 1 || wall.getUTCDate() !== date || hour > 23) {
		throw invalid(`DueDate ${text} is not a date`);
	}
	const zone = ymd?.[8];
	const zoneMinutes = zone ? offsetOf(zone) : 0;
	const localMinutes = !zone || reading === 'shifts' ? Number(gmt) : 0;
	return new Date(wall.getTime() - (zoneMinutes + localMinutes) * minute);
}

function offsetOf(zone: string) {
	if (zone.toUpperCase() === 'Z') return 0;
	const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number);
	return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

const readable = new Intl.DateTimeFormat('en-GB', {
	...{ day: 'numeric', month: 'short', year: 'numeric' },
	...{ hour: '2-digit', minute: '2-digit' },
} as const);

/** An instant as pages, emails and papers show it: by the clock of this machine, whose zone is named. */
export function readableDate(at: Date) {
	const ahead = -at.getTimezoneOffset();
	const [hours, minutes] = [Math.trunc(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
	const offset = `${ahead < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${twoDigits(minutes)}`}`;
	return `${readable.format(at)} UTC${ahead === 0 ? '' : offset}`;
}

/** An instant as an answer shows it. */
export function formatDate(at: Date, reading: Readings['dates']) {
	switch (reading) {
		case 'iso':
			return at.toISOString();
		case 'servicestack':
			return `/Date(${at.getTime()}+0000)/`;
		case 'rfc1123':
			return at.toUTCString();
		case 'culture': {
			const date = [at.getUTCDate(), at.getUTCMonth() + 1].map(twoDigits).join('/');
			const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(twoDigits);
			return `${date}/${at.getUTCFullYear()} ${time.join(':')}`;
		}
	}
}

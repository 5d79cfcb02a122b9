import { DateTime } from 'luxon';

import { text as textOf } from '../values';

const SERVICESTACK = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const WITH_ZONE = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;
const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/;

/**
 * A date of an answer in ISO 8601 and UTC. The service's own form is not documented, so each known
 * one is taken (docs/api/API.md section 3); text in any other form is handed on as it is.
 *
 * @param minutes the answer's GMT: minutes between a date without a zone and UTC
 */
export function isoDate(value: unknown, minutes: unknown): string | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const text = value.trim();
	const milliseconds = SERVICESTACK.exec(text)?.[1];
	if (milliseconds !== undefined) return iso(Number(milliseconds)) ?? text;
	if (WITH_ZONE.test(text)) return iso(utc(text)) ?? text;
	const local = WITHOUT_ZONE.exec(text);
	if (local === null) return text;
	const [, day, time = '00:00'] = local;
	return iso(utc(`${day}T${time}Z`) - (Number(textOf(minutes)) || 0) * 60_000) ?? text;
}

/** Milliseconds since 1970, NaN for a day that no month has: JavaScript would take the next one for it. */
const utc = (text: string): number => DateTime.fromISO(text).toMillis();

function iso(milliseconds: number): string | undefined {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

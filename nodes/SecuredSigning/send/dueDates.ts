import { DateTime } from 'luxon';

import type { DueDate } from '../fields/dueDate';
import { DAY_MS } from '../shared/dates';

/** A due date, and when it was read. */
export interface DueDateReading {
	/** In milliseconds since 1970. */
	due: number;
	read: number;
	/** The calendar days of both in the workflow's zone, counted from 1970. */
	dueDay: number;
	readDay: number;
}

/**
 * How far "in ten days" may differ from the time that has passed: a change to summer time, and the time for
 * reading.
 */
const SLACK_MS = 2 * 60 * 60 * 1000;

/** @param timezone the workflow's */
export function readingOf({ DueDate: dueDate }: DueDate, timezone: string): DueDateReading {
	const [due, read] = [Date.parse(dueDate), Date.now()];
	const dayOf = (at: number) =>
		Math.floor((at + DateTime.fromMillis(at, { zone: timezone }).offset * 60_000) / DAY_MS);
	return { due, read, dueDay: dayOf(due), readDay: dayOf(read) };
}

/**
 * Whether a due date is on the same day as before, or moved by as much as the time that has passed: "in ten
 * days" is another time in each attempt.
 */
export function isSameDueDate(one?: DueDateReading, other?: DueDateReading): boolean {
	if (!one || !other) return one === other;
	const days = other.dueDay - one.dueDay;
	if (days === 0 || days === other.readDay - one.readDay) return true;
	return Math.abs(other.due - one.due - (other.read - one.read)) < SLACK_MS;
}

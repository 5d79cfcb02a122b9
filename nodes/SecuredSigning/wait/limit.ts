import type { IExecuteFunctions } from 'n8n-workflow';

import type { Raw, RawDocument } from '../api';
import { isUnset, spansOf } from '../api/answers/dates';
import { readDueDate } from '../fields/dueDate';
import { timezoneOf } from '../fields/timezone';
import { endOf, shownIn } from '../shared/dates';
import { runOf } from '../shared/oncePerRun';
import { refusal } from '../shared/refusal';
import { text } from '../shared/values';

const MINUTE = 60_000;
const MILLISECONDS: Record<string, number> = {
	minutes: MINUTE,
	hours: 60 * MINUTE,
	days: 24 * 60 * MINUTE,
};
// A document that is signed in the last minute may be reported a little later.
const AFTER_DUE_DATE = 15 * MINUTE;
// The service's default (docs/api/API.md section 3).
const DEFAULT_DUE_DATE = 14 * MILLISECONDS.days;

// Long enough for any due date; a wait that ends before it would lose the signature.
const UNREADABLE_DUE_DATE = 365 * MILLISECONDS.days;

// n8n's databases store dates with four-digit years.
const LAST = Date.UTC(9999, 11, 31);

interface End {
	date: Date;
	/** A remark for the output. */
	note?: string;
}

type Limit = (documents: RawDocument[]) => End;

/**
 * The limits of the items of a run: a limit that was accepted before the send is not checked again after it.
 */
const limits = new WeakMap<IExecuteFunctions, Map<number, Limit>>();

/**
 * Reads the limit of an item before anything is sent.
 *
 * @throws UserError like readLimit
 */
export function checkLimit(context: IExecuteFunctions, itemIndex: number): void {
	const run = runOf(context);
	const known = limits.get(run) ?? new Map<number, Limit>();
	limits.set(run, known.set(itemIndex, readLimit(context, itemIndex)));
}

/** The limit of an item, as it was read before the send. */
export const limitOf = (context: IExecuteFunctions, itemIndex: number): Limit =>
	limits.get(runOf(context))?.get(itemIndex) ?? readLimit(context, itemIndex);

/**
 * Reads the limit before anything is sent; the returned function gives the end when the documents are known.
 *
 * @throws UserError for an invalid amount or date, or one that is too far away to be stored
 */
function readLimit(context: IExecuteFunctions, itemIndex: number): Limit {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex);
	switch (parameter('limitWaitTime')) {
		case 'afterTimeInterval': {
			const wait =
				Number(parameter('resumeAmount')) * MILLISECONDS[String(parameter('resumeUnit'))];
			if (!(wait > 0)) throw refusal("'Amount' is not a valid waiting time");
			if (Date.now() + wait > LAST)
				throw refusal(
					"'Amount' is too long a time to wait",
					'Enter a shorter time, such as 30 days.',
				);
			return () => ({ date: new Date(Date.now() + wait) });
		}
		case 'atSpecifiedTime': {
			const value = parameter('maxDateAndTime');
			const timezone = timezoneOf(context);
			const end = endOf(value, timezone);
			if (end === undefined) {
				throw refusal(
					`'Wait Until' is not a date: ${JSON.stringify(value)}`,
					'Enter a date such as 2030-01-31 or 2030-01-31T17:00, or choose one from the calendar.',
				);
			}
			if (end.toMillis() <= Date.now()) {
				throw refusal(`'Wait Until' is in the past: ${shownIn(end, timezone)}`);
			}
			return () => ({ date: end.toJSDate() });
		}
		default: {
			// Await Signature has no due date of its own.
			const own = Date.parse(readDueDate(context, itemIndex)?.DueDate ?? '');
			return (documents) => {
				const due = documents.map((document) => dueAt(document, own));
				const latest = Math.max(...due.map(({ at }) => at));
				const { note } = due.find((each) => each.note) ?? {};
				return { date: new Date(Math.min(latest + AFTER_DUE_DATE, LAST)), note };
			};
		}
	}
}

/**
 * When a document is due: the later of the service's date and the user's own, as far as known. A date of the
 * service without a time or zone counts until the end of that day in the westernmost zone.
 */
function dueAt(
	{ Name, Status, DueDate, GMT }: Raw<'Document'>,
	own: number,
): { at: number; note?: string } {
	const spans = spansOf(DueDate, GMT);
	// The user's own date decides between two readings.
	const meant = spans.filter(({ first, last }) => first <= own && own <= last);
	const ends = [...new Set((meant.length > 0 ? meant : spans).map(({ last }) => last))];
	const words = isUnset(DueDate) ? '' : text(DueDate);
	const known = [...ends, own].filter((date) => !Number.isNaN(date));
	if (known.length > 0) {
		const at = Math.max(...known);
		const isUnclear = ends.length > 1 && at !== own;
		return {
			at,
			...(isUnclear && {
				note: `The due date “${words}” can be read in two ways, so the wait lasts until the later one.`,
			}),
		};
	}
	if (words !== '') {
		return {
			at: Date.now() + UNREADABLE_DUE_DATE,
			note: `The due date “${words}” cannot be read, so the wait lasts a year.`,
		};
	}
	if (text(Name) !== '' || text(Status) !== '') return { at: Date.now() + DEFAULT_DUE_DATE };
	return {
		at: Date.now() + UNREADABLE_DUE_DATE,
		note: 'The due date could not be looked up, so the wait lasts a year.',
	};
}

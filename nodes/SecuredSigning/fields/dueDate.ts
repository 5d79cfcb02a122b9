import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { askedOnce, read } from '../api';
import { DAY_MS, daysBetween, endOf, endOfDayIn, shownIn } from '../shared/dates';
import { refusal, TooLate } from '../shared/refusal';
import { toResult } from '../shared/toResult';
import { isNothing, text } from '../shared/values';
import { isEmptyExpression } from './checkedValue';
import { timezoneOf } from './timezone';

/** The service's own default; source: docs/api/API.md section 3. */
const USUAL_DAYS = 14;

/** For operations that change the due date: the field is required. */
export const dueDateField: INodeProperties = {
	displayName: 'Due Date',
	name: 'dueDate',
	type: 'dateTime',
	default: '',
	required: true,
	description:
		"Deadline for all signatures. If you give no time, or 00:00 in the workflow's time zone, the deadline is the end of that day.",
};

/** For sends. Both fields are always shown, because n8n drops the values of hidden fields. */
export const dueDateFields: INodeProperties[] = [
	{
		displayName: 'Due In (Days)',
		name: 'dueInDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: USUAL_DAYS,
		description:
			"How many days from today the signers have, until the end of the last day in the workflow's time zone. Used while 'Due Date' is empty.",
	},
	{
		...dueDateField,
		required: false,
		description:
			"Deadline for all signatures. Overrides 'Due In (Days)'. If you give no time, or 00:00 in the workflow's time zone, the deadline is the end of that day.",
	},
];

/** The due date as a send wants it; source: docs/api/API.md section 3. */
export interface DueDate {
	/** An instant in UTC, ISO 8601. */
	DueDate: string;
	/** The offset of the date above from UTC, in minutes: always 0. */
	GMT: '0';
}

export const NO_DUE_DATE = "'Due Date' is empty";
/** How the message begins that names the date. */
export const PAST_DUE_DATE = 'The due date is in the past';

/**
 * Reads 'Due Date', and 'Due In (Days)' while it is empty, as one unambiguous instant. A date-time without a
 * zone is in the workflow's time zone; a date without a time means the end of that day.
 *
 * @returns undefined when both are empty, or the operation has neither. The date may have passed: what was sent
 *   before can have such a one
 * @throws UserError for what is not a date or a number of days, and for an expression that gives nothing
 */
export function readDueDate(context: IExecuteFunctions, itemIndex: number): DueDate | undefined {
	const value = context.getNodeParameter('dueDate', itemIndex, '');
	if (isEmptyExpression(context, value, 'dueDate')) {
		throw refusal(
			NO_DUE_DATE,
			'Check the expression: it gave no date for this item. Only a field without an expression may stay empty.',
		);
	}
	const instant = isNothing(value) ? readDays(context, itemIndex) : readDate(context, value);
	return instant && { DueDate: instant.toJSDate().toISOString(), GMT: '0' };
}

function readDate(context: IExecuteFunctions, value: unknown) {
	const instant = endOf(value, timezoneOf(context));
	if (instant === undefined) {
		throw refusal(
			`'Due Date' is not a date: ${JSON.stringify(value)}`,
			'Enter a date such as 2030-01-31 or 2030-01-31T17:00, or choose one from the calendar.',
		);
	}
	return instant;
}

function readDays(context: IExecuteFunctions, itemIndex: number) {
	const value: unknown = context.getNodeParameter('dueInDays', itemIndex, '');
	if (isEmptyExpression(context, value, 'dueInDays')) {
		throw refusal(
			"'Due In (Days)' is empty",
			'Check the expression, or enter a whole number such as 14.',
		);
	}
	if (isNothing(value)) return undefined;
	const days = Number(text(value) || NaN);
	const instant =
		Number.isInteger(days) && days > 0 ? endOfDayIn(days, timezoneOf(context)) : undefined;
	if (instant === undefined) {
		throw refusal(
			`'Due In (Days)' is not a number of days: ${JSON.stringify(value)}`,
			"Enter a whole number such as 14, or choose a 'Due Date'.",
		);
	}
	return instant;
}

/**
 * Like readDueDate, for requests that need a date. It may have passed: checkDueDate refuses it.
 *
 * @throws UserError when there is none, and like readDueDate
 */
export function requiredDueDate(context: IExecuteFunctions, itemIndex: number): DueDate {
	const dueDate = readDueDate(context, itemIndex);
	if (dueDate === undefined) {
		throw refusal(NO_DUE_DATE, 'Choose the date by which everyone must sign.');
	}
	return dueDate;
}

/** @throws TooLate for a due date that has passed */
export function refusePastDueDate(
	context: IExecuteFunctions,
	{ DueDate }: Pick<DueDate, 'DueDate'>,
): void {
	if (Date.parse(DueDate) > Date.now()) return;
	throw new TooLate(
		`${PAST_DUE_DATE}: ${shownIn(DateTime.fromISO(DueDate), timezoneOf(context))}`,
		{
			description: "Set 'Due Date' to a later time. Nothing was sent.",
		},
	);
}

/**
 * Like requiredDueDate, for a change of the due date.
 * @throws TooLate, and like requiredDueDate
 */
export function futureDueDate(context: IExecuteFunctions, itemIndex: number): DueDate {
	const dueDate = requiredDueDate(context, itemIndex);
	refusePastDueDate(context, dueDate);
	return dueDate;
}

/**
 * Refuses a due date that has passed, or is later than the account allows; to be called before anything is
 * sent. The account is asked once for a run: an account may allow less than the usual 14 days. If the
 * account's limit cannot be read, it refuses none for that.
 *
 * @throws TooLate
 * @throws UserError that says how many days the account allows
 * Source: docs/api/API.md sections 3 and 9 (MaxDueDate, in days)
 */
export async function checkDueDate(
	context: IExecuteFunctions,
	{ DueDate }: Pick<DueDate, 'DueDate'>,
): Promise<void> {
	refusePastDueDate(context, { DueDate });
	const due = Date.parse(DueDate);
	const now = Date.now();
	// The service may count days in any time zone. So both the calendar days and the whole days of 24 hours
	// are counted, and the smaller number is compared: nothing is refused that may be allowed.
	const days = daysBetween(now, due, timezoneOf(context));
	const daysAhead = Math.min(days, Math.floor((due - now) / DAY_MS));
	const most = await maxDueDate(context, 'MaxDueDate');
	if (most === undefined || daysAhead <= most) return;
	throw refusal(
		`The due date is ${daysAhead} days from now, but your Secured Signing account allows ${most}`,
		"Choose an earlier 'Due Date' or fewer days, or have the maximum changed in Secured Signing.",
	);
}

const maxDueDate = askedOnce(async (context): Promise<number | undefined> => {
	const found = await toResult(read(context, '/Account/Info'));
	const days = 'value' in found ? Number(text(found.value.MaxDueDate)) : NaN;
	return days > 0 ? days : undefined;
});

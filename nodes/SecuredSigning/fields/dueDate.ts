import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { endOf, shownIn } from '../shared/dates';
import { refusal } from '../shared/refusal';

export const dueDateField: INodeProperties = {
	displayName: 'Due Date',
	name: 'dueDate',
	type: 'dateTime',
	default: '',
	required: true,
	placeholder: 'e.g. {{ $now.plus(14, "days") }}',
	description:
		"Until when everybody has to sign. A date, or midnight in the workflow's time zone, means the end of that day.",
};

/** For sends where the service has a date of its own; source: docs/api/API.md section 3. */
export const optionalDueDateField: INodeProperties = {
	...dueDateField,
	required: false,
	description:
		"Until when everybody has to sign. Left out: 14 days. A date, or midnight in the workflow's time zone, means the end of that day.",
};

/** The due date as a send wants it; source: docs/api/API.md section 3. */
export interface DueDate {
	/** An instant in UTC, ISO 8601. */
	DueDate: string;
	/** Minutes between the date above and UTC: none. */
	GMT: '0';
}

/**
 * Reads 'Due Date' as one unambiguous instant. A date-time without a zone is one of the workflow's, and a
 * day counts until its end.
 *
 * @returns undefined when the field was left empty
 * @throws UserError for what is not a date, and for a date in the past
 */
export function readDueDate(context: IExecuteFunctions, itemIndex: number): DueDate | undefined {
	const value = context.getNodeParameter('dueDate', itemIndex, '');
	if (value === '' || value === null || value === undefined) return undefined;
	const timezone = context.getTimezone();
	const instant = endOf(value, timezone);
	if (instant === undefined) {
		throw refusal(
			`'Due Date' is not a date: ${JSON.stringify(value)}`,
			'Enter a date such as 2030-01-31 or 2030-01-31T17:00, or choose one from the calendar.',
		);
	}
	if (instant.toMillis() <= Date.now()) {
		throw refusal(
			`The due date is in the past: ${shownIn(instant, timezone)}`,
			"Set 'Due Date' to a later time.",
		);
	}
	return { DueDate: instant.toJSDate().toISOString(), GMT: '0' };
}

/** Like readDueDate, where the service asks for a date. */
export function requiredDueDate(context: IExecuteFunctions, itemIndex: number): DueDate {
	const dueDate = readDueDate(context, itemIndex);
	if (dueDate === undefined) {
		throw refusal("No value for 'Due Date'", 'Say until when everybody has to sign.');
	}
	return dueDate;
}

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { momentOf } from '../descriptions/dates';
import { refusal } from '../descriptions/refusal';
import { isoDate } from '../outputs/dates';

const MINUTE = 60_000;
const MILLISECONDS: Record<string, number> = {
	minutes: MINUTE,
	hours: 60 * MINUTE,
	days: 24 * 60 * MINUTE,
};
// Signed in the last minute, a document is told a little later.
const AFTER_DUE_DATE = 15 * MINUTE;
// What the service takes when nobody says otherwise (docs/api/API.md section 3).
const DEFAULT_DUE_DATE = 14 * MILLISECONDS.days;

/**
 * Until when an item waits; made before anything is sent, asked when the documents are known.
 *
 * @throws UserError for an amount or a date that is none
 */
export function readLimit(
	context: IExecuteFunctions,
	itemIndex: number,
): (documents: IDataObject[]) => Date {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex) as unknown;
	switch (parameter('limitWaitTime')) {
		case 'afterTimeInterval': {
			const wait =
				Number(parameter('resumeAmount')) * MILLISECONDS[String(parameter('resumeUnit'))];
			if (!(wait > 0)) throw refusal("'Amount' is not a time to wait");
			return () => new Date(Date.now() + wait);
		}
		case 'atSpecifiedTime': {
			const moment = momentOf(parameter('maxDateAndTime'), context.getTimezone())?.toJSDate();
			if (moment === undefined || moment.getTime() <= Date.now()) {
				throw refusal("'Wait Until' is not a date to come");
			}
			return () => moment;
		}
		default:
			return (documents) => new Date(Math.max(...documents.map(dueAt)) + AFTER_DUE_DATE);
	}
}

function dueAt({ DueDate, GMT }: IDataObject): number {
	const due = Date.parse(isoDate(DueDate, GMT) ?? '');
	return Number.isNaN(due) ? Date.now() + DEFAULT_DUE_DATE : due;
}

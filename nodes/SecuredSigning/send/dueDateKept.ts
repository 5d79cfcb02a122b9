import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { isoDate, spansOf } from '../api/answers/dates';
import type { DueDate } from '../fields/dueDate';
import { DAY_MS } from '../shared/dates';
import { text } from '../shared/values';
import { withWarning } from './warning';

const HOUR_MS = 60 * 60 * 1000;
/** The same day written as midnight in UTC, for an account in the westernmost zone. */
const DAY_IN_UTC_MS = DAY_MS + 12 * HOUR_MS;

/**
 * The documents of a send, with a `warning` if the answer shows an earlier due date than requested: an
 * account may shorten a time that it does not allow. A date that is missing or cannot be read is ignored.
 *
 * @param documents as the service answers them
 * @param asked the due date of the send
 * Source: docs/api/API.md sections 3 (dates in answers) and 9 (MaxDueDate)
 */
export const withDueDateKept = (
	context: IExecuteFunctions,
	documents: RawDocument[],
	asked?: Pick<DueDate, 'DueDate'>,
): RawDocument[] =>
	documents.flatMap((document) => {
		const { DueDate, GMT, Reference } = document;
		if (!asked || !isEarlier(document, Date.parse(asked.DueDate))) return [document];
		const due = isoDate(DueDate, GMT) ?? text(DueDate);
		const warning = `Secured Signing's answer says that document ${text(Reference)} is due ${due}, earlier than asked (${asked.DueDate}). Your account may not allow a later date: look at it in Secured Signing.`;
		return withWarning(context, [document], warning);
	});

/** Whether its due date is earlier than requested, however its date is read. */
function isEarlier({ DueDate, GMT }: RawDocument, asked: number): boolean {
	const spans = spansOf(DueDate, GMT);
	return (
		spans.length > 0 &&
		spans.every(({ first, last }) =>
			// A due date that is stored without a time means the beginning of that day, in the account's time
			// zone.
			first === last
				? asked - last >= (last % DAY_MS === 0 ? DAY_IN_UTC_MS : DAY_MS)
				: last < asked,
		)
	);
}

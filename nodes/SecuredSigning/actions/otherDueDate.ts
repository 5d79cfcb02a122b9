import { UserError } from 'n8n-workflow';

import type { RawDocument } from '../api';
import { isoDate, orderOf } from '../api/answers/dates';
import { text } from '../shared/values';

// A date without a time, or a time without a zone, may mean a time that differs by up to this much.
const TOLERANCE_MS = 48 * 60 * 60 * 1000;

/**
 * Compares the due dates in an answer with the requested one. A date that is missing or cannot be read is
 * ignored.
 *
 * @param documents as the service answers them
 * @param asked ISO 8601, with its zone
 * @throws UserError where a document has another due date: the service answered, and did not set it
 * Source: docs/api/API.md sections 3 (dates in answers), 5.2, 5.3 and 9 (MaxDueDate)
 */
export function refuseOtherDueDate(documents: RawDocument[], asked: string): void {
	for (const { DueDate, GMT, Reference } of documents) {
		const answered = orderOf(DueDate, GMT);
		if (answered !== undefined && Math.abs(answered - Date.parse(asked)) > TOLERANCE_MS) {
			throw new UserError("Secured Signing's answer does not show the new due date", {
				description: `The document ${text(Reference)} is due ${isoDate(DueDate, GMT)}, not ${asked}. The account may not allow a later date: Account > Get shows the maximum number of days as 'maxDueDays'. Check the document in Secured Signing.`,
			});
		}
	}
}

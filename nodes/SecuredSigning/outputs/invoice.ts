import type { IDataObject } from 'n8n-workflow';

import { given, text } from '../values';
import { isoDate } from './dates';

const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d([T ][\d:.]+)?$/;
const KNOWN_ZONE = /^(UTC|GMT|[+-]?\d+)?$/i;

/** One line of an invoice: what it is for, since when, and what it costs. */
export const simplifyInvoiceLine =
	(invoiceReference: string) =>
	(line: IDataObject): IDataObject => ({
		invoiceReference,
		...given({
			invoiceNumber: line.InvoiceNO,
			invoiceType: line.InvoiceType,
			description: line.Description,
			startDate: invoiceDate(line.StartDate, line.StartDateTimezone),
			endDate: invoiceDate(line.EndDate, line.EndDateTimezone),
			price: line.Price,
			quantity: line.Quantity,
			documentCount: line.TotalDocuments,
			smsCount: line.NumberOfSMS,
		}),
	});

/**
 * A date of an invoice. No source says how its time zone is written: UTC and minutes are understood,
 * and a date in any other zone is handed on as it is rather than moved by a guess.
 */
function invoiceDate(date: unknown, zone: unknown): string | undefined {
	return WITHOUT_ZONE.test(text(date)) && !KNOWN_ZONE.test(text(zone))
		? text(date)
		: isoDate(date, zone);
}

import { omitEmpty } from '../../shared/values';
import type { Raw } from '../types';
import { isoDate } from './dates';

/** An invoice; source: docs/api/API.md section 6 (InvoiceInfo). */
export const simplifyInvoice = (invoice: Raw<'InvoiceInfo'>) =>
	omitEmpty({
		invoiceNumber: invoice.InvoiceNO,
		invoiceType: invoice.InvoiceType,
		description: invoice.Description,
		invoiceDate: isoDate(invoice.InvoiceDate, invoice.InvoiceTimezone),
		amount: invoice.Amount,
		invoiceReference: invoice.InvoiceReference,
	});

/** One line of an invoice: what it is for, since when, and what it costs. */
export const simplifyInvoiceLine = (invoiceReference: string) => (line: Raw<'InvoiceDetail'>) => ({
	...omitEmpty({
		invoiceNumber: line.InvoiceNO,
		invoiceType: line.InvoiceType,
		description: line.Description,
		startDate: isoDate(line.StartDate, line.StartDateTimezone),
		endDate: isoDate(line.EndDate, line.EndDateTimezone),
		price: line.Price,
		quantity: line.Quantity,
		documentCount: line.TotalDocuments,
		smsCount: line.NumberOfSMS,
	}),
	invoiceReference,
});

import type { Handlers } from '../api.cts';
import { formatDate } from '../dates.cts';
import type { Service } from '../service.cts';

export const billing = {
	getInvoices: ({ service }) =>
		service.store.invoices.map((invoice) => ({
			...invoice,
			InvoiceDate: shown(invoice.InvoiceDate, service),
		})),

	getInvoiceDetails({ service, path }) {
		const { InvoiceNO, InvoiceType, InvoiceDate, Description, Amount } = service.store.invoice(
			path.InvoiceReference,
		);
		return [
			{
				InvoiceNO,
				InvoiceType,
				Description,
				EndDate: shown(InvoiceDate, service),
				EndDateTimezone: 'UTC',
				Price: Amount,
				Quantity: 1,
				IDCheckDetails: [{ Key: 'Document check', Value: 0 }],
			},
		];
	},
} satisfies Handlers;

const shown = (date: string | undefined, { readings }: Service) =>
	formatDate(new Date(date ?? 0), readings.dates);

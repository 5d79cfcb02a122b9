import { read } from '../../api';
import { simplifyInvoiceLine } from '../../api/answers/invoice';
import { chosenView, simplifyField } from '../../fields/results';
import { invoiceLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Billing/InvoiceDetail/{InvoiceReference}, docs/api/API.md section 5.9
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get invoice',
	description: 'Get the lines of an invoice, one item for each',
	fields: [invoiceLocator, simplifyField],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, invoiceLocator);
		const lines = await read(this, '/Billing/InvoiceDetail/{InvoiceReference}', {
			path: { InvoiceReference: reference },
		});
		return lines.map((line) => ({
			json: chosenView(this, itemIndex, line, simplifyInvoiceLine(reference)),
		}));
	},
};

import { invoiceLocator, requiredLocator } from '../../descriptions/locators';
import { chosenView, simplifyField } from '../../descriptions/results';
import { simplifyInvoiceLine } from '../../outputs/invoice';
import { read } from '../../transport';
import type { Operation } from '../operation';

// API: GET /Billing/InvoiceDetail/{InvoiceReference}, docs/api/API.md section 5.9
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get invoice',
	description: 'Look up the lines of an invoice, one item for each',
	fields: [invoiceLocator, simplifyField],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('invoice', itemIndex), 'Invoice');
		const lines = await read(this, '/Billing/InvoiceDetail/{InvoiceReference}', {
			path: { InvoiceReference: reference },
		});
		return lines.map((line) => ({
			json: chosenView(this, itemIndex, line, simplifyInvoiceLine(reference)),
		}));
	},
};

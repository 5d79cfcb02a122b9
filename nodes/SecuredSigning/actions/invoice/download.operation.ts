import { download as downloadFile } from '../../api';
import { optionsField } from '../../fields/options';
import { fileItem, outputFieldField, outputFileNameField } from '../../fields/outputFile';
import { invoiceLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Download/Invoice/{InvoiceReference}, docs/api/API.md section 5.10
export const download: Operation = {
	name: 'Download',
	value: 'download',
	action: 'Download invoice',
	description: 'Get the file of an invoice',
	fields: [
		invoiceLocator,
		outputFieldField,
		optionsField([{ ...outputFileNameField, placeholder: 'e.g. invoice-4711.pdf' }]),
	],
	async execute(itemIndex) {
		const invoiceReference = requiredReference(this, itemIndex, invoiceLocator);
		const file = await downloadFile(
			this,
			'/Download/Invoice/{InvoiceReference}',
			{ path: { InvoiceReference: invoiceReference } },
			`${invoiceReference}.pdf`,
		);
		return [fileItem(this, itemIndex, file, { invoiceReference })];
	},
};

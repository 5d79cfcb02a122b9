import { read } from '../../api';
import { limited, returnAllFields } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /Billing/Invoices, docs/api/API.md section 5.9
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many invoices',
	description: 'List the invoices of your account',
	fields: returnAllFields,
	async execute(itemIndex) {
		const invoices = await read(this, '/Billing/Invoices');
		return limited(this, itemIndex, invoices).map((invoice) => ({ json: invoice }));
	},
};

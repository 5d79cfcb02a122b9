import { read } from '../../api';
import { simplifyInvoice } from '../../api/answers/invoice';
import { getMany } from '../getMany';

// API: GET /Billing/Invoices, docs/api/API.md section 5.9
export const getAll = getMany({
	action: 'Get many invoices',
	description: 'List the invoices of your account',
	list: async (context) => await read(context, '/Billing/Invoices'),
	simplify: simplifyInvoice,
});

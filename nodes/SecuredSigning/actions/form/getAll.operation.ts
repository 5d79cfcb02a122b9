import { read } from '../../api';
import { limited, returnAllFields } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /FormDirect/GetFormList, docs/api/API.md section 5.5
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many forms',
	description: 'List the Form Direct forms of your account',
	fields: returnAllFields,
	async execute(itemIndex) {
		const forms = await read(this, '/FormDirect/GetFormList');
		return limited(this, itemIndex, forms).map((form) => ({ json: form }));
	},
};

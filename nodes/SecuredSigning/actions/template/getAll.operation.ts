import { read } from '../../api';
import { limited, returnAllFields } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /FormFiller/GetTemplateList, docs/api/API.md section 5.6
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many templates',
	description: 'List the Form Filler templates of your account',
	fields: returnAllFields,
	async execute(itemIndex) {
		const templates = await read(this, '/FormFiller/GetTemplateList');
		return limited(this, itemIndex, templates).map((template) => ({ json: template }));
	},
};

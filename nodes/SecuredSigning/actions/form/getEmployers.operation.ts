import { read } from '../../api';
import { simplifyEmployers } from '../../fields/employerKinds';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /FormDirect/Employers, docs/api/API.md section 5.5
export const getEmployers: Operation = {
	name: 'Get Employers',
	value: 'getEmployers',
	action: 'Get employers',
	description: 'Get the saved employers whose details are used in forms',
	fields: [simplifyField],
	async execute(itemIndex) {
		const employers = await read(this, '/FormDirect/Employers');
		return [{ json: chosenView(this, itemIndex, employers, simplifyEmployers) }];
	},
};

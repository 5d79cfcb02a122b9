import { read } from '../../api';
import { allKinds } from '../../fields/employerKinds';
import type { Operation } from '../../shared/operation';

// API: GET /FormDirect/Employers, docs/api/API.md section 5.5
export const getEmployers: Operation = {
	name: 'Get Employers',
	value: 'getEmployers',
	action: 'Get employers',
	description: 'Look up the saved employers whose details go into forms',
	fields: [],
	async execute() {
		return [{ json: allKinds(await read(this, '/FormDirect/Employers')) }];
	},
};

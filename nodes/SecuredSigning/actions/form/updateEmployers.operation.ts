import { allKinds } from '../../descriptions/employerKinds';
import { employersFields, readEmployers } from '../../descriptions/employers';
import { change } from '../../transport';
import type { Operation } from '../operation';

// API: POST /FormDirect/UpdateEmployers, docs/api/API.md section 5.5
export const updateEmployers: Operation = {
	name: 'Update Employers',
	value: 'updateEmployers',
	action: 'Update employers',
	description: 'Save employers whose details go into forms',
	fields: employersFields,
	repetition: 'harmless',
	async execute(itemIndex) {
		const request = readEmployers(this, itemIndex);
		const answer = await change(this, '/FormDirect/UpdateEmployers', { body: request });
		return [{ json: allKinds(answer) }];
	},
};

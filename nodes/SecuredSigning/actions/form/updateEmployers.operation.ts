import { change } from '../../api';
import { allKinds } from '../../fields/employerKinds';
import { employersFields, readEmployers } from '../../fields/employers';
import type { Operation } from '../../shared/operation';

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

import { change } from '../../api';
import { simplifyEmployers } from '../../fields/employerKinds';
import { employersFields, readEmployers } from '../../fields/employers';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: POST /FormDirect/UpdateEmployers, docs/api/API.md section 5.5
export const updateEmployers: Operation = {
	name: 'Update Employers',
	value: 'updateEmployers',
	action: 'Update employers',
	description:
		'Change saved employers whose details are used in forms. No public page says whether employers or details that you leave out are kept. To keep them, choose From JSON and edit what Get Employers returned. The node saves only details for which Enter Below has a field. If Get Employers returned others, it is not known what becomes of them.',
	fields: [...employersFields, simplifyField],
	repetition: 'harmless',
	async execute(itemIndex) {
		const request = readEmployers(this, itemIndex);
		const answer = await change(this, '/FormDirect/UpdateEmployers', { body: request });
		return [{ json: chosenView(this, itemIndex, answer, simplifyEmployers) }];
	},
};

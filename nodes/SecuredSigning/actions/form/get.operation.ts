import { read } from '../../api';
import { simplifyForm } from '../../api/answers/form';
import { chosenView, simplifyField } from '../../fields/results';
import { formLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /FormDirect/GetSingleForm/{FormReference}, docs/api/API.md section 5.5
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get form',
	description: 'Get a Form Direct form and its signer roles',
	fields: [formLocator, simplifyField],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, formLocator);
		const form = await read(this, '/FormDirect/GetSingleForm/{FormReference}', {
			path: { FormReference: reference },
		});
		return [{ json: chosenView(this, itemIndex, form, simplifyForm) }];
	},
};

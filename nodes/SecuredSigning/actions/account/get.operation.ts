import { read } from '../../api';
import { simplifyAccount } from '../../api/answers/account';
import { chosenView, simplifyField } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /Account/Info, docs/api/API.md section 5.1
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get account',
	description: 'Get the plan, the remaining documents and the limits of your account',
	fields: [simplifyField],
	async execute(itemIndex) {
		const account = await read(this, '/Account/Info');
		return [{ json: chosenView(this, itemIndex, account, simplifyAccount) }];
	},
};

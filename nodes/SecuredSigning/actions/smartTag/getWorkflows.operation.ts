import { read } from '../../api';
import { limited, returnAllFields } from '../../fields/results';
import type { Operation } from '../../shared/operation';

// API: GET /Workflow/GetSmartTagWorkflows, docs/api/API.md section 5.7
export const getWorkflows: Operation = {
	name: 'Get Workflows',
	value: 'getWorkflows',
	action: 'Get workflows for Smart Tags',
	description: 'List the Smart Tag workflows that are set up in Secured Signing',
	fields: returnAllFields,
	async execute(itemIndex) {
		const workflows = await read(this, '/Workflow/GetSmartTagWorkflows');
		return limited(this, itemIndex, workflows).map((workflow) => ({ json: workflow }));
	},
};

import { read } from '../../api';
import { simplifyWorkflow } from '../../api/answers/workflow';
import type { Operation } from '../../shared/operation';
import { getMany } from '../getMany';

// API: GET /Workflow/GetSmartTagWorkflows, docs/api/API.md section 5.7
export const getWorkflows: Operation = {
	...getMany({
		action: 'Get workflows for Smart Tags',
		description: 'List the Smart Tag workflows that are set up in Secured Signing',
		list: async (context) => await read(context, '/Workflow/GetSmartTagWorkflows'),
		simplify: simplifyWorkflow,
	}),
	name: 'Get Workflows',
	value: 'getWorkflows',
};

import type { Resource } from '../operation';
import { getWorkflows } from './getWorkflows.operation';
import { send } from './send.operation';

export const smartTag: Resource = {
	name: 'Smart Tag',
	value: 'smartTag',
	defaultOperation: send.value,
	operations: [getWorkflows, send],
};

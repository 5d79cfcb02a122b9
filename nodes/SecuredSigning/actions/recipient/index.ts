import type { Resource } from '../../shared/operation';
import { getAll } from './getAll.operation';

export const recipient: Resource = {
	name: 'Recipient',
	value: 'recipient',
	defaultOperation: getAll.value,
	operations: [getAll],
};

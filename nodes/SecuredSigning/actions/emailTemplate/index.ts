import type { Resource } from '../operation';
import { getAll } from './getAll.operation';

export const emailTemplate: Resource = {
	name: 'Email Template',
	value: 'emailTemplate',
	defaultOperation: getAll.value,
	operations: [getAll],
};

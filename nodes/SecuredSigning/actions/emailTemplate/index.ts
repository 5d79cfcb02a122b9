import type { Resource } from '../../shared/operation';
import { getAll } from './getAll.operation';

export const emailTemplate: Resource = {
	name: 'Email Template',
	value: 'emailTemplate',
	defaultOperation: getAll.value,
	operations: [getAll],
};

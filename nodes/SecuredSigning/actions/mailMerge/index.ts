import type { Resource } from '../../shared/operation';
import { get } from './get.operation';
import { send } from './send.operation';

export const mailMerge: Resource = {
	name: 'Mail Merge',
	value: 'mailMerge',
	defaultOperation: send.value,
	operations: [get, send],
};

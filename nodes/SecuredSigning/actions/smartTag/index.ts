import type { Resource } from '../../shared/operation';
import { check } from './check.operation';
import { getWorkflows } from './getWorkflows.operation';
import { preview } from './preview.operation';
import { send } from './send.operation';
import { sendAndAwait } from './sendAndAwait.operation';

export const smartTag: Resource = {
	name: 'Smart Tag',
	value: 'smartTag',
	defaultOperation: send.value,
	operations: [check, getWorkflows, preview, send, sendAndAwait],
};

import type { Resource } from '../../shared/operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { preview } from './preview.operation';
import { send } from './send.operation';
import { sendAndAwait } from './sendAndAwait.operation';

export const template: Resource = {
	name: 'Template',
	value: 'template',
	defaultOperation: send.value,
	operations: [get, getAll, preview, send, sendAndAwait],
};

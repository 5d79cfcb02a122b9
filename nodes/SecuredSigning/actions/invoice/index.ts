import type { Resource } from '../../shared/operation';
import { download } from './download.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';

export const invoice: Resource = {
	name: 'Invoice',
	value: 'invoice',
	defaultOperation: getAll.value,
	operations: [download, get, getAll],
};

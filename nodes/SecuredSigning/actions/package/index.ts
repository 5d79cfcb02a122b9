import type { Resource } from '../../shared/operation';
import { deletePackage } from './delete.operation';
import { extend } from './extend.operation';
import { get } from './get.operation';

/** `package` itself is a reserved word. */
export const packages: Resource = {
	name: 'Package',
	value: 'package',
	defaultOperation: get.value,
	operations: [deletePackage, extend, get],
};

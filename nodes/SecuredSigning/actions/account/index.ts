import type { Resource } from '../../shared/operation';
import { get } from './get.operation';
import { getBrowserAuthentication } from './getBrowserAuthentication.operation';
import { getNotifyUrl } from './getNotifyUrl.operation';
import { saveSender } from './saveSender.operation';

export const account: Resource = {
	name: 'Account',
	value: 'account',
	defaultOperation: get.value,
	operations: [get, getBrowserAuthentication, getNotifyUrl, saveSender],
};

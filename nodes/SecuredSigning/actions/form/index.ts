import type { Resource } from '../../shared/operation';
import { downloadData } from './downloadData.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getEmployers } from './getEmployers.operation';
import { getFields } from './getFields.operation';
import { preview } from './preview.operation';
import { send } from './send.operation';
import { sendAndAwait } from './sendAndAwait.operation';
import { updateEmployers } from './updateEmployers.operation';

export const form: Resource = {
	name: 'Form',
	value: 'form',
	defaultOperation: send.value,
	operations: [
		downloadData,
		get,
		getEmployers,
		getFields,
		getAll,
		preview,
		send,
		sendAndAwait,
		updateEmployers,
	],
};

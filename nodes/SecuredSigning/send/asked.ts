import type { IExecuteFunctions } from 'n8n-workflow';

import type { Operation } from '../shared/operation';
import { asSent, hash } from './hash';

/** What of an operation says what its items ask for. */
export type Asking = Pick<Operation, 'repetition' | 'changes' | 'fields' | 'takesAllItems'>;

/** Fields that say nothing of what is changed. */
const NOT_ASKED = ['simplify'];
/** "In ten days" is another date in each attempt. What must not be made twice is the same all the same. */
const DUE_DATE = ['dueDate', 'dueInDays'];

/**
 * Everything that an item asks for, as a hash: the account, the values of its fields, and the names and sizes
 * of its files. n8n may read them anew for each attempt.
 */
export function askedOf(
	context: IExecuteFunctions,
	itemIndex: number,
	account: string,
	{ repetition, changes, fields, takesAllItems }: Asking,
): string {
	if (changes) return hash([account, ...changes.call(context, itemIndex).map(asSent)]);
	const left = [...NOT_ASKED, ...(repetition === 'harmful' ? DUE_DATE : [])];
	const values = fields
		.map(({ name }) => name)
		.filter((name) => !left.includes(name))
		.map((name) => [name, asSent(context.getNodeParameter(name, itemIndex, ''))]);
	const items = context.getInputData();
	const { binary = {} } = items[itemIndex] ?? {};
	const files = Object.entries(binary).map(([name, file]) => [name, file.fileName, file.fileSize]);
	const rows = takesAllItems?.call(context) ? items.map(({ json }) => json) : [];
	return hash([account, values, files, rows]);
}

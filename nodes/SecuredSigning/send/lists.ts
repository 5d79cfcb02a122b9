import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { runIndexOf } from '../shared/oncePerRun';
import { refusal } from '../shared/refusal';
import { hash } from './hash';

/** The lists of a node's mail merges. n8n keeps them with the execution and the node. */
interface ListMemory {
	/** The item that sends each of them first. */
	lists?: Record<string, number>;
}

export const sendListAgainField: INodeProperties = {
	displayName: 'Send Again',
	name: 'sendAgain',
	type: 'boolean',
	default: false,
	description:
		"Whether to send the list even if another item of this run sends the same list with the same document. Only needed with 'File of This Item'.",
};

/**
 * Refuses a mail merge that another item of the run makes as well: each row would be sent twice. Retry On
 * Fail gives the same result: the first item stays the first.
 *
 * @param merge what identifies the mail merge: the document, and the content of the list
 * @throws UserError that says which item it is
 */
export function refuseSecondList(
	context: IExecuteFunctions,
	itemIndex: number,
	merge: string[],
): void {
	const memory: ListMemory = context.getContext('node');
	const lists = (memory.lists ??= {});
	const first = (lists[hash([runIndexOf(context), ...merge])] ??= itemIndex);
	if (first === itemIndex) return;
	throw refusal(
		`Item ${first} (counted from 0) already sends this list with this document`,
		"Give each item its own list, or turn on 'Send Again' in Options.",
	);
}

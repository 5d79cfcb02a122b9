import type { IExecuteFunctions } from 'n8n-workflow';

import { oncePerRun } from '../shared/oncePerRun';
import { isRecord, text } from '../shared/values';

/** What gives another value whenever n8n evaluates it. */
const CHANGING =
	/\$(execution|now|today|runIndex)\b|\b(Date|DateTime|Interval|crypto|uuid)\b|\brandom/i;

/**
 * Whether the node's 'Client Reference' is another one in each attempt, such as one with the execution's ID. All
 * other expressions give a retry the same value, unless the item is another one.
 */
export const hasVolatileReference = oncePerRun((context: IExecuteFunctions): boolean => {
	const options: unknown = context.getNode().parameters.options;
	const given = isRecord(options) ? text(options.clientReference) : '';
	return given.startsWith('=') && CHANGING.test(given);
});

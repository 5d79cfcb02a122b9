import type { IDataObject } from 'n8n-workflow';

import type { Context } from '../types';

/** The prefix of all our entries in n8n's log, for searching. */
const SENDER = 'Secured Signing';

/**
 * Writes what a run does to n8n's log at level debug, with the execution and the node.
 *
 * @param what only words of this package and numbers: no value of an item or of an answer
 */
export function tell(context: Context, what: string): void {
	const details: IDataObject = {
		node: context.getNode().name,
		workflowId: context.getWorkflow().id,
		executionId: 'getExecutionId' in context ? context.getExecutionId() : undefined,
	};
	context.logger.debug(`${SENDER}: ${what}`, details);
}

/** A time span for the log. */
export const spanOf = (milliseconds: number): string => `${Math.round(milliseconds)} ms`;

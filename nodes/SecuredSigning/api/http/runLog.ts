import type { IDataObject } from 'n8n-workflow';

import type { Context } from '../types';

/** With it a search in n8n's log finds all of them. */
const SENDER = 'Secured Signing';

/**
 * Tells in n8n's log, at its level debug, what a run does; with the execution and the node.
 *
 * @param what words of this package, and numbers: nothing that an item holds, or the service answers
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

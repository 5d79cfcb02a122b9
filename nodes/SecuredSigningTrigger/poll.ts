import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { savedSettings } from '../SecuredSigning/transport';
import { readChoices, type Choices } from './choices';
import type { EventName } from './events';
import { sample } from './sample';
import { emptyState, loadState, saveState } from './state';
import { baseline, sweep } from './sweep';

/*
 * n8n keeps what a trigger knows in `static data`. Tried in n8n 2.41.1 and 1.123.81:
 *
 * - The data that `poll` gets lives in memory as long as the workflow is active. It is written to the
 *   database after the first poll of an activation, and after a poll that returned items, together with
 *   the start of their execution. After a poll that returned null it is NOT written (unless n8n runs with
 *   its experimental durable cursors): a restart goes back to what was known at the last execution.
 * - Going back does no harm to what is found anew: a document that is open or completed is seen as
 *   unknown, and its events are told then. But one that became known since, and is deleted, or ends in
 *   no folder while n8n is down, would be missed. The remedy is an execution without items, `[[]]`: n8n
 *   stores the data, and no node after the trigger runs.
 * - Two polls of one trigger may overlap: n8n waits for neither. The second gives way here.
 * - When a poll fails, n8n lists a failed execution and goes on; when the first poll of an activation
 *   fails, the workflow is not activated.
 */

/** What is known of a trigger as long as it is active, by its static data. */
const memories = new WeakMap<IDataObject, { isBusy: boolean; failed?: Set<string> }>();

const ENDS: EventName[] = ['declined', 'deleted', 'expired', 'rejected'];

/**
 * One poll: the events since the last one, or null when there are none.
 *
 * @throws NodeApiError when a folder cannot be read, and when nothing but failures was found
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const choices = readChoices(context);
	if (context.getMode() === 'manual') return [await sample(context, choices)];
	const data = context.getWorkflowStaticData('node');
	const memory = memories.get(data) ?? { isBusy: false };
	if (memory.isBusy) return null;
	memories.set(data, memory);
	memory.isBusy = true;
	try {
		return await pollAlone(context, data, choices, memory);
	} finally {
		memory.isBusy = false;
	}
}

async function pollAlone(
	context: IPollFunctions,
	data: IDataObject,
	choices: Choices,
	memory: { failed?: Set<string> },
): Promise<INodeExecutionData[][] | null> {
	const { baseUrl } = await savedSettings(context);
	const known = loadState(data, baseUrl);
	if (known === undefined && !choices.includeHistory) {
		saveState(data, await baseline(context, emptyState(baseUrl), choices));
		return null;
	}
	const isFirst = memory.failed === undefined;
	const { items, state, failure, failed, hasNews } = await sweep(
		context,
		known ?? emptyState(baseUrl),
		choices,
		memory.failed ?? new Set(),
	);
	memory.failed = failed;
	if (items.length === 0 && failure !== undefined) {
		// One document that cannot be read is no reason against activating the workflow.
		if (isFirst) return null;
		throw failure;
	}
	// Nothing may come between these lines and the end: the state says that the items are out.
	saveState(data, state);
	if (items.length > 0) return [items];
	return hasNews && recordsNews(context, choices) ? [[]] : null;
}

function recordsNews(context: IPollFunctions, { events, recordNew }: Choices): boolean {
	// With "Always Output Data" n8n would make an item out of nothing.
	const staysEmpty = context.getNode().alwaysOutputData !== true;
	return recordNew && staysEmpty && ENDS.some((end) => events.has(end));
}

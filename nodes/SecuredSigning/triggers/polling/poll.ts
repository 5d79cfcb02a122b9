import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { accountOf, isOutage, savedSettings } from '../../api';
import { toResult } from '../../shared/toResult';
import { ENDS, isAnyOf, LOSSES } from '../events';
import { isKeptByName, keep, kept } from '../staticData';
import { numberIn } from '../stored';
import { baseline } from './baseline';
import { readPollChoices, type PollChoices } from './choices';
import { listDocuments } from './listing';
import { sample } from './sample';
import { emptyState, isKnown, toMemory, stateOf, type State } from './state';
import { sweep, type Sweep } from './sweep';
import { begunAt, nameOnce, pollAlone, watchOf } from './watch';

/*
 * n8n keeps what a trigger knows in `static data`. Tried in n8n 2.41.1 and 1.123.81:
 *
 * - The data that `poll` gets is kept in memory as long as the workflow is active. It is written to the
 *   database after the first poll of an activation, and after a poll that returned items, together with the
 *   start of their execution. After a poll that returned null it is NOT written (unless n8n runs with its
 *   experimental durable cursors): after a restart, the data is that of the last execution.
 * - Older data does no harm to documents that are listed again: they are unknown, and their events are
 *   reported then. But a document that became known since, and was deleted or left the folders while n8n was
 *   down, would be missed. The solution is an execution without items, `[[]]`: n8n stores the data, and no
 *   node after the trigger runs.
 * - With durable cursors, the data is written after every poll, but after the first poll of an activation
 *   only if it returned something. So the first look makes an execution without items there.
 * - Two polls of one trigger may overlap: n8n does not prevent that. The second one returns null here.
 * - When a poll fails, n8n lists a failed execution and goes on; when the first poll of an activation fails,
 *   the workflow is not activated, and nothing of that poll is stored.
 */

/**
 * One poll: the events since the last one, or null if there are none.
 *
 * @throws NodeApiError when a folder cannot be read, and when there are only failures
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const choices = readPollChoices(context);
	if (context.getMode() === 'manual') return [await sample(context, choices)];
	return await pollAlone(context, async () => await look(context, choices));
}

async function look(
	context: IPollFunctions,
	choices: PollChoices,
): Promise<INodeExecutionData[][] | null> {
	const watch = watchOf(context);
	const { baseUrl } = await savedSettings(context);
	const stored = stateOf(kept(context), baseUrl);
	const isOther = stored !== undefined && (await isOtherAccount(context, stored));
	const known = isOther || !stored ? await begin(context, baseUrl, choices) : stored;
	if (known === undefined) return isKeptByName(context) ? null : record(context);
	const isFirst = watch.undone === undefined;
	const found = await sweep(context, known, choices, watch);
	const { items, state, failure, undone, faults, seen } = found;
	Object.assign(watch, { undone, seen });
	nameOnce(context, watch, faults);
	// Nothing may fail after this line: the state already counts the items as reported.
	keep(context, toMemory(state));
	if (items.length === 0 && failure !== undefined) {
		// A document that cannot be read must not prevent the activation of the workflow.
		if (isFirst) return null;
		throw failure;
	}
	if (items.length > 0) return [items];
	return isRecorded(choices, found) ? record(context) : null;
}

/**
 * The first look at an account: existing documents are remembered and not reported. If the service cannot be
 * reached at the first attempt, the time is remembered, and the first look that succeeds reports what
 * happened since.
 *
 * @returns the state to start a sweep from; undefined if there is nothing to report yet
 * @throws NodeApiError for errors that the user has to fix, and when a later look fails, too
 */
async function begin(
	context: IPollFunctions,
	service: string,
	choices: PollChoices,
): Promise<State | undefined> {
	const empty = emptyState(service, await accountOf(context));
	if (choices.includeHistory) return empty;
	const memory = kept(context);
	const now = Date.now();
	// If n8n stored nothing of earlier looks, this process still remembers when they began.
	const begun = memory === undefined ? begunAt(context, now) : now;
	const remembered = memory?.service === service ? numberIn(memory.activatedAt) : undefined;
	const activatedAt = remembered ?? (begun < now ? begun : undefined);
	const start = await toResult(baseline(context, empty, choices, activatedAt));
	if ('value' in start) {
		if (activatedAt !== undefined) return start.value;
		keep(context, toMemory(start.value));
		return undefined;
	}
	if (activatedAt !== undefined || !isOutage(start.error)) throw start.error;
	// The service may give its dates in whole seconds.
	keep(context, { service, activatedAt: Math.floor(begun / 1000) * 1000 });
	context.logger.warn(
		`${context.getNode().name}: Secured Signing cannot be asked now. What happens from now on is told once it can: ${start.error.message}`,
	);
	return undefined;
}

/**
 * Whether the credential belongs to another account than before. With a key that was only renewed, at least
 * one known document is listed.
 */
async function isOtherAccount(context: IPollFunctions, state: State): Promise<boolean> {
	const account = await accountOf(context);
	if (state.account === account) return false;
	const { documents } = await listDocuments(context);
	const isSame = [...documents.keys()].some((reference) => isKnown(state, reference));
	if (isSame) state.account = account;
	else {
		context.logger.warn(
			`${context.getNode().name}: no document is known from before. The credential seems to be of another account, so what happened there until now is not told`,
		);
	}
	return !isSame;
}

/** An execution without items. With "Always Output Data", n8n would output an empty item. */
const record = (context: IPollFunctions) =>
	context.getNode().alwaysOutputData === true ? null : [[]];

/** Whether to store new knowledge with an execution without items. */
function isRecorded(
	{ events, recordNew }: PollChoices,
	{ hasNews, hasDoubts }: Pick<Sweep, 'hasNews' | 'hasDoubts'>,
): boolean {
	const isWanted =
		(hasNews && isAnyOf([...ENDS, ...LOSSES], events)) || (hasDoubts && events.has('completed'));
	return recordNew && isWanted;
}

import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { toResult } from '../../shared/toResult';
import { kept, turnKept } from '../staticData';

/** What is known of a trigger only in the memory of this process. */
export interface Watch {
	/**
	 * The references of documents that have to be looked at again, those looked at longest ago first;
	 * undefined before the first sweep.
	 */
	undone?: Set<string>;
	/**
	 * When the latest lists that did not come from a cache were made, by the service's clock in milliseconds.
	 */
	seen?: number;
	/** What was already written to n8n's log, so that each problem is logged once. */
	named: Set<string>;
}

/** The time that n8n allows for a poll; its scheduler allows less. n8n 1 has no limit. */
export const USUAL_BUDGET_MS = 5 * 60_000;

const byData = new WeakMap<IDataObject, Watch>();
const byNode = new Map<string, Watch>();

/**
 * The watch of this trigger. Each activation starts a new one, because n8n gives it a new data object. n8n's
 * scheduler (off by default) gives every poll a copy of the data, so there the IDs of workflow and node are
 * the key.
 */
export function watchOf(context: IPollFunctions): Watch {
	const fresh: Watch = { named: new Set() };
	return isScheduled(context)
		? remembered(byNode, idOf(context), fresh)
		: remembered(byData, context.getWorkflowStaticData('node'), fresh);
}

const begunByNode = new Map<string, number>();

/**
 * When the looks of this activation began, in milliseconds; with n8n's scheduler, all looks except the first
 * are its polls.
 */
export function begunAt(context: IPollFunctions, now: number): number {
	const id = idOf(context);
	const begun = (isScheduled(context) ? begunByNode.get(id) : undefined) ?? now;
	begunByNode.set(id, begun);
	return begun;
}

/** The polls of one node, independent of their data objects. */
interface Polls {
	/** The poll that is running. */
	running?: Promise<unknown>;
	/** The number of the memory that was returned with the last items, and when, by `performance.now()`. */
	told?: { turn: number; at: number };
}

/** How long n8n may take to store the items of a poll and what the trigger knew then. */
const STORED_WITHIN_MS = 60_000;

const pollsByNode = new Map<string, Polls>();

/**
 * Runs one poll at a time: n8n waits neither for the poll of an activation nor, without its scheduler, for
 * the previous poll. n8n's scheduler reads the stored memory for each poll: a poll that begins before the
 * items of the last one are stored would report them again, so it returns null, too.
 *
 * A poll that knows nothing waits for the running one instead: it is the first look of an activation, and what happens
 * until a later one would count as old.
 *
 * @param poll - returns items, or null when there are none
 */
export async function pollAlone<Items>(
	context: IPollFunctions,
	poll: () => Promise<Items | null>,
): Promise<Items | null> {
	const polls = pollsByNode.get(idOf(context)) ?? {};
	pollsByNode.set(idOf(context), polls);
	while (polls.running && !kept(context) && !isScheduled(context)) await toResult(polls.running);
	if (polls.running || isBehind(context, polls)) return null;
	const running = poll().finally(() => delete polls.running);
	polls.running = running;
	const items = await running;
	if (items !== null) polls.told = { turn: turnKept(context), at: performance.now() };
	return items;
}

const isBehind = (context: IPollFunctions, { told }: Polls) =>
	told !== undefined &&
	isScheduled(context) &&
	turnKept(context) < told.turn &&
	performance.now() - told.at < STORED_WITHIN_MS;

const idOf = (context: IPollFunctions) => `${context.getWorkflow().id} ${context.getNode().id}`;

/** Whether n8n's scheduler runs this poll. */
const isScheduled = ({ getPollBudgetMs = () => USUAL_BUDGET_MS }: IPollFunctions) =>
	getPollBudgetMs() !== USUAL_BUDGET_MS;

function remembered<Key>(
	known: { get(key: Key): Watch | undefined; set(key: Key, watch: Watch): unknown },
	key: Key,
	fresh: Watch,
): Watch {
	const watch = known.get(key) ?? fresh;
	known.set(key, watch);
	return watch;
}

/** Writes faults to n8n's log, each once. */
export function nameOnce(context: IPollFunctions, { named }: Watch, faults: string[]): void {
	for (const fault of faults) {
		if (!named.has(fault)) context.logger.warn(`${context.getNode().name}: ${fault}`);
		named.add(fault);
	}
}

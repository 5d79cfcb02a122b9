import type { IDataObject, IPollFunctions } from 'n8n-workflow';

/** What is known of a trigger only as long as this process runs it. */
export interface Watch {
	/** A poll is under way. */
	isBusy: boolean;
	/** The references of documents that could not be read; undefined before the first sweep. */
	failed?: Set<string>;
	/** When the lists of the last sweep were made that were none out of a cache, by the service's clock in milliseconds. */
	seen?: number;
	/** What n8n's log was told already, so that each document is named there once. */
	named: Set<string>;
}

/** The time that n8n gives a poll, but for its scheduler, which gives less. n8n 1 sets no limit. */
export const USUAL_BUDGET_MS = 5 * 60_000;

const byData = new WeakMap<IDataObject, Watch>();
const byNode = new Map<string, Watch>();

/**
 * The watch of this trigger. It begins anew with each activation, which n8n gives data of its own. n8n's
 * scheduler (off by default) gives every poll a copy of the data, and lets no two polls overlap: there
 * the ids count.
 */
export function watchOf(context: IPollFunctions): Watch {
	const fresh: Watch = { isBusy: false, named: new Set() };
	const { getPollBudgetMs = () => USUAL_BUDGET_MS } = context;
	return getPollBudgetMs() === USUAL_BUDGET_MS
		? remembered(byData, context.getWorkflowStaticData('node'), fresh)
		: remembered(byNode, `${context.getWorkflow().id} ${context.getNode().id}`, fresh);
}

function remembered<Key>(
	known: { get(key: Key): Watch | undefined; set(key: Key, watch: Watch): unknown },
	key: Key,
	fresh: Watch,
): Watch {
	const watch = known.get(key) ?? fresh;
	known.set(key, watch);
	return watch;
}

/** Writes into n8n's log what it was not told yet. */
export function nameOnce(context: IPollFunctions, { named }: Watch, faults: string[]): void {
	for (const fault of faults) {
		if (!named.has(fault)) context.logger.warn(`${context.getNode().name}: ${fault}`);
		named.add(fault);
	}
}

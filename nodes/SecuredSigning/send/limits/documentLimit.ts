import type { IExecuteFunctions } from 'n8n-workflow';

import { runIndexOf, runOf } from '../../shared/oncePerRun';
import { linkedSends } from '../openSends';

/** What n8n keeps with the execution and the node. */
interface CountMemory {
	/** How many documents each run of the node was to send. */
	planned?: Record<string, number>;
}

interface Taken {
	/** The documents of all items of this run. */
	total: number;
	/** Those of earlier runs of this node in the same execution: turns of a loop, an agent's calls. */
	before: number;
	/** Whether they may all be sent; if not, none of this run is counted. */
	fits: boolean;
}

/** Counted once for all items of a run. */
const totals = new WeakMap<IExecuteFunctions, number>();

/**
 * Counts all documents of a run before the first one is sent, so that several items, or several calls at the
 * same time, cannot exceed a limit together.
 *
 * @param documentsOf how many documents an item sends
 */
export function takeDocuments(
	context: IExecuteFunctions,
	most: number,
	documentsOf: (item: number) => number = () => 1,
): Taken {
	const memory: CountMemory = context.getContext('node');
	const run = runIndexOf(context);
	const total = totals.get(runOf(context)) ?? totalOf(context, documentsOf);
	totals.set(runOf(context), total);
	const before = Object.entries(memory.planned ?? {})
		// A run that n8n repeats is the same run.
		.filter(([other]) => other !== run)
		.reduce((sum, [, documents]) => sum + documents, 0);
	const fits = before + total <= most;
	if (fits) (memory.planned ??= {})[run] = total;
	return { total, before, fits };
}

function totalOf(context: IExecuteFunctions, documentsOf: (item: number) => number): number {
	// A send that an earlier run left open was counted there and is not sent again; each stands for one item.
	const open = new Set<string>();
	const isLeftOpen = (item: number): boolean => {
		const key = linkedSends(context, item).find((linked) => !open.has(linked));
		if (key !== undefined) open.add(key);
		return key !== undefined;
	};
	return context.getInputData().reduce((sum, _, item) => {
		try {
			return isLeftOpen(item) ? sum : sum + documentsOf(item);
		} catch {
			// An item whose values cannot be read sends nothing, and says why itself.
			return sum;
		}
	}, 0);
}

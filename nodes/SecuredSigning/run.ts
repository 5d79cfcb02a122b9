import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Reads something once for all items of a run: n8n gives each run of a node a context of its own. For
 * what is the same for every item, where reading it costs more than all the rest of an item.
 */
export function oncePerRun<T>(
	read: (context: IExecuteFunctions) => T,
): (context: IExecuteFunctions) => T {
	const known = new WeakMap<IExecuteFunctions, { value: T }>();
	return (context) => {
		const found = known.get(context) ?? { value: read(context) };
		known.set(context, found);
		return found.value;
	};
}

/** Which run of this node it is in the execution: turns of a loop, calls of an agent. Counted from 0. */
export const runIndexOf = oncePerRun((context) =>
	String(context.getWorkflowDataProxy(0).$runIndex),
);

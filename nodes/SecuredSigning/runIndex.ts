import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n makes its whole expression data to tell it, so it is asked once for all items of a run. */
const runs = new WeakMap<IExecuteFunctions, string>();

/** Which run of this node it is in the execution: turns of a loop, calls of an agent. Counted from 0. */
export function runIndexOf(context: IExecuteFunctions): string {
	const run = runs.get(context) ?? String(context.getWorkflowDataProxy(0).$runIndex);
	runs.set(context, run);
	return run;
}

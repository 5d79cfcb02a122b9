import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether a context is that of a run, and not of a picker or a trigger. */
export const isRun = (context: object): context is IExecuteFunctions => 'getInputData' in context;

/** The run that the context of an item belongs to. */
const runs = new WeakMap<object, object>();

/**
 * The context of one item of a run. n8n reads a credential for an item, since its fields may hold
 * expressions such as `{{ $json.tenant }}`; asked without an item, it takes the first. Here it is asked
 * for this item, and once: each reading goes to n8n's database.
 */
export function contextOfItem(context: IExecuteFunctions, itemIndex: number): IExecuteFunctions {
	const run = runOf(context);
	const read = new Map<string, Promise<object>>();
	const getCredentials = async (type: string): Promise<object> => {
		const reading = read.get(type) ?? run.getCredentials(type, itemIndex);
		read.set(type, reading);
		return await reading;
	};
	const own: typeof run = Object.create(run, { getCredentials: { value: getCredentials } });
	runs.set(own, run);
	return own;
}

/** A context like another one, of the same run, of which something else is known. */
export function likeContext<T extends object>(context: T): T {
	const own = Object.create(context) as T;
	runs.set(own, runOf(context));
	return own;
}

/** What all items of a run have in common; n8n gives each run of a node a context of its own. */
export const runOf = <T extends object>(context: T): T => (runs.get(context) as T) ?? context;

/**
 * Reads something once for all items of a run. For what is the same for every item, where reading it
 * costs more than all the rest of an item.
 */
export function oncePerRun<T>(
	read: (run: IExecuteFunctions) => T,
): (context: IExecuteFunctions) => T {
	const known = new WeakMap<IExecuteFunctions, { value: T }>();
	return (context) => {
		const run = runOf(context);
		const found = known.get(run) ?? { value: read(run) };
		known.set(run, found);
		return found.value;
	};
}

/**
 * Reads something once for an item, whose context is the same when it is checked and when it is executed.
 * What a second call hands over besides is not looked at. An error is not kept.
 */
export function oncePerItem<T, More extends unknown[]>(
	read: (context: IExecuteFunctions, itemIndex: number, ...more: More) => Promise<T>,
): typeof read {
	const known = new WeakMap<IExecuteFunctions, Promise<T>>();
	return async (context, itemIndex, ...more) => {
		const reading = known.get(context) ?? read(context, itemIndex, ...more);
		known.set(context, reading);
		reading.catch(() => known.delete(context));
		return await reading;
	};
}

/** Which run of this node it is in the execution: turns of a loop, calls of an agent. Counted from 0. */
export const runIndexOf = oncePerRun((context) =>
	String(context.getWorkflowDataProxy(0).$runIndex),
);

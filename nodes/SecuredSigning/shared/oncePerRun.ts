import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether a context belongs to a run of the node, and not to a picker or trigger. */
export const isRun = (context: object): context is IExecuteFunctions => 'getInputData' in context;

/** For contexts made here: the context of their run. */
const runs = new WeakMap<object, object>();

/**
 * The context of one item of a run. n8n reads a credential for an item, since its fields may hold expressions
 * such as `{{ $json.tenant }}`; without an index, it uses the first item. Here it is read for this item, and
 * only once, because each reading accesses n8n's database.
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

/** A copy of a context in the same run, to attach other information to. */
export function likeContext<T extends object>(context: T): T {
	const own = Object.create(context) as T;
	runs.set(own, runOf(context));
	return own;
}

/** The context of the run that a context belongs to: n8n gives each run of a node its own. */
export const runOf = <T extends object>(context: T): T => (runs.get(context) as T) ?? context;

/**
 * Returns a function that reads something once for all items of a run: for values that are the same for every
 * item, and slow to read.
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
 * Returns a function that reads something once for an item, because its context is the same when it is
 * checked and when it is executed. Other arguments of later calls are ignored. An error is not kept.
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

/**
 * The number of this run of the node in the execution, counted from 0: turns of a loop, calls of an agent.
 */
export const runIndexOf = oncePerRun((context) =>
	String(context.getWorkflowDataProxy(0).$runIndex),
);

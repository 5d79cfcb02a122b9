import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/**
 * What doing a change a second time does: nothing that matters, or harm: a second letter, document,
 * charge or entry.
 */
export type Repetition = 'harmless' | 'harmful';

/** One job of the node: what the editor shows for it, and what it does for one item. */
export interface Operation {
	/** Title Case, as in the editor's list. */
	name: string;
	value: string;
	/** A sentence that reads well alone: n8n shows it in the node panel and to AI agents. */
	action: string;
	description: string;
	fields: INodeProperties[];
	/**
	 * Whether all items of the run are one job: then `execute` is called once, with index 0, and what it
	 * gives is linked to every item.
	 */
	takesAllItems?(this: IExecuteFunctions): boolean;
	/**
	 * For an operation that changes something: what doing it twice does. Such changes are made once for
	 * each item, whatever n8n tries again. Sends have their own memory (send/).
	 */
	repetition?: Repetition;
	/**
	 * What an item changes, where it does harm if two items of a run change the same: it is made once, and each of them
	 * gets its answer.
	 */
	changes?(this: IExecuteFunctions, itemIndex: number): unknown[];
	/**
	 * Reads and checks an item, changing nothing. Of several items all are checked before the first one is executed; what
	 * is read is kept for `execute` (oncePerItem).
	 */
	check?(this: IExecuteFunctions, itemIndex: number): Promise<void>;
	/** Whether an earlier attempt or turn of the execution may have done the item: it is looked up first then. */
	isBegun?(this: IExecuteFunctions, itemIndex: number): boolean;
	/** Handles the item with this index; an error may be thrown bare, the router says where it was. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
	/**
	 * What is left to do when every item has been handled; gives the items of each to put out, and after them those that
	 * belong to none.
	 */
	conclude?(this: IExecuteFunctions, outcomes: Outcome[]): Promise<INodeExecutionData[][]>;
}

/** What became of one item of the run: what it was turned into, or the item that says why not. */
export interface Outcome {
	items: INodeExecutionData[];
	failed: boolean;
}

/** A kind of thing, and what can be done with it. */
export interface Resource {
	name: string;
	value: string;
	/**
	 * What the editor shows first. n8n does not store a value that is the default, so once published
	 * this can never change: stored workflows would turn into something else.
	 */
	defaultOperation: string;
	operations: Operation[];
}

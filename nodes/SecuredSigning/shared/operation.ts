import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/**
 * What repeating a change does. `harmless`: it sets the same again. `needless`: what it made or deleted stays so,
 * whatever is done later. `harmful`: a second email, document, charge or entry.
 */
type Repetition = 'harmless' | 'needless' | 'harmful';

/** One operation of the node: what the editor shows, and what it does for one item. */
export interface Operation {
	/** Title Case, as in the editor's list. */
	name: string;
	value: string;
	/** A phrase that is clear without context: n8n shows it in the node panel and to AI agents. */
	action: string;
	description: string;
	fields: INodeProperties[];
	/**
	 * Whether all items of the run are processed together: then `execute` is called once, with index 0, and
	 * its results are linked to every item.
	 */
	takesAllItems?(this: IExecuteFunctions): boolean;
	/**
	 * For an operation that changes something: what repeating it does. Such a change is made once for each
	 * item, even if n8n repeats the item; a retried execution makes harmless ones again. Sends have their own memory
	 * (send/).
	 */
	repetition?: Repetition;
	/**
	 * What an item changes. If two items of a run change the same, the change is made once, and each of them
	 * gets the result.
	 */
	changes?(this: IExecuteFunctions, itemIndex: number): unknown[];
	/** What an item asks for beside the values of its fields, such as the rows of a list. */
	asks?(this: IExecuteFunctions, itemIndex: number): Promise<unknown[]>;
	/**
	 * Reads and checks an item, changing nothing. Of several items all are checked before the first one is executed; what
	 * is read is kept for `execute` (oncePerItem).
	 */
	check?(this: IExecuteFunctions, itemIndex: number): Promise<void>;
	/**
	 * Whether an earlier attempt or turn of the execution may have processed the item: then it is looked up
	 * first.
	 */
	isBegun?(this: IExecuteFunctions, itemIndex: number): boolean;
	/** Handles the item with this index; it may throw any error: the router adds the item index. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
	/**
	 * Called after all items; returns the output items of each, and after them those that belong to no item.
	 */
	conclude?(this: IExecuteFunctions, outcomes: Outcome[]): Promise<INodeExecutionData[][]>;
}

/** The result of one item of the run: its output items, or the item with its error. */
export interface Outcome {
	items: INodeExecutionData[];
	failed: boolean;
}

/** A resource of the node and its operations. */
export interface Resource {
	name: string;
	value: string;
	/**
	 * The operation that the editor selects first. It must never change after publication: n8n does not store
	 * default values, so stored workflows would change to another operation.
	 */
	defaultOperation: string;
	operations: Operation[];
}

import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** One job of the node: what the editor shows for it, and what it does for one item. */
export interface Operation {
	/** Title Case, as in the editor's list. */
	name: string;
	value: string;
	/** A sentence that reads well alone: n8n shows it in the node panel and to AI agents. */
	action: string;
	description: string;
	fields: INodeProperties[];
	/** Handles the item with this index; an error may be thrown bare, the router says where it was. */
	execute(this: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
}

/** A kind of thing, and what can be done with it. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
}

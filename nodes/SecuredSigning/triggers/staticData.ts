import type { IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../shared/values';

/*
 * n8n keeps the static data of a node under the node's name: a renamed trigger finds its data empty, and one
 * that gets an earlier name back finds the data of that name. So a trigger's memory is stored twice: in the
 * node's data, which normally counts, and as a copy in the workflow's data, under a key with the IDs of
 * workflow and node. The copy counts after the node was renamed.
 *
 * n8n's durable poll cursors, off by default, use the node's ID; they contain only the node's data, and are
 * stored in one transaction with the execution. The workflow's data is stored before that, even if n8n then
 * drops the execution because the workflow was published during the poll (2.41.1). With durable cursors, the
 * copy counts only if the node has no data.
 *
 * A copied or imported workflow may contain both, and a copy can have the same node IDs. So both contain the
 * IDs of workflow and node, and data of another owner is not read.
 */
const KEY = 'memory';
const COPY = 'n8n-nodes-secured-signing';

type Context = IPollFunctions | IWebhookFunctions;

/** The owner of a memory. */
interface Owner {
	workflow?: string;
	node: string;
	/** The name under which it was kept. */
	name: string;
	/** How often something was kept. */
	turn: number;
}

/** What this trigger stored; undefined if it stored nothing yet. Changes to it are stored only by `keep`. */
export function kept(context: Context): IDataObject | undefined {
	const { id, name } = context.getNode();
	const [own, copy] = [
		context.getWorkflowStaticData('node')[KEY],
		context.getWorkflowStaticData('global')[copyName(context)],
	].map((found) => {
		const memory = isRecord(found) ? found : undefined;
		const owner = ownerOf(memory);
		return owner?.node === id && owner.workflow === workflowOf(context) ? memory : undefined;
	});
	const isRenamed = copy !== undefined && ownerOf(copy)?.name !== name;
	return isRenamed && isKeptByName(context) && turnOf(copy) > turnOf(own) ? copy : (own ?? copy);
}

/**
 * Stores this memory in place of the old one. Always as a new object, because n8n does not notice nested
 * changes.
 */
export function keep(context: Context, memory: IDataObject): void {
	const { id, name } = context.getNode();
	const turn = turnOf(kept(context)) + 1;
	const owner = { workflow: workflowOf(context), node: id, name, turn };
	context.getWorkflowStaticData('node')[KEY] = { ...memory, owner };
	const shared = context.getWorkflowStaticData('global');
	// Data from a copied workflow would otherwise be stored with every execution.
	for (const other of Object.keys(shared)) {
		if (other.startsWith(`${COPY} `) && !other.startsWith(copyPrefix(context))) {
			delete shared[other];
		}
	}
	shared[copyName(context)] = { ...memory, owner };
}

/** How often this trigger has stored its memory. */
export const turnKept = (context: Context): number => turnOf(kept(context));

/**
 * Whether n8n stores the data of a node under the node's name, and also stores what the first poll of an
 * activation kept. With durable cursors, it stores the data under the node's ID, and only if that poll
 * returned something. Then it gives polls a copy, which does not have this property of n8n's change
 * detection.
 */
export const isKeptByName = (context: Context): boolean =>
	'__dataChanged' in context.getWorkflowStaticData('node');

const workflowOf = (context: Context) => context.getWorkflow().id;

const copyPrefix = (context: Context) => `${COPY} ${workflowOf(context)} `;

const copyName = (context: Context) => `${copyPrefix(context)}${context.getNode().id}`;

const ownerOf = (memory: IDataObject | undefined) => memory?.owner as Owner | undefined;

const turnOf = (memory: IDataObject | undefined) => ownerOf(memory)?.turn ?? 0;

import type { IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../shared/values';

/*
 * n8n keeps the static data of a node under the node's name: a trigger that is renamed finds its own
 * empty, and one that gets an earlier name back finds what it knew under that. So what a trigger remembers is
 * kept twice: as the node's own, which counts, and as a copy in the workflow's, under a name with the ids of
 * workflow and node. The copy counts after a change of name.
 *
 * n8n's durable poll cursors, off by default, go by the node's id; they hold the node's own data only, and are
 * stored in one transaction with the execution. The workflow's data are stored before that, also where n8n then
 * drops the execution because the workflow was published while the poll was under way (2.41.1). There the copy
 * counts only where there are no data of the node's own.
 *
 * A workflow that is copied or imported may bring both along, and a copy can have the same node ids: so
 * both are bound to the ids of workflow and node, and what belongs to another one is not read.
 */
const KEY = 'memory';
const COPY = 'n8n-nodes-secured-signing';

type Context = IPollFunctions | IWebhookFunctions;

/** Whose memory it is. */
interface Owner {
	workflow?: string;
	node: string;
	/** The name under which it was kept. */
	name: string;
	/** How often something was kept. */
	turn: number;
}

/** What this trigger kept; undefined where it kept nothing yet. A change to it is kept by `keep` only. */
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

/** Keeps this and nothing else. As a whole: n8n notices no change further down. */
export function keep(context: Context, memory: IDataObject): void {
	const { id, name } = context.getNode();
	const turn = turnOf(kept(context)) + 1;
	const owner = { workflow: workflowOf(context), node: id, name, turn };
	context.getWorkflowStaticData('node')[KEY] = { ...memory, owner };
	const shared = context.getWorkflowStaticData('global');
	// What a copied workflow brought along would be stored with every execution from now on.
	for (const other of Object.keys(shared)) {
		if (other.startsWith(`${COPY} `) && !other.startsWith(copyPrefix(context))) {
			delete shared[other];
		}
	}
	shared[copyName(context)] = { ...memory, owner };
}

/** How often something was kept, as it is known now. */
export const turnKept = (context: Context): number => turnOf(kept(context));

/**
 * Whether n8n keeps the data of a node under its name, and stores what the first poll of an activation kept. With
 * durable cursors it keeps them under its id, and stores them only if that poll returned something: it then hands
 * out a copy of what it has stored, and not the data that it watches for changes, which have this property.
 */
export const isKeptByName = (context: Context): boolean =>
	'__dataChanged' in context.getWorkflowStaticData('node');

const workflowOf = (context: Context) => context.getWorkflow().id;

const copyPrefix = (context: Context) => `${COPY} ${workflowOf(context)} `;

const copyName = (context: Context) => `${copyPrefix(context)}${context.getNode().id}`;

const ownerOf = (memory: IDataObject | undefined) => memory?.owner as Owner | undefined;

const turnOf = (memory: IDataObject | undefined) => ownerOf(memory)?.turn ?? 0;

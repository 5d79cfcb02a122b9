/**
 * Workflows that ask the service once, and what a person reads of it: Webhook → Respond → the node.
 */
import type { Desk } from '../n8n/desk.mts';
import type { Credential, Workflow, WorkflowNode } from '../n8n/instance.mts';
import { securedSigning, webhook, workflowOf } from '../n8n/nodes.mts';
import type { Item } from '../n8n/results.mts';
import { until } from '../n8n/until.mts';
import { callWebhook } from '../n8n/webhook.mts';

const NODE = 'Ask';

/** What came of it: the items, or what the node shows. */
export interface Outcome {
	items: Item[];
	/** Its message and its description, as they stand below each other in the editor. */
	shown: string;
}

export const askingWorkflow = (
	id: string,
	credential: Credential,
	parameters: Record<string, unknown>,
	/** Nodes that run before it. */
	before: WorkflowNode[] = [],
): Workflow =>
	workflowOf(id, [
		webhook(id, { responseMode: 'responseNode' }),
		{
			name: 'Respond',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.1,
			parameters: {
				respondWith: 'json',
				responseBody: '={{ JSON.stringify({ execution: $execution.id }) }}',
				options: {},
			},
		},
		...before,
		securedSigning(NODE, credential, parameters),
	]);

/** Starts such a workflow in a running n8n; returns the id of its execution. */
export const begin = async ({ origin }: Desk, id: string): Promise<string> =>
	((await callWebhook(origin, id, {})) as { execution: string }).execution;

/** What came of an execution, once it has ended. */
export const outcome = async ({ executions }: Desk, execution: string): Promise<Outcome> =>
	await until('end of the execution', async () => {
		const { status, results, error } = await executions.read(execution);
		const shown = [error?.message, error?.description].filter(Boolean).join('\n');
		if (status === 'error' && shown) return { items: [], shown };
		// n8n 1 stores the status of an execution a moment before its data.
		return status === 'success' && results[NODE]?.length
			? { items: results[NODE], shown: '' }
			: undefined;
	});

/** Runs such a workflow to its end. */
export const ask = async (desk: Desk, id: string): Promise<Outcome> =>
	await outcome(desk, await begin(desk, id));

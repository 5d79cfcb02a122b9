/**
 * A workflow that waits for a signature, and what goes with it:
 * Webhook → Respond → Read Contract → Send and Await → Tell.
 *
 * It answers its caller before it waits. At its end it tells a server outside of n8n, since what n8n
 * stores of an execution shows its last end only: one that went on twice would not be seen there.
 */
import assert from 'node:assert/strict';
import type { Credential, Workflow, WorkflowNode } from './instance.mts';
import { callWebhook } from './webhook.mts';
import type { Simulator, SimulatorDocument } from './simulator.mts';

export interface Awaiting {
	/** The id of the workflow, and the path of its webhook. */
	id: string;
	/** The file to be signed. */
	contract: string;
	simulator: Simulator;
	credential: Credential;
	/** More parameters of the node that waits. */
	parameters?: Record<string, unknown>;
}

/** The two who sign, in this order. */
export const SIGNERS = [
	{ firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' },
	{ firstName: 'Ben', lastName: 'Wu', email: 'ben@example.com' },
];

/** The node that waits. */
export const NODE = 'Send and Await';
/** The node that runs last. */
export const LAST = 'Tell';

const TOLD = '/told';

/** Nodes in a row, each with the one before it as its only input. */
export const inARow = (nodes: Array<Omit<WorkflowNode, 'id' | 'position'>>) => ({
	nodes: nodes.map((node, index) => ({
		...(node as WorkflowNode),
		id: node.name,
		position: [index * 220, 0],
	})),
	connections: Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index].name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]),
	),
});

export const awaitingWorkflow = (awaiting: Awaiting): Workflow => {
	const { id, contract, simulator, credential, parameters } = awaiting;
	return {
		id,
		name: id,
		active: false,
		settings: {},
		...inARow([
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: id,
				parameters: { httpMethod: 'POST', path: id, responseMode: 'responseNode', options: {} },
			},
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
			{
				name: 'Read Contract',
				type: 'n8n-nodes-base.readWriteFile',
				typeVersion: 1,
				parameters: { operation: 'read', fileSelector: contract, options: {} },
			},
			{
				name: NODE,
				type: 'n8n-nodes-secured-signing.securedSigning',
				typeVersion: 1,
				parameters: {
					resource: 'smartTag',
					operation: 'sendAndAwait',
					documentsFrom: 'files',
					binaryPropertyName: 'data',
					signersFrom: 'list',
					signers: { signer: SIGNERS },
					dueDate: "={{ $now.plus(14, 'days') }}",
					options: { clientReference: "={{ 'contract-' + $execution.id }}" },
					...parameters,
				},
				credentials: { [credential.type]: { id: credential.id, name: credential.name } },
			},
			{
				name: LAST,
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `=${simulator.elsewhere.url}${TOLD}/{{ $execution.id }}`,
					options: {},
				},
			},
		]),
	};
};

/** Calls the webhook of a running n8n; returns the id of the execution that this started. */
export const startAwaiting = async (origin: string, { id }: Awaiting): Promise<string> => {
	return ((await callWebhook(origin, id, {})) as { execution: string }).execution;
};

/** The document that an execution has sent. */
export const documentOf = (simulator: Simulator, execution: string): SimulatorDocument => {
	const found = simulator
		.documents()
		.filter(({ clientReference }) => clientReference === `contract-${execution}`);
	assert.equal(found.length, 1, `execution ${execution} has sent ${found.length} documents`);
	return found[0];
};

/** The executions that have told of their end, each as often as it did. */
export const toldBy = ({ elsewhere }: Simulator): string[] =>
	elsewhere.requests
		.map(({ path }) => path.split('/'))
		.filter(([, first]) => `/${first}` === TOLD)
		.map(([, , execution]) => execution);

/** How often n8n gave which answer to calls of the service; why, for a call that had none. */
export const answersIn = (callbacks: Simulator['callbacks']): string => {
	const counts = new Map<string, number>();
	for (const { body, status, error } of callbacks) {
		const answer = `${body.Event} ${status ?? error}`;
		counts.set(answer, (counts.get(answer) ?? 0) + 1);
	}
	return [...counts].map(([answer, count]) => `${count} × ${answer}`).join(', ');
};

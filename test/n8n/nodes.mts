/**
 * Workflows as the tests make them: nodes in a row, with the fields that each of them would repeat.
 */
import type { Credential, Workflow, WorkflowNode } from './instance.mts';

type Parameters = WorkflowNode['parameters'];

/** The two who sign, in this order. */
export const SIGNERS = [
	{ firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' },
	{ firstName: 'Ben', lastName: 'Wu', email: 'ben@example.com' },
];

export const withCredential = ({ id, name, type }: Credential) => ({
	credentials: { [type]: { id, name } },
});

/** The node of this package. */
export const securedSigning = (
	name: string,
	credential: Credential,
	parameters: Parameters,
): WorkflowNode => ({
	name,
	type: 'n8n-nodes-secured-signing.securedSigning',
	typeVersion: 1,
	parameters,
	...withCredential(credential),
});

/** What it takes to send the file of an item to both. */
export const sendingFile = {
	resource: 'smartTag',
	operation: 'send',
	documentsFrom: 'files',
	binaryPropertyName: 'data',
	signersFrom: 'list',
	signers: { signer: SIGNERS },
	dueDate: "={{ $now.plus(14, 'days') }}",
	options: {},
};

/** Starts a workflow as the editor's button does, or n8n's command line. */
export const start: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** Starts a workflow that is called. */
export const webhook = (path: string, parameters: Parameters = {}): WorkflowNode => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: path,
	parameters: { httpMethod: 'POST', path, options: {}, ...parameters },
});

/** Answers whoever called a webhook in the mode `responseNode` with the number of the execution. */
export const respond: WorkflowNode = {
	name: 'Respond',
	type: 'n8n-nodes-base.respondToWebhook',
	typeVersion: 1.1,
	parameters: {
		respondWith: 'json',
		responseBody: '={{ JSON.stringify({ execution: $execution.id }) }}',
		options: {},
	},
};

/** Starts a workflow that another one calls. */
export const whenCalled: WorkflowNode = {
	name: 'When Called',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	parameters: { inputSource: 'passthrough' },
};

/** Calls another workflow. */
export const callWorkflow = (id: string, options: object = {}): WorkflowNode => ({
	name: 'Call',
	type: 'n8n-nodes-base.executeWorkflow',
	typeVersion: 1.2,
	parameters: { workflowId: { __rl: true, mode: 'id', value: id }, options },
});

/** @param files a path, or a pattern of paths */
export const readFiles = (name: string, files: string): WorkflowNode => ({
	name,
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	parameters: { operation: 'read', fileSelector: files, options: {} },
});

export const httpRequest = (name: string, parameters: Parameters): WorkflowNode => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { options: {}, ...parameters },
});

/** Does nothing: what comes out of a workflow can be read there. */
export const noOperation = (name: string): WorkflowNode => ({
	name,
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
});

/** Lets the first item through alone. */
export const oneItem: WorkflowNode = {
	name: 'One Item',
	type: 'n8n-nodes-base.limit',
	typeVersion: 1,
	parameters: { maxItems: 1 },
};

/** What an output is connected to: one node. */
export const to = (name: string) => [{ node: name, type: 'main', index: 0 }];

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A form or template that an earlier node has listed, chosen by its name. */
export const byName = (resource: 'form' | 'template', list: string, name: string) =>
	byId(
		`={{ $('${list}').all().find(({ json }) => json.name === '${name}').json.${resource}Reference }}`,
	);

/** Nodes, each with the one before it as its only input. */
export const inARow = (nodes: WorkflowNode[]): Pick<Workflow, 'nodes' | 'connections'> => ({
	nodes: nodes.map((node, index) => ({ ...node, id: node.name, position: [index * 220, 0] })),
	connections: Object.fromEntries(
		nodes.slice(1).map(({ name }, index) => [nodes[index].name, { main: [to(name)] }]),
	),
});

/** Nodes in a row, as a workflow whose name is its id. */
export const workflowOf = (
	id: string,
	nodes: WorkflowNode[],
	settings: Record<string, unknown> = {},
): Workflow => ({ id, name: id, active: false, settings, ...inARow(nodes) });

/** The same jobs as workflows: with this package's node, and with n8n's HTTP Request node. */
import type { INode, IWorkflowBase, NodeParameterValueType } from 'n8n-workflow';

import type { Job, Task } from './protocol.cts';

export const NODE = 'n8n-nodes-secured-signing.securedSigning';
export const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
export const LOOP = 'n8n-nodes-base.splitInBatches';
export const START = 'start';
export const ENGINE_ONLY = 'engineOnly';

export type BenchWorkflow = Pick<IWorkflowBase, 'nodes' | 'connections'>;
type Parameters = Record<string, NodeParameterValueType>;
export type Step = Pick<INode, 'type' | 'typeVersion' | 'parameters' | 'webhookId'>;

/** What both sides are given: one item has a reference or a file. */
export const REFERENCE = '={{ $json.reference }}';

const people = [
	['Ana', 'Lopez', 'ana@example.com'],
	['Ben', 'Wu', 'ben@example.com'],
] as const;

const byReference = { __rl: true, mode: 'id', value: REFERENCE };
const send: Parameters = {
	resource: 'smartTag',
	operation: 'send',
	signers: {
		signer: people.map(([firstName, lastName, email]) => ({ firstName, lastName, email })),
	},
	dueDate: "={{ $now.plus(14, 'days') }}",
};
const OPERATIONS: Record<Job, Parameters> = {
	get: { resource: 'document', operation: 'get', document: byReference },
	send: {
		...send,
		documentsFrom: 'documents',
		documents: { document: [{ document: byReference }] },
		// The recipe does not look whether a document is out already.
		options: { checkIfSent: false },
	},
	upload: { resource: 'document', operation: 'upload' },
	uploadAndSend: send,
	download: { resource: 'document', operation: 'download', document: byReference },
};

const sendBody = (reference: string) =>
	`={{ ({ DocumentReferences: [${reference}], DueDate: $now.plus(14, 'days').toUTC().toISO(), GMT: '0', Signers: ${JSON.stringify(people.map(([FirstName, LastName, Email]) => ({ FirstName, LastName, Email })))} }) }}`;
const sendRequest = (service: string, reference: string): Parameters => ({
	method: 'POST',
	url: `${service}/SmartTag/Send2`,
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: sendBody(reference),
});
const uploadRequest = (service: string): Parameters => ({
	method: 'POST',
	url: `${service}/Document/Uploader`,
	sendBody: true,
	contentType: 'multipart-form-data',
	bodyParameters: {
		parameters: [{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' }],
	},
});
const REQUESTS: Record<Job, (service: string) => Parameters[]> = {
	get: (service) => [{ method: 'GET', url: `=${service}/Document/Status/{{ $json.reference }}` }],
	send: (service) => [sendRequest(service, '$json.reference')],
	upload: (service) => [uploadRequest(service)],
	uploadAndSend: (service) => [uploadRequest(service), sendRequest(service, '$json.Reference')],
	download: (service) => [
		{ method: 'GET', url: `=${service}/Download/GetDocumentData/{{ $json.reference }}` },
	],
};

/**
 * The workflow of a side; its last node is the one whose items are the result.
 *
 * @param before what brings the items
 */
export function workflowOf(
	{ job, side, service, atATime }: Pick<Task, 'job' | 'side' | 'service' | 'atATime'>,
	before: Step[] = [{ type: START, typeVersion: 1, parameters: {} }],
): BenchWorkflow {
	if (side === 'engine') {
		const parameters = { url: `=${service}/Document/Status/{{ $json.reference }}`, atATime };
		return chain([...before, { type: ENGINE_ONLY, typeVersion: 1, parameters }]);
	}
	if (side === 'node' || side === 'nodeAuto') {
		const requestOptions = side === 'node' ? { itemsAtATime: atATime } : { itemsAtATimeAuto: true };
		const parameters = { ...OPERATIONS[job], requestOptions };
		return chain([...before, { type: NODE, typeVersion: 1, parameters }]);
	}
	// The shortest pause that the option takes: without one it does not batch at all.
	const batching = { batch: { batchSize: atATime, batchInterval: 1 } };
	const steps = REQUESTS[job](service).map((request) => ({
		type: HTTP_REQUEST,
		typeVersion: 4.2,
		parameters: {
			...request,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'securedSigningApi',
			options: side === 'recipe' ? { batching } : {},
		},
	}));
	return side === 'recipeLoop' ? loop(before, steps, atATime) : chain([...before, ...steps]);
}

const asNode = (step: Step, index: number): INode => ({
	...step,
	id: `step-${index}`,
	name: `Step ${index}`,
	position: [200 * index, 0],
	credentials: {
		securedSigningApi: { id: '1', name: 'Stand-in' },
		unsigned: { id: '2', name: 'Unsigned' },
	},
});
const to = (node: INode) => [{ node: node.name, type: 'main' as const, index: 0 }];

/** Each node into the next. */
const inARow = (nodes: INode[]): BenchWorkflow['connections'] =>
	Object.fromEntries(
		nodes.slice(1).map((node, index) => [nodes[index].name, { main: [to(node)] }]),
	);

function chain(steps: Step[]): BenchWorkflow {
	const nodes = steps.map(asNode);
	return { nodes, connections: inARow(nodes) };
}

/** … → Loop Over Items ⇄ steps; what is done comes out of the loop, so it stands last. */
function loop(before: Step[], steps: Step[], batchSize: number): BenchWorkflow {
	const parameters = { batchSize, options: {} };
	const nodes = [...before, ...steps, { type: LOOP, typeVersion: 3, parameters }].map(asNode);
	const looping = nodes[nodes.length - 1];
	const body = nodes.slice(before.length, -1);
	return {
		nodes,
		connections: {
			...inARow([...nodes.slice(0, before.length), looping]),
			...inARow([...body, looping]),
			[looping.name]: { main: [[], to(body[0])] },
		},
	};
}

/** What both sides sign with, whoever keeps it. */
export const credentialFor = (service: string) => ({
	environment: 'custom',
	baseUrl: service,
	apiKey: 'benchmark-key',
	apiSecret: 'benchmark-secret',
	domain: 'https://n8n.example.com',
});

/**
 * A workflow that offers this node's operations as tools: an MCP Server Trigger with a tool node for
 * each, named as the editor names them, and filled as a builder does.
 */
import { createRequire } from 'node:module';
import {
	NodeConnectionTypes,
	NodeHelpers,
	nodeNameToToolName,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import type { Credential, Workflow, WorkflowNode } from '../n8n/instance.mts';
import { withCredential, workflowOf } from '../n8n/nodes.mts';

/** The path of the MCP server, and the id of its workflow. */
export const SERVER = 'secured-signing';

/** What the builder allows. */
export const LIMITS = {
	allowedDomains: 'example.com',
	maxSigners: 2,
	maxDocuments: 1,
	allowStoredDocuments: true,
};

/** A parameter that the model fills. */
const fromAI = (key: string, description: string, type = 'string'): string =>
	`={{ $fromAI('${key}', '${description}', '${type}') }}`;

const document = {
	__rl: true,
	mode: 'id',
	value: fromAI('document', 'The documentReference'),
};

const orderNumber = fromAI('orderNumber', 'The number of the order that it belongs to');

const person = {
	firstName: fromAI('firstName', 'The first name of the signer'),
	lastName: fromAI('lastName', 'The last name of the signer'),
	email: fromAI('email', 'The e-mail address of the signer'),
};

const sending = {
	documentsFrom: 'documents',
	documents: { document: [{ document }] },
	signersFrom: 'json',
	signersJson: fromAI(
		'signers',
		'Who signs, in order: a list of objects with firstName, lastName and email',
		'json',
	),
	dueDate: "={{ $now.plus(14, 'days') }}",
};

/** An operation, as `resource:operation`. */
type Job = `${string}:${string}`;

const PARAMETERS: Record<Job, WorkflowNode['parameters']> = {
	'form:getAll': { returnAll: false, limit: 10 },
	'document:get': { document },
	'document:uploadFromUrl': {
		fileUrl: fromAI('fileUrl', 'The public address of a PDF or DOCX'),
		options: { clientReference: orderNumber },
	},
	'smartTag:send': {
		...sending,
		options: {
			clientReference: orderNumber,
			oncePerClientReference: true,
			sendingLimits: { limits: LIMITS },
		},
	},
	'signer:getSigningLink': {
		document,
		signerBy: 'details',
		...person,
		requestOptions: { signingKeysForAgents: true },
	},
	'signer:sendReminder': { document },
	'smartTag:sendAndAwait': sending,
};

/** The operations that are tools here. */
export const JOBS = Object.keys(PARAMETERS) as Job[];

const { SecuredSigning: BuiltNode } = createRequire(import.meta.url)(
	'../../dist/nodes/SecuredSigning/SecuredSigning.node.js',
) as { SecuredSigning: typeof SecuredSigning };

/** The node as n8n has it among its tools. */
const description: INodeTypeDescription = {
	...new BuiltNode().description,
	inputs: [],
	outputs: [NodeConnectionTypes.AiTool],
};

/** Every operation of the node. */
export const allJobs = (): Job[] =>
	description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			(options as INodePropertyOptions[]).map(
				({ value }): Job => `${String(displayOptions?.show?.resource?.[0])}:${String(value)}`,
			),
		);

const parametersOf = (job: Job): INodeParameters => {
	const [resource, operation] = job.split(':');
	return { resource, operation, ...PARAMETERS[job] } as INodeParameters;
};

/** What the editor calls the node of an operation when it is added. */
export const sentenceOf = (job: Job): string =>
	NodeHelpers.makeNodeName(parametersOf(job), description);

/** The same as the name of a tool. */
export const toolOf = (job: Job): string => nodeNameToToolName(sentenceOf(job));

/** A node for each of the tools. */
export const toolNodes = (credential: Credential): WorkflowNode[] =>
	JOBS.map((job) => ({
		name: sentenceOf(job),
		type: 'n8n-nodes-secured-signing.securedSigningTool',
		typeVersion: 1,
		parameters: parametersOf(job),
		...withCredential(credential),
	}));

type Wire = 'main' | 'ai_tool' | 'ai_languageModel';

/** A workflow out of its nodes, and what each of them leads to. */
export const wiredWorkflow = (
	id: string,
	nodes: WorkflowNode[],
	wires: Record<string, { to: string; type: Wire }>,
): Workflow => ({
	// As the editor stores it. Without, n8n goes on with an AI Agent before its tools have run.
	...workflowOf(id, nodes, { executionOrder: 'v1' }),
	connections: Object.fromEntries(
		Object.entries(wires).map(([name, { to, type }]) => [
			name,
			{ [type]: [[{ node: to, type, index: 0 }]] },
		]),
	),
});

/** The tools as wires to the node that offers or uses them. */
export const toolsTo = (to: string): Record<string, { to: string; type: Wire }> =>
	Object.fromEntries(JOBS.map((job) => [sentenceOf(job), { to, type: 'ai_tool' }]));

/** The MCP server, ready to be imported. */
export const serverWorkflow = (credential: Credential): Workflow => {
	const trigger: WorkflowNode = {
		name: 'MCP Server Trigger',
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		webhookId: SERVER,
		parameters: { path: SERVER, authentication: 'none' },
	};
	return wiredWorkflow(SERVER, [trigger, ...toolNodes(credential)], toolsTo(trigger.name));
};

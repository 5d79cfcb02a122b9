/**
 * The callback trigger behind a real HTTP server: requests reach it through n8n-core's own
 * WebhookContext, read and answered as n8n's server does.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';

import express, { type Request, type Response } from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { withCallbackKey } from '../../nodes/SecuredSigning/fields/notifyUrl';
import { SecuredSigningCallbackTrigger } from '../../nodes/SecuredSigning/SecuredSigningCallbackTrigger.node.ts';
import { CALLED } from '../../nodes/SecuredSigning/triggers/events.ts';
import { binaryData, Credentials, type Engine } from '../harness/engine.cts';
import { parsed as partsOf } from '../harness/multipart.cts';

/** All but that it was sent, which is known. */
const EVENTS = CALLED.filter((event) => event !== 'sent');

export interface Listening {
	/** Production and test address as n8n shows them, without a key. */
	productionUrl: string;
	testUrl: string;
	/** The address with its key, as a send makes it. */
	url: string;
	/** The items of each workflow that was started, in order. */
	started: INodeExecutionData[][];
	/** The statuses that callers got, in order. */
	answered: number[];
	/** What n8n would show as failed executions. */
	failed: Error[];
	/** The node's settings; what is left out is the default. */
	parameters: INode['parameters'];
	credential: Record<string, string>;
	/** How many of the next calls end at a proxy that finds no n8n behind it. */
	unheard: number;
	/** What n8n has stored of the workflow, as text. */
	state: string;
	/** The node as the process of n8n has it that takes the calls. */
	nodeType: SecuredSigningCallbackTrigger;
	/** Asks the node to get ready, as switching the workflow on does. */
	activate(): Promise<boolean>;
	close(): Promise<void>;
}

const PATH = '/:kind/:webhookId/secured-signing-callback';

export async function listen({
	credential,
}: {
	credential: Record<string, string>;
}): Promise<Listening> {
	await binaryData();
	const nodeType = new SecuredSigningCallbackTrigger();
	const engine: Engine = {
		nodeTypes: { securedSigningCallbackTrigger: nodeType },
		credentialTypes: { securedSigningApi: new SecuredSigningApi() },
		credentials: { securedSigningApi: { ...credential } },
	};
	const app = express().use(asReadByN8n);
	const server = await new Promise<Server>((resolve) => {
		const opened = app.listen(0, '127.0.0.1', () => resolve(opened));
	});
	// A busy machine may be silent for longer than connections are kept.
	server.keepAliveTimeout = 0;
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const productionUrl = `${origin}/webhook/3f6c1d2e/secured-signing-callback`;
	const listening: Listening = {
		productionUrl,
		testUrl: productionUrl.replace('/webhook/', '/webhook-test/'),
		url: withCallbackKey(productionUrl, credential.apiSecret),
		started: [],
		answered: [],
		failed: [],
		parameters: {},
		credential: engine.credentials.securedSigningApi as Record<string, string>,
		unheard: 0,
		state: '{}',
		nodeType,
		activate: async () => {
			const { workflow, node, additionalData } = stage();
			const context = new HookContext(workflow, node, additionalData, 'webhook', 'activate');
			const { checkExists, create } = listening.nodeType.webhookMethods.default;
			return (await checkExists.call(context)) || (await create.call(context));
		},
		close: async () => await new Promise((resolve) => void server.close(() => resolve())),
	};

	function stage() {
		const node: INode = {
			id: 'node',
			name: 'Secured Signing Callback Trigger',
			type: 'securedSigningCallbackTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: '3f6c1d2e',
			parameters: { events: EVENTS, include: [], ...listening.parameters },
			credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
		};
		const nodeTypes: INodeTypes = {
			getByName: () => listening.nodeType,
			getByNameAndVersion: () => listening.nodeType,
			getKnownTypes: () => ({}),
		};
		const workflow = new Workflow({
			id: 'workflow',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			// Read for each call, and stored as a whole after it.
			staticData: JSON.parse(listening.state) as IDataObject,
		});
		const additionalData = {
			credentialsHelper: new Credentials(engine),
			webhookBaseUrl: `${origin}/webhook`,
			webhookTestBaseUrl: `${origin}/webhook-test`,
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
		return { workflow, node: workflow.getNode(node.name) as INode, additionalData };
	}

	async function call(httpRequest: Request, httpResponse: Response) {
		httpResponse.once('finish', () => listening.answered.push(httpResponse.statusCode));
		if (listening.unheard > 0) {
			listening.unheard -= 1;
			return void httpResponse.status(502).send('Bad gateway');
		}
		const webhookDescription = listening.nodeType.description.webhooks?.find(
			({ httpMethod }) => httpMethod === httpRequest.method,
		);
		if (webhookDescription === undefined) return void httpResponse.status(404).end();
		const { workflow, node, additionalData } = stage();
		const isTest = httpRequest.params.kind === 'webhook-test';
		const context = new WebhookContext(
			workflow,
			node,
			{ ...additionalData, httpRequest, httpResponse },
			isTest ? 'manual' : 'webhook',
			{ webhookDescription, isTest } as unknown as IWebhookData,
			[],
			null,
		);
		try {
			const result = await listening.nodeType.webhook.call(context);
			if (result.workflowData) listening.started.push(...result.workflowData);
			listening.state = JSON.stringify(workflow.staticData);
			if (!result.noWebhookResponse) httpResponse.send(result.webhookResponse);
		} catch (error) {
			listening.failed.push(error as Error);
			httpResponse.status(500).json({ code: 0, message: (error as Error).message });
		}
	}

	app.all(PATH, call);
	return listening;
}

/** Bodies as n8n hands them over: parsed where it knows the type, and as they came besides. */
const asReadByN8n = [
	express.raw({ type: () => true, limit: '16mb' }),
	async (request: Request, response: Response, next: () => void) => {
		const rawBody = Buffer.isBuffer(request.body) ? request.body : undefined;
		const type = request.headers['content-type']?.split(';')[0];
		if (rawBody && type === 'multipart/form-data') {
			// Such a body is not kept as it came.
			const { fields } = await partsOf(request.headers, rawBody);
			request.body = { data: fields, files: {} };
			return void next();
		}
		try {
			request.body = rawBody && parsed(rawBody.toString(), type);
		} catch {
			return void response.status(422).send('Failed to parse request body');
		}
		Object.assign(request, { rawBody });
		next();
	},
];

function parsed(body: string, type?: string): unknown {
	if (type === 'application/json') return JSON.parse(body);
	if (type === 'application/x-www-form-urlencoded') return parse(body);
	return type === 'text/plain' ? body : {};
}

/**
 * Executions that wait, and the address that wakes them: what n8n's server does around the engine
 * (n8n 2.41, webhooks/waiting-webhooks.ts). Between two steps an execution is nothing but text, as in
 * n8n's database.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import express, { type Request, type Response } from 'express';
import { WebhookContext, WorkflowExecute } from 'n8n-core';
import type {
	INode,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
} from 'n8n-workflow';

import { binaryData, freshRun, stageWorkflow, type Engine, type WorkflowData } from './engine.cts';
import { keepTimers } from './timers.cts';

interface Execution {
	id: string;
	status: 'running' | 'waiting' | 'success' | 'error';
	mode: 'trigger' | 'manual';
	data: WorkflowData;
	/** The run as it is stored. */
	stored: string;
}

export interface Waiting {
	status(id: string): Execution['status'];
	run(id: string): IRunExecutionData;
	/** Changes what is stored of an execution, as another version or somebody in the database would. */
	edit(id: string, change: (item: INodeExecutionData) => void): void;
	/** The address of an execution, without anything of the node's own. */
	address(id: string): string;
	start(
		data: Execution['data'],
		input?: INodeExecutionData[],
		mode?: Execution['mode'],
	): Promise<string>;
	/** Lets the time limit of a waiting execution pass. */
	passTime(id: string): Promise<void>;
	/** What came in under the addresses: execution and the status answered. */
	calls: { id: string; status: number }[];
	/** The executions that the node let go on, in order; twice where it did so for two calls at once. */
	resumed: string[];
	/** Whether calls that n8n makes to itself arrive; off, so that tests know who called. */
	hearsItself: boolean;
	/** What stands in front of this n8n and answers the calls that it makes to itself. */
	inFront?: (response: Response) => void;
	/** Waits until nothing runs. */
	idle(): Promise<void>;
	close(): Promise<void>;
}

/** Executions of one process have numbers of their own, whichever n8n of the tests they are in. */
let started = 0;

export async function startWaiting(engine: Engine): Promise<Waiting> {
	await binaryData();
	const endTimers = keepTimers();
	const executions = new Map<string, Execution>();
	const under = new Set<Promise<unknown>>();
	const app = express().use(express.json(), express.urlencoded({ extended: false }));
	const server = await new Promise<Server>((resolve) => {
		const opened = app.listen(0, '127.0.0.1', () => resolve(opened));
	});
	// A busy machine may be silent for longer than connections are kept.
	server.keepAliveTimeout = 0;
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const webhookWaitingBaseUrl = `${origin}/webhook-waiting`;
	const known = (id: string): Execution => {
		const execution = executions.get(id);
		if (execution === undefined) throw new Error(`There is no execution ${id}`);
		return execution;
	};
	const stage = (execution: Execution, more = {}) =>
		stageWorkflow(engine, execution.data, {
			executionId: execution.id,
			webhookWaitingBaseUrl,
			...more,
		});

	async function run(execution: Execution, data: IRunExecutionData) {
		execution.status = 'running';
		const { workflow, additionalData } = stage(execution);
		const { data: after } = await new WorkflowExecute(
			additionalData,
			execution.mode,
			data,
		).processRunExecutionData(workflow);
		execution.stored = JSON.stringify(after);
		const ended = after.resultData.error ? 'error' : 'success';
		execution.status = after.waitTill ? 'waiting' : ended;
	}

	async function wake(request: Request<{ id: string }>, response: Response) {
		const execution = executions.get(request.params.id);
		if (execution === undefined) {
			const message = `The execution "${request.params.id}" does not exist.`;
			return void response.status(404).json({ code: 404, message });
		}
		const data = JSON.parse(execution.stored) as IRunExecutionData;
		if (request.query.signature !== data.resumeToken) {
			return void response.status(401).json({ error: 'Invalid token' });
		}
		if (execution.status !== 'waiting') {
			const state = execution.status === 'running' ? 'is running already' : 'has finished already';
			const message = `The execution "${execution.id}" ${state}.`;
			return void response.status(409).json({ code: 409, message });
		}
		const entry = data.executionData?.nodeExecutionStack[0];
		if (entry === undefined) throw new Error('A waiting execution has lost its node');
		const { workflow, additionalData } = stage(execution, {
			httpRequest: request,
			httpResponse: response,
		});
		const node = workflow.getNode(entry.node.name) as INode;
		const nodeType = engine.nodeTypes[node.type];
		const webhookDescription = nodeType.description.webhooks?.find(
			({ httpMethod, restartWebhook }) => restartWebhook && httpMethod === request.method,
		);
		if (webhookDescription === undefined) return void response.status(404).end();
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			execution.mode,
			{ webhookDescription } as unknown as IWebhookData,
			[],
			data,
		);
		const { workflowData, webhookResponse, noWebhookResponse } = await answered();
		if (!noWebhookResponse) response.send(webhookResponse ?? '');
		if (workflowData === undefined) return;
		waiting.resumed.push(execution.id);
		// As the server does it: only one of several at once gets the execution.
		if ((execution.status as string) !== 'waiting') return;
		entry.node.disabled = true;
		entry.data.main = workflowData;
		entry.metadata = { ...entry.metadata, forwardAllOutputs: true } as typeof entry.metadata;
		data.waitTill = undefined;
		data.resultData.runData[node.name].pop();
		await run(execution, data);

		async function answered(): Promise<IWebhookResponseData> {
			try {
				return (await nodeType.webhook?.call(context)) ?? {};
			} catch (error) {
				// As in n8n (webhooks/webhook-helpers.ts): the execution goes on with an empty item.
				response.status(500).json({ message: (error as Error).message });
				return { noWebhookResponse: true, workflowData: [[{ json: {} }]] };
			}
		}
	}

	app.all('/webhook-waiting/:id', (request: Request<{ id: string }>, response) => {
		if ('looks' in request.query && waiting.inFront) return waiting.inFront(response);
		if ('looks' in request.query && !waiting.hearsItself) return void response.socket?.destroy();
		response.on('finish', () =>
			waiting.calls.push({ id: request.params.id, status: response.statusCode }),
		);
		track(wake(request, response));
	});

	function track<T>(work: Promise<T>): Promise<T> {
		const tracked = work.finally(() => under.delete(tracked));
		under.add(tracked);
		return tracked;
	}

	const waiting: Waiting = {
		calls: [],
		resumed: [],
		hearsItself: false,
		status: (id) => known(id).status,
		run: (id) => JSON.parse(known(id).stored) as IRunExecutionData,
		edit: (id, change) => {
			const run = waiting.run(id);
			for (const item of run.executionData?.nodeExecutionStack[0]?.data.main[0] ?? []) change(item);
			known(id).stored = JSON.stringify(run);
		},
		address: (id) => {
			const { resumeToken } = waiting.run(id);
			return `${webhookWaitingBaseUrl}/${id}?signature=${resumeToken}`;
		},
		start: async (data, input = [{ json: {} }], mode = 'trigger') => {
			const first = freshRun(data, input);
			const id = String(++started);
			const stored = JSON.stringify(first);
			const execution: Execution = { id, status: 'running', mode, data, stored };
			executions.set(id, execution);
			await track(run(execution, first));
			return id;
		},
		passTime: async (id) => await track(run(known(id), waiting.run(id))),
		idle: async () => {
			while (under.size > 0) await Promise.all(under);
		},
		close: async () => {
			await waiting.idle();
			endTimers();
			server.closeAllConnections();
			await new Promise((resolve) => void server.close(resolve));
		},
	};
	return waiting;
}

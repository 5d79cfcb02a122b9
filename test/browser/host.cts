/**
 * Serves the example workflow as n8n would: a request to a webhook's address runs the nodes behind it
 * in n8n's engine, and Respond to Webhook answers. Those two nodes are cut down to what is used here:
 * n8n's own are part of n8n-nodes-base, which is larger than this whole project.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { INode, INodeType, IWorkflowBase } from 'n8n-workflow';

import { runWorkflow, type Engine } from '../harness/engine.cts';

const EXAMPLE = join(__dirname, '../../examples/embedded-signing-page.json');

const nodeType = (name: string, properties: string[], isTrigger = false): INodeType => ({
	description: {
		displayName: name,
		name,
		group: [isTrigger ? 'trigger' : 'transform'],
		version: [1, 1.1, 2],
		description: '',
		defaults: { name },
		inputs: isTrigger ? [] : ['main'],
		outputs: ['main'],
		properties: properties.map((property) => ({
			displayName: property,
			name: property,
			type: 'json',
			default: '',
		})),
	},
	async execute() {
		if (isTrigger) return [this.getInputData()];
		return [[{ json: { body: this.getNodeParameter('responseBody', 0) as string } }]];
	},
});

/** Another page of the host: its HTML, and how it is served. */
export interface ServedPage {
	html: string;
	headers?: Record<string, string>;
}

export interface Host {
	/** http://127.0.0.1:PORT */
	origin: string;
	/** Pages besides the example's, by their path. */
	pages: Map<string, ServedPage>;
	/** The paths that were asked for, in their order. */
	asked: string[];
	close(): Promise<void>;
}

export async function startHost(engine: Engine): Promise<Host> {
	const example = readFileSync(EXAMPLE, 'utf8');
	const nodeTypes = {
		...engine.nodeTypes,
		'n8n-nodes-base.webhook': nodeType('webhook', [], true),
		'n8n-nodes-base.respondToWebhook': nodeType('respondToWebhook', ['responseBody']),
		'n8n-nodes-secured-signing.securedSigning': engine.nodeTypes.securedSigning,
	};
	const host: Host = { origin: '', pages: new Map(), asked: [], close };

	async function answer({ url = '/', headers }: IncomingMessage, response: ServerResponse) {
		const { pathname, searchParams, href } = new URL(url, host.origin);
		if (pathname !== '/favicon.ico') host.asked.push(pathname);
		// As n8n answers by default: any page may read what a webhook says.
		if (headers.origin) response.setHeader('access-control-allow-origin', headers.origin);
		const page = host.pages.get(pathname);
		if (page) {
			response
				.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers })
				.end(page.html);
			return;
		}
		// Anew each time: the engine drops parameters that the cut-down nodes do not have.
		const workflow = JSON.parse(example) as IWorkflowBase;
		const webhook = workflow.nodes.find(
			({ parameters }) => pathname === `/webhook/${String(parameters.path)}`,
		);
		if (!webhook) return void response.writeHead(404).end();
		const nodes = nodesBehind(workflow, webhook);
		const last = nodes.at(-1) as INode;
		const answered = headersOf(last);
		const query = Object.fromEntries(searchParams);
		const webhookUrl = href.replace(/\?.*/, '');
		const run = await runWorkflow({ ...engine, nodeTypes }, { ...workflow, nodes }, [
			{ json: { query, webhookUrl } },
		]);
		const { runData, error } = run.data.resultData;
		if (error) return void response.writeHead(500).end(error.message);
		const { body } = runData[last.name][0].data?.main[0]?.[0].json ?? {};
		if (typeof body === 'string') return void response.writeHead(200, answered).end(body);
		response
			.writeHead(200, { 'content-type': 'application/json', ...answered })
			.end(JSON.stringify(body));
	}

	const server = createServer((request, response) => {
		answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	host.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return host;

	async function close() {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

/** A webhook and what follows it, in order; the example has no branches. */
function nodesBehind({ nodes, connections }: IWorkflowBase, from: INode): INode[] {
	const [next] = connections[from.name]?.main[0] ?? [];
	const following = nodes.find(({ name }) => name === next?.node);
	return [
		from,
		...(following ? nodesBehind({ nodes, connections } as IWorkflowBase, following) : []),
	];
}

function headersOf({ parameters }: INode): Record<string, string> {
	const { responseHeaders } = parameters.options as {
		responseHeaders: { entries: Array<{ name: string; value: string }> };
	};
	return Object.fromEntries(responseHeaders.entries.map(({ name, value }) => [name, value]));
}

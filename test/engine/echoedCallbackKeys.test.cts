/**
 * docs/agents.md: "Keys and secrets of your account are in none of them". The key in a 'Notify URL' is
 * one, and what a refusal repeats is unknown (docs/api/API.md sections 4 and 7).
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INode } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { runWorkflow } from '../harness/engine.cts';
import { nodeWith, start, startBench, storedText, type Bench } from './node.cts';
import { ana, byReference } from './samples.cts';

const TRIGGER = 'https://n8n.example.com/webhook/a/secured-signing-callback';

let bench: Bench;
let server: Server;
/** What the service answers to a send, given the address to call that it got. */
let answer: (notifyUrl: string) => { status: number; body: object };
let key: string;

beforeAll(async () => {
	bench = await startBench();
	server = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			const form = {
				Name: 'Lease',
				Reference: '1',
				NotifyUrl: `${TRIGGER}?key=${'Ab_-'.repeat(10)}xyz`,
			};
			const Signers = [{ FirstName: '', LastName: '', Email: '', SignerType: 'Employee' }];
			let found: { status: number; body: object } = { status: 200, body: { ...form, Signers } };
			if (request.method === 'POST') {
				const { Forms } = JSON.parse(Buffer.concat(pieces).toString()) as {
					Forms: [{ NotifyUrl: string }];
				};
				key = new URL(Forms[0].NotifyUrl).searchParams.get('key') ?? '';
				found = answer(Forms[0].NotifyUrl);
			}
			response.writeHead(found.status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(found.body));
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(async () => {
	server.close();
	await bench.close();
});

/** What n8n keeps of a run, for the node and for the tool. */
async function stored(type: string, parameters: INode['parameters'], more: Partial<INode> = {}) {
	const { port } = server.address() as AddressInfo;
	const run = await runWorkflow(
		{
			...bench.engine,
			nodeTypes: { ...bench.engine.nodeTypes, securedSigningTool: new SecuredSigning() },
			credentials: {
				securedSigningApi: {
					...bench.simulator.credential,
					environment: 'custom',
					baseUrl: `http://127.0.0.1:${port}/web/v1.4`,
					webhookUrls: 'https://n8n.example.com/',
				},
			},
		},
		{
			nodes: [start, nodeWith(parameters, { type, ...more })],
			connections: { Start: { main: [[{ node: 'Secured Signing', type: 'main', index: 0 }]] } },
			settings: {},
		},
		[{ json: {} }],
	);
	return storedText(run);
}

const sending: INode['parameters'] = {
	resource: 'form',
	operation: 'send',
	form: byReference('1'),
	signers: { signer: [ana] },
	simplify: false,
	options: { notifyUrl: TRIGGER },
};
const refusal = (Message: string) => ({
	status: 400,
	body: { ResponseStatus: { ErrorCode: 'X', Message } },
});

describe.each(['securedSigning', 'securedSigningTool'])('%s', (type) => {
	test.each<[string, typeof answer]>([
		['a refusal', (url) => refusal(`NotifyUrl ${url} could not be reached`)],
		['a refusal, in another address', (url) => refusal(`/log?of=${encodeURIComponent(url)}`)],
		['a refusal, by itself', (url) => refusal(new URL(url).searchParams.get('key') ?? '')],
		['a success', (url) => ({ status: 200, body: { NotifyUrl: url, Note: `called ${url}` } })],
		[
			'a list',
			(url) => ({ status: 200, body: [{ Name: 'Lease', Reference: '2', NotifyUrl: url }] }),
		],
	])('keeps the key out of %s', async (_what, given) => {
		answer = given;
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			key = '';
			const text = await stored(type, sending, { onError });
			// 32 bytes in Base64: 43 characters (RFC 4648, section 5).
			expect(key).toMatch(/^[\w-]{43}$/);
			expect(text).not.toContain(key);
		}
	});
});

test('what is looked up later keeps its key in a workflow, and has none in a tool', async () => {
	const look = {
		resource: 'form',
		operation: 'get',
		simplify: false,
		form: byReference('1'),
	};
	expect(await stored('securedSigning', look)).toContain('Ab_-Ab_-');
	const text = await stored('securedSigningTool', look);
	expect(text).toContain('?key=***');
	expect(text).not.toContain('Ab_-Ab_-');
});

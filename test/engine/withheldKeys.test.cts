/**
 * docs/agents.md: "a tool leaves keys and links out of all results: of sends, look-ups and waits, simplified or
 * not". What a signing key looks like, and what refusals hold, is unknown (docs/api/API.md sections 4 and 8).
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INode } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { runWorkflow } from '../harness/engine.cts';
import { nodeWith, start, startBench, storedText, type Bench } from './node.cts';
import { byReference } from './samples.cts';

const KEY = 'KEYsecret0123456789abcdefKEYsecret';
const REFERENCE = '123456789012345678901234567890123456789012345678';
const PLAIN = 'https://host.example/signed';

let bench: Bench;
let server: Server;
let status: number;
let more: object;

beforeAll(async () => {
	bench = await startBench();
	server = createServer((_request, response) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		const signer = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com', ...more };
		const body = { Name: 'Lease', Reference: REFERENCE, Status: 'Signing', Signers: [signer] };
		response.end(JSON.stringify(status === 200 ? { ...body, DocumentUrl: PLAIN } : more));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(async () => {
	server.close();
	await bench.close();
});

async function stored(type: string, parameters: INode['parameters']) {
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
				},
			},
		},
		{
			nodes: [start, nodeWith(parameters, { type })],
			connections: { Start: { main: [[{ node: 'Secured Signing', type: 'main', index: 0 }]] } },
			settings: {},
		},
		[{ json: {} }],
	);
	return storedText(run);
}

const get: INode['parameters'] = {
	...{ resource: 'document', operation: 'get', document: byReference(REFERENCE) },
	requestOptions: { retries: 0 },
};

test.each<object>([
	{ SigningKey: KEY },
	{ signingkey: KEY, FirstName: KEY },
	{ SigningUrl: `https://host.example/s?k=${KEY}` },
	{ SignerLink: KEY },
	{ EmbedUrl: `https://host.example/${KEY}`, LastName: KEY },
	{ AccessKey: KEY },
	{ SigningKeys: [KEY], Note: `see ${KEY}` },
	{ Signing: { Key: KEY } },
	{ Link: KEY },
	{ SigningKey: `https://host.example/s?k=${KEY}`, Note: KEY },
])('of a signer with %j, a tool sees no key', async (fields) => {
	[status, more] = [200, fields];
	for (const simplify of [true, false]) {
		const found = await stored('securedSigningTool', { ...get, simplify });
		expect(found).toContain(REFERENCE);
		expect(found).not.toContain(KEY);
	}
	const all = await stored('securedSigningTool', { ...get, simplify: false });
	expect(all).toContain(PLAIN);
	expect(await stored('securedSigning', { ...get, simplify: false })).toContain(KEY);
});

test('what one answer calls a key is in no text of a result that leaves the field out', async () => {
	[status, more] = [200, { SigningKey: KEY, FirstName: KEY }];
	const operation = { resource: 'account', operation: 'get', requestOptions: { retries: 0 } };
	for (const simplify of [true, false]) {
		expect(await stored('securedSigningTool', { ...operation, simplify })).not.toContain(KEY);
	}
});

const refusal = (Message: string) => ({
	ResponseStatus: { ErrorCode: 'X', Message },
	signingkey: KEY,
});
test.each<[string, object, string]>([
	['a key', refusal(`Bad key ${KEY}, sorry`), 'Bad key ***, sorry'],
	['an address', refusal(`Sign at https://a@host.example/s/x1?k=2`), 'https://host.example”'],
])('a refusal that repeats %s tells a tool nothing of it', async (_what, body, said) => {
	[status, more] = [400, body];
	const found = await stored('securedSigningTool', get);
	expect(found).not.toContain(KEY);
	expect(found).not.toContain('/s/x1');
	expect(found).toContain(said);
});

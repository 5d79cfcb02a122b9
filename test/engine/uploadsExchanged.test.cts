/**
 * A proxy that hands out another one's answer. What an upload's answer repeats of its request is there to
 * tell (docs/api/API.md section 6, Document: ClientReference).
 */
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { execute } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { dataFile, inDays } from './samples.cts';

let bench: Bench;
let proxy: Server;
/** Turns the answers to two uploads that come together into what both are told. */
let confuse: (bodies: Buffer[]) => Buffer[];

async function forwarded(request: IncomingMessage) {
	const { host } = new URL(bench.simulator.url);
	const onward = ask({
		host: host.split(':')[0],
		port: host.split(':')[1],
		path: request.url,
		method: request.method,
		headers: request.headers,
	});
	onward.end(await buffer(request));
	const [answer] = (await once(onward, 'response')) as [IncomingMessage];
	return { answer, body: await buffer(answer) };
}

beforeAll(async () => {
	bench = await startBench({ readings: { uploadAnswer: 'document' } });
	const waiting: Array<{ body: Buffer; answerWith: (body: Buffer) => void }> = [];
	proxy = createServer(async (request, response) => {
		const { answer, body } = await forwarded(request);
		const answerWith = (told: Buffer) => {
			const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers;
			response.writeHead(answer.statusCode ?? 500, headers).end(told);
		};
		if (!request.url?.includes('/Uploader')) return answerWith(body);
		waiting.push({ body, answerWith });
		if (waiting.length < 2) return;
		const pair = waiting.splice(0);
		const told = confuse(pair.map((one) => one.body));
		pair.forEach((one, index) => one.answerWith(told[index]));
	}).listen(0, '127.0.0.1');
	await once(proxy, 'listening');
});
afterAll(async () => {
	proxy.closeAllConnections();
	proxy.close();
	await bench.close();
});

beforeEach(() => bench.simulator.faults.clear());

const people = {
	signer: [
		{
			firstName: '={{ $json.name }}',
			lastName: 'Lopez',
			email: '={{ $json.name }}@example.com',
		},
		{ firstName: 'Dana', lastName: 'Wu', email: 'dana@example.com' },
	],
};

/** Sends a file for each name to the people of that name, all at the same time, through the proxy. */
async function send(
	names: string[],
	{ fileName = (name: string) => `${name}.pdf`, options = {}, node = {} }: Partial<Sends> = {},
) {
	const items = await Promise.all(
		names.map(async (name) => ({
			...(await bench.file(dataFile('confidentiality-agreement.pdf'), fileName(name))),
			json: { name },
		})),
	);
	const { port } = proxy.address() as AddressInfo;
	const baseUrl = `http://127.0.0.1:${port}${new URL(bench.simulator.url).pathname}`;
	return await execute(
		{ ...bench, credential: { baseUrl } },
		{
			...{ resource: 'smartTag', operation: 'send', signers: people, dueDate: inDays(10) },
			options,
		},
		{ items, node: { onError: 'continueRegularOutput', ...node } },
	);
}

interface Sends {
	fileName(name: string): string;
	options: INodeParameters;
	node: Partial<INode>;
}

/** The names of the documents that went out, with the first one of the people whom they went to. */
const sentSince = (before: number) =>
	bench.simulator
		.documents()
		.slice(before)
		.filter(({ sends }) => sends > 0)
		.map(({ name, signers }) => [name, signers[0].email]);
const count = () => bench.simulator.documents().length;
const exchange = ([one, two]: Buffer[]) => [two, one];

test.each<[string, (bodies: Buffer[]) => Buffer[]]>([
	['exchanged', ([one, two]) => [two, one]],
	['one and the same', ([one]) => [one, one]],
	[
		'one and the same bare reference',
		([one]) => {
			const { Reference } = JSON.parse(one.toString()) as { Reference: string };
			const bare = Buffer.from(JSON.stringify({ Reference }));
			return [bare, bare];
		},
	],
])('answers that are %s send no contract to people of the other', async (_how, confusion) => {
	confuse = confusion;
	const before = count();
	await send(['ana', 'ben']);
	for (const [name, email] of sentSince(before)) {
		expect(email).toBe(`${name.split('.')[0]}@example.com`);
	}
	expect(count()).toBe(before + 2);
});

/** docs/api/API.md section 10.11: an upload may be answered with its reference alone. */
describe('bare references that are exchanged', () => {
	beforeEach(() => {
		bench.simulator.readings.uploadAnswer = 'reference';
		bench.simulator.requests.length = 0;
		confuse = exchange;
	});

	test('are set right by the marks of the files', async () => {
		const before = count();
		const { items, error } = await send(['ana', 'ben']);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.name)).toEqual(['ana.pdf', 'ben.pdf']);
		expect(sentSince(before).sort()).toEqual([
			['ana.pdf', 'ana@example.com'],
			['ben.pdf', 'ben@example.com'],
		]);
		expect(count()).toBe(before + 2);
	});

	test('are set right where both files have one name', async () => {
		const before = count();
		const { items } = await send(['ana', 'ben'], { fileName: () => 'contract.pdf' });
		const marks = new Map(
			bench.simulator.documents().map((document) => [document.reference, document.clientReference]),
		);
		expect(sentSince(before)).toHaveLength(2);
		for (const { json } of items)
			expect(json.clientReference).toBe(marks.get(`${json.documentReference}`));
		const uploads = bench.simulator.requests.filter(
			({ operationId }) => operationId === 'uploadDocument',
		);
		expect(uploads).toHaveLength(2);
	});

	test.each<[string, INodeParameters]>([
		['of their own', { clientReference: '={{ $json.name }}-1' }],
		['that both have', { clientReference: 'project' }],
	])('are refused with client references %s, and nothing is sent', async (_what, options) => {
		const before = count();
		const { items } = await send(['ana', 'ben'], { options });
		expect(sentSince(before)).toEqual([]);
		expect(items.map(({ json }) => json.error)).toEqual([
			'The upload of “ana.pdf” was interrupted',
			'The upload of “ben.pdf” was interrupted',
		]);
	});

	test('are told by the answer to the send, where nothing told before', async () => {
		const before = count();
		bench.simulator.faults.spoil((answer: unknown, { operationId }: { operationId?: string }) => {
			const isSent = bench.simulator
				.documents()
				.slice(before)
				.some(({ sends }) => sends > 0);
			if (operationId !== 'getDocumentStatus' || isSent) return answer;
			return { Reference: (answer as IDataObject).Reference, Status: 'NotStart', Folder: 'InBox' };
		});
		const { error } = await send(['ana', 'ben'], {
			node: { onError: 'stopWorkflow', retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(error?.message).toBe('This was sent, but with the file of another item');
		expect(error?.description).toMatch(/“(ana|ben)\.pdf” \(\d+\) with the client reference n8n-/);
		expect(error?.description).not.toMatch(/was not sent|Nothing was sent/);
		expect(sentSince(before)).toHaveLength(2);
	});
});

test("only a bare answer that could be another's costs a look", async () => {
	const looks = async (names: string[], uploadAnswer: 'document' | 'reference') => {
		bench.simulator.readings.uploadAnswer = uploadAnswer;
		bench.simulator.requests.length = 0;
		confuse = (bodies) => bodies;
		await send(names);
		return bench.simulator.requests.filter(({ operationId }) => operationId === 'getDocumentStatus')
			.length;
	};
	expect(await looks(['ana', 'ben'], 'document')).toBe(0);
	expect(await looks(['ana', 'ben'], 'reference')).toBe(2);
});

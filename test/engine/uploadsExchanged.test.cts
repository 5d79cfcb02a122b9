/**
 * A proxy that hands out another one's answer. What an upload's answer repeats of its request is there to
 * tell (docs/api/API.md section 6, Document: ClientReference).
 */
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { startBench, type Bench } from './node.cts';
import { dataFile, inDays } from './samples.cts';

let bench: Bench;
let proxy: Server;
/** Turns the answers to two uploads that come together into what both are told. */
let confuse: (bodies: Buffer[]) => Buffer[];

async function forwarded(request: IncomingMessage) {
	const { host } = new URL(bench.sandbox.url);
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
	// A bare reference, the other reading, repeats nothing by which it could be told.
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
	const before = bench.sandbox.documents().length;
	const files = await Promise.all(
		['ana', 'ben'].map(
			async (name) => await bench.file(dataFile('confidentiality-agreement.pdf'), `${name}.pdf`),
		),
	);
	const items = files.map((item, index) => ({ ...item, json: { name: ['ana', 'ben'][index] } }));
	const { port } = proxy.address() as AddressInfo;
	await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			signers: {
				signer: [
					{
						firstName: '={{ $json.name }}',
						lastName: 'Lopez',
						email: '={{ $json.name }}@example.com',
					},
					{ firstName: 'Dana', lastName: 'Wu', email: 'dana@example.com' },
				],
			},
			dueDate: inDays(10),
		},
		{
			items,
			onError: 'continueRegularOutput',
			credential: { baseUrl: `http://127.0.0.1:${port}${new URL(bench.sandbox.url).pathname}` },
		},
	);
	const sent = bench.sandbox
		.documents()
		.slice(before)
		.filter(({ sends }) => sends > 0);
	for (const { name, signers } of sent)
		expect(`${signers[0].email}`).toBe(`${name.split('.')[0]}@example.com`);
	expect(bench.sandbox.documents().length).toBe(before + 2);
});

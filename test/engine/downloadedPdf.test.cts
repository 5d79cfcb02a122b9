/** A PDF is known by what it is, whatever the answer calls it (docs/api/API.md section 5.10). */
import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { PDFDocument } from '@cantoo/pdf-lib';

import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { byReference, dataFile } from './samples.cts';

let bench: Bench;
let server: Server;
let credential: Record<string, string>;
let answer: { body: Buffer; headers: OutgoingHttpHeaders };

beforeAll(async () => {
	bench = await startBench();
	server = createServer((_, response) => {
		response.writeHead(200, answer.headers).end(answer.body);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	credential = {
		apiKey: 'key',
		apiSecret: 'secret',
		environment: 'custom',
		baseUrl: `http://127.0.0.1:${port}/web/v1.4`,
		domain: 'https://www.example.com',
	};
});
afterAll(async () => {
	server.close();
	await bench.close();
});

const download = async (body: Buffer, headers: OutgoingHttpHeaders) => {
	answer = { body, headers };
	const parameters = {
		resource: 'document',
		operation: 'download',
		document: byReference('1'),
		requestOptions: { retries: 0 },
	};
	return await bench.run(parameters, { credential });
};
const lease = dataFile('confidentiality-agreement.pdf');
const half = lease.subarray(0, lease.length / 2);
/** With objects in compressed streams, and a cross-reference stream instead of a table. */
const compressed = async () =>
	Buffer.from(await (await PDFDocument.load(lease)).save({ useObjectStreams: true }));
const table = async () =>
	Buffer.from(await (await PDFDocument.load(lease)).save({ useObjectStreams: false }));

test.each([
	['text/html'],
	['text/html; charset=utf-8'],
	['application/json'],
	['application/json; charset=utf-8'],
	['text/plain'],
	['application/xml'],
	['application/octet-stream'],
	['application/x-pdf'],
	[''],
])('as %j it is stored as it came, as a PDF', async (type) => {
	const { items, error } = await download(lease, type === '' ? {} : { 'content-type': type });
	expect(error).toBeUndefined();
	const file = items[0].binary!.data;
	expect(file).toMatchObject({ mimeType: 'application/pdf', fileExtension: 'pdf' });
	expect((await (await binaryData()).getAsBuffer(file)).equals(lease)).toBe(true);
});

const pdf = { 'content-type': 'application/pdf' };
test('with zeros behind it, or as other programs write it, it is whole', async () => {
	for (const body of [
		Buffer.concat([lease, Buffer.alloc(4096)]),
		Buffer.concat([lease, Buffer.alloc(300_000, ' \r\n')]),
		await compressed(),
		await table(),
	]) {
		const { items, error } = await download(body, pdf);
		expect(error).toBeUndefined();
		expect((await (await binaryData()).getAsBuffer(items[0].binary!.data)).equals(body)).toBe(true);
	}
});

test.each<[string, Buffer, OutgoingHttpHeaders]>([
	['half of it', half, pdf],
	['half of it with an end', Buffer.concat([half, Buffer.from('\n%%EOF\n')]), pdf],
	['half of it under the name of a page', half, { 'content-type': 'text/html' }],
	['a page', Buffer.from('<html>Down</html>'), { 'content-type': 'text/html' }],
	['a page that speaks of PDF', Buffer.from('<html>%PDF-1.7 %%EOF'), pdf],
	['a message', Buffer.from('{"Message":"%PDF-"}'), { 'content-type': 'application/json' }],
	['Base64', Buffer.from(lease.toString('base64')), pdf],
])('%s is none', async (_, body, headers) => {
	const { items, error } = await download(body, headers);
	expect(error?.message).toMatch(toldOn('unreadable'));
	expect(items).toEqual([]);
});

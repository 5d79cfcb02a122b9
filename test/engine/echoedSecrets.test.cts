import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { pdfFile } from '../harness/pdfFile.cts';
import { startBench, storedText, type Bench } from './node.cts';
import { byReference } from './samples.cts';

// Special characters in a key make each way to write it another text.
const SECRETS = { apiKey: 'key+4711/ab=cdef', apiSecret: 'secret&"<9a8b7c' };

/** Ways in which what was sent may come back, as other programs write it. */
const SPELLINGS: Array<[string, (text: string) => string]> = [
	['as it is', (text) => text],
	['in an address', encodeURIComponent],
	[
		'in an address, by small digits',
		(text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
	],
	['escaped with slashes, as PHP does', (text) => text.replaceAll('/', '\\/')],
	[
		'escaped by number, as .NET does',
		(text) =>
			text.replace(
				/[+/="&<]/g,
				(sign) => `\\u00${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
			),
	],
	['in a web page', (text) => text.replace(/[+/="&<]/g, (sign) => `&#${sign.charCodeAt(0)};`)],
	[
		'in a web page, by hexadecimal numbers',
		(text) => text.replace(/[+/="&<]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
	],
];

let bench: Bench;
let server: Server;
let answer: (headers: IncomingHttpHeaders) => { status: number; body: string; name?: string };
let signatures: string[];
let credential: Record<string, string>;

beforeAll(async () => {
	bench = await startBench();
	server = createServer((request, response) => {
		signatures.push(String(request.headers['x-custom-signature']));
		const { status, body, name } = answer(request.headers);
		const type = name === undefined ? 'application/json' : 'application/pdf';
		response.writeHead(status, {
			'content-type': type,
			...(name !== undefined && { 'content-disposition': `attachment; filename="${name}"` }),
		});
		response.end(body);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	credential = {
		...SECRETS,
		environment: 'custom',
		baseUrl: `http://127.0.0.1:${port}/web/v1.4`,
		domain: 'https://www.example.com',
	};
});
afterAll(async () => {
	server.close();
	await bench.close();
});
beforeEach(() => {
	signatures = [];
});

/** What n8n keeps of a run, with all that went out in it, however it is written. */
async function leaks(parameters: Parameters<Bench['run']>[0]) {
	const { run } = await bench.run(
		{ ...parameters, requestOptions: { retries: 0 } },
		{ credential, onError: 'continueRegularOutput', handsOutKey: true },
	);
	const stored = storedText(run);
	const sent = [...Object.values(SECRETS), ...signatures];
	expect(signatures).not.toEqual([]);
	return sent.flatMap((secret) =>
		SPELLINGS.map(([, write]) => write(secret)).filter(
			(written) =>
				stored.includes(written) || stored.includes(JSON.stringify(written).slice(1, -1)),
		),
	);
}

const sent = (headers: IncomingHttpHeaders) =>
	[headers['x-custom-api-key'], headers['x-custom-signature'], SECRETS.apiSecret].map(String);

/** JSON in which the texts stand as they are: some spellings are JSON's own escapes. */
const raw = (texts: string[]) =>
	`{"Name":"Ana","Email":"ana@example.com","Echo":"${texts.join(' ')}","List":[{"In":"x${texts.join('y')}z"}]}`;

describe.each(SPELLINGS.slice(1))('what was sent and comes back %s', (_how, write) => {
	test('in a success is not in the output', async () => {
		answer = (headers) => ({ status: 200, body: raw(sent(headers).map(write)) });
		expect(await leaks({ resource: 'account', operation: 'get', simplify: false })).toEqual([]);
	});

	test('in a refusal is not in the error', async () => {
		answer = (headers) => ({
			status: 400,
			body: `{"ResponseStatus":{"Message":"You sent ${sent(headers).map(write).join(' and ')}"}}`,
		});
		expect(await leaks({ resource: 'account', operation: 'get' })).toEqual([]);
	});

	test('in the name of a file is not in it', async () => {
		answer = (headers) => ({
			status: 200,
			body: String(pdfFile('<<>>')),
			name: sent(headers).map(write).join(' ').replace(/["\\]/g, ''),
		});
		expect(
			await leaks({ resource: 'document', operation: 'download', document: byReference('1') }),
		).toEqual([]);
	});
});

test('what only looks like a signature stays in the output', async () => {
	const reference = `${'Qk3+/'.repeat(8)}abc=`;
	expect(reference).toHaveLength(44);
	answer = () => ({ status: 200, body: `{"Name":"Ana","Note":"${reference}"}` });
	const { items } = await bench.run(
		{ resource: 'account', operation: 'get', simplify: false },
		{ credential },
	);
	expect(items[0].json.Note).toBe(reference);
});

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { NodeApiError } from 'n8n-workflow';

import { pdfFile } from '../harness/pdfFile.cts';
import { startBench, storedText, type Bench } from './node.cts';
import { byReference } from './samples.cts';

// Special characters in a key make each way to write it another text.
/** Without what CSV and JSON write in another way. */
const LONG_SECRET = 'S3+cr/etVa9lueXw4QpA8sDf6GhJ1bNc3YuE5oTi=';
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

/** As programs in between show requests: Base64 and hexadecimal digits are of Node.js. */
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const each = (text: string, write: (code: string) => string) =>
	[...text].map((sign) => write(sign.charCodeAt(0).toString(16).padStart(2, '0'))).join('');
/** The higher byte first, as Encoding.BigEndianUnicode of .NET has it. */
const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16();
const lines = (text: string) => text.replace(/.{9}/g, '$&\r\n ');
const ENCODINGS: Array<[string, (text: string) => string]> = [
	['in Base64', base64],
	['in Base64, behind one character', (text) => base64(`:${text}\r\n`)],
	['in Base64, behind two', (text) => base64(`: ${text}\r\nHost: example.com`)],
	['in Base64 for addresses', (text) => Buffer.from(`??>${text}`).toString('base64url')],
	['in Base64, in lines', (text) => lines(base64(text))],
	['in Base64, in an address', (text) => encodeURIComponent(base64(text))],
	['in hexadecimal digits', hex],
	['in large ones', (text) => hex(text).toUpperCase()],
	['in pairs of digits', (text) => each(text, (code) => `${code} `)],
	['in pairs with colons', (text) => each(text, (code) => `${code}:`)],
	['in numbers of programs', (text) => each(text, (code) => `0x${code}, `)],
	['in an address, each character', (text) => each(text, (code) => `%${code}`)],
	['in an address, twice', (text) => each(text, (code) => `%25${code.toUpperCase()}`)],
	['escaped for programs', (text) => each(text, (code) => `\\u00${code}`)],
	['escaped for programs, twice', (text) => each(text, (code) => `\\\\u00${code}`)],
	['escaped by two digits', (text) => each(text, (code) => `\\x${code}`)],
	['for a web page', (text) => each(text, (code) => `&#${parseInt(code, 16)};`)],
	['for a web page, by digits', (text) => each(text, (code) => `&#x${code};`)],
	['for a web page, twice', (text) => each(text, (code) => `&amp;#x${code};`)],
	['for a web page, without semicolons', (text) => each(text, (code) => `&#${parseInt(code, 16)}`)],
	[
		'with only its special characters so, whatever follows',
		(text) => text.replace(/[^A-Za-z\d]/g, (sign) => `&#${sign.charCodeAt(0)}`),
	],
	[
		'the same by hexadecimal numbers',
		(text) => text.replace(/[^A-Za-z\d]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)}`),
	],
	['as UTF-16 in Base64', (text) => Buffer.from(text, 'utf16le').toString('base64')],
	['as UTF-16 in Base64, behind one character', (text) => utf16(`:${text}`).toString('base64')],
	['as UTF-16 in hexadecimal digits', (text) => Buffer.from(text, 'utf16le').toString('hex')],
	['as UTF-16 the other way round, in Base64', (text) => utf16(text).toString('base64')],
	['as UTF-16 the other way round, in hexadecimal digits', (text) => utf16(text).toString('hex')],
	['in lines', lines],
	['with soft hyphens', (text) => [...text].join('\u00ad')],
	['with spaces', (text) => [...text].join(' ')],
	['in capitals', (text) => text.toUpperCase()],
	['in small letters', (text) => text.toLowerCase()],
];

let bench: Bench;
let server: Server;
let answer: (headers: IncomingHttpHeaders) => {
	status: number;
	body: string;
	name?: string;
	encodedName?: string;
	type?: string;
	retryAfter?: string;
};
let signatures: string[];
let credential: Record<string, string>;

beforeAll(async () => {
	bench = await startBench();
	server = createServer((request, response) => {
		signatures.push(String(request.headers['x-custom-signature']));
		const { status, body, name, encodedName, retryAfter, ...said } = answer(request.headers);
		const type =
			said.type ?? ((name ?? encodedName) === undefined ? 'application/json' : 'application/pdf');
		response.writeHead(status, {
			'content-type': type,
			...(encodedName !== undefined && {
				'content-disposition': `attachment; filename*=UTF-8''${encodedName}`,
			}),
			...(retryAfter !== undefined && { 'retry-after': retryAfter }),
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

describe.each(ENCODINGS)('what was sent and comes back %s', (_how, write) => {
	// Of what stands at its ends, the neighbours have a part in the encoding.
	const core = (text: string) => text.slice(text.length * 0.25, text.length * 0.75);
	const found = (items: unknown) => {
		const said = JSON.stringify(items);
		expect(signatures).not.toEqual([]);
		expect(said).toContain('***');
		return [SECRETS.apiKey, LONG_SECRET, ...signatures].filter((secret) =>
			said.includes(JSON.stringify(core(write(secret))).slice(1, -1)),
		);
	};
	const run = async (parameters: Parameters<Bench['run']>[0]) =>
		await bench.run(
			{ ...parameters, requestOptions: { retries: 0 } },
			{ credential: { ...credential, apiSecret: LONG_SECRET } },
		);
	const echoed = ({ 'x-custom-api-key': key, 'x-custom-signature': signed }: IncomingHttpHeaders) =>
		[key, LONG_SECRET, signed].map((secret) => write(String(secret)));

	test('in values and names is not in the output', async () => {
		answer = (headers) => {
			const [key, ...others] = echoed(headers);
			const data = { Name: 'Ana', Email: 'ana@example.com', [key]: 1, Echo: others.join(' | ') };
			return { status: 200, body: JSON.stringify({ ...data, List: [{ In: `x ${key} z` }] }) };
		};
		const { items, error } = await run({ resource: 'account', operation: 'get', simplify: false });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ Name: 'Ana', Email: 'ana@example.com' });
		expect(found(items)).toEqual([]);
	});

	test('in a refusal is not in the error', async () => {
		answer = (headers) => ({
			status: 400,
			body: JSON.stringify({ ResponseStatus: { Message: echoed(headers).join(' | ') } }),
		});
		const { run: stored, error } = await run({ resource: 'account', operation: 'get' });
		expect(error?.message).toContain('***');
		expect(found(storedText(stored))).toEqual([]);
	});

	test('in the encoded name of a file is not in it', async () => {
		answer = (headers) => ({
			status: 200,
			body: String(pdfFile('<<>>')),
			encodedName: encodeURIComponent(echoed(headers)[0].replaceAll('/', '_')),
		});
		const download = { resource: 'document', operation: 'download', document: byReference('1') };
		const { items } = await run(download);
		const { fileName } = items[0].json;
		expect(fileName).toMatch(/^.+$/);
		expect(fileName).not.toContain(core(write(SECRETS.apiKey)));
	});

	const inHalves = (text: string) =>
		/[",;\n]/.test(text)
			? `"${text}"`
			: `"${text.slice(0, text.length / 2)}"${text.slice(text.length / 2)}`;
	test.each<[string, (text: string) => string]>([
		['as it is', (text) => `"${text}"`],
		['in a value of which half is in quotation marks', inHalves],
	])('in a file of values, %s, is not in the output', async (_how, quoted) => {
		answer = (headers) => {
			const [key, secret, signed] = echoed(headers).map(quoted);
			return { status: 200, body: `Name,${key}\nAna,${secret}\nBen,${signed}\n`, type: 'text/csv' };
		};
		const { items, error } = await run({
			...{ resource: 'form', operation: 'downloadData', document: byReference('1') },
		});
		expect(error).toBeUndefined();
		expect(items[0].json.rows).toMatchObject([{ Name: 'Ana' }, { Name: 'Ben' }]);
		expect(found(items[0].json)).toEqual([]);
	});
});

test.each([
	['k3y', undefined],
	['7', '7'],
	['0x6b3979', undefined],
	['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
])('of Retry-After %s, an error keeps %s', async (retryAfter, kept) => {
	answer = () => ({ status: 400, body: '{}', retryAfter });
	const { error } = await bench.run(
		{ resource: 'account', operation: 'get', requestOptions: { retries: 0 } },
		{ credential },
	);
	expect((error as NodeApiError).context.retryAfter).toBe(kept);
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

// README: "… repeats the API key, the secret or the signature of a request": those of all items in one run.
test.each([1, 3])(
	'what other items of the run sent is not told (%d at a time)',
	async (atATime) => {
		const seen = new Set<string>();
		const echo = (headers: IncomingHttpHeaders) => {
			const key = String(headers['x-custom-api-key']);
			seen.add(key).add(key.replace('key', 'secret')).add(String(headers['x-custom-signature']));
			return [...seen].join(' ');
		};
		const tenants = ['north', 'south', 'west', 'north'];
		for (const status of [200, 400]) {
			seen.clear();
			answer = (headers) => ({
				status,
				body: JSON.stringify({ Name: 'Ana', Email: 'ana@example.com', Message: echo(headers) }),
			});
			const { items, run } = await bench.run(
				{
					...{ resource: 'account', operation: 'get', simplify: false },
					requestOptions: { retries: 0, itemsAtATime: atATime },
				},
				{
					items: tenants.map((tenant) => ({ json: { tenant } })),
					credential: {
						...credential,
						apiKey: '={{ "key-of-" + $json.tenant + "-0123456789abc" }}',
						apiSecret: '={{ "secret-of-" + $json.tenant + "-0123456789abc" }}',
					},
					onError: 'continueRegularOutput',
				},
			);
			expect(items).toHaveLength(tenants.length);
			expect(items.every(({ json }) => JSON.stringify(json).includes('***'))).toBe(true);
			expect([...seen].filter((secret) => storedText(run).includes(secret))).toEqual([]);
		}
	},
);

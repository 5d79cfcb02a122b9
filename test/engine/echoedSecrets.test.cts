/** What a request sends of the credential, and comes back in a text, is not told, however other programs write it. */
import type { IncomingHttpHeaders } from 'node:http';

import type { NodeApiError } from 'n8n-workflow';

import { pdfFile } from '../harness/pdfFile.cts';
import { SECRETS, useEcho } from './echo.cts';
import { storedText, type Bench } from './node.cts';
import { byReference } from './samples.cts';

let bench: Bench;
let credential: Record<string, string>;
const { service, signatures } = useEcho((own) => ({ bench, credential } = own));

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
		service.answer = (headers) => ({ status: 200, body: raw(sent(headers).map(write)) });
		expect(await leaks({ resource: 'account', operation: 'get', simplify: false })).toEqual([]);
	});

	test('in a refusal is not in the error', async () => {
		service.answer = (headers) => ({
			status: 400,
			body: `{"ResponseStatus":{"Message":"You sent ${sent(headers).map(write).join(' and ')}"}}`,
		});
		expect(await leaks({ resource: 'account', operation: 'get' })).toEqual([]);
	});

	test('in the name of a file is not in it', async () => {
		service.answer = (headers) => ({
			status: 200,
			body: String(pdfFile('<<>>')),
			name: sent(headers).map(write).join(' ').replace(/["\\]/g, ''),
		});
		expect(
			await leaks({ resource: 'document', operation: 'download', document: byReference('1') }),
		).toEqual([]);
	});
});

test.each([
	['k3y', undefined],
	['7', '7'],
	['0x6b3979', undefined],
	['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
])('of Retry-After %s, an error keeps %s', async (retryAfter, kept) => {
	service.answer = () => ({ status: 400, body: '{}', retryAfter });
	const { error } = await bench.run(
		{ resource: 'account', operation: 'get', requestOptions: { retries: 0 } },
		{ credential },
	);
	expect((error as NodeApiError).context.retryAfter).toBe(kept);
});

test('what only looks like a signature stays in the output', async () => {
	const reference = `${'Qk3+/'.repeat(8)}abc=`;
	expect(reference).toHaveLength(44);
	service.answer = () => ({ status: 200, body: `{"Name":"Ana","Note":"${reference}"}` });
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
			service.answer = (headers) => ({
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

import { createHmac } from 'node:crypto';

import { runWorkflow } from '../harness/engine.cts';
import { startBench, type Bench } from './node.cts';
import { ana, byReference } from './samples.cts';

let bench: Bench;

beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const authUrl = 'https://n8n.example.com/webhook/signing-authentication';

describe('browser authentication', () => {
	const authenticate = async (options: object = {}) =>
		await bench.run(
			{ resource: 'account', operation: 'getBrowserAuthentication' },
			{ handsOutKey: true, ...options },
		);

	test('is what the browser SDK asks for, signed with the secret, and without it', async () => {
		const { items } = await authenticate();
		const { apiKey, apiSecret } = bench.simulator.credential;
		const answer = items[0].json as Record<string, string>;
		expect(Object.keys(answer).sort()).toEqual(['apiKey', 'nonce', 'signature', 'timestamp']);
		expect(answer.apiKey).toBe(apiKey);
		expect(answer.nonce).toMatch(/^[0-9a-f]{32}$/);
		expect(answer.timestamp).toMatch(/^\d{10}$/);
		expect(answer.signature).toBe(
			createHmac('sha256', apiSecret)
				.update(`${apiKey}\n${answer.timestamp}\n${answer.nonce}`)
				.digest('base64'),
		);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('lets its holder make one request, and no second one', async () => {
		const { items } = await authenticate();
		const { timestamp, signature, apiKey, nonce } = items[0].json as Record<string, string>;
		const ask = async () =>
			await fetch(`${bench.simulator.url}/Account/Info`, {
				headers: {
					'X-CUSTOM-API-KEY': apiKey,
					'X-CUSTOM-DATE': timestamp,
					'X-CUSTOM-NONCE': nonce,
					'X-CUSTOM-SIGNATURE': signature,
					Referer: bench.simulator.credential.domain,
				},
			});
		expect((await ask()).status).toBe(200);
		expect((await ask()).status).toBe(401);
	});

	test('is another one for each item', async () => {
		const { items } = await authenticate({ items: [{ json: {} }, { json: {} }] });
		expect(new Set(items.map(({ json }) => json.nonce)).size).toBe(2);
		expect(new Set(items.map(({ json }) => json.signature)).size).toBe(2);
	});

	test('an incomplete credential is refused', async () => {
		const { error } = await authenticate({ credential: { apiSecret: ' ' } });
		expect(error?.message).toBe('The credential has no API Secret');
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});
});

describe('signing page', () => {
	const create = async (parameters: object, options: object = {}) =>
		await bench.run(
			{ resource: 'signer', operation: 'createSigningPage', authUrl, ...parameters },
			{ handsOutKey: true, ...options },
		);
	const settingsIn = (html: unknown) =>
		JSON.parse(/id="settings">(.*)<\/script>/.exec(String(html))![1]) as Record<string, unknown>;

	test('calls the SDK with the address in two parts and without the secret', async () => {
		const { items } = await create({ signingKey: 'key-1' });
		const html = String(items[0].json.html);
		const { origin, url, credential } = bench.simulator;
		expect(html).toContain(
			`<script data-main="${url}/client/scripts/main" src="${url}/client/scripts/require.js"></script>`,
		);
		expect(settingsIn(html)).toEqual({
			sdk: {
				baseUrl: `${origin}/web`,
				version: 'v1.4',
				apiKey: credential.apiKey,
				authGenerator: authUrl,
			},
			signResource2: { SigningKey: 'key-1' },
			doneText: 'Thank you. You can close this page now.',
			unavailableText: 'This page does not work at the moment. Please try again later.',
		});
		expect(html).not.toContain('id="upload"');
		expect(bench.simulator.requests).toEqual([]);
	});

	const DocumentReference = '154107';
	const person = { Email: ana.email, FirstName: ana.firstName, LastName: ana.lastName };
	test.each([
		['iSign', { iSignResource: { ...person, DocumentReference } }, false],
		['weSign', { weSignResource: { DocumentReference } }, false],
		['upload', {}, true],
		['uploadAndISign', { iSignResource: person }, true],
		['uploadAndWeSign', { weSignResource: {} }, true],
	])('for %s', async (pageContent, call, hasButton) => {
		const { items } = await create({
			pageContent,
			document: byReference(DocumentReference),
			...ana,
		});
		const { html } = items[0].json;
		const { sdk, doneText, unavailableText, ...made } = settingsIn(html);
		expect(made).toEqual(call);
		expect(String(html).includes('<button type="button" id="upload" hidden>')).toBe(hasButton);
	});

	test('with words of its own', async () => {
		const { items } = await create({
			pageContent: 'upload',
			title: 'Téléverser <votre> contrat',
			options: {
				doneText: 'Merci & à bientôt',
				language: 'fr',
				unavailableText: 'Plus tard',
				uploadText: 'Choisir…',
			},
		});
		const html = String(items[0].json.html);
		expect(html).toContain('<html lang="fr">');
		expect(html).toContain('<h1>Téléverser &#60;votre&#62; contrat</h1>');
		expect(html).toContain('>Choisir…</button>');
		expect(settingsIn(html)).toMatchObject({
			doneText: 'Merci & à bientôt',
			unavailableText: 'Plus tard',
		});
	});

	test.each([
		[
			'no such page',
			{ pageContent: '={{ "sign" }}', signingKey: 'k', document: byReference('1'), ...ana },
			/'Page Content' is not in the list: "sign"/,
		],
		['no signing key', { signingKey: '={{ undefined }}' }, /'Signing Key' is empty/],
		...[
			'https://evil.example.net/sign',
			'//evil.example.net/sign',
			'\\\\evil.example.net/sign',
			'/\\evil.example.net/sign',
			'https:evil.example.net',
			'javascript:alert(1)',
			'data:text/html,hello',
			'https://127.0.0.1@evil.example.net/sign',
		].map((signingKey): [string, object, RegExp] => [
			`a signing key that leads elsewhere (${signingKey})`,
			{ signingKey },
			/'Signing Key' is an address that does not belong to Secured Signing/,
		]),
		['a signing key with an invisible character', { signingKey: 'k\u200bey' }, /invisible/],
		['a broken signing key', { signingKey: 'key\nkey' }, /a line break/],
		[
			'no document',
			{ pageContent: 'weSign', document: byReference('={{ "" }}') },
			/'Document' is empty/,
		],
		[
			'a wrong email',
			{ pageContent: 'uploadAndISign', ...ana, email: 'ana' },
			/email address of the signer is not valid: "ana"/i,
		],
		[
			'no last name',
			{ pageContent: 'iSign', document: byReference('1'), ...ana, lastName: '={{ "" }}' },
			/The signer has no last name/,
		],
		[
			'no authentication',
			{ signingKey: 'k', authUrl: '={{ "" }}' },
			/'Authentication URL' is empty/,
		],
		['words in place of it', { signingKey: 'k', authUrl: 'my webhook' }, /not a web address/],
		['a script in place of it', { signingKey: 'k', authUrl: 'javascript:alert(1)' }, /not a web/],
		['plain http', { signingKey: 'k', authUrl: 'http://n8n.example.com/a' }, /cannot be used/],
		['a name in it', { signingKey: 'k', authUrl: 'https://a:b@example.com/' }, /cannot be used/],
		['no language', { signingKey: 'k', options: { language: 'en" x' } }, /not the code of a/],
	])('is refused for %s', async (_what, parameters, message) => {
		const { error } = await create(parameters);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('is refused for a base URL that has no version', async () => {
		const credential = { baseUrl: 'https://proxy.example.com/signing' };
		const { error } = await create({ signingKey: 'k' }, { credential });
		expect(error?.message).toMatch(/has no version at its end: "https:\/\/proxy.example.com/);
		expect(error?.context?.itemIndex).toBe(0);
	});

	test('on this machine, http will do', async () => {
		const { items } = await create({ signingKey: 'k', authUrl: 'http://localhost:5678/webhook/a' });
		expect(items[0].json.html).toContain('http://localhost:5678/webhook/a');
	});
});

test('the simulator has nothing to complain about', () => {
	expect(bench.simulator.problems).toEqual([]);
});

test('an AI agent gets no authentication', async () => {
	const type = 'securedSigningTool';
	const nodeTypes = { ...bench.engine.nodeTypes, [type]: bench.engine.nodeTypes.securedSigning };
	const { data } = await runWorkflow(
		{ ...bench.engine, nodeTypes },
		{
			nodes: [
				{
					id: 'tool',
					name: 'Tool',
					type,
					typeVersion: 1,
					position: [0, 0],
					parameters: { resource: 'account', operation: 'getBrowserAuthentication' },
					credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
				},
			],
			connections: {},
		},
	);
	expect(data.resultData.error?.message).toMatch(/AI agents cannot get browser authentication/);
	expect(JSON.stringify(data)).not.toContain(bench.simulator.credential.apiKey);
});

/**
 * Checks that n8n has taken the package in: its log, its lists of types, its credential.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Checks } from './checks.mts';
import type { Credential, N8n, Workflow } from './n8n/instance.mts';
import type { LogEntry } from './n8n/log.mts';
import { Owner } from './n8n/owner.mts';
import { startServer } from './n8n/server.mts';
import type { Sandbox } from './sandbox.mts';

const NODE = 'n8n-nodes-secured-signing.securedSigning';

interface Type {
	name: string;
}

interface TestResult {
	status: string;
	message: string;
}

/** Words with which n8n speaks of this package, or of a package that it could not load. */
const COMPLAINT = /secured.?signing|load(ing)? (the )?(node|package|credential)|unrecognized node/i;

/** Stacks are left out: their paths name this package whatever the error. */
const complaints = (log: LogEntry[]): string[] =>
	log
		.filter(({ level }) => level === 'warn' || level === 'error')
		.map(({ message }) => message.split('\n    at ')[0])
		.filter((message) => COMPLAINT.test(message));

/** n8n's own HTTP Request node, told to use the credential of this package. */
const httpRequestWorkflow = ({ id, name, type }: Credential, url: string): Workflow => ({
	id: 'http-request',
	name: 'HTTP Request with the credential',
	active: false,
	settings: {},
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'request',
			name: 'Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [220, 0],
			parameters: {
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				options: {},
			},
			credentials: { [type]: { id, name } },
		},
	],
	connections: { Start: { main: [[{ node: 'Request', type: 'main', index: 0 }]] } },
});

export const checkInstalled = async (
	checks: Checks,
	n8n: N8n,
	sandbox: Sandbox,
	credential: Credential,
): Promise<void> => {
	const server = await checks.check('n8n starts', async () => await startServer(n8n));
	if (!server) return;
	try {
		await checks.check('it has not a word about this package in its log', () => {
			assert.deepEqual(complaints(server.log()), []);
		});
		const owner = await Owner.setUp(server.origin, {
			email: 'owner@example.com',
			password: `Aa1${randomBytes(12).toString('hex')}`,
		});

		await checks.check('n8n offers the node and its credential', async () => {
			const nodes = await owner.get<Type[]>('/types/nodes.json');
			const credentials = await owner.get<Type[]>('/types/credentials.json');
			assert.ok(nodes.some(({ name }) => name === NODE));
			assert.ok(credentials.some(({ name }) => name === credential.type));
		});

		const test = async (change: Credential['data']): Promise<TestResult> => {
			const credentials = { ...credential, data: { ...credential.data, ...change } };
			return (await owner.post<{ data: TestResult }>('/rest/credentials/test', { credentials }))
				.data;
		};
		await checks.check("the credential's Test button reports a connection", async () => {
			assert.equal((await test({})).status, 'OK');
		});

		await checks.check('and says what to do when there is none', async () => {
			const refusals: Array<[Credential['data'], RegExp]> = [
				[{ apiSecret: 'not the secret' }, /did not accept the key\. Check API Key, API Secret/],
				[{ domain: 'https://other.example.net' }, /Domain against API Settings/],
				[{ baseUrl: `${sandbox.origin}/elsewhere` }, /no Secured Signing API at this address/],
				[{ baseUrl: 'http://signing.example.com/web/v1.4' }, /Base URL cannot be used/],
				[{ apiKey: 'two\nlines' }, /API Key holds a line break/],
			];
			for (const [change, words] of refusals) {
				const { status, message } = await test(change);
				assert.equal(status, 'Error', JSON.stringify(change));
				assert.match(message, words);
			}
			sandbox.account.oauth2 = true;
			const { message } = await test({});
			sandbox.account.oauth2 = false;
			assert.match(message, /OAuth 2 is off for this key/);
		});
	} finally {
		await server.stop();
	}

	await checks.check("n8n's own HTTP Request node works with the credential", async () => {
		const workflow = httpRequestWorkflow(credential, `${sandbox.url}/Account/Info`);
		await n8n.importWorkflows([workflow]);
		const { Request: items } = await n8n.execute(workflow.id);
		assert.equal(items.length, 1);
		assert.equal(items[0].json.Email, sandbox.account.Email);
	});

	await checks.check('which signs nothing for another host', async () => {
		const workflow = { ...httpRequestWorkflow(credential, sandbox.elsewhere.url), id: 'elsewhere' };
		await n8n.importWorkflows([workflow]);
		await assert.rejects(n8n.execute(workflow.id), /signs requests to .* only/);
		assert.deepEqual(sandbox.elsewhere.requests, []);
	});
};

/**
 * Checks that n8n has taken the package in: its log, its lists of types, its credential.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Credential, Workflow, WorkflowNode } from '../n8n/instance.mts';
import type { LogEntry } from '../n8n/log.mts';
import { httpRequest, securedSigning, start, withCredential, workflowOf } from '../n8n/nodes.mts';
import type { Stage } from '../n8n/stage.mts';
import { toldOn } from '../n8n/told.mts';
import type { Part } from './part.mts';

const NODE = 'n8n-nodes-secured-signing.securedSigning';

/** An address of this machine at which nothing listens. */
const NOBODY = 'http://127.0.0.1:9/web/v1.4';

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

/** What the credential's test says of a refusal. n8n 1 does not hear it, and says words of its own. */
const REFUSED: Record<number, { key: RegExp; domain: RegExp; address: RegExp; oauth2: RegExp }> = {
	1: {
		key: /^Authorization failed - please check your credentials$/,
		domain: /^Authorization failed - please check your credentials$/,
		address: /^The resource you are requesting could not be found$/,
		oauth2: /^Authorization failed - please check your credentials$/,
	},
	2: {
		key: new RegExp(`${toldOn(401)}. Check API Key, API Secret`),
		domain: /Domain against API Settings/,
		address: /no Secured Signing API at this address/,
		oauth2: /OAuth 2 is off for this key/,
	},
};

/** n8n's own HTTP Request node, told to use the credential of this package. */
const requesting = (credential: Credential, url: string): WorkflowNode => ({
	...httpRequest('Request', {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: credential.type,
	}),
	...withCredential(credential),
});

const httpRequestWorkflow = (id: string, credential: Credential, url: string): Workflow =>
	workflowOf(id, [start, requesting(credential, url)]);

/** Versions of the HTTP Request node that speak to n8n in different ways. */
const VERSIONS = [3, 4.2];
const REDIRECTS = [302, 307];

/** Every version, reading and posting, once for each kind of redirect, one node after the other. */
const redirectedWorkflow = (credential: Credential, url: string): Workflow => {
	const request = requesting(credential, url);
	const requests = REDIRECTS.flatMap((status) =>
		VERSIONS.flatMap((typeVersion) =>
			['GET', 'POST'].map((method) => ({
				...request,
				name: `${status} ${typeVersion} ${method}`,
				typeVersion,
				parameters: { ...request.parameters, method },
				// Each goes on, with what it was told in the place of its answer.
				onError: 'continueRegularOutput',
				executeOnce: true,
			})),
		),
	);
	return workflowOf('redirected', [start, ...requests]);
};

/** The node of this package, asking for the account. */
const accountWorkflow = (credential: Credential): Workflow =>
	workflowOf('account', [
		start,
		securedSigning('Account', credential, { resource: 'account', operation: 'get' }),
	]);

export const installed = (stage: Stage): Part => {
	const { simulator, credential } = stage;
	const url = `${simulator.url}/Account/Info`;
	const data = { ...credential.data, baseUrl: NOBODY };
	const nobody = { ...credential, id: 'nobody', name: 'Nobody', data };
	const redirected = redirectedWorkflow(credential, url);
	return {
		credentials: [nobody],
		workflows: [
			httpRequestWorkflow('http-request', credential, url),
			httpRequestWorkflow('elsewhere', credential, simulator.elsewhere.url),
			redirected,
			accountWorkflow(nobody),
		],
		play: async (desk) => {
			await checkOffered(stage, desk);
			await checkRequests(stage, desk, redirected);
		},
	};
};

const checkOffered = async (
	{ n8n, simulator, credential }: Stage,
	{ log, owner }: Desk,
): Promise<void> => {
	await check('it has not a word about this package in its log', () => {
		assert.deepEqual(complaints(log()), []);
	});
	await check('n8n offers the node and its credential', async () => {
		const nodes = await owner.get<Type[]>('/types/nodes.json');
		const credentials = await owner.get<Type[]>('/types/credentials.json');
		assert.ok(nodes.some(({ name }) => name === NODE));
		assert.ok(credentials.some(({ name }) => name === credential.type));
	});

	const test = async (change: Credential['data']): Promise<TestResult> => {
		const credentials = { ...credential, data: { ...credential.data, ...change } };
		return (await owner.post<{ data: TestResult }>('/rest/credentials/test', { credentials })).data;
	};
	await check("the credential's Test button reports a connection", async () => {
		assert.equal((await test({})).status, 'OK');
	});

	await check('and says what to do when there is none', async () => {
		const { key, domain, address, oauth2 } = REFUSED[n8n.installation.major];
		const refusals: Array<[Credential['data'], RegExp]> = [
			[{ apiSecret: 'not the secret' }, key],
			[{ domain: 'https://other.example.net' }, domain],
			[{ baseUrl: `${simulator.origin}/elsewhere` }, address],
			[{ baseUrl: 'http://signing.example.com/web/v1.4' }, /Base URL must begin with https:/],
			[{ apiKey: 'two\nlines' }, /API Key contains a line break/],
		];
		for (const [change, words] of refusals) {
			const { status, message } = await test(change);
			assert.equal(status, 'Error', JSON.stringify(change));
			assert.match(message, words);
		}
		simulator.account.oauth2 = true;
		const { message } = await test({});
		simulator.account.oauth2 = false;
		assert.match(message, oauth2);
	});
};

const checkRequests = async (
	{ simulator }: Stage,
	{ executions }: Desk,
	redirected: Workflow,
): Promise<void> => {
	await check("n8n's own HTTP Request node works with the credential", async () => {
		const { Request: items } = await executions.run('http-request');
		assert.equal(items.length, 1);
		assert.equal(items[0].json.Email, simulator.account.Email);
	});

	await check('which signs nothing for another host', async () => {
		await assert.rejects(executions.run('elsewhere'), /can be used only for/);
		assert.deepEqual(simulator.elsewhere.requests, []);
	});

	await check('and follows no redirect, by whichever version and method', async () => {
		const times = VERSIONS.length * 2;
		for (const status of REDIRECTS) simulator.faults.add({ kind: 'redirect', status, times });
		const results = await executions.run(redirected.id);
		simulator.faults.clear();
		assert.deepEqual(simulator.elsewhere.requests, []);
		for (const { name } of redirected.nodes.slice(1)) {
			const [status] = name.split(' ');
			const [{ json }] = results[name];
			assert.match(JSON.stringify(json.error), new RegExp(`"${status} - `), name);
		}
	});

	await check('the node says so when nobody is there to answer', async () => {
		await assert.rejects(executions.run('account'), new RegExp(toldOn('ECONNREFUSED')));
	});
};

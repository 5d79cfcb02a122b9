/**
 * Checks the Secured Signing Callback Trigger where it has to work: n8n itself reads the calls of the
 * service, in each format, and starts the workflow.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Readings } from '../sandbox/index.cts';
import type * as Clients from '../sandbox/testing/client.cts';
import type * as Files from '../sandbox/testing/files.cts';
import type { Checks } from './checks.mts';
import type { Credential, Workflow } from './n8n/instance.mts';
import { Executions } from './n8n/executions.mts';
import { Owner } from './n8n/owner.mts';
import { startServer } from './n8n/server.mts';
import type { Stage } from './stage.mts';

const require = createRequire(import.meta.url);
const { Client } = require('../sandbox/testing/client.cts') as typeof Clients;
const { ana, ben, docxWith } = require('../sandbox/testing/files.cts') as typeof Files;

const LISTENER = 'callback-trigger';
const ADDRESS_MAKER = 'notify-url';
const WEBHOOK_ID = '9d1f6c1e-4a0b-4c57-9f7e-6f2f2f7b1c11';
const FORMATS: Array<Readings['callback']> = ['json', 'form', 'get'];

const credentials = ({ id, name, type }: Credential) => ({ [type]: { id, name } });

const listener = (credential: Credential): Workflow => ({
	id: LISTENER,
	name: LISTENER,
	active: false,
	settings: {},
	nodes: [
		{
			id: 'trigger',
			name: 'Trigger',
			type: 'n8n-nodes-secured-signing.securedSigningCallbackTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: WEBHOOK_ID,
			parameters: { include: ['signedFile'] },
			credentials: credentials(credential),
		},
		{
			id: 'end',
			name: 'End',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [220, 0],
			parameters: {},
		},
	],
	connections: { Trigger: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
});

const addressMaker = (credential: Credential, triggerUrl: string): Workflow => ({
	id: ADDRESS_MAKER,
	name: ADDRESS_MAKER,
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
			id: 'address',
			name: 'Address',
			type: 'n8n-nodes-secured-signing.securedSigning',
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'account', operation: 'getNotifyUrl', triggerUrl },
			credentials: credentials(credential),
		},
	],
	connections: { Start: { main: [[{ node: 'Address', type: 'main', index: 0 }]] } },
});

export const checkCallbackTrigger = async (checks: Checks, stage: Stage): Promise<void> => {
	const { n8n, sandbox, credential, account } = stage;
	const triggerUrl = `http://127.0.0.1:${n8n.home.port}/webhook/${WEBHOOK_ID}/secured-signing-callback`;
	const notifyUrl = await checks.check('the node makes the address with its key', async () => {
		await n8n.importWorkflows([listener(credential), addressMaker(credential, triggerUrl)]);
		await n8n.activate(LISTENER);
		const { Address } = await n8n.execute(ADDRESS_MAKER);
		assert.equal(String(Address[0].json.notifyUrl).split('?key=')[0], triggerUrl);
		return String(Address[0].json.notifyUrl);
	});
	if (!notifyUrl) return;

	const server = await startServer(n8n);
	try {
		const owner = await Owner.logIn(server.origin, account);
		const executions = new Executions(owner);
		const client = new Client(sandbox);
		const send = async () => {
			const reference = await client.upload('Lease.docx', docxWith(ana, ben));
			const DueDate = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString();
			const json = { DocumentReferences: [reference], DueDate, NotifyUrl: notifyUrl };
			await client.json('POST', '/SmartTag/Send', { json });
			// Its call tells the state in which it finds the document.
			await sandbox.settle();
			return reference;
		};

		for (const [index, format] of FORMATS.entries()) {
			await checks.check(`n8n hears calls of the service as ${format}`, async () => {
				sandbox.readings.callback = format;
				const reference = await send();
				await sandbox.sign(reference);
				await sandbox.settle();
				await sandbox.sign(reference);
				await sandbox.settle();
				const calls = sandbox.callbacks.filter(({ body }) => body.DocumentReference === reference);
				assert.deepEqual(
					calls.map(({ status }) => status),
					[200, 200, 200],
				);
				const done = await executions.untilMany(LISTENER, 'success', 2 * (index + 1));
				assert.equal(done.length, 2 * (index + 1));
				const [last, first] = await Promise.all(
					done.slice(0, 2).map(async ({ id }) => (await executions.read(id)).results.End[0]),
				);
				assert.deepEqual(
					[first, last].map(({ json }) => [json.event, json.documentReference, json.signedCount]),
					[
						['signed', reference, 1],
						['completed', reference, 2],
					],
				);
				assert.notEqual(first.json.eventId, last.json.eventId);
				const pdf = await executions.file(last);
				assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
			});
		}
		sandbox.readings.callback = 'json';

		await checks.check('it turns away who has no key, and starts nothing', async () => {
			const reference = await send();
			const before = (await executions.list(LISTENER)).length;
			const call = async (address: string, body: object) => {
				const headers = { 'content-type': 'application/json' };
				const init = { method: 'POST', headers, body: JSON.stringify(body) };
				const answer = await fetch(address, init);
				return [answer.status, await answer.text()];
			};
			assert.deepEqual(await call(triggerUrl, { DocumentReference: reference }), [
				401,
				'The key in this address is missing or wrong.',
			]);
			assert.deepEqual(await call(notifyUrl, { Event: 'signed' }), [
				400,
				'This call names no document that is known here.',
			]);
			assert.equal((await executions.list(LISTENER)).length, before);
		});
	} finally {
		await server.stop();
	}
};

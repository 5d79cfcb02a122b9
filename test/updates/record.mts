/**
 * Makes the fixtures of this version: `npm run record:updates`, once, before a version is published. An n8n
 * of each line is left in the middle of its work: executions wait for a second signature, and the triggers
 * know some documents. Fixtures of a version that is published are never made anew.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PROJECT } from '../n8n/examples.mts';
import { Executions } from '../n8n/executions.mts';
import { N8N_VERSIONS, versionOf } from '../n8n/install.mts';
import { securedSigning, start, workflowOf } from '../n8n/nodes.mts';
import { Owner } from '../n8n/owner.mts';
import { installProject } from '../n8n/package.mts';
import { request } from '../n8n/request.mts';
import { sendLease } from '../n8n/sending.mts';
import { startServer } from '../n8n/server.mts';
import { until } from '../n8n/until.mts';
import { callWebhook } from '../n8n/webhook.mts';
import { FILE, keepFixture, withoutPaths, type Record } from './fixture.mts';
import type * as Released from './released.cts';
import { ACCOUNT, onSite, type Site } from './site.mts';
import { toldOn } from './told.mts';
import {
	ACTIVE,
	AWAITED,
	CALLED,
	examples,
	POLLED,
	SENT,
	WEBHOOK_ID,
	workflowsAtWork,
} from './workflows.mts';

const { toBeRecorded } = createRequire(import.meta.url)('./released.cts') as typeof Released;

const ADDRESS = 'address';

interface Begun {
	execution: string;
	resumeUrl: string;
}

/** Starts the execution that sends a file, by the bytes of it. */
const beginSent = async (origin: string): Promise<Begun> => {
	const answer = await request(`${origin}/webhook/${SENT}`, {
		method: 'POST',
		headers: { 'content-type': 'application/pdf' },
		body: await readFile(FILE),
	});
	const text = await answer.text();
	assert.ok(answer.ok, text);
	return JSON.parse(text) as Begun;
};

const { version } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as Record;

const record = async ({ n8n, simulator, credential, reached }: Site): Promise<void> => {
	const workflows = [...workflowsAtWork(credential), ...(await examples())];
	const triggerUrl = `https://n8n.example.com/webhook/${WEBHOOK_ID}/secured-signing-callback`;
	const address = workflowOf(ADDRESS, [
		start,
		securedSigning('Address', credential, {
			resource: 'account',
			operation: 'getNotifyUrl',
			triggerUrl,
		}),
	]);
	await installProject(n8n);
	await n8n.importCredentials([credential]);
	await n8n.importWorkflows([...workflows, address]);
	const { Address } = await n8n.execute(ADDRESS);
	const notifyUrl = String(Address[0].json.notifyUrl);
	for (const id of ACTIVE) await n8n.activate(id);

	// The triggers find documents that were there before.
	const old = await sendLease(simulator, {}, { name: 'Old.docx' });
	let resumeUrl = '';
	const server = await startServer(n8n);
	try {
		const owner = await Owner.setUp(server.origin, ACCOUNT);
		const executions = new Executions(owner);
		const looks = () => simulator.requests.filter(({ path }) => path.endsWith('/Signed')).length;
		await until('first look', () => looks() > 1 || undefined);
		const fresh = await sendLease(simulator, { NotifyUrl: notifyUrl }, { name: 'New.docx' });
		const awaited = await sendLease(simulator, {}, { name: 'Awaited.docx' });
		const body = { reference: awaited };
		const waiting = (await callWebhook(server.origin, AWAITED, body)) as Begun;
		resumeUrl = waiting.resumeUrl;
		for (const { execution } of [waiting, await beginSent(server.origin)]) {
			await executions.until(execution, 'waiting');
		}
		// The first of two signers of each of them.
		for (const { reference } of simulator.documents()) await simulator.sign(reference);
		const { status } = await request(reached(notifyUrl), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ Event: 'signed', DocumentReference: fresh }),
		});
		assert.equal(status, 200);
		const told = () => toldOn(simulator);
		// The old one was sent before, and signed once since; three others were sent and signed once.
		await until(
			'word of all',
			() => told().filter(([id]) => id === POLLED).length === 7 || undefined,
		);
		await until('word of the call', () => told().some(([id]) => id === CALLED) || undefined);
		assert.ok(!told().some(([, what, reference]) => what === 'sent' && reference === old));
	} finally {
		await server.stop();
	}
	await keepFixture(n8n, {
		version,
		workflows,
		documents: withoutPaths(simulator.documents()),
		notifyUrl,
		resumeUrl,
	});
};

const [line] = toBeRecorded(version);
for (const n8n of line ? [versionOf(line)] : N8N_VERSIONS) {
	console.log(`n8n ${n8n}`);
	await onSite(n8n, async () => {}, record);
}

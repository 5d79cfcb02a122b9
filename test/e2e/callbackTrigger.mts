/**
 * Checks the Secured Signing Callback Trigger where it has to work: n8n itself reads the calls of the
 * service, in each format, and starts the workflow.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Events from '../../nodes/SecuredSigning/triggers/events.ts';
import type { Readings } from '../../simulator/index.cts';
import { request } from '../n8n/request.mts';
import { forged } from './calls.mts';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Workflow } from '../n8n/instance.mts';
import { noOperation, securedSigning, start, withCredential, workflowOf } from '../n8n/nodes.mts';
import { sendLease } from '../n8n/sending.mts';
import type { Stage } from '../n8n/stage.mts';
import { publish } from '../n8n/workflows.mts';
import type { Part } from './part.mts';

const { CALLED } = createRequire(import.meta.url)(
	'../../nodes/SecuredSigning/triggers/events.ts',
) as typeof Events;

const LISTENER = 'callback-trigger';
const ADDRESS_MAKER = 'notify-url';
const WEBHOOK_ID = '9d1f6c1e-4a0b-4c57-9f7e-6f2f2f7b1c11';
/** As many calls of somebody who has the key. */
const INVENTED = 20;
const FORMATS: Array<Readings['callback']> = ['json', 'form', 'get'];

/** How a service may call whose way of calling nobody knows; without a body, the reference is in the query. */
const WAYS: Array<[method: string, type?: string, body?: (reference: string) => string]> = [
	['GET'],
	['HEAD'],
	['DELETE'],
	['PUT', 'application/json', (reference) => `{"id":"${reference}"}`],
	['PATCH', 'text/plain', (reference) => `Document ${reference} was signed`],
	['POST', 'application/json', (reference) => `"${reference}"`],
	// A number of so many digits; none in JSON begins with 0.
	['POST', 'application/json', (r) => `{"id":${r.startsWith('0') ? `"${r}"` : r}}`],
	['POST', 'application/xml', (reference) => `<note><id>${reference}</id></note>`],
	['POST', 'application/vnd.x', (reference) => `|${reference}|`],
	[
		'POST',
		'multipart/form-data; boundary=x',
		(r) => `--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n${r}\r\n--x--\r\n`,
	],
];

/** Trigger → Once → End, with the node that docs/waiting.md tells to add. */
const listener = ({ credential }: Stage): Workflow =>
	workflowOf(LISTENER, [
		{
			name: 'Trigger',
			type: 'n8n-nodes-secured-signing.securedSigningCallbackTrigger',
			typeVersion: 1,
			webhookId: WEBHOOK_ID,
			parameters: {
				events: CALLED.filter((event) => event !== 'sent'),
				include: ['signedFile'],
			},
			...withCredential(credential),
		},
		{
			name: 'Once',
			type: 'n8n-nodes-base.removeDuplicates',
			typeVersion: 2,
			parameters: {
				operation: 'removeItemsSeenInPreviousExecutions',
				dedupeValue: '={{ $json.eventId }}',
				options: {},
			},
		},
		noOperation('End'),
	]);

const addressMaker = ({ credential }: Stage, triggerUrl: string): Workflow =>
	workflowOf(ADDRESS_MAKER, [
		start,
		securedSigning('Address', credential, {
			resource: 'account',
			operation: 'getNotifyUrl',
			triggerUrl,
		}),
	]);

/** Calls as the service does, or as somebody else; what n8n answers. */
const call = async (address: string, body: object): Promise<[number, string]> => {
	const headers = { 'content-type': 'application/json' };
	const answer = await request(address, { method: 'POST', headers, body: JSON.stringify(body) });
	return [answer.status, await answer.text()];
};

export const callbackTrigger = (stage: Stage): Part => {
	const triggerUrl = `http://127.0.0.1:${stage.n8n.home.port}/webhook/${WEBHOOK_ID}/secured-signing-callback`;
	return {
		workflows: [listener(stage), addressMaker(stage, triggerUrl)],
		play: async (desk) => await checkCallbackTrigger(stage, desk, triggerUrl),
	};
};

const checkCallbackTrigger = async (
	{ simulator }: Stage,
	{ owner, executions }: Desk,
	triggerUrl: string,
): Promise<void> => {
	const notifyUrl = await check('the node makes the address with its key', async () => {
		await publish(owner, LISTENER);
		const { Address } = await executions.run(ADDRESS_MAKER);
		assert.equal(String(Address[0].json.notifyUrl).split('?key=')[0], triggerUrl);
		return String(Address[0].json.notifyUrl);
	});
	if (!notifyUrl) return;

	const send = async () => await sendLease(simulator, { NotifyUrl: notifyUrl });

	for (const [index, format] of FORMATS.entries()) {
		await check(`n8n hears calls of the service as ${format}`, async () => {
			simulator.readings.callback = format;
			const reference = await send();
			await simulator.sign(reference);
			await simulator.settle();
			await simulator.sign(reference);
			await simulator.settle();
			const calls = simulator.callbacks.filter(({ body }) => body.DocumentReference === reference);
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
	simulator.readings.callback = 'json';

	await check('n8n hears a reference in any form, by any method', async () => {
		simulator.readings.callback = 'never';
		for (const [method, type, body] of WAYS) {
			const reference = await send();
			await simulator.sign(reference);
			const before = (await executions.list(LISTENER)).length;
			const answer: Response = await request(body ? notifyUrl : `${notifyUrl}&id=${reference}`, {
				method,
				...(body && { headers: { 'content-type': type ?? '' }, body: body(reference) }),
			});
			assert.equal(answer.status, 200, `${method} ${type}`);
			await executions.untilMany(LISTENER, 'success', before + 1);
			const [{ id }] = await executions.list(LISTENER);
			const { Trigger } = (await executions.read(id)).results;
			assert.equal(Trigger[0].json.documentReference, reference, `${method} ${type}`);
		}
		simulator.readings.callback = 'json';
	});

	await check('it turns away who has no key, and starts nothing', async () => {
		const reference = await send();
		const before = (await executions.list(LISTENER)).length;
		for (const address of [triggerUrl, forged(notifyUrl, 'key')]) {
			assert.deepEqual(await call(address, { DocumentReference: reference }), [
				401,
				'The key in this address is missing or wrong.',
			]);
		}
		assert.equal((await executions.list(LISTENER)).length, before);
	});

	await check('nor does the key start it for what never was', async () => {
		const before = (await executions.list(LISTENER)).length;
		assert.deepEqual(await call(notifyUrl, { Event: 'signed' }), [
			400,
			'This call names no document that is known here.',
		]);
		const answers = await Promise.all(
			Array.from({ length: INVENTED }, async () => {
				const DocumentReference = randomBytes(24).toString('hex');
				return await call(notifyUrl, { Event: 'completed', DocumentReference });
			}),
		);
		// It looks once more, after minutes: a single look is no proof that there is no such document.
		for (const answer of answers) {
			assert.deepEqual(answer, [
				503,
				'This is not found now. It is looked up again in a few minutes.',
			]);
		}
		assert.equal((await executions.list(LISTENER)).length, before);
	});

	await check('a call that comes twice goes on once, as the docs show', async () => {
		const reference = await send();
		const before = (await executions.list(LISTENER)).length;
		simulator.readings.callback = 'never';
		await simulator.sign(reference);
		simulator.readings.callback = 'json';
		const body = { Event: 'signed', DocumentReference: reference };
		for (let time = 1; time <= 2; time++) {
			assert.deepEqual(await call(notifyUrl, body), [200, 'Received']);
			await executions.untilMany(LISTENER, 'success', before + time);
		}
		const [second, first] = await Promise.all(
			(await executions.list(LISTENER))
				.slice(0, 2)
				.map(async ({ id }) => (await executions.read(id)).results),
		);
		assert.equal(second.Trigger[0].json.eventId, first.Trigger[0].json.eventId);
		assert.deepEqual([first.End?.length, second.End?.length], [1, undefined]);
	});
};

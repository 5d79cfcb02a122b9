/** What the callback trigger makes of the calls of the service, and what comes out of it. */
import type { IDataObject } from 'n8n-workflow';

import { withCallbackKey } from '../../nodes/SecuredSigning/fields/notifyUrl';
import { binaryData } from '../harness/engine.cts';
import type { Readings, Simulator } from '../../simulator/index.cts';
import type { Client } from '../../simulator/testing/client.cts';
import { callWith, useCallbacks } from './callbacks.cts';
import { inDays } from './samples.cts';
import type { Listening } from './webhook.cts';

let simulator: Simulator;
let client: Client;
let trigger: Listening;
const { send, sign, started, events } = useCallbacks(
	(own) => ({ simulator, client, trigger } = own),
);

describe('the calls of the service', () => {
	test.each<Readings['callback']>(['json', 'form', 'get'])('as %s', async (callback) => {
		simulator.readings.callback = callback;
		trigger.parameters = { events: ['sent', 'signed', 'completed'] };
		const { reference } = await send(trigger.url);
		await sign(reference);
		await sign(reference);
		expect(simulator.callbacks.slice(-3).map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(started()).toMatchObject([
			{ event: 'sent', documentReference: reference, status: 'inProgress', signedCount: 0 },
			{ event: 'signed', documentReference: reference, status: 'inProgress', signedCount: 1 },
			{ event: 'completed', documentReference: reference, status: 'completed', signedCount: 2 },
		]);
		expect(new Set(started().map(({ eventId }) => eventId)).size).toBe(3);
		expect(trigger.started).toHaveLength(3);
	});

	test('sent does not start the workflow unless chosen; refusal and expiry do', async () => {
		const { reference } = await send(trigger.url);
		expect(simulator.callbacks.at(-1)).toMatchObject({ status: 200, body: { Event: 'sent' } });
		expect(started()).toEqual([]);
		await simulator.decline(reference, undefined, 'Wrong rent');
		await simulator.expire((await send(trigger.url)).reference);
		await simulator.settle();
		expect(events()).toEqual(['declined', 'expired']);
		expect(started()[0]).toMatchObject({
			signers: [{ status: 'declined', declinedReason: 'Wrong rent' }, {}],
		});
	});

	test('the event carries what checks of a signer found', async () => {
		const { reference } = await send(trigger.url);
		await simulator.identify(reference, 1, { IDCheckStatus: 'Passed' });
		await sign(reference);
		await sign(reference);
		const [{ signers }] = started().slice(-1) as [{ signers: IDataObject[] }];
		expect(signers.map(({ identity }) => identity)).toEqual([{ checkStatus: 'Passed' }, undefined]);
	});

	test('only chosen events start the workflow', async () => {
		trigger.parameters = { events: ['completed'] };
		const { reference } = await send(trigger.url);
		await sign(reference);
		expect(simulator.callbacks.at(-1)).toMatchObject({ status: 200 });
		expect(started()).toEqual([]);
		await sign(reference);
		expect(events()).toEqual(['completed']);
	});

	test('are not believed: what counts is the status that the service tells', async () => {
		const { reference } = await send();
		await callWith(trigger.url, {
			Event: 'completed',
			DocumentReference: reference,
			Status: 'Complete',
		});
		expect(started()).toEqual([]);
		await sign(reference);
		await callWith(trigger.url, { Event: 'completed', DocumentReference: reference });
		expect(events()).toEqual(['signed']);
	});

	test('repeats carry the same eventId, another state another one', async () => {
		const { reference } = await send(trigger.url);
		await sign(reference);
		const repeat = async () => await callWith(trigger.url, { DocumentReference: reference });
		await Promise.all([repeat(), repeat()]);
		await simulator.expire(reference);
		await simulator.settle();
		const json = { DocumentReference: reference, DueDate: inDays(9) };
		await client.json('POST', '/Document/Extend', { json });
		await repeat();
		await simulator.expire(reference);
		await simulator.settle();
		expect(events()).toEqual(['signed', 'signed', 'signed', 'expired', 'signed', 'expired']);
		const [first, second, third, expired, again, expiredAgain] = started().map(
			({ eventId }) => eventId,
		);
		expect([second, third, again]).toEqual([first, first, first]);
		expect(new Set([first, expired, expiredAgain]).size).toBe(3);
	});

	test('the test address is heard with the same key', async () => {
		const url = withCallbackKey(trigger.testUrl, simulator.credential.apiSecret);
		const { reference } = await send(url);
		await sign(reference);
		expect(events()).toEqual(['signed']);
	});
});

// API.md section 6 lists 'Signed' beside 'Complete', and does not say that it means everybody.
test('Signed while a signer is open is no completion', async () => {
	const { reference } = await send();
	await simulator.sign(reference);
	simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getDocumentStatus' ? { ...(answer as object), Status: 'Signed' } : answer,
	);
	await callWith(trigger.url, { DocumentReference: reference });
	expect(started()).toMatchObject([{ event: 'signed', status: 'inProgress', signedCount: 1 }]);
});

describe('when the service cannot be asked', () => {
	test('the caller is told to come again, and the next call starts the workflow', async () => {
		const { reference } = await send();
		await simulator.sign(reference);
		simulator.faults.add({ kind: 'gateway', status: 503, times: 4 });
		const call = async () => await callWith(trigger.url, { DocumentReference: reference });
		expect(await call()).toEqual({
			status: 503,
			text: 'This cannot be looked up now. Please call again later.',
		});
		expect([started(), trigger.failed]).toEqual([[], []]);
		expect((await call()).status).toBe(200);
		expect(events()).toEqual(['signed']);
	});

	test('a refusal that somebody has to see to is a failed execution', async () => {
		const { reference } = await send();
		simulator.faults.add({ kind: 'unauthorized' });
		const { status } = await callWith(trigger.url, { DocumentReference: reference });
		expect(status).toBe(500);
		expect(started()).toEqual([]);
		expect(trigger.failed[0].message).toMatch(/Check your api key/);
	});

	test('a credential without a secret keeps the workflow from being switched on', async () => {
		expect(await trigger.activate()).toBe(true);
		trigger.credential.apiSecret = '';
		await expect(trigger.activate()).rejects.toThrow('The credential has no API Secret');
		expect((await callWith(trigger.url, { DocumentReference: '1' })).status).toBe(503);
		expect([started(), trigger.failed]).toEqual([[], []]);
	});
});

describe('what comes out', () => {
	test('the finished document with what was chosen', async () => {
		trigger.parameters = { include: ['signedFile', 'certificateFiles', 'log', 'fieldValues'] };
		const { reference } = await send();
		await simulator.sign(reference);
		await callWith(trigger.url, { DocumentReference: reference });
		await simulator.sign(reference);
		await callWith(trigger.url, { DocumentReference: reference });
		const [[open], [done]] = trigger.started;
		expect(open.json).toMatchObject({ event: 'signed', finished: false, files: [] });
		expect(open.json.log).toBeDefined();
		expect(done.json).toMatchObject({
			event: 'completed',
			finished: true,
			missing: [],
			files: ['data', 'certificate'],
			fieldValues: expect.any(Object),
		});
		const file = await (await binaryData()).getAsBuffer(done.binary!.data);
		expect(file.subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('a file that comes at a later try, and one that does not: no event is lost', async () => {
		trigger.parameters = { include: ['signedFile'] };
		const signed = async () => {
			const { reference } = await send();
			await simulator.sign(reference);
			await simulator.sign(reference);
			return { DocumentReference: reference };
		};
		const [one, other] = [await signed(), await signed()];
		simulator.faults.add({ kind: 'cutAfter', operation: 'downloadDocument', times: 4 });
		expect((await callWith(trigger.url, one)).status).toBe(200);
		expect(started()).toMatchObject([{ event: 'completed', missing: [], files: ['data'] }]);

		simulator.faults.add({ kind: 'paymentRequired', operation: 'downloadDocument', times: 99 });
		expect((await callWith(trigger.url, other)).status).toBe(200);
		expect(started().at(-1)).toMatchObject({
			event: 'completed',
			status: 'completed',
			missing: [{ part: 'signedFile', reason: expect.stringMatching(/on hold/) }],
			files: [],
		});
	});

	test("the service's own fields where the item is not simplified", async () => {
		trigger.parameters = { simplify: false };
		const { reference } = await send();
		await simulator.sign(reference);
		await callWith(trigger.url, { DocumentReference: reference });
		expect(started()).toMatchObject([
			{
				event: 'signed',
				eventId: expect.stringContaining(reference),
				Reference: reference,
				Status: '1 of 2 Signed',
			},
		]);
	});
});

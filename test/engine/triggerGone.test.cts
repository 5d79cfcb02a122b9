/** What becomes of documents that are not found: docs/api/API.md sections 12.5 and 12.11. */
import { CONFIRMED_AFTER_MS, MOST_CONFIRMATIONS } from '../../nodes/SecuredSigning/api/gone';
import { passTime } from '../harness/clock.cts';
import { told, useScene, type Scene } from './watch.cts';

let scene: Scene;
useScene((own) => (scene = own));

test('signed and removed by the retention rules while n8n was down: gone, as it was last', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [reference] = await scene.send();
	await scene.simulator.sign(reference);
	await trigger.poll();
	await scene.simulator.sign(reference);
	scene.simulator.forgetSigned();
	passTime(8 * 24 * 60 * 60_000);
	await trigger.activate();
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent', 'signed']);
	passTime(CONFIRMED_AFTER_MS);
	await trigger.poll();
	await trigger.poll();
	await trigger.activate();
	expect(told(trigger.items())).toEqual(['sent', 'signed', 'gone']);
	expect(trigger.items()[2]).toEqual({
		event: 'gone',
		eventId: `${reference}/gone`,
		documentReference: reference,
		name: 'Lease.docx',
		status: 'gone',
		lastKnown: { status: 'inProgress', signedCount: 1 },
	});
	expect(trigger.errors).toEqual([]);
});

test('one that was seen open by the look before is deleted; a slip is nothing', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [first, second] = await scene.send(2);
	await trigger.poll();
	await scene.remove(first);
	// All at once: a proxy that answers 404 to everything but the lists and the account.
	scene.simulator.readings.endedDocuments = 'unlisted';
	await scene.simulator.expire(second);
	for (const operation of ['getDocumentStatus', 'getDocumentLog'] as const) {
		scene.simulator.faults.add({ kind: 'notFound', operation, times: 2 });
	}
	await trigger.poll();
	passTime(CONFIRMED_AFTER_MS);
	await trigger.poll();
	expect(
		trigger
			.items()
			.slice(2)
			.map(({ event, documentReference }) => [event, documentReference])
			.sort(),
	).toEqual(
		[
			['deleted', first],
			['expired', second],
		].sort(),
	);
	expect(trigger.errors).toEqual([]);
});

// A trigger that is set to look once a day, or whose service was down meanwhile.
test.each([
	['50 minutes', 50, 'deleted'],
	['two hours', 120, 'gone'],
	['23 hours', 23 * 60, 'gone'],
])('open at the look %s before it was missed', async (_what, minutes, event) => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [reference] = await scene.send();
	await scene.simulator.sign(reference);
	await trigger.poll();
	const seenAt = Date.now();
	// By the other signer, and removed by rules that keep nothing.
	await scene.simulator.sign(reference);
	scene.simulator.forgetSigned(reference);
	passTime(minutes * 60_000);
	await trigger.poll();
	passTime(CONFIRMED_AFTER_MS);
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent', 'signed', event]);
	const { lastKnown } = trigger.items()[2] as { lastKnown: { seenAt: string } };
	expect(lastKnown).toMatchObject({ status: 'inProgress', signedCount: 1 });
	expect(Math.abs(Date.parse(lastKnown.seenAt) - seenAt)).toBeLessThan(60_000);
});

// docs/waiting-in-detail.md: `seenAt` is when the trigger saw it, and after a restart nobody knows that any more.
test('what was gone at the first look after a restart has no time at which it was seen', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [reference] = await scene.send();
	await trigger.poll();
	await scene.simulator.sign(reference);
	await scene.simulator.sign(reference);
	scene.simulator.forgetSigned(reference);
	passTime(5 * 60 * 60_000);
	await trigger.activate();
	await trigger.poll();
	passTime(CONFIRMED_AFTER_MS);
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent', 'gone']);
	expect(trigger.items()[1].lastKnown).toEqual({ status: 'inProgress', signedCount: 0 });
});

test('one look confirms a number of them; the rest follows', async () => {
	const trigger = scene.trigger({ events: ['deleted', 'gone'] });
	await trigger.activate();
	const references = await scene.send(MOST_CONFIRMATIONS + 5);
	await trigger.poll();
	for (const reference of references) await scene.remove(reference);
	const confirmed: number[] = [];
	for (let turn = 0; turn < 5; turn++) {
		scene.simulator.requests.length = 0;
		await trigger.poll();
		passTime(CONFIRMED_AFTER_MS);
		confirmed.push(scene.operations().filter((name) => name === 'getDocumentLog').length);
	}
	expect(Math.max(...confirmed)).toBe(MOST_CONFIRMATIONS);
	expect(told(trigger.items())).toEqual(references.map(() => 'deleted'));
	expect(trigger.errors).toEqual([]);
});

test('the key of another account: nothing is said of what is not there', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	await scene.send(2);
	await trigger.poll();
	const other = scene.simulator.documents().map(({ reference }) => reference);
	scene.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as Array<{ Reference: string }>).filter((one) => !other.includes(one.Reference))
			: answer,
	);
	scene.simulator.faults.choose(({ operationId }) =>
		operationId?.startsWith('getDocument') ? { kind: 'notFound' } : undefined,
	);
	const stored = trigger.state.replaceAll(/"account":"[^"]*"/g, '"account":"of another key"');
	const again = trigger.restored(stored);
	await again.activate();
	for (let turn = 0; turn < 3; turn++) {
		passTime(CONFIRMED_AFTER_MS);
		await again.poll();
	}
	expect(again.executions).toEqual([]);
	expect(again.errors).toEqual([]);
});

/**
 * Events that only the log of a document knows: no list shows them without it, and the status of a document does
 * not tell what of its log is new.
 */
import './inventedEvent.cts';
import { passTime } from '../harness/clock.cts';
import { ALL, told, useScene, type Scene } from './watch.cts';

const MINUTE = 60_000;
type Answer = Record<string, unknown>;

let scene: Scene;
useScene((own) => (scene = own));

const remind = async (DocumentReference: string) => {
	passTime(MINUTE);
	await scene.client.json('POST', '/Document/SendReminder', { json: { DocumentReference } });
	passTime(MINUTE);
};
/** Answers of these operations come without logs. */
const withoutLogs = (...operations: string[]) =>
	scene.simulator.faults.spoil((answer, { operationId = '' }) => {
		const bare = (document: Answer) => ({ ...document, Logs: undefined });
		if (!operations.includes(operationId)) return answer;
		return Array.isArray(answer) ? (answer as Answer[]).map(bare) : bare(answer as Answer);
	});

test('each is told once, with who and when, and nothing is read for those that are told', async () => {
	const trigger = scene.trigger({ events: ['nudged'] });
	await trigger.activate();
	const [reference] = await scene.send();
	await trigger.poll();
	expect(trigger.items()).toEqual([]);
	await remind(reference);
	await trigger.poll();
	await remind(reference);
	await trigger.poll();
	const read = scene.operations().filter((name) => name === 'getDocumentStatus').length;
	await trigger.poll();
	await trigger.activate();
	await trigger.poll();
	expect(scene.operations().filter((name) => name === 'getDocumentStatus')).toHaveLength(read);
	const times = scene.simulator
		.documents()
		.filter((document) => document.reference === reference)
		.flatMap(({ logs }) => logs.filter(({ action }) => action === 'Reminded'))
		.map(({ at }) => at.toISOString());
	expect(times).toHaveLength(2);
	expect(trigger.items()).toMatchObject(
		times.map((occurredAt) => ({
			event: 'nudged',
			documentReference: reference,
			occurredAt,
			signer: { name: 'Ana Lopez' },
			eventId: expect.stringMatching(new RegExp(`^${reference}/nudged/.+/${occurredAt}$`)),
		})),
	);
	expect(trigger.errors).toEqual([]);
});

// API.md section 3 leaves the form of dates in answers open; "26/11/2026 02:59:44" has no place among others.
test.each(['iso', 'culture'] as const)(
	'what was before the activation is not told, with dates of the form %s',
	async (dates) => {
		scene.simulator.readings.dates = dates;
		const [reference] = await scene.send();
		await remind(reference);
		const trigger = scene.trigger({ events: ['nudged'] });
		await trigger.activate();
		await remind(reference);
		await trigger.poll();
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['nudged']);
	},
);

// So it is with what an earlier version remembered, which knew nothing of such events.
test('nor what was before it was asked for', async () => {
	const trigger = scene.trigger({ events: ['sent'] });
	await trigger.activate();
	const [reference] = await scene.send();
	await remind(reference);
	await trigger.poll();
	trigger.node.parameters.events = ['nudged'];
	await trigger.activate();
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent']);
	await remind(reference);
	await trigger.poll();
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent', 'nudged']);
});

test('of a document that comes and is signed between two looks, all is told in its order', async () => {
	const trigger = scene.trigger({ events: [...ALL, 'nudged'] });
	await trigger.activate();
	const [reference] = await scene.send(1, { signers: 1 });
	await remind(reference);
	await scene.simulator.sign(reference);
	await trigger.poll();
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent', 'nudged', 'signed', 'completed']);
});

test('activated while the service cannot be asked: what happened since is told', async () => {
	const [before, later] = await scene.send(2);
	await remind(before);
	passTime(10 * MINUTE);
	scene.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'getActiveDocuments' });
	const trigger = scene.trigger({ events: ['nudged'] });
	await trigger.activate();
	await remind(later);
	await trigger.poll();
	await trigger.poll();
	expect(trigger.items().map(({ documentReference }) => documentReference)).toEqual([later]);
});

test.each([['getActiveDocuments'], ['getDocumentStatus']])(
	'where the answers of %s lack the log, it is told once it can be seen, and once',
	async (operation) => {
		const trigger = scene.trigger({ events: ['nudged'] });
		await trigger.activate();
		const [reference] = await scene.send();
		await remind(reference);
		withoutLogs(operation);
		await trigger.poll();
		await trigger.poll();
		scene.simulator.faults.clear();
		await trigger.poll();
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['nudged']);
		expect(trigger.errors).toEqual([]);
	},
);

test('the editor shows a real one', async () => {
	const [reference] = await scene.send();
	await scene.send();
	await remind(reference);
	const [{ json }, ...others] = await scene.trigger({ events: ['nudged'] }).test();
	expect(json).toMatchObject({ event: 'nudged', documentReference: reference });
	expect(others).toEqual([]);
});

/**
 * Lists that have less than the documents' own statuses, or are older. docs/api/API.md section 3: what has no value
 * is usually left out; section 6: whether an answer lists every signer is unknown. docs/waiting.md: “exactly once”,
 * and *completed* is “everybody has signed”.
 */
import { passTime } from '../harness/clock.cts';
import { told, useScene, type Scene } from '../engine/watch.cts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Answer = Record<string, unknown>;

let scene: Scene;
useScene((own) => (scene = own));

/** Changes what lists say of each document, and what its status does. */
const spoil = (list: (listed: Answer) => Answer, status = (document: Answer) => document) =>
	scene.simulator.faults.spoil((answer, { operationId }) => {
		if (operationId === 'getActiveDocuments') return (answer as Answer[]).map(list);
		return operationId === 'getDocumentStatus' ? status(answer as Answer) : answer;
	});

const without =
	(...names: string[]) =>
	(document: Answer) =>
		Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));

/** The trigger with everything that it tells of one document, by its event. */
async function watched(events: string[], include: string[] = []) {
	const trigger = scene.trigger({ events, include });
	await trigger.activate();
	const polls = async (times: number, pause: number) => {
		for (let turn = 0; turn < times; turn++) {
			passTime(pause);
			await trigger.poll();
		}
		return told(trigger.items());
	};
	return { trigger, polls };
}

describe.each([[['Status']], [['Signers']], [['Status', 'Signers']]])(
	'a list without %j',
	(left) => {
		test('and a status of “2 of 2 Signed”: completed once it is said again', async () => {
			const { polls } = await watched(['completed']);
			const [reference] = await scene.send();
			expect(await polls(1, MINUTE)).toEqual([]);
			spoil(without(...left), (document) => ({ ...document, Status: '2 of 2 Signed' }));
			await scene.simulator.sign(reference);
			await scene.simulator.sign(reference);
			expect(await polls(6, 6 * MINUTE)).toEqual(['completed']);
		});

		test('who signs is told', async () => {
			const { polls } = await watched(['signed', 'completed']);
			const [reference] = await scene.send();
			spoil(without(...left));
			expect(await polls(2, HOUR)).toEqual([]);
			await scene.simulator.sign(reference);
			expect(await polls(3, HOUR)).toEqual(['signed']);
			await scene.simulator.sign(reference);
			expect(await polls(3, HOUR)).toEqual(['signed', 'signed', 'completed']);
		});
	},
);

test('answers that name those alone who have signed: not completed before everybody has', async () => {
	const { polls } = await watched(['signed', 'completed']);
	const [reference] = await scene.send();
	const signedAlone = (document: Answer) => ({
		...document,
		Status: document.Status === 'Complete' ? document.Status : 'Signing',
		Signers: (document.Signers as Answer[]).filter(({ HasSigned }) => HasSigned),
	});
	spoil(signedAlone, signedAlone);
	await scene.simulator.sign(reference);
	expect(await polls(5, HOUR)).toEqual(['signed']);
	await scene.simulator.sign(reference);
	expect(await polls(3, HOUR)).toEqual(['signed', 'signed', 'completed']);
});

test('never read, signed and removed while n8n was down: gone, last seen when it was listed', async () => {
	const { trigger, polls } = await watched(['sent', 'deleted', 'gone']);
	const [reference] = await scene.send();
	scene.simulator.faults.choose(({ operationId }) =>
		operationId?.startsWith('getDocument') ? { kind: 'gateway' } : undefined,
	);
	spoil(without('Signers'));
	const listedAt = Date.now() + MINUTE;
	await polls(1, MINUTE);
	await scene.simulator.sign(reference);
	await scene.simulator.sign(reference);
	scene.simulator.faults.clear();
	scene.simulator.forgetSigned();
	expect(await polls(1, 8 * DAY)).toEqual([]);
	expect(await polls(2, 6 * MINUTE)).toEqual(['sent', 'gone']);
	const { seenAt } = trigger.items()[1].lastKnown as { seenAt: string };
	expect(Math.abs(new Date(seenAt).getTime() - listedAt)).toBeLessThan(HOUR);
});

test('one event has one eventId, whichever answer tells it first', async () => {
	const early = await watched(['sent', 'signed', 'completed']);
	const late = await watched(['sent', 'signed', 'completed']);
	const [reference] = await scene.send();
	await scene.simulator.sign(reference);
	await scene.simulator.sign(reference);
	// The service calls it complete, and writes the last steps of its log, some minutes later.
	const sealing = (document: Answer) => ({ ...document, Status: '2 of 2 Signed' });
	spoil(sealing, (document) => without('Logs')(sealing(document)));
	await early.polls(3, 6 * MINUTE);
	scene.simulator.faults.clear();
	await late.polls(1, MINUTE);
	const ids = ({ trigger }: typeof early) => trigger.items().map(({ eventId }) => eventId);
	expect(ids(early).toSorted()).toEqual(ids(late).toSorted());
	expect(ids(late)).toContain(`${reference}/completed`);
});

test.each(['decline', 'expire'] as const)(
	'%s: a replica of the list that is behind now and then tells nothing twice',
	async (end) => {
		const { polls } = await watched(['declined', 'expired']);
		scene.simulator.readings.endedDocuments = 'progress';
		const [reference] = await scene.send();
		expect(await polls(1, MINUTE)).toEqual([]);
		await scene.simulator[end](reference);
		const told = await polls(1, MINUTE);
		expect(told).toHaveLength(1);
		for (let turn = 0; turn < 3; turn++) {
			spoil((listed) => ({ ...listed, Status: 'Signing', Folder: 'Progress' }));
			await polls(1, 6 * MINUTE);
			scene.simulator.faults.clear();
			expect(await polls(1, 6 * MINUTE)).toEqual(told);
		}
	},
);

test('a list that still shows what was deleted is an old one', async () => {
	const { polls } = await watched(['sent', 'deleted', 'gone']);
	const [reference] = await scene.send(2);
	let old: Answer | undefined;
	scene.simulator.faults.spoil((answer, { operationId }) => {
		if (operationId === 'getActiveDocuments') {
			old ??= (answer as Answer[]).find(({ Reference }) => Reference === reference);
		}
		return answer;
	});
	await polls(1, MINUTE);
	await scene.remove(reference);
	expect(await polls(2, 6 * MINUTE)).toEqual(['sent', 'sent', 'deleted']);
	scene.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' && (answer as Answer[]).length > 0
			? [...(answer as Answer[]), old]
			: answer,
	);
	await polls(1, 6 * MINUTE);
	scene.simulator.faults.clear();
	expect(await polls(4, 10 * MINUTE)).toEqual(['sent', 'sent', 'deleted']);
});

test('activated in an outage: what was signed before the first good look is told by its own date', async () => {
	scene.simulator.faults.choose(() => ({ kind: 'gateway' }));
	const { polls } = await watched(['completed']);
	scene.simulator.faults.clear();
	passTime(10 * MINUTE);
	const [reference] = await scene.send(1, { signers: 1 });
	await scene.simulator.sign(reference);
	spoil(without('LastSignedDate', 'Logs'));
	expect(await polls(3, 10 * MINUTE)).toEqual(['completed']);
});

test('a renewed key of the same account: what was signed meanwhile is told, though nothing else is open', async () => {
	const { trigger, polls } = await watched(['completed']);
	const signed = async () => {
		const [reference] = await scene.send(1, { signers: 1 });
		await scene.simulator.sign(reference);
		return reference;
	};
	const first = await signed();
	await polls(2, HOUR);
	const stored = trigger.state.replaceAll(/"account":"[^"]*"/g, '"account":"of the old key"');
	const second = await signed();
	const again = trigger.restored(stored);
	await again.activate();
	passTime(HOUR);
	await again.poll();
	const references = [...trigger.items(), ...again.items()].map(
		({ documentReference }) => documentReference,
	);
	expect(references).toEqual([first, second]);
});

test("'Events' without any is refused", async () => {
	const trigger = scene.trigger({ events: [] });
	await expect(trigger.activate()).rejects.toThrow("'Events' is empty");
});

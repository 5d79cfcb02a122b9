/** Documents that are listed and cannot be read: docs/api/API.md sections 4, 12.5 and 12.11. */
import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import { passTime, realTime } from '../harness/clock.cts';
import type { Polling } from '../harness/polling.cts';
import type { FaultKind } from '../../simulator/index.cts';
import { startScene, told, type Scene } from '../engine/watch.cts';

const HOUR = 60 * 60_000;

let scene: Scene;
const warned: string[] = [];
beforeEach(async () => {
	scene = await startScene();
	warned.length = 0;
	jest
		.spyOn(scene.trigger().logger, 'warn')
		.mockImplementation((message) => void warned.push(message));
});
afterEach(async () => {
	realTime();
	jest.restoreAllMocks();
	await scene.simulator.close();
	expect(scene.simulator.problems).toEqual([]);
});

const failStatus = (kind: FaultKind) =>
	scene.simulator.faults.choose(({ operationId }) =>
		operationId === 'getDocumentStatus' ? { kind } : undefined,
	);
const signAll = async (reference: string) => {
	for (let signer = 0; signer < 2; signer++) await scene.simulator.sign(reference);
};
/** Removes a document, and looks until that is confirmed. */
const removeSigned = async (trigger: Polling, reference: string) => {
	scene.simulator.faults.clear();
	scene.simulator.forgetSigned(reference);
	for (let turn = 0; turn < 3; turn++) {
		await trigger.poll();
		passTime(CONFIRMED_AFTER_MS);
	}
};

describe.each<FaultKind>(['serverErrorHtml', 'unauthorized', 'notFound'])(
	'listed as complete, and its status answers %s',
	(kind) => {
		test.each([
			['known since it was sent', true],
			['sent and signed between two looks', false],
		])('until it is removed: completed, and what is missing (%s)', async (_what, isKnown) => {
			const trigger = scene.trigger({ include: ['signedFile'] });
			await trigger.activate();
			const [reference] = await scene.send();
			if (isKnown) await trigger.poll();
			await signAll(reference);
			failStatus(kind);
			for (let turn = 0; turn < 3; turn++) {
				await trigger.poll();
				passTime(2 * HOUR);
			}
			await removeSigned(trigger, reference);
			expect(told(trigger.items())).toEqual(['sent', 'signed', 'signed', 'completed']);
			expect(trigger.items()[3]).toMatchObject({
				...{ documentReference: reference, name: 'Lease.docx' },
				...{ status: 'completed', signedCount: 2, finished: true, files: [] },
				missing: [{ part: 'signedFile', reason: expect.any(String) }],
			});
		});

		test('for more than a day: told as the list shows it, once', async () => {
			const trigger = scene.trigger();
			await trigger.activate();
			const [reference] = await scene.send();
			await trigger.poll();
			await signAll(reference);
			failStatus(kind);
			await trigger.poll();
			passTime(23 * HOUR);
			await trigger.poll();
			expect(told(trigger.items())).toEqual(['sent']);
			passTime(2 * HOUR);
			await trigger.poll();
			expect(told(trigger.items())).toEqual(['sent', 'signed', 'signed', 'completed']);
			scene.simulator.faults.clear();
			await trigger.poll();
			await trigger.activate();
			expect(trigger.items()).toHaveLength(4);
		});
	},
);

test('read again after a while: told once, with its log', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [reference] = await scene.send();
	await signAll(reference);
	failStatus('notFound');
	for (let turn = 0; turn < 3; turn++) await trigger.poll();
	expect([trigger.items(), trigger.errors]).toEqual([[], []]);
	scene.simulator.faults.clear();
	for (let turn = 0; turn < 2; turn++) await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent', 'signed', 'signed', 'completed']);
	expect(trigger.items()[1].occurredAt).toMatch(/Z$/);
});

test('signed by one as the list shows it, and removed: that is told as well', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [reference] = await scene.send();
	await trigger.poll();
	await scene.simulator.sign(reference);
	failStatus('serverErrorHtml');
	await trigger.poll();
	await scene.simulator.sign(reference);
	passTime(3 * HOUR);
	await removeSigned(trigger, reference);
	expect(told(trigger.items())).toEqual(['sent', 'signed', 'gone']);
	expect(trigger.items()[2].lastKnown).toMatchObject({ status: 'inProgress', signedCount: 1 });
});

describe('one entry that nobody can follow, alone in its list', () => {
	const odd = { Reference: '77', Name: 'Odd.docx', Status: 'Signing', Signers: [] };
	test.each<[what: string, entry: unknown, named: RegExp]>([
		['without reference', { Name: 'Odd.docx', Status: 'Signing' }, /Odd\.docx.* has no reference/],
		['nothing', null, /without a name .*has no reference/],
		['a document that is not found', odd, /document 77 is listed and cannot be read/],
	])('%s: named once, and the deletion of another is told', async (_what, entry, named) => {
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		scene.simulator.faults.spoil((answer, { operationId, path }) =>
			operationId === 'getActiveDocuments' && path.endsWith('Progress')
				? [...(answer as object[]), entry]
				: answer,
		);
		await scene.remove(reference);
		for (let turn = 0; turn < 12; turn++) {
			await trigger.poll();
			passTime(CONFIRMED_AFTER_MS + 60_000);
		}
		expect(told(trigger.items())).toEqual(['sent', 'deleted']);
		expect(trigger.errors).toEqual([]);
		expect(warned).toEqual([expect.stringMatching(named)]);
	});
});

// “Documents that cannot be read do not hold up the others”: docs/waiting-in-detail.md, “What it reports”.
describe('forty documents that are listed as complete and cannot be read', () => {
	const play = async () => {
		const trigger = scene.trigger({ events: ['completed', 'deleted', 'gone'] });
		await trigger.activate();
		const unread = await scene.send(40, { signers: 1 });
		const [other] = await scene.send(1, { signers: 1 });
		await trigger.poll();
		for (const reference of unread) await scene.simulator.sign(reference);
		scene.simulator.faults.choose(({ operationId, path }) =>
			operationId === 'getDocumentStatus' && unread.some((each) => path.includes(each))
				? { kind: 'notFound' }
				: undefined,
		);
		await trigger.poll();
		passTime(CONFIRMED_AFTER_MS);
		await scene.simulator.sign(other);
		const events = () =>
			trigger.items().map(({ event, documentReference }) => [event, documentReference]);
		return { trigger, other, events };
	};

	test('another one that is signed is told within a few looks', async () => {
		const { trigger, other, events } = await play();
		for (let look = 0; look < 5; look++) await trigger.poll();
		expect(events()).toEqual([['completed', other]]);
	});

	test('it is removed before its turn comes: completed, as the list showed it', async () => {
		const { trigger, other, events } = await play();
		await trigger.poll();
		expect(events()).toEqual([]);
		scene.simulator.forgetSigned(other);
		for (let look = 0; look < 5; look++) {
			await trigger.poll();
			passTime(CONFIRMED_AFTER_MS);
		}
		expect(events()).toEqual([['completed', other]]);
	});
});

// docs/waiting-in-detail.md: it makes an execution without items “when a document may be completed”, and “if that was
// `Complete`, the event is Completed”.
test.each([1, 2])(
	'listed as complete, removed before its status is read, and n8n restarts after look %i: completed',
	async (looks) => {
		const trigger = scene.trigger({ events: ['completed', 'deleted', 'gone'] });
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		await signAll(reference);
		failStatus('notFound');
		await trigger.poll();
		scene.simulator.faults.clear();
		scene.simulator.forgetSigned(reference);
		for (let look = 1; look < looks; look++) await trigger.poll();
		await trigger.activate();
		for (let look = 0; look < 2; look++) {
			passTime(CONFIRMED_AFTER_MS);
			await trigger.poll();
		}
		expect(trigger.items()).toMatchObject([
			{ event: 'completed', documentReference: reference, signedCount: 2 },
		]);
	},
);

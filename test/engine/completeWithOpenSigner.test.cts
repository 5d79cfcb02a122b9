/**
 * A document that is called "Complete" while one of its signers is not said to have signed: a moment may
 * explain it, or a signer who need not sign (docs/api/API.md section 6).
 */
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { byReference } from './samples.cts';
import { ALL, startScene, told } from './watch.cts';

const MINUTE = 60_000;

/** Changes the last signer of each complete document in an answer. */
const withLast =
	(more: object) =>
	(answer: unknown): unknown => {
		if (Array.isArray(answer)) return answer.map(withLast(more));
		if (typeof answer !== 'object' || answer === null) return answer;
		const { Status, Signers } = answer as { Status?: string; Signers?: IDataObject[] };
		if (Status !== 'Complete' || !Array.isArray(Signers)) return answer;
		return { ...answer, Signers: [...Signers.slice(0, -1), { ...Signers.at(-1), ...more }] };
	};
const OPEN = { HasSigned: false, SignedStatus: 'Initialized', SignedDate: undefined };
const OPTIONAL = { ...OPEN, Optional: true };

afterEach(() => realTime());

describe('Secured Signing Trigger', () => {
	const play = async (more: object) => {
		const scene = await startScene();
		const trigger = scene.trigger({ events: ALL });
		await trigger.activate();
		const [reference] = await scene.send();
		await scene.sandbox.sign(reference);
		await scene.sandbox.sign(reference);
		scene.sandbox.faults.spoil(withLast(more));
		await trigger.poll();
		return { scene, trigger, reference, events: () => told(trigger.items()).map(String) };
	};
	const count = (events: string[]) => events.filter((event) => /completed/.test(event)).length;

	test('an optional signer is nobody to wait for', async () => {
		const { scene, events } = await play(OPTIONAL);
		expect(count(events())).toBe(1);
		await scene.sandbox.close();
	});

	test('a second look some minutes later says the same: completed, once, and with its files', async () => {
		const { scene, trigger, events } = await play(OPEN);
		passTime(MINUTE);
		await trigger.poll();
		expect(count(events())).toBe(0);
		passTime(5 * MINUTE);
		await trigger.poll();
		expect(count(events())).toBe(1);
		expect(trigger.items().at(-1)).toMatchObject({ status: 'completed', signedCount: 1 });
		for (let look = 0; look < 3; look++) {
			passTime(60 * MINUTE);
			await trigger.poll();
		}
		expect(count(events())).toBe(1);
		expect(trigger.errors).toEqual([]);
		await scene.sandbox.close();
	});

	test('it is removed before a second look: gone, not deleted', async () => {
		const { scene, trigger, reference, events } = await play(OPEN);
		scene.sandbox.forgetSigned(reference);
		await trigger.poll();
		passTime(6 * MINUTE);
		await trigger.poll();
		expect(events().at(-1)).toMatch(/gone/);
		expect(events().join()).not.toMatch(/deleted/);
		await scene.sandbox.close();
	});
});

describe('waits and Get Finished', () => {
	let stage: Awaiting;
	beforeAll(async () => {
		stage = await startAwaiting();
		stage.n8n.hearsItself = false;
	});
	afterAll(async () => await stage.close());

	const play = async (more: object) => {
		stage.bench.sandbox.faults.clear();
		stage.bench.sandbox.readings.callback = 'json';
		const parameters = { ...sendAndAwait, include: ['signedFile'] };
		const id = await stage.begin(parameters, await stage.contracts('A.pdf'));
		await stage.settle();
		const [[reference]] = stage.references(id);
		stage.bench.sandbox.readings.callback = 'never';
		const { notifyUrl } = stage.bench.sandbox
			.documents()
			.find((document) => document.reference === reference)!;
		stage.bench.sandbox.faults.spoil(withLast(more));
		await stage.bench.sandbox.sign(reference);
		await stage.bench.sandbox.sign(reference);
		const call = async () => {
			const { status } = await fetch(notifyUrl!, { method: 'POST' });
			await stage.n8n.idle();
			return status;
		};
		return { id, reference, call };
	};
	const finished = async (reference: string) => {
		const run = await stage.bench.run({
			resource: 'document',
			operation: 'getFinished',
			document: byReference(reference),
		});
		return run.items[0].json;
	};

	test('an optional signer is nobody to wait for', async () => {
		const { id, reference, call } = await play(OPTIONAL);
		expect(await finished(reference)).toMatchObject({ status: 'completed', finished: true });
		await call();
		expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed', signedCount: 1 });
	});

	test('a second look some minutes later says the same: completed', async () => {
		const { id, reference, call } = await play(OPEN);
		expect(await call()).toBe(200);
		expect(stage.n8n.status(id)).toBe('waiting');
		expect(await finished(reference)).toMatchObject({ finished: false });
		passTime(6 * MINUTE);
		expect(await finished(reference)).toMatchObject({ status: 'completed', finished: true });
		await call();
		expect(stage.output(id).items[0].json).toMatchObject({
			status: 'completed',
			finished: true,
			signedCount: 1,
			files: ['data'],
		});
	});

	test('it is removed before a second look: gone, not deleted', async () => {
		const { id, reference, call } = await play(OPEN);
		await call();
		stage.bench.sandbox.forgetSigned(reference);
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(stage.output(id).items[0].json.status).toBe('gone');
	});

	test('“Signed” needs all signers', async () => {
		const { id, call } = await play({});
		stage.bench.sandbox.faults.spoil((answer) => {
			const changed = withLast(OPEN)(answer) as IDataObject;
			return changed?.Status === 'Complete' ? { ...changed, Status: 'Signed' } : changed;
		});
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(stage.n8n.status(id)).toBe('waiting');
	});
});

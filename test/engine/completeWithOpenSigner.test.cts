/**
 * A document that is called "Complete" while one of its signers is not said to have signed: a moment may
 * explain it, or a signer who need not sign (docs/api/API.md section 6).
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { loadedAnew } from './anew.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { byReference } from './samples.cts';
import { ALL, startScene, told } from './watch.cts';
import { listen } from './webhook.cts';

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
		await scene.simulator.sign(reference);
		await scene.simulator.sign(reference);
		scene.simulator.faults.spoil(withLast(more));
		await trigger.poll();
		return { scene, trigger, reference, events: () => told(trigger.items()).map(String) };
	};
	const count = (events: string[]) => events.filter((event) => /completed/.test(event)).length;

	test('an optional signer is nobody to wait for', async () => {
		const { scene, events } = await play(OPTIONAL);
		expect(count(events())).toBe(1);
		await scene.simulator.close();
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
		await scene.simulator.close();
	});

	// “A second check confirms the first one if it finds the same at least 5 minutes later”: docs/waiting-in-detail.md.
	test('n8n is restarted before each look: the second one says completed, once', async () => {
		const { scene, trigger, events } = await play(OPEN);
		const restart = async () => {
			trigger.engine.nodeTypes.securedSigningTrigger = loadedAnew().trigger;
			await trigger.activate();
		};
		const executions = trigger.executions.length;
		await trigger.poll();
		// What the first look found is stored, once.
		expect(trigger.executions).toHaveLength(executions);
		expect(trigger.state).toContain('doubtSince');
		await restart();
		expect(count(events())).toBe(0);
		passTime(24 * 60 * MINUTE);
		await restart();
		expect(count(events())).toBe(1);
		await restart();
		await trigger.poll();
		expect(count(events())).toBe(1);
		expect(trigger.items().at(-1)).toMatchObject({ status: 'completed', signedCount: 1 });
		await scene.simulator.close();
	});

	test('a look in between says otherwise: two more are needed, over restarts as well', async () => {
		const { scene, trigger, events } = await play(OPEN);
		const restart = async () => {
			trigger.engine.nodeTypes.securedSigningTrigger = loadedAnew().trigger;
			await trigger.activate();
		};
		scene.simulator.faults.spoil((answer) => {
			const changed = withLast(OPEN)(answer);
			const open = (each: IDataObject) => ({ ...each, Status: '1 of 2 Signed' });
			return Array.isArray(changed) ? (changed as IDataObject[]).map(open) : changed;
		});
		passTime(6 * MINUTE);
		await trigger.poll();
		expect(trigger.state).not.toContain('doubtSince');
		scene.simulator.faults.spoil(withLast(OPEN));
		passTime(6 * MINUTE);
		await restart();
		expect(count(events())).toBe(0);
		passTime(6 * MINUTE);
		await restart();
		expect(count(events())).toBe(1);
		await scene.simulator.close();
	});

	// “For the first time, the trigger reports nothing that happened before”: docs/waiting-in-detail.md.
	test('it was so when the trigger was activated: no news; what is signed later is', async () => {
		const scene = await startScene();
		const references = await scene.send(5);
		const [first, second, sealed, moment, late] = references;
		for (const reference of references) await scene.simulator.sign(reference);
		for (const reference of [first, second, sealed]) await scene.simulator.sign(reference);
		passTime(5 * 24 * 60 * MINUTE);
		const trigger = scene.trigger({ events: ALL });
		/** Of these it is so as well, and one has a status that nobody knows. */
		const say = (complete: string[], unknown: string[] = []) =>
			scene.simulator.faults.spoil((answer) => {
				const said = (each: IDataObject) => {
					const reference = String(each.Reference);
					if (unknown.includes(reference)) return { ...each, Status: 'Archived' };
					return complete.includes(reference) ? { ...each, Status: 'Complete' } : each;
				};
				const documents = Array.isArray(answer) ? (answer as IDataObject[]).map(said) : answer;
				return withLast(OPEN)(documents);
			});
		say([moment, late], [sealed]);
		await trigger.activate();
		for (let look = 0; look < 4; look++) {
			passTime(6 * MINUTE);
			say([late], look < 2 ? [sealed] : []);
			await trigger.poll();
			await trigger.activate();
		}
		expect(trigger.items()).toEqual([]);
		scene.simulator.faults.clear();
		await scene.simulator.sign(moment);
		await trigger.poll();
		expect(trigger.items()).toMatchObject([
			{ event: 'signed', documentReference: moment },
			{ event: 'completed', documentReference: moment },
		]);
		expect(trigger.errors).toEqual([]);
		await scene.simulator.close();
	});

	test('it was so when the trigger was activated, and the open signer signs: completed', async () => {
		const scene = await startScene();
		const [reference] = await scene.send();
		await scene.simulator.sign(reference);
		passTime(24 * 60 * MINUTE);
		const trigger = scene.trigger({ events: ALL });
		scene.simulator.faults.spoil((answer) =>
			Array.isArray(answer)
				? (answer as IDataObject[]).map((each) => ({ ...each, Status: 'Complete' }))
				: answer,
		);
		await trigger.activate();
		passTime(MINUTE);
		await scene.simulator.sign(reference);
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['signed', 'completed']);
		await scene.simulator.close();
	});

	test('it is removed before a second look: gone, not deleted', async () => {
		const { scene, trigger, reference, events } = await play(OPEN);
		scene.simulator.forgetSigned(reference);
		await trigger.poll();
		passTime(6 * MINUTE);
		await trigger.poll();
		expect(events().at(-1)).toMatch(/gone/);
		expect(events().join()).not.toMatch(/deleted/);
		await scene.simulator.close();
	});
});

test('Secured Signing Callback Trigger: n8n is restarted between two calls', async () => {
	const endTimers = keepTimers();
	const scene = await startScene();
	const callback = await listen(scene.simulator);
	const [reference] = await scene.send();
	await scene.simulator.sign(reference);
	await scene.simulator.sign(reference);
	scene.simulator.faults.spoil(withLast(OPEN));
	const call = async () => {
		callback.nodeType = loadedAnew().callbackTrigger;
		await fetch(callback.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ DocumentReference: reference }),
		});
		return callback.started.flat().map(({ json }) => json.event);
	};
	expect(await call()).not.toContain('completed');
	passTime(6 * MINUTE);
	expect((await call()).filter((event) => event === 'completed')).toHaveLength(1);
	endTimers();
	await callback.close();
	await scene.simulator.close();
});

describe('waits and Get Finished', () => {
	let stage: Awaiting;
	beforeAll(async () => {
		stage = await startAwaiting();
		stage.n8n.hearsItself = false;
	});
	afterAll(async () => await stage.close());

	const play = async (more: object) => {
		stage.bench.simulator.faults.clear();
		stage.bench.simulator.readings.callback = 'json';
		const parameters = { ...sendAndAwait, include: ['signedFile'] };
		const id = await stage.begin(parameters, await stage.contracts('A.pdf'));
		await stage.settle();
		const [[reference]] = stage.references(id);
		stage.bench.simulator.readings.callback = 'never';
		const { notifyUrl } = stage.bench.simulator
			.documents()
			.find((document) => document.reference === reference)!;
		stage.bench.simulator.faults.spoil(withLast(more));
		await stage.bench.simulator.sign(reference);
		await stage.bench.simulator.sign(reference);
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
		stage.bench.simulator.forgetSigned(reference);
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(stage.output(id).items[0].json.status).toBe('gone');
	});

	test('the first look of a wait, a restart, the second look: completed', async () => {
		const { reference } = await play(OPEN);
		const begin = async (item: INodeExecutionData) =>
			await stage.begin(
				{
					...{ resource: 'document', operation: 'await', document: byReference(reference) },
					...{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1, include: ['signedFile'] },
				},
				[item],
			);
		const call = async (id: string) => {
			await fetch(stage.n8n.address(id), { method: 'POST' });
			await stage.n8n.idle();
		};
		const id = await begin({ json: {} });
		expect(stage.n8n.status(id)).toBe('waiting');
		await stage.restarted(async () => {
			await call(id);
			expect(stage.n8n.status(id)).toBe('waiting');
		});
		passTime(6 * MINUTE);
		await stage.restarted(async () => await call(id));
		expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed', finished: true });
	});

	test('the loop of docs/waiting.md, n8n restarted each night: completed in the second turn', async () => {
		const { reference } = await play(OPEN);
		const parameters = {
			...{ resource: 'document', operation: 'await', document: byReference(reference) },
			...{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1, include: ['signedFile'] },
		};
		const first = await stage.begin(parameters, [{ json: {} }]);
		passTime(24 * 60 * MINUTE);
		await stage.restarted(async () => {
			await stage.n8n.passTime(first);
			const [item] = stage.output(first).items;
			expect(item.json).toMatchObject({
				status: 'waiting',
				inDoubtSince: expect.stringMatching(/^\d{4}-.*Z$/) as string,
				awaiting: {},
			});
			const second = await stage.begin(parameters, [item]);
			expect(stage.n8n.status(second)).toBe('success');
			expect(stage.output(second).items[0].json).toMatchObject({
				...{ status: 'completed', finished: true, files: ['data'] },
			});
			expect(stage.output(second).items[0].json).not.toHaveProperty('inDoubtSince');
		});
	});

	test.each([true, false])('Get Finished in another worker, simplified: %j', async (simplify) => {
		const { reference } = await play(OPEN);
		const finishedOf = async (json: IDataObject) => {
			const run = await stage.bench.run(
				{
					resource: 'document',
					operation: 'getFinished',
					document: byReference(reference),
					simplify,
				},
				{ items: [{ json }] },
			);
			return run.items[0].json;
		};
		const found = await finishedOf({});
		expect(found).toMatchObject({ finished: false });
		passTime(6 * MINUTE);
		await stage.restarted(async () => {
			expect(
				await finishedOf({ ...found, documentReference: 'other', Reference: 'other' }),
			).toMatchObject({
				finished: false,
			});
		});
		await stage.restarted(async () => {
			expect(await finishedOf(found)).toMatchObject({ finished: true });
		});
	});

	test('“Signed” needs all signers', async () => {
		const { id, call } = await play({});
		stage.bench.simulator.faults.spoil((answer) => {
			const changed = withLast(OPEN)(answer) as IDataObject;
			return changed?.Status === 'Complete' ? { ...changed, Status: 'Signed' } : changed;
		});
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(stage.n8n.status(id)).toBe('waiting');
	});
});

/**
 * A document that is called "Complete" while one of its signers is not said to have signed: a moment may
 * explain it, or a signer who need not sign (docs/api/API.md section 6). What the triggers tell of it.
 */
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { loadedAnew } from './anew.cts';
import { MINUTE, OPEN, OPTIONAL, withLast } from './openSigner.cts';
import { ALL, startScene, told } from './watch.cts';
import { listen } from './webhook.cts';

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

	// “The second check counts if it comes at least 5 minutes after the first one”: docs/waiting-in-detail.md.
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

	// What happened before the first activation “is never reported”: docs/waiting-in-detail.md.
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

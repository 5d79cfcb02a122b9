/**
 * Answers that list nobody but those who have signed, after n8n was restarted: whoever an earlier look named
 * has still to sign. docs/waiting-in-detail.md, “When a document counts as completed”; docs/api/API.md section 6 says of no answer that
 * its signers are all.
 */
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { loadedAnew } from './anew.cts';
import { sendAndAwait, startAwaiting } from './awaiting.cts';
import { byReference } from './samples.cts';
import { ALL, startScene, told } from './watch.cts';
import { listen } from './webhook.cts';

const MINUTE = 60_000;

/** In progress, and signed by all that are listed. */
function onlySigned(answer: unknown): unknown {
	if (Array.isArray(answer)) return answer.map(onlySigned);
	const { Reference, Signers } = (answer ?? {}) as IDataObject;
	if (!Reference || !Array.isArray(Signers)) return answer;
	const signed = (Signers as IDataObject[]).filter(({ HasSigned }) => HasSigned === true);
	return { ...(answer as IDataObject), Status: 'InProgress', Signers: signed };
}

afterEach(() => realTime());

test('Secured Signing Trigger: not completed until both have signed', async () => {
	const scene = await startScene();
	const trigger = scene.trigger({ events: ALL });
	const restart = async () => {
		trigger.engine.nodeTypes.securedSigningTrigger = loadedAnew().trigger;
		await trigger.activate();
	};
	const completions = () =>
		told(trigger.items()).filter((event) => /completed/.test(String(event)));
	await trigger.activate();
	const [reference] = await scene.send();
	await trigger.poll();
	await scene.simulator.sign(reference);
	await trigger.poll();
	scene.simulator.faults.spoil(onlySigned);
	for (let look = 0; look < 3; look++) {
		await restart();
		passTime(6 * MINUTE);
	}
	expect(completions()).toEqual([]);
	scene.simulator.faults.clear();
	await scene.simulator.sign(reference);
	await restart();
	await trigger.poll();
	expect(completions()).toHaveLength(1);
	await scene.simulator.close();
});

test('Secured Signing Callback Trigger: not completed until both have signed', async () => {
	const endTimers = keepTimers();
	const scene = await startScene();
	const callback = await listen(scene.simulator);
	const [reference] = await scene.send();
	const call = async () => {
		callback.nodeType = loadedAnew().callbackTrigger;
		await fetch(callback.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ DocumentReference: reference }),
		});
		return callback.started.flat().map(({ json }) => json.event);
	};
	await scene.simulator.sign(reference);
	expect(await call()).toEqual(['signed']);
	scene.simulator.faults.spoil(onlySigned);
	await call();
	passTime(6 * MINUTE);
	expect(await call()).not.toContain('completed');
	scene.simulator.faults.clear();
	await scene.simulator.sign(reference);
	expect(await call()).toContain('completed');
	endTimers();
	await callback.close();
	await scene.simulator.close();
});

test('Send and Await, Await and Get Finished with the item: not completed until both have signed', async () => {
	const stage = await startAwaiting();
	stage.n8n.hearsItself = false;
	const { simulator } = stage.bench;
	const include = ['signedFile'];
	const id = await stage.begin({ ...sendAndAwait, include }, await stage.contracts('A.pdf'));
	await stage.settle();
	const [[reference]] = stage.references(id);
	simulator.readings.callback = 'never';
	const { notifyUrl } = simulator.documents().find((held) => held.reference === reference)!;
	await simulator.sign(reference);
	simulator.faults.spoil(onlySigned);
	const call = async (address: string) => {
		await fetch(address, { method: 'POST' });
		await stage.n8n.idle();
	};
	const finished = async (json: IDataObject) => {
		const lookedUp = { resource: 'document', operation: 'getFinished', include };
		const parameters = { ...lookedUp, document: byReference(reference) };
		return (await stage.bench.run(parameters, { items: [{ json }] })).items[0].json;
	};
	for (let look = 0; look < 2; look++) {
		await stage.restarted(async () => await call(notifyUrl!));
		expect(stage.n8n.status(id)).toBe('waiting');
		passTime(6 * MINUTE);
	}
	const [item] = stage.n8n.run(id).executionData!.nodeExecutionStack[0].data.main[0]!;
	await stage.restarted(async () => {
		expect(await finished(item.json)).toMatchObject({ finished: false });
		passTime(6 * MINUTE);
		const again = await stage.begin(
			{
				...{ resource: 'document', operation: 'await', document: byReference(reference) },
				...{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1, include },
			},
			[item],
		);
		expect(stage.n8n.status(again)).toBe('waiting');
	});
	simulator.faults.clear();
	await simulator.sign(reference);
	await stage.restarted(async () => await call(notifyUrl!));
	expect(stage.output(id).items[0].json).toMatchObject({
		...{ status: 'completed', finished: true, signedCount: 2, files: ['data'] },
	});
	await stage.close();
});

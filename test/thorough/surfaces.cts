/** One document at the polling trigger, the callback trigger, a wait and Get Finished, with answers that are bent. */
import type { IDataObject } from 'n8n-workflow';

import { passTime } from '../harness/clock.cts';
import { sendAndAwait, type Awaiting } from '../engine/awaiting.cts';
import { byReference } from '../engine/samples.cts';
import { ALL, told, triggerWith } from '../engine/watch.cts';
import { listen } from '../engine/webhook.cts';

const MINUTE = 60_000;
const OPEN = { HasSigned: false, SignedStatus: 'Pending' };

export type Bend = (document: IDataObject) => IDataObject;

/** Changes each document in an answer. */
export const bent =
	(bend: Bend) =>
	(answer: unknown): unknown => {
		if (Array.isArray(answer)) return answer.map(bent(bend));
		if (typeof answer !== 'object' || answer === null) return answer;
		const { Reference, Signers } = answer as IDataObject;
		return Reference && Signers ? bend(answer as IDataObject) : answer;
	};
export const withStatus =
	(Status: unknown, more: IDataObject = {}): Bend =>
	(document) =>
		({ ...document, Status, ...more }) as IDataObject;
/** Complete, and the second signer has still to sign. */
export const withOpenSigner: Bend = (document) => {
	const [first, second] = document.Signers as IDataObject[];
	return { ...document, Status: 'Complete', Signers: [first, { ...second, ...OPEN }] };
};

/** @param signed how many of the two signers sign before the answers are bent */
export async function playOn(stage: Awaiting, signed: number, bend: Bend) {
	const { bench, n8n } = stage;
	const { simulator } = bench;
	simulator.faults.clear();
	simulator.readings.callback = 'json';
	const id = await stage.begin(
		{ ...sendAndAwait, include: ['signedFile'] },
		await stage.contracts('Lease.pdf'),
	);
	await stage.settle();
	const [[reference]] = stage.references(id);
	simulator.readings.callback = 'never';
	const { notifyUrl } = simulator.documents().find((held) => held.reference === reference)!;

	const trigger = triggerWith(simulator.credential, { events: ALL });
	await trigger.activate();
	await trigger.poll();
	const callback = await listen(simulator);
	callback.parameters = {};
	for (let count = 0; count < signed; count++) await simulator.sign(reference);
	simulator.faults.spoil(bent(bend));

	const isWaiting = () => n8n.status(id) === 'waiting';
	const call = async () =>
		await fetch(callback.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ DocumentReference: reference }),
		});
	return {
		...{ reference, isWaiting, trigger },
		/** Everybody looks once. */
		look: async () => {
			await trigger.poll();
			await call();
			if (isWaiting()) await fetch(notifyUrl!, { method: 'POST' });
			await n8n.idle();
		},
		/** It is removed, and two more looks see that. */
		remove: async () => {
			simulator.forgetSigned(reference);
			await bench.run({
				resource: 'document',
				operation: 'delete',
				document: byReference(reference),
			});
		},
		lookedUp: async (operation: 'get' | 'getFinished') => {
			const run = await bench.run({
				resource: 'document',
				operation,
				document: byReference(reference),
				include: ['signedFile'],
			});
			return run.items[0].json;
		},
		/** The events of this document. */
		polled: () =>
			trigger.items().filter(({ documentReference }) => documentReference === reference),
		called: () => callback.started.flat().map(({ json }) => json),
		waited: () => stage.output(id).items[0].json,
		close: async () => {
			expect(trigger.errors).toEqual([]);
			await callback.close();
		},
	};
}
type Play = Awaited<ReturnType<typeof playOn>>;

const last = (items: IDataObject[]) => items.at(-1);
const ENDS = /completed|deleted|gone|declined|expired|rejected/;
export const ends = (items: IDataObject[]) =>
	told(items)
		.map(String)
		.filter((event) => ENDS.test(event));

/** Nothing is said to have ended. */
export async function expectOpen(scene: Play, reason: RegExp) {
	expect(ends(scene.polled())).toEqual([]);
	expect(ends(scene.called())).toEqual([]);
	expect(scene.isWaiting()).toBe(true);
	const { finished, missing } = await scene.lookedUp('getFinished');
	expect(finished).toBe(false);
	expect(missing).toEqual([{ part: 'signedFile', reason: expect.stringMatching(reason) }]);
}

/** It is completed, once, and with its file. */
export async function expectCompleted(scene: Play, signedCount: number) {
	const done = { status: 'completed', signedCount };
	expect(ends(scene.polled())).toEqual(['completed']);
	expect(last(scene.polled())).toMatchObject(done);
	expect(ends(scene.called())).toEqual(['completed']);
	expect(last(scene.called())).toMatchObject(done);
	const whole = { ...done, finished: true, missing: [], files: ['data'] };
	expect(await scene.lookedUp('getFinished')).toMatchObject(whole);
	expect(await scene.lookedUp('get')).toMatchObject(done);
	expect(scene.waited()).toMatchObject(whole);
}

/** It is gone for all, and nobody calls it deleted. */
export async function expectGone(scene: Play, lastKnown: IDataObject) {
	await scene.remove();
	for (let count = 0; count < 2; count++) {
		await scene.look();
		passTime(6 * MINUTE);
	}
	expect(ends(scene.polled())).toEqual(['gone']);
	expect(last(scene.polled())!.lastKnown).toMatchObject(lastKnown);
	expect(ends(scene.called())).toEqual(['gone']);
	expect(last(scene.called())!.lastKnown).toMatchObject({ status: lastKnown.status });
	expect(scene.waited()).toMatchObject({ status: 'gone', finished: false });
}

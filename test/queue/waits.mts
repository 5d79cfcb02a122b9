/** Executions that wait for signatures, one worker killed meanwhile. */
import assert from 'node:assert/strict';
import {
	answersIn,
	documentOf,
	finishes,
	startAwaiting,
	toldBy,
	type Awaiting,
} from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { begunBy } from './cluster.mts';
import type { Play } from './play.mts';

const SIGNERS = 2;
const LIMIT = 120_000;

/** @param count how many executions wait */
export const playWaits = async (play: Play, awaiting: Awaiting, count: number): Promise<void> => {
	const { setting, executions, workers, seen } = play;
	const { simulator, webhookOrigin } = setting;
	const ids: string[] = [];
	const ofOurs = (begun: string[]) => ids.filter((id) => begun.includes(id));

	await check(`${count} executions send and wait, on both workers`, async () => {
		await Promise.all(
			Array.from({ length: count }, async () => {
				ids.push(await startAwaiting(webhookOrigin, awaiting));
			}),
		);
		await executions.untilMany(awaiting.id, 'waiting', count, LIMIT);
		for (const worker of workers) {
			assert.ok(ofOurs(begunBy(worker)).length > 0, 'one worker did it all');
		}
		for (const id of ids) {
			assert.equal(new URL(documentOf(simulator, id).notifyUrl ?? '').origin, webhookOrigin);
		}
	});

	const [first, second] = workers;
	const orphaned = ofOurs(begunBy(first));
	await first.kill();
	seen(`worker 1 is killed; ${orphaned.length} of ${count} that wait were begun by it`);

	for (let signer = 1; signer <= SIGNERS; signer++) {
		await check(`they wait until signer ${signer} of ${SIGNERS} has signed`, async () => {
			assert.equal((await executions.untilMany(awaiting.id, 'waiting', count)).length, count);
			assert.deepEqual(toldBy(simulator), []);
			for (const id of ids) await simulator.sign(documentOf(simulator, id).reference, signer);
			await simulator.settle();
		});
	}
	await check('each goes on, once, with its own signed document', async () => {
		await executions.untilMany(awaiting.id, 'success', count, LIMIT);
		for (const id of ids) await finishes(executions, simulator, id);
		assert.deepEqual(toldBy(simulator).sort(), [...ids].sort());
	});
	const begun = begunBy(second).filter((id) => orphaned.includes(id));
	seen(
		`${toldBy(simulator).length} went on; worker 2 took over ${new Set(begun).size} of worker 1`,
	);
	const calls = simulator.callbacks.filter(({ url }) => url.includes('/webhook-waiting/'));
	seen(`calls of the service, and what the webhook process answered: ${answersIn(calls)}`);
};

/** Documents that are signed, and the two triggers that tell of it. */
import assert from 'node:assert/strict';
import { answersIn } from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { toldOf } from '../n8n/telling.mts';
import { until } from '../n8n/until.mts';
import type { Play } from './play.mts';
import { CALLED, POLLED } from './workflows.mts';

const SIGNERS = 2;
const LIMIT = 180_000;

/** @param count how many of the orders are signed */
export const playTriggers = async (play: Play, count: number): Promise<void> => {
	const { setting, executions, seen } = play;
	const { simulator } = setting;
	const signed = simulator
		.documents()
		.filter(({ sends }) => sends > 0)
		.slice(0, count)
		.map(({ reference }) => reference);
	for (let signer = 1; signer <= SIGNERS; signer++) {
		for (const reference of signed) await simulator.sign(reference, signer);
	}
	await simulator.settle();
	const toldBy = (id: string) => toldOf(simulator, id).map(([, reference]) => reference);
	const allTold = async (id: string) =>
		await until(
			`word by ${id} of ${count} documents`,
			() => new Set(toldBy(id)).size >= signed.length || undefined,
			LIMIT,
		);
	await check(`the callback trigger tells of ${count} signed documents`, async () => {
		await allTold(CALLED);
		assert.deepEqual([...new Set(toldBy(CALLED))].sort(), [...signed].sort());
	});
	await check(`the polling trigger tells of each of them exactly once`, async () => {
		await allTold(POLLED);
		// Whatever comes twice would come with the next looks.
		const looks = () => simulator.requests.filter(({ path }) => path.endsWith('/Signed')).length;
		const before = looks();
		await until('second look', () => looks() >= before + 2 || undefined, LIMIT);
		assert.deepEqual(toldBy(POLLED).sort(), [...signed].sort());
	});
	const calls = simulator.callbacks.filter(({ url }) => url.includes(`/webhook/${CALLED}/`));
	seen(`calls of the service, and what the webhook process answered: ${answersIn(calls)}`);
	const runs = async (id: string) => await executions.count(id);
	seen(
		`${signed.length} documents are signed: called ${toldBy(CALLED).length} times in ${await runs(CALLED)} executions, polled ${toldBy(POLLED).length} in ${await runs(POLLED)}`,
	);
};

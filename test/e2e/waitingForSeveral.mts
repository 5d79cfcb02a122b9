/**
 * Checks a wait for two documents. The first is signed and then removed, as the service's retention does,
 * before the second is signed: its file is in n8n's own store by then.
 */
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { LAST, NODE, toldBy, type Awaiting } from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { sha256 } from '../n8n/sha256.mts';
import type { Scene } from '../n8n/scene.mts';

/** A wait for the contract and a copy of it, which has yet to be made. */
export const forSeveral = (main: Awaiting): Awaiting => {
	// A pattern that both lines of n8n know: n8n 1 finds nothing by a list in braces.
	const both = main.contract.replace(/(\.\w+)$/, '*$1');
	return { ...main, id: 'await-two-contracts', contract: both };
};

/** @param keepsFiles whether n8n keeps binary data outside of memory, as n8n 2 does and n8n 1 does not */
export const checkWaitingForSeveral = async (
	scene: Scene,
	awaiting: Awaiting,
	keepsFiles: boolean,
): Promise<void> => {
	const { simulator, executions } = scene;
	await check('of two documents the first is removed before the second is signed', async () => {
		const { contract } = scene.main;
		await copyFile(contract, contract.replace(/(\.\w+)$/, '-again$1'));
		const execution = await scene.start(awaiting);
		const [first, second] = simulator
			.documents()
			.filter(({ clientReference }) => clientReference === `contract-${execution}`);
		const sign = async (reference: string) => {
			await simulator.sign(reference);
			await simulator.sign(reference);
			await simulator.settle();
		};
		await sign(first.reference);
		await scene.stillWaits(execution);
		simulator.faults.choose(({ path }) =>
			keepsFiles && path.includes(first.reference) ? { kind: 'notFound' } : undefined,
		);
		await sign(second.reference);
		const { results } = await executions.until(execution, 'success', { last: LAST });
		simulator.faults.clear();
		const items = results[NODE];
		const signed = new Map(
			simulator.documents().map((document) => [document.reference, document.signed?.sha256]),
		);
		assert.equal(items.length, 2);
		for (const item of items) {
			assert.equal(item.json.status, 'completed');
			assert.deepEqual(item.json.missing, []);
			const file = await executions.file(item);
			const { documentReference } = item.json as { documentReference: string };
			assert.equal(sha256(file), signed.get(documentReference));
		}
		assert.ok(toldBy(simulator).includes(execution));
	});
};

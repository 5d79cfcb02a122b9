/**
 * Checks who may wake a waiting workflow, and that it wakes once.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../harness/check.mts';
import { request } from '../n8n/request.mts';
import type { SimulatorDocument } from '../n8n/simulator.mts';
import type { Scene } from '../n8n/scene.mts';

/** Calls back as the service does. Returns the status that n8n answered. */
export const callBack = async (
	address: string,
	{ reference }: SimulatorDocument,
): Promise<number> => {
	const body = JSON.stringify({ Event: 'completed', DocumentReference: reference });
	const headers = { 'content-type': 'application/json' };
	return (await request(address, { method: 'POST', headers, body })).status;
};

/** The address that a document calls, which is the address of one waiting execution. */
export const addressOf = ({ notifyUrl, name }: SimulatorDocument): string => {
	assert.ok(notifyUrl, `${name} calls nobody`);
	return notifyUrl;
};

/** The same address with one of its secrets forged, at the same length. */
export const forged = (address: string, secret: string): string => {
	const url = new URL(address);
	const { length } = url.searchParams.get(secret) ?? '';
	assert.ok(length > 0, `the address has no ${secret}`);
	url.searchParams.set(secret, 'f'.repeat(length));
	return url.href;
};

/** The node puts a key into the addresses that it gives away; n8n 2 a token of its own besides. */
const SECRETS: Record<number, string[]> = { 1: ['key'], 2: ['key', 'signature'] };

/** How many calls come, 1, 2, … ms after each other: n8n 1 takes some for calls of a wait. */
const BURST = 60;
const GAPS = 4;

/** An execution that waits for the second of its two signers. */
const signedByTheFirst = async (scene: Scene) => {
	const execution = await scene.start();
	const document = scene.document(execution);
	await scene.simulator.sign(document.reference);
	await scene.stillWaits(execution);
	return { execution, document };
};

export const checkCalls = async (scene: Scene, major: number): Promise<void> => {
	const { simulator } = scene;
	await check('a call with a wrong secret changes nothing', async () => {
		const execution = await scene.start();
		const document = scene.document(execution);
		const address = addressOf(document);
		for (const secret of SECRETS[major]) {
			assert.equal(await callBack(forged(address, secret), document), 401, secret);
		}
		await scene.stillWaits(execution);
	});
	await check('nor does a call that says too much, or speaks of another document', async () => {
		const [execution, other] = [await scene.start(), await scene.start()];
		const document = scene.document(execution);
		await simulator.sign(document.reference);
		await callBack(addressOf(document), document);
		await callBack(addressOf(document), scene.document(other));
		await scene.stillWaits(execution);
		await scene.stillWaits(other);
	});
	await check('calls at the same moment make it go on once', async () => {
		const { execution, document } = await signedByTheFirst(scene);
		// Each of them finds the execution waiting, and the document signed.
		simulator.faults.add({ kind: 'delay', operation: 'getDocumentStatus', seconds: 1, times: 4 });
		await simulator.sign(document.reference);
		const address = addressOf(document);
		await Promise.all([1, 2, 3].map(async () => await callBack(address, document)));
		await simulator.settle();
		simulator.faults.clear();
		await scene.finishes(execution);
	});
	await check('so do calls on the heels of the one that makes it go on', async () => {
		const ended: string[] = [];
		for (let gap = 1; gap <= GAPS; gap++) {
			const { execution, document } = await signedByTheFirst(scene);
			const address = addressOf(document);
			const calls = Array.from({ length: BURST }, async (_, call) => {
				await sleep(call * gap);
				await callBack(address, document);
			});
			await Promise.all([simulator.sign(document.reference), ...calls]);
			await scene.finishes(execution);
			ended.push(execution);
		}
		// By the time that another one waits, whoever went on a second time has told of it.
		await scene.start();
		for (const execution of ended) await scene.finishes(execution);
	});
};

/**
 * What checks of a signer's identity gave: five texts of undocumented values, of which the newest models of the vendor's
 * SDK tell (docs/api/API.md section 12.2).
 */
import type { IDataObject } from 'n8n-workflow';

import { startBench, type Bench } from './node.cts';
import { byReference } from './samples.cts';
import { startScene, type Scene } from './watch.cts';

const WORDS = {
	IDCheckStatus: 'Passed',
	IDVerificationStatus: 'Finished',
	IDVerificationResult: 'Verified',
	IDVerificationFaceMatchResult: 'Match 98%',
	IDVerificationLivenessResult: 'Live',
};
const IDENTITY = {
	checkStatus: 'Passed',
	verificationStatus: 'Finished',
	verificationResult: 'Verified',
	faceMatch: 'Match 98%',
	liveness: 'Live',
};

let scene: Scene;
let bench: Bench;
beforeAll(async () => {
	[scene, bench] = await Promise.all([startScene(), startBench()]);
});
afterAll(async () => {
	await Promise.all([scene.simulator.close(), bench.close()]);
	expect(scene.simulator.problems).toEqual([]);
});

const get = async (reference: string, parameters: object = {}) => {
	const { items } = await bench.run(
		{ resource: 'document', operation: 'get', document: byReference(reference), ...parameters },
		{ credential: scene.simulator.credential as never },
	);
	return items[0].json;
};

test('stands with its signer, and not with those who were not checked', async () => {
	const [reference] = await scene.send();
	await scene.simulator.identify(reference, 1, WORDS);
	const [first, second] = (await get(reference)).signers as IDataObject[];
	expect(first.identity).toEqual(IDENTITY);
	expect(second).not.toHaveProperty('identity');
	const { Signers } = await get(reference, { simplify: false });
	expect((Signers as IDataObject[])[0]).toMatchObject(WORDS);
});

test.each([
	['a part of it', { IDCheckStatus: 'Pending' }, { checkStatus: 'Pending' }],
	['empty texts', { IDCheckStatus: '', IDVerificationStatus: '' }, undefined],
])('%s', async (_what, words, expected) => {
	const [reference] = await scene.send();
	await scene.simulator.identify(reference, 1, words);
	const [first] = (await get(reference)).signers as IDataObject[];
	expect(first.identity).toEqual(expected);
});

test('comes with the events of the trigger', async () => {
	const trigger = scene.trigger();
	await trigger.activate();
	const [reference] = await scene.send();
	await scene.simulator.identify(reference, 1, WORDS);
	await scene.simulator.sign(reference);
	await trigger.poll();
	const signed = trigger.items().find(({ event }) => event === 'signed');
	expect(signed?.signer).toMatchObject({ name: 'Ana Lopez', identity: IDENTITY });
	const [first, second] = signed?.signers as IDataObject[];
	expect([first.identity, second.identity]).toEqual([IDENTITY, undefined]);
});

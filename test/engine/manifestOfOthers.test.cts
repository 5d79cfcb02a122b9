/** Who else adds a manifest: waits, and both triggers. What one says: manifest.test.cts. */
import type { INodeExecutionData } from 'n8n-workflow';

import { sendAndAwait, startAwaiting } from './awaiting.cts';
import { expectManifest, include, useManifests } from './manifests.cts';
import type { Bench } from './node.cts';
import { startScene } from './watch.cts';
import { listen } from './webhook.cts';

let bench: Bench;
const { signed } = useManifests((own) => ({ bench } = own));

describe('who else adds one', () => {
	test('a wait for one document, and for several', async () => {
		const stage = await startAwaiting();
		try {
			const { begin, contracts, output, references } = stage;
			const { simulator } = stage.bench;
			const [{ binary: one }] = await contracts('Lease.pdf');
			const [{ binary: two }] = await contracts('Annex.pdf');
			const items: INodeExecutionData[] = [
				{ json: {}, binary: { a: one!.data } },
				{ json: {}, binary: { a: one!.data, b: two!.data } },
			];
			const binaryPropertyName = "={{ Object.keys($binary).join(',') }}";
			const id = await begin({ ...sendAndAwait, binaryPropertyName, include }, items);
			const waits = references(id);
			expect(waits.map(({ length }) => length)).toEqual([1, 2]);
			for (const reference of [...waits.flat(), ...waits.flat()]) {
				await simulator.sign(reference);
				await stage.settle();
			}
			const [single, several] = output(id).items;
			expect(single.json.files).toEqual(['data', 'manifest']);
			await expectManifest(simulator, waits[0][0], single.binary);
			expect(several.json.files).toEqual(['data', 'manifest', 'data2', 'manifest2']);
			await expectManifest(simulator, waits[1][0], several.binary);
			await expectManifest(simulator, waits[1][1], several.binary, 'manifest2');
		} finally {
			await stage.close();
		}
	});

	test('the trigger that looks into the account', async () => {
		const scene = await startScene();
		try {
			const trigger = scene.trigger({ include });
			await trigger.activate();
			const [reference] = await scene.send(1, { signers: 1 });
			await scene.simulator.sign(reference);
			await trigger.poll();
			const [sent, signedOne, completed] = trigger.executions[0];
			expect([sent.binary, signedOne.binary]).toEqual([undefined, undefined]);
			expect(completed.json).toMatchObject({ missing: [], files: ['data', 'manifest'] });
			await expectManifest(scene.simulator, reference, completed.binary);
		} finally {
			await scene.simulator.close();
		}
	});

	test('the trigger that is called', async () => {
		const { simulator } = bench;
		const trigger = await listen(simulator);
		try {
			trigger.parameters = { include };
			const reference = await signed();
			await fetch(trigger.url, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ DocumentReference: reference }),
			});
			const [[{ json, binary }]] = trigger.started;
			expect(json).toMatchObject({ event: 'completed', missing: [], files: ['data', 'manifest'] });
			await expectManifest(simulator, reference, binary);
		} finally {
			await trigger.close();
		}
	});
});

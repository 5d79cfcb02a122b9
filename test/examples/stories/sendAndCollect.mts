import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import { isFile, refusedNothing, withholdFile, type Story } from '../story.mts';

const TRIGGER = 'When clicking ‘Execute workflow’';

export const sendAndCollect: Story = {
	example: 'send-a-contract',
	tells:
		'two files are sent to two people each; collect-signed-contracts brings them back, and names what it could not',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const send = await importExample(place, this.example);
		const { results } = await place.executions.until(
			await place.executions.begin(send.id, TRIGGER),
			'success',
		);
		const links = results['Get Signing Link'].map(({ json }) => String(json.signingKey));
		const keys = simulator.documents().map(({ signers }) => signers[0].key);
		assert.equal(keys.length, 2);
		assert.ok(
			keys.every((key) => links.some((link) => link.includes(key))),
			links.join(' '),
		);
		for (const { reference } of simulator.documents()) {
			await simulator.sign(reference, 'ana@example.com');
			await simulator.sign(reference, 'ben@example.com');
		}

		// As one account: what the first has sent, the second collects.
		const collect = await importExample(place, 'collect-signed-contracts', undefined, this.example);
		const isSaved = async (document: SimulatorDocument): Promise<boolean> =>
			(await readdir(join(place.files, 'signed'))).includes(`${document.reference}.pdf`);
		refusedNothing(simulator);
		const [refused, other] = simulator.documents();
		withholdFile(simulator, refused.reference);
		const { error } = await place.executions.until(
			await place.executions.begin(collect.id, TRIGGER),
			'error',
		);
		assert.deepEqual([await isSaved(refused), await isSaved(other)], [false, true]);
		const told = String(error?.message);
		assert.match(told, /^These signed contracts could not be downloaded; the others are saved:/);
		assert.ok(told.includes(`- ${refused.name} (${refused.reference}): `), told);
		assert.ok(!told.includes(other.reference), told);
		simulator.faults.clear();

		await place.executions.until(await place.executions.begin(collect.id, TRIGGER), 'success');
		for (const { reference, signed, sends } of simulator.documents()) {
			assert.equal(sends, 1);
			assert.ok(signed);
			await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
		}
		assert.deepEqual(simulator.problems, []);
	},
};

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { importExample } from '../imported.mts';
import { isFile, refusedNothing, type Story } from '../story.mts';

const TRIGGER = 'When clicking ‘Execute workflow’';

export const sendAndCollect: Story = {
	example: 'send-a-contract',
	tells: 'two files are sent to two people each; collect-signed-contracts brings them back',
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
		await place.executions.until(await place.executions.begin(collect.id, TRIGGER), 'success');
		const saved = await readdir(join(place.files, 'signed'));
		for (const { reference, signed, sends } of simulator.documents()) {
			assert.equal(sends, 1);
			assert.ok(signed && saved.includes(`${reference}.pdf`));
			await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
		}
		refusedNothing(simulator);
	},
};

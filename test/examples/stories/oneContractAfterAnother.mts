import assert from 'node:assert/strict';
import { join } from 'node:path';
import { importExample } from '../imported.mts';
import { isFile, refusedNothing, until, waits, type Story } from '../story.mts';

const TRIGGER = 'When clicking ‘Execute workflow’';
const CONTRACTS = 2;

export const oneContractAfterAnother: Story = {
	example: 'one-contract-after-another',
	tells: 'the second file goes out when the first is signed, and both are saved',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example);
		const execution = await place.executions.begin(workflow.id, TRIGGER);
		for (let turn = 1; turn <= CONTRACTS; turn++) {
			const { reference } = await until(
				`contract ${turn}`,
				() => simulator.documents().filter(({ sends }) => sends > 0)[turn - 1],
			);
			await waits(place, execution);
			assert.equal(simulator.documents().length, turn);
			await simulator.sign(reference, 'ana@example.com');
			await simulator.sign(reference, 'ben@example.com');
		}
		await place.executions.until(execution, 'success', { last: 'What Became of Them' });
		for (const { reference, signed, sends } of simulator.documents()) {
			assert.equal(sends, 1);
			assert.ok(signed);
			await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
		}
		refusedNothing(simulator);
	},
};

import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator, SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import type { Mail } from '../mailbox.mts';
import type { Place } from '../place.mts';
import {
	isFile,
	mailWith,
	refusedNothing,
	unfolded,
	until,
	waits,
	withholdFile,
	type Story,
} from '../story.mts';

const TRIGGER = 'When clicking ‘Execute workflow’';
const CONTRACTS = 2;
const LAST = { last: 'What Became of Them' };

const fileOf = ({ files }: Place, reference: string) => join(files, 'signed', `${reference}.pdf`);
const isOfStory = ({ text }: Mail) => text.includes('No signed PDF');

/** That so many contracts of a run have been sent; gives the last one. */
const sent = async (simulator: Simulator, count: number): Promise<SimulatorDocument> =>
	await until(
		`contract ${count}`,
		() => simulator.documents().filter(({ sends }) => sends > 0)[count - 1],
	);

const signBoth = async (simulator: Simulator, reference: string): Promise<void> => {
	await simulator.sign(reference, 'ana@example.com');
	await simulator.sign(reference, 'ben@example.com');
};

export const oneContractAfterAnother: Story = {
	example: 'one-contract-after-another',
	tells:
		'the second file goes out when the first is signed, and both are saved; a file that cannot be had is told at once',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example);
		const execution = await place.executions.begin(workflow.id, TRIGGER);
		for (let turn = 1; turn <= CONTRACTS; turn++) {
			const { reference } = await sent(simulator, turn);
			await waits(place, execution);
			assert.equal(simulator.documents().length, turn);
			await signBoth(simulator, reference);
		}
		await place.executions.until(execution, 'success', LAST);
		const saved = simulator.documents();
		for (const { reference, signed, sends } of saved) {
			assert.equal(sends, 1);
			assert.ok(signed);
			await isFile(fileOf(place, reference), signed);
		}
		assert.deepEqual(place.mailbox.mails.filter(isOfStory), []);
		refusedNothing(simulator);

		const again = await place.executions.begin(workflow.id, TRIGGER);
		const refused = await sent(simulator, CONTRACTS + 1);
		await waits(place, again);
		withholdFile(simulator, refused.reference);
		await signBoth(simulator, refused.reference);
		const { text } = await mailWith(place, refused.reference);
		const second = await sent(simulator, CONTRACTS + 2);
		await waits(place, again);
		assert.match(text, /^Subject: No signed PDF: /m);
		assert.match(unfolded(text), /is signed, but its signed PDF could not be fetched:/);
		assert.match(unfolded(text), /download it soon/);
		await simulator.sign(second.reference, 'ana@example.com');
		await simulator.decline(second.reference, 'ben@example.com');
		const { results } = await place.executions.until(again, 'success', LAST);
		assert.deepEqual(
			results[LAST.last].map(({ json }) => [json.documentReference, json.status]),
			[
				[refused.reference, 'completed'],
				[second.reference, 'declined'],
			],
		);
		const declined = await mailWith(place, second.reference);
		assert.match(
			unfolded(declined.text),
			/was not signed, as far as is known. Its status: declined/,
		);
		await assert.rejects(access(fileOf(place, refused.reference)));
		simulator.faults.clear();
	},
};

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importExample } from '../imported.mts';
import { refusedNothing, readCsv, type Story } from '../story.mts';

const HEAD = 'number,firstName,lastName,email';
const WRONG = '102,Eli,Moss,eli at example.com';
const MENDED = '102,Eli,Moss,eli@example.com';
const OTHERS = ['101,Dana,Poe,dana@example.com', '103,Fay,Reed,fay@example.com'];
const TRIGGER = 'When clicking ‘Execute workflow’';

export const bulkSend: Story = {
	example: 'bulk-send',
	tells: 'three rows, one wrong: two are sent; mended and run again, the third alone is sent',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example);
		const run = async (row: string) => {
			const csv = [HEAD, OTHERS[0], row, OTHERS[1]].join('\n');
			await writeFile(join(place.files, 'people.csv'), csv);
			const execution = await place.executions.begin(workflow.id, TRIGGER);
			await place.executions.until(execution, 'success');
			return readCsv(await readFile(join(place.files, 'results.csv'), 'utf8'));
		};
		const sent = () =>
			simulator.documents().map(({ clientReference, signers, sends }) => {
				assert.equal(sends, 1);
				return [clientReference, ...signers.map(({ email }) => email)];
			});

		const first = await run(WRONG);
		assert.deepEqual(
			first.map(({ number, email, result }) => [number, email, result]),
			[
				['101', 'dana@example.com', 'sent'],
				['102', 'eli at example.com', 'not sent'],
				['103', 'fay@example.com', 'sent'],
			],
		);
		assert.match(first[1].reason, /eli at example\.com/);
		assert.deepEqual(sent().sort(), [
			['101', 'dana@example.com', 'ben@example.com'],
			['103', 'fay@example.com', 'ben@example.com'],
		]);

		const second = await run(MENDED);
		assert.deepEqual(
			second.map(({ number, result }) => [number, result]),
			[
				['101', 'sent'],
				['102', 'sent'],
				['103', 'sent'],
			],
		);
		assert.equal(second[0].reference, first[0].reference);
		assert.equal(second[2].reference, first[2].reference);
		assert.equal(sent().length, 3);
		refusedNothing(simulator);
	},
};

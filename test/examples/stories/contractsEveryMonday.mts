import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendLease } from '../../n8n/sending.mts';
import type { SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import { mailWith, refusedNothing, type Story } from '../story.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const dayAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

export const contractsEveryMonday: Story = {
	example: 'contracts-every-monday',
	tells: 'a list of five: one late, one with time left, one signed, one declined, one never sent',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const send = async (number: string, name: string, days: number) =>
			await sendLease(simulator, {}, { name, days, clientReference: number });
		const late = await send('101', 'Late.docx', 1);
		const open = await send('102', 'Open <b>.docx', 9);
		const done = await send('103', 'Done.docx', 9);
		await simulator.sign(done);
		await simulator.sign(done);
		await simulator.decline(await send('104', 'Declined.docx', 9));
		// An account that lists what was declined and what has expired tells that 105 is neither.
		await simulator.expire(await send('100', 'Expired.docx', 9));
		const numbers = ['101', '102', '103', '104', '105'];
		const rows = numbers.map((number) => `${number},ana@example.com,${dayAgo(2)}`);
		await writeFile(join(place.files, 'contracts.csv'), ['number,email,sent', ...rows].join('\n'));
		const first = simulator.requests.length;

		const workflow = await importExample(place, this.example);
		const execution = await place.executions.begin(workflow.id, 'Every Monday');
		const { results } = await place.executions.until(execution, 'success');

		assert.deepEqual(
			results.Reconcile.map(({ json }) => json.state),
			['pending', 'pending', 'signed', 'declined', 'notSent'],
		);
		const reminders = (reference: string) =>
			(
				simulator.documents().find((held) => held.reference === reference) as SimulatorDocument
			).signers.map((signer) => signer.reminders);
		assert.deepEqual([late, open, done].map(reminders), [
			[1, 0],
			[0, 0],
			[0, 0],
		]);
		const { to, text } = await mailWith(place, 'Not sent: no document matches');
		const html = text.replaceAll('=\r\n', '');
		assert.deepEqual(to, ['legal@example.com']);
		assert.match(html, /<td>101<\/td><td>Late\.docx<\/td><td>pending<\/td>/);
		assert.match(html, /Open &#60;b&#62;\.docx/);
		assert.match(html, /<ul><li>103 Done\.docx<\/li><\/ul>/);
		refusedNothing({ ...simulator, requests: simulator.requests.slice(first) });
	},
};

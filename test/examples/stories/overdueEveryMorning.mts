import assert from 'node:assert/strict';
import type { SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import { sendLease } from '../../n8n/sending.mts';
import { mailWith, refusedNothing, readCsv, type Story } from '../story.mts';

export const overdueEveryMorning: Story = {
	example: 'overdue-every-morning',
	tells: 'one document is due tomorrow, one is over, one has a week: a reminder and a list',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const dueSoon = await sendLease(simulator, {}, { name: 'Due soon.docx', days: 1 });
		const over = await sendLease(simulator, {}, { name: 'Over.docx', days: 1 });
		await simulator.expire(over);
		const later = await sendLease(simulator, {}, { name: 'Later.docx' });
		const first = simulator.requests.length;

		const workflow = await importExample(place, this.example);
		const execution = await place.executions.begin(workflow.id, 'Every Morning');
		const { results } = await place.executions.until(execution, 'success');

		const reminders = (reference: string) =>
			(
				simulator.documents().find((held) => held.reference === reference) as SimulatorDocument
			).signers.map(({ reminders }) => reminders);
		assert.deepEqual([dueSoon, over, later].map(reminders), [
			[1, 0],
			[0, 0],
			[0, 0],
		]);

		const csv = await place.executions.file(results['Make a CSV File'][0]);
		const rows = (await readCsv(csv.toString())).map(({ due, ...row }) => {
			assert.ok(!Number.isNaN(Date.parse(due)), due);
			return row;
		});
		assert.deepEqual(rows, [
			{
				document: 'Due soon.docx',
				status: 'inProgress',
				reminded: 'ana@example.com',
				notReminded: 'ben@example.com: Not invited yet: others sign first',
				reference: dueSoon,
			},
			{
				document: 'Over.docx',
				status: 'expired',
				reminded: '',
				notReminded:
					'ana@example.com: The time to sign is over, ben@example.com: The time to sign is over',
				reference: over,
			},
		]);

		const { to, text } = await mailWith(place, 'Over.docx: expired');
		assert.deepEqual(to, ['legal@example.com']);
		assert.match(text, /filename=overdue\.csv/);
		assert.ok(text.replaceAll(/\r\n/g, '').includes(csv.toString('base64')));
		refusedNothing({ ...simulator, requests: simulator.requests.slice(first) });
	},
};

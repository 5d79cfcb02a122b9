import assert from 'node:assert/strict';
import type { SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import { sendLease } from '../../n8n/sending.mts';
import { mailWith, refusedNothing, readCsv, unfolded, type Story } from '../story.mts';

const NOT_READ = 'Check it yourself: this due date cannot be read, so nobody was reminded';
const NO_DATE = 'Check it yourself: there is no due date, so nobody was reminded';
/** Due dates that tell no day: n8n would take the first one as the 2nd of January, long ago. */
const UNCLEAR: Array<[name: string, dueDate: string | null, due: string, why: string]> = [
	['Two ways.docx', '01/02/2020 10:00:00', '01/02/2020 10:00:00', NOT_READ],
	['Other form.docx', '31/12/2026 02:59:44', '31/12/2026 02:59:44', NOT_READ],
	['Words.docx', 'first Monday of June', 'first Monday of June', NOT_READ],
	['No date.docx', null, 'unknown', NO_DATE],
];

export const overdueEveryMorning: Story = {
	example: 'overdue-every-morning',
	tells:
		'one document is due tomorrow, one is over, one has a week, four have no clear due date: a reminder and a list',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const dueSoon = await sendLease(simulator, {}, { name: 'Due soon.docx', days: 1 });
		const over = await sendLease(simulator, {}, { name: 'Over.docx', days: 1 });
		await simulator.expire(over);
		const later = await sendLease(simulator, {}, { name: 'Later.docx' });
		const unclear: string[] = [];
		for (const [name] of UNCLEAR) unclear.push(await sendLease(simulator, {}, { name, days: 1 }));
		let listed = [dueSoon, over, later, ...unclear];
		simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments' && Array.isArray(answer)
				? (answer as Array<{ Reference: string }>)
						.filter(({ Reference }) => listed.includes(Reference))
						.map((one) => {
							const at = unclear.indexOf(one.Reference);
							return at < 0 ? one : { ...one, DueDate: UNCLEAR[at][1] };
						})
				: answer,
		);
		const first = simulator.requests.length;

		const workflow = await importExample(place, this.example);
		const run = async () => {
			const execution = await place.executions.begin(workflow.id, 'Every Morning');
			return await place.executions.until(execution, 'success');
		};
		const { results } = await run();

		const reminders = (reference: string) =>
			(
				simulator.documents().find((held) => held.reference === reference) as SimulatorDocument
			).signers.map(({ reminders }) => reminders);
		assert.deepEqual([dueSoon, over, later].map(reminders), [
			[1, 0],
			[0, 0],
			[0, 0],
		]);
		for (const reference of unclear) assert.deepEqual(reminders(reference), [0, 0]);

		const csv = await place.executions.file(results['Make a CSV File'][0]);
		const rows = await readCsv(csv.toString());
		const known = rows.slice(0, 2).map(({ due, ...row }) => {
			assert.ok(!Number.isNaN(Date.parse(due)), due);
			return row;
		});
		assert.deepEqual(
			rows
				.slice(2)
				.sort((one, other) => unclear.indexOf(one.reference) - unclear.indexOf(other.reference)),
			UNCLEAR.map(([document, , due, notReminded], at) => ({
				...{ document, status: 'inProgress', due, reminded: '', notReminded },
				reference: unclear[at],
			})),
		);
		assert.deepEqual(known, [
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
		for (const [name, , due, why] of UNCLEAR) {
			assert.ok(unfolded(text).includes(`${name}: inProgress, due ${due}. ${why}`), name);
		}
		assert.match(text, /filename=overdue\.csv/);
		assert.ok(text.replaceAll(/\r\n/g, '').includes(csv.toString('base64')));

		for (const alone of [[dueSoon], unclear, []]) {
			listed = [later, ...alone];
			const { 'All Rows': told = [], 'Email the List': mails } = (await run()).results;
			assert.deepEqual(told.map(({ json }) => json.reference).sort(), [...alone].sort());
			assert.equal(mails?.length, alone.length > 0 ? 1 : undefined);
		}
		refusedNothing({ ...simulator, requests: simulator.requests.slice(first) });
	},
};

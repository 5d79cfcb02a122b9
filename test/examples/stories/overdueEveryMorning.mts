import assert from 'node:assert/strict';
import type { SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import { sendLease } from '../../n8n/sending.mts';
import { mailWith, refusedNothing, readCsv, unfolded, type Story } from '../story.mts';

const NOT_READ = 'Check it yourself: this due date cannot be read, so nobody was reminded';
const NO_DATE = 'Check it yourself: there is no due date, so nobody was reminded';
const NO_STATUS =
	'Check it yourself: the status of this document is not certain, so nobody was reminded';

interface Unclear {
	name: string;
	/** How it is listed. */
	listed: { DueDate?: string | null; Status?: string };
	status: string;
	/** Undefined where it is the date on which it is due. */
	due?: string;
	why: string;
}

/**
 * Due dates that tell no day (n8n would take the first one as the 2nd of January, long ago), and a status that is not
 * certain.
 */
const UNCLEAR: Unclear[] = [
	...['01/02/2020 10:00:00', '31/12/2026 02:59:44', 'first Monday of June'].map((DueDate, at) => ({
		...{ name: `Words ${at}.docx`, listed: { DueDate } },
		...{ status: 'inProgress', due: DueDate, why: NOT_READ },
	})),
	{
		...{ name: 'No date.docx', listed: { DueDate: null } },
		...{ status: 'inProgress', due: 'unknown', why: NO_DATE },
	},
	{ name: 'Viewed.docx', listed: { Status: 'Viewed' }, status: 'unknown', why: NO_STATUS },
];

/** A date as it is; undefined for what is no date. */
const isoIn = (due = ''): string | undefined =>
	/^\d{4}-\d\d-\d\dT/.test(due) && !Number.isNaN(Date.parse(due)) ? due : undefined;

export const overdueEveryMorning: Story = {
	example: 'overdue-every-morning',
	tells:
		'one document is due tomorrow, one is over, two have a week, five have no clear due date or status: a reminder and a list',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const dueSoon = await sendLease(simulator, {}, { name: 'Due soon.docx', days: 1 });
		const over = await sendLease(simulator, {}, { name: 'Over.docx', days: 1 });
		await simulator.expire(over);
		const later = await sendLease(simulator, {}, { name: 'Later.docx' });
		const viewedLater = await sendLease(simulator, {}, { name: 'Viewed later.docx' });
		const unclear: string[] = [];
		for (const { name } of UNCLEAR) unclear.push(await sendLease(simulator, {}, { name, days: 1 }));
		const changes: Record<string, Unclear['listed']> = { [viewedLater]: { Status: 'Viewed' } };
		for (const [at, { listed }] of UNCLEAR.entries()) changes[unclear[at]] = listed;
		let listed = [dueSoon, over, later, viewedLater, ...unclear];
		simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments' && Array.isArray(answer)
				? (answer as Array<{ Reference: string }>)
						.filter(({ Reference }) => listed.includes(Reference))
						.map((one) => ({ ...one, ...changes[one.Reference] }))
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
		for (const reference of [viewedLater, ...unclear])
			assert.deepEqual(reminders(reference), [0, 0]);

		const csv = await place.executions.file(results['Make a CSV File'][0]);
		const rows = await readCsv(csv.toString());
		const known = rows.slice(0, 2).map(({ due, ...row }) => {
			assert.equal(isoIn(due), due);
			return row;
		});
		const toCheck = rows
			.slice(2)
			.sort((one, other) => unclear.indexOf(one.reference) - unclear.indexOf(other.reference));
		assert.deepEqual(
			toCheck,
			UNCLEAR.map(({ name, status, due, why }, at) => ({
				...{ document: name, status, due: due ?? isoIn(toCheck[at]?.due) },
				...{ reminded: '', notReminded: why, reference: unclear[at] },
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
		for (const { document, status, due, notReminded } of toCheck) {
			assert.ok(
				unfolded(text).includes(`${document}: ${status}, due ${due}. ${notReminded}`),
				document,
			);
		}
		assert.match(text, /filename=overdue\.csv/);
		assert.ok(text.replaceAll(/\r\n/g, '').includes(csv.toString('base64')));

		for (const alone of [[dueSoon], unclear, []]) {
			listed = [later, viewedLater, ...alone];
			const { 'All Rows': told = [], 'Email the List': mails } = (await run()).results;
			assert.deepEqual(told.map(({ json }) => json.reference).sort(), [...alone].sort());
			assert.equal(mails?.length, alone.length > 0 ? 1 : undefined);
		}
		refusedNothing({ ...simulator, requests: simulator.requests.slice(first) });
	},
};

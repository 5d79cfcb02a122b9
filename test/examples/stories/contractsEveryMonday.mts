import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendLease, tagFor } from '../../n8n/sending.mts';
import type { SimulatorDocument } from '../../n8n/simulator.mts';
import { importExample } from '../imported.mts';
import { mailWith, refusedNothing, unfolded, type Story } from '../story.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LAST_YEAR = { LastSignedDate: '2025-11-02T10:00:00Z', DueDate: '2025-11-09T10:00:00Z' };
/** What the lists of the account say of some documents, by their client references. */
const CHANGED: Record<string, object> = {
	'102': { DueDate: 'first Monday of June' },
	'108': LAST_YEAR,
};
const dayAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

export const contractsEveryMonday: Story = {
	example: 'contracts-every-monday',
	tells:
		'one late, one with time left, one signed, one declined, one never sent; numbers of other documents; and lists that cannot be read',
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
		// Documents of somebody else, or of last year, under the numbers of rows.
		const zoe = [tagFor(1, 'Zoe', 'Zett', 'zoe@example.com')];
		const ofZoe = async (number: string, name: string) =>
			await sendLease(simulator, {}, { name, days: 1, clientReference: number, tags: zoe });
		await simulator.sign(await ofZoe('106', 'Signed by Zoe.docx'));
		const lateOfZoe = await ofZoe('107', 'Late with Zoe.docx');
		const old = await send('108', 'Of last year.docx', 9);
		await simulator.sign(old);
		await simulator.sign(old);
		simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments' && Array.isArray(answer)
				? answer.map((one: { ClientReference?: string }) => ({
						...one,
						...CHANGED[String(one.ClientReference)],
					}))
				: answer,
		);
		const numbers = ['101', '102', '103', '104', '105', '106', '107', '108'];
		const rows = [
			...numbers.map((number) => `${number},ana@example.com,${dayAgo(2)}`),
			'109,ana@example.com,11/26/2026',
			`110,"ana@example.com,${dayAgo(2)}\r\n111,ana@example.com",${dayAgo(2)}`,
		];
		// As Excel writes it, with the mark of UTF-8.
		const list = `\uFEFF${['number,email,sent', ...rows].join('\r\n')}`;
		const file = join(place.files, 'contracts.csv');
		await writeFile(file, list);
		const first = simulator.requests.length;

		const workflow = await importExample(place, this.example);
		const begin = async () => await place.executions.begin(workflow.id, 'Every Monday');
		const { results } = await place.executions.until(await begin(), 'success');

		assert.deepEqual(
			results.Reconcile.map(({ json }) => json.state),
			[
				...['pending', 'pending', 'signed', 'declined', 'notSent'],
				...['signed', 'pending', 'signed', undefined, undefined],
			],
		);
		const reminders = (reference: string) =>
			(
				simulator.documents().find((held) => held.reference === reference) as SimulatorDocument
			).signers.map((signer) => signer.reminders);
		assert.deepEqual([late, open, done, lateOfZoe].map(reminders), [[1, 0], [0, 0], [0, 0], [0]]);
		const { to, text } = await mailWith(place, 'Not sent: no document matches');
		const html = unfolded(text);
		assert.deepEqual(to, ['legal@example.com']);
		assert.match(html, /<td>101<\/td><td>Late\.docx<\/td><td>pending<\/td>/);
		assert.match(html, /Open &#60;b&#62;\.docx/);
		assert.match(html, /<ul><li>103 Done\.docx<\/li><\/ul>/);
		const warned = (warning: string) =>
			new RegExp(`<td>This item has a different ${warning} from the document</td></tr>`, 'g');
		assert.equal(html.match(warned("signer's email"))?.length, 2);
		assert.equal(html.match(warned('time of sending'))?.length, 1);
		assert.match(
			html,
			/<td>110<.*<td>A cell of this row, or of the first line, has a line break\./,
		);
		assert.match(html, /<td>109<\/td><td><\/td><td>unknown<\/td><td>'Sent After' is not a date/);
		assert.match(html, /<td>102<.*<td>The due date is missing or unclear, so nobody was reminded</);

		const told = async (content: string | Buffer, words: string) => {
			await writeFile(file, content);
			await place.executions.until(await begin(), 'success');
			return unfolded((await mailWith(place, words)).text);
		};
		const latin = Buffer.from(
			`number,email,sent\n101,ana@example.com,${dayAgo(2)}\nB\u00fcro,ana@example.com,${dayAgo(2)}\n`,
			'latin1',
		);
		const garbled = await told(latin, 'The list is not saved as UTF-8, so this row');
		assert.match(garbled, /<td>Late\.docx<\/td><td>pending<\/td>/);
		assert.match(garbled, /<td><\/td><td>unknown<\/td><td>[^<]*'Client Reference' is empty/);
		await told('number,email,sent\n', '<td>The list has no rows</td>');
		const hidden = await told(
			`number,email,sent,"notes\n120,ana@example.com,${dayAgo(2)},ok"\n121,ana@example.com,${dayAgo(2)},\n`,
			'<td>121</td>',
		);
		assert.match(hidden, /<td>A cell of this row, or of the first line, has a line break\./);
		const failing = async (message: RegExp) => {
			const { error } = await place.executions.until(await begin(), 'error');
			assert.match(String(error?.message), message);
		};
		await writeFile(file, `number,email,sent\n101,"ana@example.com,${dayAgo(2)}\n102,,\n`);
		await failing(/^Quote Not Closed/);
		await rm(file);
		await failing(/binary file 'data'/);
		refusedNothing({ ...simulator, requests: simulator.requests.slice(first) });
	},
};

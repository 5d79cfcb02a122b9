import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sendLease } from '../../n8n/sending.mts';
import { toldOn } from '../../n8n/told.mts';
import { activate, importExample, nodeOf } from '../imported.mts';
import { mailWith, readCsv, sentIn, submitForm, unfolded, until, type Story } from '../story.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** On a busy machine, the longest of the runs takes a minute. */
const ENDED = { last: 'Email the Report', limit: 180_000 };
/** For the minute between its two looks. */
const WAIT_SECONDS = 2;
/** More than a batch of the example. */
const MANY = 60;
/** Documents of the account that are none of the list. */
const OTHERS = ['other-1', 'other-2'];
/** So many uploads the plan still has when somebody else has used up the rest. */
const UPLOADS_LEFT = 20;

/** Yesterday, unless said otherwise: today may be tomorrow where n8n is. */
const day = (daysAgo = 1) => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
const rowOf = (number: number, email = `person${number}@example.com`) =>
	`N-${number},Person,Number${number},${email}`;
const HEADER = 'number,firstName,lastName,email';
/** As Excel writes it, with the mark of UTF-8. */
const listOf = (rows: string[]) => ['\uFEFF' + HEADER, ...rows, ''].join('\r\n');
/** A cell begins with a lone quotation mark: the rows after it are in that cell. */
const SWALLOWED = `${HEADER},notes\r\n${rowOf(1)},"call first\r\n${rowOf(2)},\r\n${rowOf(3)},ok"\r\n`;
const rowsFrom = (first: number, count: number) =>
	Array.from({ length: count }, (_, i) => rowOf(first + i));

export const campaign: Story = {
	example: 'campaign',
	tells:
		'a wrong list, a small plan and a second run at once are refused; the plan runs out; each row is sent once',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example, (imported) => {
			nodeOf(imported, 'Wait a Minute').parameters.amount = WAIT_SECONDS;
		});
		await activate(place, workflow);
		const contract = join(place.files, 'contracts', 'employment-agreement.docx');
		const bytes = await readFile(contract);
		const known = new Set<string>();

		const sentHere = () => sentIn(simulator).filter((number) => !OTHERS.includes(number));
		const appears = async () => {
			const id = await until('execution', async () =>
				(await place.executions.list(workflow.id))
					.map((one) => one.id)
					.find((one) => !known.has(one)),
			);
			known.add(id);
			return id;
		};
		const submit = async (list: string | Uint8Array<ArrayBuffer>, firstRun = day()) => {
			await submitForm(place, workflow, [
				new File([list], 'people.csv', { type: 'text/csv' }),
				new File([bytes], basename(contract)),
				firstRun,
			]);
			return await appears();
		};
		const refused = async (list: string[] | Uint8Array<ArrayBuffer>, message: string) => {
			const before = simulator.documents().length;
			const id = await submit(Array.isArray(list) ? listOf(list) : list);
			const { error } = await place.executions.until(id, 'error');
			assert.equal(error?.message, message);
			assert.equal(simulator.documents().length, before);
		};
		const report = async (rows: string[], firstRun?: string) => {
			const id = await submit(listOf(rows), firstRun);
			const { results } = await place.executions.until(id, 'success', ENDED);
			const csv = await place.executions.file(results['Make a CSV File'][0]);
			const told = await readCsv(csv.toString());
			assert.deepEqual(
				told.map(({ number }) => number),
				rows.map((row) => row.split(',')[0]),
			);
			return { told, results };
		};
		const resultsIn = (told: Array<Record<string, string>>) =>
			told.map(({ result, state }) => [result, state]);

		await refused([], 'The list has no rows. Nothing was sent.');
		await refused(
			[rowOf(1), rowOf(2), rowOf(1).toLowerCase()],
			'Several rows have the same number: n-1. Nothing was sent.',
		);
		await refused(
			[rowOf(1), ',Nobody,Known,x@example.com'],
			'Some rows have no number: 1. Nothing was sent.',
		);
		await refused(
			Buffer.from(`${HEADER}\r\n${rowOf(1)}\r\n`.replaceAll(',', ';')),
			'The first line of the list must be number,firstName,lastName,email, separated by commas. Nothing was sent.',
		);
		await refused(
			Buffer.from(`${HEADER}\r\nB\u00fcro-1,Person,Number1,person1@example.com\r\n`, 'latin1'),
			"The list is not saved as UTF-8, so some letters cannot be read. In Excel, save it as 'CSV UTF-8'. Nothing was sent.",
		);
		await refused(
			Buffer.from(SWALLOWED),
			'A cell has a line break, or a quotation mark without a second one, which can swallow other rows: row 1 (N-1). Remove it from the list. Nothing was sent.',
		);
		// n8n counts both characters that end a line, and names the end of the list.
		await refused(
			Buffer.from(`${HEADER}\r\n${rowOf(1)}\r\nN-2,"Person\r\n${rowOf(3)}\r\n`),
			'Quote Not Closed: the parsing is finished with an opening quote at line 6',
		);
		await refused(
			Buffer.from(`${HEADER},"notes\r\n${rowOf(1)},ok"\r\n${rowOf(2)},\r\n`),
			'A cell has a line break, or a quotation mark without a second one, which can swallow other rows: the first line. Remove it from the list. Nothing was sent.',
		);
		await refused(
			[rowOf(1), rowOf(1).replace('N-1', 'N-2')],
			'Several rows have the same name and email, and would be sent the same contract: person number1 (person1@example.com). Nothing was sent.',
		);
		assert.deepEqual(simulator.requests, []);

		// An account that lists what was declined and what has expired tells that a row is neither.
		await simulator.decline(
			await sendLease(simulator, {}, { name: 'Declined.docx', clientReference: OTHERS[0] }),
		);
		await simulator.expire(
			await sendLease(simulator, {}, { name: 'Expired.docx', clientReference: OTHERS[1] }),
		);
		simulator.account.DocumentLeft = 3;
		await refused(
			rowsFrom(1, 4),
			'4 rows are to be sent, but your plan has 3 documents left. Nothing was sent this time.',
		);
		simulator.account.DocumentLeft = -1;
		await refused(
			rowsFrom(1, 4),
			"4 rows are to be sent, but Secured Signing does not say how many documents your plan has left. If you know that they are enough, connect 'Anything to Send?' (true) with the first input of 'Add the Contract', and remove its connection with 'Documents Left'. Nothing was sent this time.",
		);

		simulator.account.DocumentLeft = 1000;
		simulator.faults.choose(({ path }) =>
			path.endsWith('/Account/Info') ? { kind: 'unauthorized' } : undefined,
		);
		const failed = await submit(listOf(rowsFrom(1, 4)));
		await place.executions.until(failed, 'error');
		simulator.faults.clear();
		await place.executions.retry(failed);
		const { error } = await place.executions.until(await appears(), 'error');
		assert.equal(
			error?.message,
			"n8n's Retry does not look again at what was sent. Submit the form again with the same list. Nothing was sent this time.",
		);
		assert.deepEqual(sentHere(), []);

		const wrong = [rowOf(1), rowOf(2, ''), rowOf(3), rowOf(4, 'four at example.com')];
		const first = await report(wrong);
		assert.deepEqual(resultsIn(first.told), [
			['sent', 'pending'],
			['not sent', 'notSent'],
			['sent', 'pending'],
			['not sent', 'notSent'],
		]);
		assert.match(first.told[3].reason, /four at example\.com/);
		assert.deepEqual(sentHere(), ['N-1', 'N-3']);
		assert.deepEqual((await mailWith(place, '2 sent, 2 not sent, 0 not confirmed')).to, [
			'legal@example.com',
		]);

		const mended = await report(rowsFrom(1, 4));
		assert.deepEqual(
			resultsIn(mended.told),
			Array.from({ length: 4 }, () => ['sent', 'pending']),
		);
		assert.deepEqual(
			mended.results.Result.map(({ json }) => json.number),
			['N-2', 'N-4'],
		);
		assert.equal(mended.told[0].reference, first.told[0].reference);
		assert.deepEqual(sentHere(), ['N-1', 'N-2', 'N-3', 'N-4']);

		const again = await report(rowsFrom(1, 4));
		assert.deepEqual(again.told, mended.told);
		assert.equal(again.results.Send, undefined);

		const changed = await report([
			rowOf(1, 'new@example.com'),
			rowOf(2, 'PERSON2@example.com'),
			'constructor,Person,Number5,person5@example.com',
		]);
		assert.deepEqual(resultsIn(changed.told), [
			['not confirmed', 'pending'],
			['sent', 'pending'],
			['sent', 'pending'],
		]);
		assert.equal(
			changed.told[0].reason,
			'The document N-1 was sent to Person Number1 (person1@example.com) and Ben Wu (ben@example.com), as far as Secured Signing says',
		);
		const { firstName, lastName, email } = changed.told[0];
		assert.deepEqual([firstName, lastName, email], ['Person', 'Number1', 'new@example.com']);
		assert.deepEqual(sentHere(), ['N-1', 'N-2', 'N-3', 'N-4', 'constructor']);
		const sentBefore = sentHere().length;

		const shifted = [0, 1, 2, 3, 4].map((i) => rowOf(i + 1, `person${i}@example.com`));
		const renumbered = await report(shifted);
		assert.deepEqual(resultsIn(renumbered.told), [
			...Array.from({ length: 4 }, () => ['not confirmed', 'pending']),
			['not confirmed', 'unknown'],
		]);
		assert.equal(
			renumbered.told[4].reason,
			'Not sent this time: the document N-4 was sent to Person Number4 (person4@example.com), who is now in the row N-5. The numbers of the list seem to have changed',
		);
		await mailWith(place, 'Submit the list with the numbers that it had before.');
		assert.equal(sentHere().length, sentBefore);

		const refusedRow = rowOf(6, 'six at example.com');
		simulator.readings.endedDocuments = 'unlisted';
		const unlisted = await report([refusedRow]);
		simulator.readings.endedDocuments = 'progress';
		assert.deepEqual(resultsIn(unlisted.told), [['not confirmed', 'unknown']]);
		assert.match(unlisted.told[0].whatHappened, /it was declined or has expired/);
		assert.match(unlisted.told[0].reason, /six at example\.com/);

		simulator.faults.choose(({ path }) =>
			path.endsWith('/Progress') ? { kind: 'serverErrorHtml' } : undefined,
		);
		const unread = await report([rowOf(2), refusedRow]);
		simulator.faults.clear();
		assert.deepEqual(resultsIn(unread.told), [
			['not confirmed', 'unknown'],
			['not confirmed', 'unknown'],
		]);
		assert.match(
			unread.told[1].reason,
			/^Not sent this time: it is not clear what was sent before, because the folder Progress could not be read/,
		);
		assert.equal(unread.results.Send, undefined);
		assert.equal(sentHere().length, sentBefore);

		let uploads = 0;
		simulator.faults.choose(({ method, path }) =>
			method === 'POST' && path.includes('/Document/Uploader') && ++uploads > UPLOADS_LEFT
				? { kind: 'planExhausted' }
				: undefined,
		);
		const many = rowsFrom(101, MANY);
		const usedUp = await report(many);
		simulator.faults.clear();
		const told = usedUp.told.map(({ result }) => result);
		assert.equal(told.filter((result) => result === 'sent').length, UPLOADS_LEFT);
		assert.equal(told.filter((result) => result === 'not sent').length, MANY - UPLOADS_LEFT);
		assert.match(usedUp.told[40].reason, new RegExp(toldOn(426)));
		assert.match(usedUp.told[MANY - 1].reason, /^Not tried/);
		assert.equal(sentHere().length, sentBefore + UPLOADS_LEFT);

		// Slow enough that it still sends when somebody submits the list once more.
		simulator.faults.choose(({ operationId = '' }) =>
			operationId.startsWith('sendSmartTag') ? { kind: 'delay', seconds: 1 } : undefined,
		);
		const going = await submit(listOf(many));
		await until('send', () => sentHere().length > sentBefore + UPLOADS_LEFT || undefined);
		const busy = await place.executions.until(await submit(listOf(many)), 'error');
		assert.equal(
			busy.error?.message,
			'Another execution is still sending this list. Nothing was sent this time. Submit the list again later.',
		);
		simulator.faults.clear();
		const { results } = await place.executions.until(going, 'success', ENDED);
		assert.equal(results.Send.length, MANY - UPLOADS_LEFT);
		const all = await report(many);
		assert.ok(all.told.every(({ result, state }) => result === 'sent' && state === 'pending'));
		assert.equal(all.results.Send, undefined);
		assert.equal(sentHere().length, sentBefore + MANY);

		simulator.readings.dates = 'culture';
		const late = await report([rowOf(1), rowOf(9)], day(8));
		assert.deepEqual(resultsIn(late.told), [
			['sent', 'pending'],
			['not confirmed', 'unknown'],
		]);
		assert.match(
			late.told[1].reason,
			/^Not sent this time: First Run On is .*, more than 7 days ago/,
		);
		const { text } = await mailWith(place, 'Nothing more of this list is sent.');
		assert.match(unfolded(text), /gives dates that cannot be read/);
		assert.equal(sentHere().length, sentBefore + MANY);
		assert.deepEqual(simulator.problems, []);
	},
};

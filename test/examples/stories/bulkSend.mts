import assert from 'node:assert/strict';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importExample } from '../imported.mts';
import { refusedNothing, readCsv, type Story } from '../story.mts';

const HEAD = 'number,firstName,lastName,email';
const WRONG = '102,Eli,Moss,eli at example.com';
const MENDED = '102,Eli,Moss,eli@example.com';
const OTHERS = ['101,Dana,Poe,dana@example.com', '103,Fay,Reed,fay@example.com'];
const TRIGGER = 'When clicking ‘Execute workflow’';
/** As Excel writes it, with the mark of UTF-8. */
const asExcel = (rows: string[]) => ['\uFEFF' + HEAD, ...rows, ''].join('\r\n');
const LATER = '106,Max,Ode,max@example.com';

const BROKEN =
	'A cell has a line break, or a quotation mark without a second one, which can swallow other rows';
/** Lists of which nothing may be sent, and what the execution says of each. */
const REFUSED: Array<[list: string | Buffer, message: string]> = [
	['', 'The list has no rows. Nothing was sent.'],
	[`${HEAD}\n`, 'The list has no rows. Nothing was sent.'],
	[
		`${HEAD},notes\n104,Ida,Lee,ida@example.com,"call first\n105,Jon,Ray,jon@example.com,ok"\n${LATER},\n`,
		`${BROKEN}: row 1 (104). Remove it from the list. Nothing was sent.`,
	],
	[
		`${HEAD},"notes\n104,Ida,Lee,ida@example.com,ok"\n${LATER},\n`,
		`${BROKEN}: the first line. Remove it from the list. Nothing was sent.`,
	],
	[
		`${HEAD}\n104,Ida,Lee,ida@example.com\n105,"Jon,Ray,jon@example.com\n${LATER}\n`,
		'Quote Not Closed: the parsing is finished with an opening quote at line 4',
	],
	[
		Buffer.from(`${HEAD}\n${LATER}\n107,J\u00f6rg,Ott,jo@example.com\n`, 'latin1'),
		"The list is not saved as UTF-8, so some letters cannot be read: row 2 (107). In Excel, save it as 'CSV UTF-8'. Nothing was sent.",
	],
];

export const bulkSend: Story = {
	example: 'bulk-send',
	tells:
		'three rows, one wrong: two are sent; mended and run again, the third alone is sent; lists that cannot be read are refused',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example);
		const contract = join(place.files, 'contracts', 'employment-agreement.docx');
		const people = join(place.files, 'people.csv');
		const run = async (list: string) => {
			await writeFile(people, list);
			const execution = await place.executions.begin(workflow.id, TRIGGER);
			await place.executions.until(execution, 'success');
			return readCsv(await readFile(join(place.files, 'results.csv'), 'utf8'));
		};
		const sent = () =>
			simulator.documents().map(({ clientReference, signers, sends }) => {
				assert.equal(sends, 1);
				return [clientReference, ...signers.map(({ email }) => email)];
			});

		const first = await run([HEAD, OTHERS[0], WRONG, OTHERS[1]].join('\n'));
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

		const second = await run(asExcel([OTHERS[0], MENDED, OTHERS[1]]));
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

		const asked = simulator.requests.length;
		const failing = async (message: string | RegExp) => {
			const execution = await place.executions.begin(workflow.id, TRIGGER);
			const { error } = await place.executions.until(execution, 'error');
			if (typeof message === 'string') assert.equal(error?.message, message);
			else assert.match(String(error?.message), message);
		};
		for (const [list, message] of REFUSED) {
			await writeFile(people, list);
			await failing(message);
		}
		await writeFile(people, asExcel([LATER, ...OTHERS]));
		await rename(contract, `${contract}.away`);
		// Without a contract there is one empty item, which is none of the rows.
		await failing(/^Multiple match/);
		await rename(`${contract}.away`, contract);
		await rm(people);
		await failing(/binary file 'data'/);
		assert.equal(simulator.requests.length, asked);
		refusedNothing(simulator);
	},
};

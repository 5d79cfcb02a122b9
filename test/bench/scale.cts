/**
 * `npm run bench:scale`: what 1,000,000 documents a day need, out of what one document costs in n8n's
 * engine against the simulator. Prints the tables; `-- --write` puts them into docs/scale.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOM } from '../../nodes/SecuredSigning/api/messages.ts';
import { measure, type Measured } from './scaleMeasures.cts';

const PAGE = join(__dirname, '../../docs/scale.md');
const START = '<!-- Written by `npm run bench:scale` -->';
const END = '<!-- Until here -->';

const A_DAY = 1_000_000;
const A_SECOND = A_DAY / 86_400;
/** How long a document is out. */
const DAYS_OUT = 2;
const OUT = A_DAY * DAYS_OUT;

/** As in nodes/SecuredSigning/api/messages.ts: with two signers. */
const VALUES_OF_A_DOCUMENT = 35;

/** As in nodes/SecuredSigning/wait/lookAgain.ts: seconds. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 3600;
/** As in nodes/SecuredSigning/triggers/polling/many.ts. */
const IN_A_LOOK = 200;
const IN_A_LOOK_WITH_FILES = 50;
const MINUTES_A_DAY = 1440;

/** How often n8n calls a waiting execution by itself. */
function looksIn(days: number): number {
	let looks = 0;
	let pause = FIRST_PAUSE;
	for (let passed = pause; passed <= days * 86_400; passed += pause) {
		looks++;
		pause = Math.min(pause * 2, LONGEST_PAUSE);
	}
	return looks;
}

const number = (value: number): string =>
	value.toLocaleString(
		'en',
		value < 10 ? { maximumFractionDigits: 1 } : { maximumFractionDigits: 0 },
	);

const UNITS: Array<[number, string]> = [
	[1e12, 'TB'],
	[1e9, 'GB'],
	[1e6, 'MB'],
	[1e3, 'kB'],
];

function size(bytes: number): string {
	const [unit, name] = UNITS.find(([least]) => bytes >= least) ?? [1, 'bytes'];
	return `${number(bytes / unit)} ${name}`;
}

const table = (head: string[], rows: string[][]): string =>
	[head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

const measuredTable = ({ send, callback, await: waits, list, sweep }: Measured): string =>
	table(
		['Measured for one document', ''],
		[
			['Requests to send a file', number(send.plain)],
			['… with Send Once per Reference', `${number(send.once)}, three of them lists`],
			['In the list of its folder', `${size(list.progress)} open, ${size(list.signed)} signed`],
			['Calls by Secured Signing, two signers (assumed)', number(callback.calls)],
			[
				'Requests of the Callback Trigger for a call (and one more after 5 minutes, if the document is still open)',
				number(callback.requests),
			],
			['Requests of Send and Await until it waits', number(waits.begin)],
			['… and from then on, the signed file included', number(waits.end)],
			['An execution that waits: in the database', size(waits.stored)],
			['… and in memory, so that n8n checks again', size(waits.held)],
			[
				'Requests for one check by the Secured Signing Trigger',
				`${number(sweep.requests)} for all`,
			],
			['Processor for it, for 1,000 listed documents', `at most ${number(sweep.cpu)} ms`],
			[
				'What it remembers of 1,000 open documents',
				`${size(sweep.stateLeast * 1000)} to ${size(sweep.stateMost * 1000)}`,
			],
		],
	);

function calculatedTable({ send, callback, await: waits, list, sweep }: Measured): string {
	const looks = looksIn(DAYS_OUT);
	const perSecond = (count: number) => `${number(count * A_SECOND)} a second`;
	const longest = Math.min(
		(ROOM.megabytes * 1024 * 1024) / list.progress,
		ROOM.values / VALUES_OF_A_DOCUMENT,
	);
	return table(
		['Calculated for 1,000,000 a day', ''],
		[
			['Documents sent', perSecond(1)],
			['Requests for that', perSecond(send.plain)],
			[
				`Documents that wait for signatures at any one time, each for ${DAYS_OUT} days`,
				number(OUT),
			],
			['Calls by Secured Signing', perSecond(callback.calls)],
			[
				'… and requests of the Callback Trigger, without those after 5 minutes',
				perSecond(callback.calls * callback.requests),
			],
			['With Send and Await: executions that wait', `${number(OUT)}, ${size(OUT * waits.stored)}`],
			['… in memory', size(OUT * waits.held)],
			['… calls of n8n to itself, each a request too', perSecond(looks)],
			['With Send Once: lists for one send, 10,000 documents', size(10_000 * list.progress)],
			['With the Secured Signing Trigger: the list of open documents', size(OUT * list.progress)],
			['… the longest list that is read', `${number(longest)} documents`],
			[
				'… what it remembers, written with each execution',
				`${size(OUT * sweep.stateLeast)} to ${size(OUT * sweep.stateMost)}`,
			],
			[
				'… the most that it reports with one check a minute',
				`${number(IN_A_LOOK * MINUTES_A_DAY)} documents a day, ${number(IN_A_LOOK_WITH_FILES * MINUTES_A_DAY)} with files`,
			],
		],
	);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { write: { type: 'boolean' } } });
	const measured = await measure();
	const text = `${measuredTable(measured)}\n\n${calculatedTable(measured)}`;
	console.log(text);
	if (!values.write) return;
	const page = await readFile(PAGE, 'utf8');
	const [start, end] = [page.indexOf(START), page.indexOf(END)];
	if (start < 0 || end < start) throw new Error(`${PAGE} has no place for the tables`);
	await writeFile(PAGE, `${page.slice(0, start)}${START}\n\n${text}\n\n${page.slice(end)}`);
}

void main();

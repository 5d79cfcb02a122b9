/** The tables of docs/benchmark.md; the words around them are written by hand. */
import { readFile, writeFile } from 'node:fs/promises';

import { fileText, isMet, JOB_TEXT, verdicts } from './goals.mts';
import type { Side } from './protocol.cts';
import type { BySide, ItemsResult, Results } from './results.mts';

const START = '<!-- Written by `npm run bench` -->';
const END = '<!-- Until here -->';

const SIDE_TEXT: Array<[Side, string]> = [
	['recipeLoop', 'Recipe in a loop of 5'],
	['recipe', 'Recipe, batching'],
	['recipeAtOnce', 'Recipe, all at once'],
	['bare', 'Bare client'],
];

const FAR_SIDES: Array<[Side, string]> = [
	['node', 'Node'],
	['nodeAuto', 'Node, Auto'],
	['recipeLoop', 'Recipe in a loop'],
	['bare', 'Bare client'],
	['bareAnew', 'Bare client, new connections'],
];

const SIDES = new Map(SIDE_TEXT);

const table = (head: string[], rows: Array<Array<string | number>>): string =>
	[head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

/** Two figures that count. */
const figure = (value = Number.NaN): string =>
	value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);

/** What another side took, and the node's share of it. */
const compared = (time: BySide, ratio: BySide, side: Side): string =>
	time[side] === undefined ? '' : `${figure(time[side])} (${ratio[side]?.toFixed(2)})`;

function itemsTable(results: ItemsResult[]): string {
	// The bare client has no n8n to run in.
	const sides = SIDE_TEXT.filter(([side]) => results.some(({ time }) => time[side] !== undefined));
	return table(
		['Milliseconds an item', 'Items', 'Node', ...sides.map(([, text]) => text)],
		results.map(({ job, items: count, time, ratio }) => [
			JOB_TEXT[job],
			count.toLocaleString('en'),
			figure(time.node),
			...sides.map(([side]) => compared(time, ratio, side)),
		]),
	);
}

function filesTable({ files }: Results): string {
	const megabytes = (bytes = Number.NaN) => (bytes / 1e6).toFixed(0);
	return table(
		[
			'One file',
			'Node, s',
			'Recipe, s',
			'Bare client, s',
			'Node, MB',
			'Recipe, MB',
			'Bare client, MB',
			'Node, MB, collected sooner',
			'Bare client, MB, collected sooner',
		],
		files.map((result) => [
			fileText(result),
			figure(result.time.node),
			compared(result.time, result.ratio, 'recipe'),
			compared(result.time, result.ratio, 'bare'),
			...(['node', 'recipe', 'bare'] as const).map((side) => megabytes(result.memory[side])),
			...(['node', 'bare'] as const).map((side) =>
				result.memoryCollected ? megabytes(result.memoryCollected[side]) : '',
			),
		]),
	);
}

function inFlightTable({ inFlight }: Results): string {
	return table(
		['The service answers after', 'Who', 'Most in flight', 'ms an item', 'Over one at a time'],
		inFlight.map(({ latency, side, atATime, mostInFlight, time, ratio }) => [
			`${latency} ms`,
			side === 'node' ? `Node, ${atATime} at a time` : (SIDES.get(side) ?? side),
			mostInFlight,
			figure(time),
			ratio.toFixed(2),
		]),
	);
}

function distancesTable({ distances }: Results): string {
	const sides = FAR_SIDES;
	return table(
		['Round trip', 'What', 'Items', ...sides.map(([, text]) => text)],
		distances.map(({ roundTrip, job, items, time, ratio, mostOpen, memory }) => [
			`${roundTrip} ms`,
			JOB_TEXT[job],
			items.toLocaleString('en'),
			...sides.map(([side]) => {
				const share = side === 'node' ? '' : ` (${ratio[side]?.toFixed(2)})`;
				const megabytes = Math.max(0, Math.round((memory[side] ?? 0) / 1e6));
				return `${figure(time[side])}${share}, ${mostOpen[side]}, ${megabytes} MB`;
			}),
		]),
	);
}

const CURVE_SECONDS = [0, 0.5, 1, 2, 3, 5, 10];

function curvesTable({ curves }: Results): string {
	return table(
		[
			'Round trip',
			'Refused above',
			...CURVE_SECONDS.map((second) => `${second} s`),
			'Most',
			'Refused',
			'Requests',
			'Seconds',
		],
		curves.map(({ roundTrip, refusesAbove, points, mostOpen, refused, requests, time }) => [
			`${roundTrip} ms`,
			refusesAbove > 0 ? refusesAbove : '–',
			...CURVE_SECONDS.map((at) => points.find(({ second }) => second === at)?.open ?? ''),
			mostOpen,
			refused,
			requests,
			figure(time),
		]),
	);
}

function contractsTable({ contracts }: Results): string {
	return table(
		[
			'Who',
			'Seconds',
			'Most at once',
			'Requests',
			'Sent',
			'Twice',
			'Memory, MB',
			'Memory, MB, collected sooner',
		],
		contracts.map(({ side, time, mostOpen, requests, sent, doubles, memory, memoryCollected }) => [
			FAR_SIDES.find(([other]) => other === side)?.[1] ?? side,
			figure(time),
			mostOpen,
			requests,
			sent,
			doubles,
			Math.round(memory / 1e6),
			Math.round(memoryCollected / 1e6),
		]),
	);
}

function goalsTable(results: Results): string {
	return table(
		['Goal', 'At most', 'Measured', ''],
		verdicts(results).map((verdict) => {
			const { goal, most, value, unit } = verdict;
			const over = `missed by ${Math.round((value / most - 1) * 100)} %`;
			const measured = `${value.toFixed(2)} ${unit}`.trim();
			return [goal, `${most} ${unit}`.trim(), measured, isMet(verdict) ? 'met' : over];
		}),
	);
}

/** Puts the results of a run in place of those of the last one. */
export async function updatePage(path: string, results: Results): Promise<void> {
	const page = await readFile(path, 'utf8');
	const [before, rest] = page.split(START);
	const after = rest?.split(END)[1];
	if (after === undefined) throw new Error(`${path} has no place for the results`);
	const parts = [
		'## Goals',
		goalsTable(results),
		'## Many items in n8n',
		itemsTable(results.inN8n),
		"## Many items in n8n's engine alone",
		itemsTable(results.items),
		'## Large files',
		filesTable(results),
		'## Items at a time',
		inFlightTable(results),
		'## At a distance',
		'Seconds (the node over this side), most connections at once, memory above the process at rest.',
		distancesTable(results),
		'### Items at a Time (Auto)',
		`Connections at once, after so many seconds of ${results.curves[0]?.items} look-ups.`,
		curvesTable(results),
		'### Contracts of 100 kB at 250 ms',
		contractsTable(results),
		'## The machine',
		table(['', ''], Object.entries(results.machine)),
		`The published file has ${Math.round(results.cost.tarball / 1000)} kB.`,
	];
	await writeFile(path, `${before}${START}\n\n${parts.join('\n\n')}\n\n${END}${after}`);
}

/**
 * `npm run bench:picture`: draws docs/benchmark.json as docs/pictures/benchmark.svg, where a bar is the time of another
 * way over that of the node, so 1 is as fast as the node, and the curves of Items at a Time (Auto) as
 * docs/pictures/items-at-a-time.svg.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

import { fileText, JOB_TEXT } from './goals.mts';
import type { Side } from './protocol.cts';
import type { BySide, Results } from './results.mts';
import { PROJECT } from './stage.mts';

const COLOURS: Array<[Side, string, string]> = [
	['node', 'This node', '#117733'],
	['recipe', 'HTTP Request, batching', '#4477aa'],
	['recipeLoop', 'HTTP Request in a loop of 5', '#66ccee'],
	['recipeAtOnce', 'HTTP Request, all at once', '#ccbb44'],
	['bare', "Node.js's own client, no n8n", '#bbbbbb'],
];
const FONT = 'Helvetica, Arial, sans-serif';
const LINE_COLOURS = ['#4477aa', '#117733', '#cc6677'];
const WIDTH = 520;
const BAR_HEIGHT = 8;

interface Bar {
	name: string;
	way: string;
	value: number;
}

const bars = (name: string, values: BySide): Bar[] =>
	COLOURS.flatMap(([side, way]) => {
		const value = values[side];
		return value === undefined ? [] : [{ name, way, value }];
	});

/** The node's share of another's time, the other way round. */
const slower = (ratio: BySide): BySide =>
	Object.fromEntries(
		Object.entries(ratio).flatMap(([side, value]) => (side === 'node' ? [] : [[side, 1 / value]])),
	) as BySide;

const megabytes = (bytes: BySide): BySide =>
	Object.fromEntries(Object.entries(bytes).map(([side, value]) => [side, value / 1e6]));

function chart(title: string, axis: string, values: Bar[], rule?: number): object {
	const drawn = COLOURS.filter(([, way]) => values.some((bar) => bar.way === way));
	const ways = drawn.map(([, way]) => way);
	const line = {
		data: { values: [{ rule }] },
		mark: { type: 'rule', color: '#117733', strokeWidth: 2 },
		encoding: { x: { field: 'rule', type: 'quantitative' } },
	};
	return {
		title: { text: title, anchor: 'start', fontSize: 14 },
		width: WIDTH,
		height: { step: BAR_HEIGHT, for: 'offset' },
		layer: [
			{
				data: { values },
				mark: 'bar',
				encoding: {
					y: { field: 'name', type: 'nominal', sort: null, title: null },
					yOffset: { field: 'way', scale: { domain: ways } },
					x: { field: 'value', type: 'quantitative', title: axis },
					color: {
						field: 'way',
						type: 'nominal',
						title: null,
						scale: { domain: ways, range: drawn.map(([, , colour]) => colour) },
						legend: { orient: 'bottom', columns: 2, labelLimit: 240 },
					},
				},
			},
			...(rule === undefined ? [] : [line]),
		],
	};
}

function ratios({ inN8n, files }: Results): TopLevelSpec {
	const small = inN8n.flatMap(({ job, items: count, ratio }) =>
		bars(`${JOB_TEXT[job]}, ${count.toLocaleString('en')}`, slower(ratio)),
	);
	const large = files.flatMap((file) => bars(fileText(file), slower(file.ratio)));
	const memory = files.flatMap((file) => bars(fileText(file), megabytes(file.memory)));
	return picture({
		resolve: { scale: { color: 'independent', yOffset: 'independent' } },
		vconcat: [
			chart(
				'Many items in n8n: times what the node takes (the line is the node)',
				'less than 1 is faster, more is slower',
				small,
				1,
			),
			chart(
				'One file: times what the node takes (the line is the node)',
				'less than 1 is faster, more is slower',
				large,
				1,
			),
			chart('One file: memory above the idle process', 'MB', memory),
		],
	});
}

/** How many connections the run has open, second by second. */
function autoCurves({ curves }: Results): TopLevelSpec {
	const lines = (isRefusing: boolean) => ({
		title: {
			text: isRefusing
				? `The service refuses above ${Math.max(...curves.map((curve) => curve.refusesAbove))} (429)`
				: 'The service refuses nothing',
			anchor: 'start',
			fontSize: 14,
		},
		width: WIDTH,
		height: 180,
		data: {
			values: curves
				.filter(({ refusesAbove }) => refusesAbove > 0 === isRefusing)
				.flatMap(({ roundTrip, points }) =>
					points.map((point) => ({ ...point, distance: `${roundTrip} ms` })),
				),
		},
		mark: { type: 'line', interpolate: 'step-after' },
		encoding: {
			x: { field: 'second', type: 'quantitative', title: 'seconds' },
			y: { field: 'open', type: 'quantitative', title: 'connections at once' },
			color: {
				field: 'distance',
				type: 'nominal',
				sort: null,
				title: 'Round trip',
				scale: { range: LINE_COLOURS },
				legend: { orient: 'bottom' },
			},
		},
	});
	return picture({ vconcat: [lines(false), lines(true)] });
}

const picture = (content: object) =>
	({
		$schema: 'https://vega.github.io/schema/vega-lite/v6.json',
		background: 'white',
		padding: 16,
		config: { font: FONT, axis: { labelLimit: 260 } },
		...content,
	}) as TopLevelSpec;

async function draw(specification: TopLevelSpec, path: string): Promise<void> {
	const view = new View(parse(compile(specification).spec), { renderer: 'none' });
	await writeFile(path, `${await view.toSVG()}\n`);
	view.finalize();
}

const docs = join(PROJECT, 'docs');
const results = JSON.parse(await readFile(join(docs, 'benchmark.json'), 'utf8')) as Results;
await draw(ratios(results), join(docs, 'pictures/benchmark.svg'));
await draw(autoCurves(results), join(docs, 'pictures/items-at-a-time.svg'));

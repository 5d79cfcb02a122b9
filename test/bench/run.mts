/**
 * `npm run bench`: what the node costs, against n8n's HTTP Request node in the same engine and against
 * Node's own http client. Writes docs/benchmark.md and docs/benchmark.json.
 *
 * `-- --short` measures less, writes nothing, and fails only where a ratio has clearly become worse.
 * `-- --only items,distance` measures only these parts again, and keeps the rest of the last run.
 * `-- --rounds N` takes the medians of more rounds.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { check } from '../harness/check.mts';
import { measureCost } from './cost.mts';
import { measureFiles } from './files.mts';
import {
	measureDistances,
	SHORT_DISTANCES,
	WHOLE_DISTANCES,
	type DistancePlan,
} from './distances.mts';
import { sizeText, verdicts } from './goals.mts';
import { measureInN8n } from './inN8n.mts';
import { measureInFlight, measureItems, type ItemsCase } from './items.mts';
import type { Limits, Side } from './protocol.cts';
import { updatePage } from './report.mts';
import type { Results } from './results.mts';
import { PROJECT, Stage } from './stage.mts';

const RESULTS = join(PROJECT, 'docs/benchmark.json');
const LIMITS_BYTES = 1e9;
/** A median of fewer says little. */
const LEAST_ROUNDS = 5;

const sizesOf = (job: ItemsCase['job'], sizes: number[]): ItemsCase[] =>
	sizes.map((items) => ({ job, items }));

interface Plan {
	items: ItemsCase[];
	itemsSides: Side[];
	/** Sizes in bytes. */
	files: number[];
	filesSides: Side[];
	collectedSides: Side[];
	distances: DistancePlan;
}

const WHOLE: Plan = {
	items: [
		...sizesOf('get', [1, 10, 100, 1000]),
		...sizesOf('send', [1, 10, 100, 1000]),
		...sizesOf('upload', [1, 10, 100, 1000]),
		...sizesOf('uploadAndSend', [100]),
	],
	itemsSides: ['node', 'recipe', 'recipeAtOnce', 'recipeLoop', 'bare'],
	files: [1e6, 1e8, 1e9],
	filesSides: ['node', 'recipe', 'bare'],
	collectedSides: ['node', 'bare'],
	distances: WHOLE_DISTANCES,
};
const SHORT: Plan = {
	items: [
		...sizesOf('get', [1, 100]),
		...sizesOf('send', [100]),
		...sizesOf('upload', [100]),
		...sizesOf('uploadAndSend', [100]),
	],
	itemsSides: ['node', 'recipe', 'recipeLoop'],
	files: [1.5e8],
	filesSides: ['node', 'bare'],
	collectedSides: [],
	distances: SHORT_DISTANCES,
};

async function machineFacts(stage: Stage): Promise<Record<string, string>> {
	const worker = stage.worker();
	const { diskWrite, diskRead, loopback } = await worker.ask<Limits>({ limits: LIMITS_BYTES });
	await worker.stop();
	const speed = (bytes: number) => `${Math.round(bytes / 1e6)} MB/s`;
	const { stdout } = await stage.run(['--version']);
	return {
		Processor: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
		Memory: `${Math.round(totalmem() / 1e9)} GB`,
		System: `${type()} ${release()}`,
		'Node.js': stdout.trim(),
		n8n: stage.installation.version,
		'Disk, writing 1 GB': speed(diskWrite),
		'Disk, reading it back (from the cache)': speed(diskRead),
		'Loopback, 1 GB': speed(loopback),
	};
}

/** Each part of the benchmark: what it is called while it runs, and what it measures. */
const PARTS: Record<
	string,
	{ title: string; measure(stage: Stage, plan: Plan, rounds: number): Promise<Partial<Results>> }
> = {
	inN8n: {
		title: 'Many items in n8n',
		measure: async (stage, { itemsSides, items }, rounds) => ({
			inN8n: await measureInN8n(stage, rounds, itemsSides, items),
		}),
	},
	items: {
		title: "Many items in n8n's engine alone",
		measure: async (stage, { itemsSides, items }, rounds) => ({
			items: await measureItems(stage, rounds, itemsSides, items),
		}),
	},
	files: {
		title: 'Large files',
		measure: async (stage, { filesSides, files, collectedSides }, rounds) => ({
			files: await measureFiles(stage, rounds, filesSides, files, collectedSides),
		}),
	},
	cost: {
		title: 'The node itself',
		measure: async (stage, _, rounds) => ({ cost: await measureCost(stage, rounds) }),
	},
	distance: {
		title: 'At a distance',
		measure: async (stage, { distances }) => await measureDistances(stage, distances),
	},
	inFlight: {
		title: 'Items at a time',
		measure: async (stage, _, rounds) => ({ inFlight: await measureInFlight(stage, rounds) }),
	},
	machine: {
		title: 'The machine',
		measure: async (stage) => ({ machine: await machineFacts(stage) }),
	},
};
const SHORT_PARTS = ['items', 'files', 'cost', 'distance'];

const { values } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		only: { type: 'string', default: Object.keys(PARTS).join() },
		rounds: { type: 'string', default: String(LEAST_ROUNDS) },
	},
});
const isShort = values.short;
const rounds = Math.max(LEAST_ROUNDS, Number(values.rounds));
const stage = await Stage.set();
const results = JSON.parse(await readFile(RESULTS, 'utf8')) as Results;
try {
	for (const name of isShort ? SHORT_PARTS : values.only.split(',')) {
		const { title, measure } = PARTS[name];
		console.log(title);
		Object.assign(results, await measure(stage, isShort ? SHORT : WHOLE, rounds));
	}
} finally {
	await stage.close();
}
// A short run judges no figures of an earlier one.
if (isShort) results.inN8n = [];
else {
	await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
	await updatePage(join(PROJECT, 'docs/benchmark.md'), results);
}

for (const { goal, value, most, unit, ratio, mostRatio } of verdicts(results)) {
	const told = `${value.toFixed(2)} ${unit}`.trim();
	const name = `${goal}: ${told} (goal: ${most} ${unit}`.trimEnd() + ')';
	await check(name, () => {
		const [seen, allowed] = isShort ? [ratio, mostRatio] : [value, most];
		if (!(seen <= allowed)) throw new Error(`${seen.toFixed(2)} is more than ${allowed}`);
	});
}
console.log(`The tarball has ${sizeText(results.cost.tarball)}`);

/**
 * `npm run bench`: what the node costs, against n8n's HTTP Request node in the same engine and against
 * Node's own http client. Writes docs/benchmark.md and docs/benchmark.json.
 *
 * `-- --short` measures less, writes nothing, and fails only where a ratio has clearly become worse.
 * `-- --distance` measures again only what has to do with distance, `-- --near` all but that.
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

async function measure(short: boolean, near: boolean, rounds: number): Promise<Results> {
	const plan = short ? SHORT : WHOLE;
	const stage = await Stage.set();
	try {
		console.log('Many items in n8n');
		const inN8n = short ? [] : await measureInN8n(stage, rounds, plan.itemsSides, plan.items);
		console.log("Many items in n8n's engine alone");
		const items = await measureItems(stage, rounds, plan.itemsSides, plan.items);
		console.log('Large files');
		const files = await measureFiles(
			stage,
			rounds,
			plan.filesSides,
			plan.files,
			plan.collectedSides,
		);
		console.log('The node itself');
		const cost = await measureCost(stage, rounds);
		console.log('At a distance');
		const far = near ? await lastResults() : await measureDistances(stage, plan.distances);
		if (short) return { ...far, machine: {}, inN8n, items, files, cost, inFlight: [] };
		console.log('Items at a time');
		const inFlight = await measureInFlight(stage, rounds);
		return { ...far, machine: await machineFacts(stage), inN8n, items, files, cost, inFlight };
	} finally {
		await stage.close();
	}
}

const lastResults = async (): Promise<Results> =>
	JSON.parse(await readFile(RESULTS, 'utf8')) as Results;

/** Measures again what is far away, and takes the rest from the last whole run. */
async function measureFarOnly(): Promise<Results> {
	const stage = await Stage.set();
	try {
		return { ...(await lastResults()), ...(await measureDistances(stage, WHOLE_DISTANCES)) };
	} finally {
		await stage.close();
	}
}

const { values } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		distance: { type: 'boolean', default: false },
		near: { type: 'boolean', default: false },
		rounds: { type: 'string', default: String(LEAST_ROUNDS) },
	},
});
const results = values.distance
	? await measureFarOnly()
	: await measure(values.short, values.near, Math.max(LEAST_ROUNDS, Number(values.rounds)));
if (!values.short) {
	await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
	await updatePage(join(PROJECT, 'docs/benchmark.md'), results);
}

for (const { goal, value, most, unit, ratio, mostRatio } of verdicts(results)) {
	const told = `${value.toFixed(2)} ${unit}`.trim();
	const name = `${goal}: ${told} (goal: ${most} ${unit}`.trimEnd() + ')';
	await check(name, () => {
		const [seen, allowed] = values.short ? [ratio, mostRatio] : [value, most];
		if (!(seen <= allowed)) throw new Error(`${seen.toFixed(2)} is more than ${allowed}`);
	});
}
console.log(`The tarball has ${sizeText(results.cost.tarball)}`);

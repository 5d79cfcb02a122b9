/**
 * `npm run test:probe`: the probe against the simulator, started in every way that it can be.
 * `-- --short` for a part of the pairs and faults, `-- --all` for a fault at every write besides,
 * `-- --only PART` for one part, `-- --seed NUMBER` for the configurations that an earlier run has drawn.
 */
import { parseArgs } from 'node:util';

import { pairsIn, pairwise, readingValues, type Readings } from '../simulator.cts';
import { playAnswers } from './answers.cts';
import { playByHand } from './byHand.cts';
import { playDrawn } from './drawn.cts';
import { playFaults } from './faults.cts';
import { leaks, own, readingNames, judge, tracesLeft, wrongReadings } from './judge.cts';
import { playMetadata } from './metadata.cts';
import { notPlayed, outside } from './outside.cts';
import { playObserved } from './observed.cts';
import { play } from './play.cts';
import { playPieces } from './pieces.cts';
import { playRemoval } from './removal.cts';
import { playSurroundings } from './surroundings.cts';

const { values: flags } = parseArgs({
	options: {
		short: { type: 'boolean' },
		all: { type: 'boolean' },
		only: { type: 'string' },
		seed: { type: 'string' },
	},
});

interface Counts {
	named: number;
	all: number;
	pairs: number;
	wrong: number;
	/** Of the configurations that were drawn: readings named, and all. */
	drawn: { named: number; all: number };
}

async function main() {
	const counts: Counts = { named: 0, all: 0, pairs: 0, wrong: 0, drawn: { named: 0, all: 0 } };
	const parts: Record<string, () => Promise<void>> = {
		values: () => playValues(counts),
		pairs: () => playPairs(counts),
		drawn: async () => void (counts.drawn = await playDrawn(Number(flags.seed ?? Date.now()))),
		observed: () => playObserved(),
		outside: () => playOutside(),
		pieces: () => playPieces(),
		answers: () => playAnswers(),
		byHand: () => playByHand(),
		removal: () => playRemoval(),
		metadata: () => playMetadata(),
		surroundings: () => playSurroundings(flags.short ?? false),
		faults: () => playFaults(flags.short ?? false),
		...(flags.all && { writes: () => playFaults(false, true) }),
	};
	for (const [name, part] of Object.entries(parts)) {
		if (flags.only && flags.only !== name) continue;
		const since = performance.now();
		await part();
		console.log(`-- ${name}: ${((performance.now() - since) / 1000).toFixed(0)} s`);
	}
	console.log(`Drawn by the clock: ${counts.drawn.named} of ${counts.drawn.all} readings named`);
	console.log(
		`${counts.named} of ${counts.all} readings named, ${counts.pairs} pairs played, ${counts.wrong} wrong`,
	);
}

/** Each value of each reading, alone; the likelier ones in one run. */
async function playValues(counts: Counts) {
	const single = readingNames.flatMap((name) =>
		readingValues[name].slice(1).map((value) => ({ [name]: value }) as Partial<Readings>),
	);
	for (const readings of [{}, ...single]) {
		const played = await play({ readings });
		const wrong = wrongReadings(played, readings);
		const isDefault = Object.keys(readings).length === 0;
		const values = isDefault ? readingNames.length : 1;
		counts.all += values;
		counts.named += isDefault ? values - wrong.length : Number(wrong.length === 0);
		counts.wrong += wrong.length;
		await judge(`alone: ${JSON.stringify(readings)}`, [
			...wrong,
			...tracesLeft(played),
			...leaks(played),
			...own(played),
		]);
	}
}

/** Every pair of values of two readings. */
async function playPairs(counts: Counts) {
	const rows = pairwise();
	const wanted = flags.short ? rows.slice(0, 4) : rows;
	for (const readings of wanted) {
		const played = await play({ readings });
		const wrong = wrongReadings(played, readings);
		counts.wrong += wrong.length;
		await judge(`together: ${JSON.stringify(readings)}`, [
			...wrong,
			...tracesLeft(played),
			...leaks(played),
			...own(played),
		]);
	}
	counts.pairs = pairsIn(wanted);
}

async function playOutside() {
	await judge('each reading has a behaviour that is none of its values', notPlayed);
	for (const [name, { also = [], ...given }] of Object.entries(outside)) {
		const played = await play(given);
		const finding = played.result.findings.get(name);
		const isNeither = finding !== undefined && 'neither' in finding;
		await judge(`outside: ${name}`, [
			...(isNeither ? [] : [`it was found as ${JSON.stringify(finding)}`]),
			...wrongReadings(played, given.readings ?? {}, [name, ...also]),
			...tracesLeft(played),
			...leaks(played),
		]);
	}
}

void main();

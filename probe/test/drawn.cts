// Configurations that nobody has thought of beforehand, each replayed by its seed.
import { readingsFile } from '../output/readingsFile.cts';
import { report } from '../output/report.cts';
import { readingsOf, readingValues, type Readings } from '../simulator.cts';
import { judge, leaks, own, readingNames, tracesLeft } from './judge.cts';
import { play } from './play.cts';

/** mulberry32: numbers from 0 to 1, always the same for a seed. */
function numbersOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** @param seed default: the clock's */
export function drawn(seed = Date.now()): Readings {
	const next = numbersOf(seed);
	const entries = readingNames.map((name) => {
		const values = readingValues[name];
		return [name, values[Math.floor(next() * values.length)]];
	});
	return Object.fromEntries(entries) as unknown as Readings;
}

const RUNS = 3;

/**
 * Found, written, and started again from the file. The report of each is shown.
 *
 * @returns how many readings came back as they were drawn, of how many
 */
export async function playDrawn(seed: number): Promise<{ named: number; all: number }> {
	console.log(`-- drawn with --seed ${seed}`);
	let named = 0;
	for (let run = 0; run < RUNS; run += 1) {
		const readings = drawn(seed + run);
		const played = await play({ readings });
		const file = readingsFile(played.result.findings, 'custom');
		const again = readingsOf(JSON.stringify(file));
		const wrong = readingNames.filter((name) => again[name] !== readings[name]);
		named += readingNames.length - wrong.length;
		console.log(report(file, played.result));
		await judge(`drawn: ${JSON.stringify(readings)}`, [
			...wrong.map((name) => `${name} came back as ${again[name]}`),
			...tracesLeft(played),
			...leaks(played),
			...own(played),
		]);
	}
	return { named, all: RUNS * readingNames.length };
}

/** What the node costs by itself: an item, its loading, its size. */
import { join } from 'node:path';

import type { CostResult } from './results.mts';
import { inRounds, median, ratioOf } from './rounds.mts';
import type { Stage } from './stage.mts';

const ITEMS = 500;
const WARM_UP_ROUNDS = 3;

export async function measureCost(stage: Stage, rounds: number): Promise<CostResult> {
	const { own, ratio } = await ownCost(stage, rounds);
	const loads: Array<{ workflow: number; own: number }> = [];
	for (let round = 0; round <= rounds; round++) loads.push(await loadOnce(stage));
	// The first one reads from the disk.
	loads.shift();
	return {
		own,
		ownRatio: ratio,
		loading: median(loads.map((load) => load.own)),
		loadingRatio: median(loads.map((load) => load.own / load.workflow)),
		tarball: stage.packed.size,
	};
}

/**
 * The processor's time of `document:get`, less that of a node which asks n8n for the same requests and
 * does nothing else: what is left is this package's reading, signing, checking and simplifying.
 */
async function ownCost(stage: Stage, rounds: number): Promise<{ own: number; ratio: number }> {
	const worker = stage.worker();
	const measure = async (count: number) =>
		await inRounds(count, ['node', 'engine'], async (side) => {
			return await stage.measure(worker, { job: 'get', side, items: ITEMS, atATime: 5, times: 1 });
		});
	await measure(WARM_UP_ROUNDS);
	const { node = [], engine = [] } = await measure(rounds);
	await worker.stop();
	const own = median(node.map(({ cpu }, round) => (cpu - engine[round].cpu) / ITEMS));
	return { own, ratio: ratioOf({ node, engine }, 'cpu', 'node', 'engine') };
}

async function loadOnce(stage: Stage): Promise<{ workflow: number; own: number }> {
	const script = join(import.meta.dirname, 'load.cjs');
	const { stdout } = await stage.run([script, stage.packed.folder]);
	return JSON.parse(stdout) as { workflow: number; own: number };
}

/** What each test of a file has to itself: a proxy before the simulator, and an id for what it sends. */
import { startBetween, type Between } from './between.cts';
import { startBench, type Bench } from './node.cts';

export interface Rig {
	/** One for all tests of the file. */
	bench: Bench;
	between: Between;
	id: string;
}

/**
 * @param after the ids of a file begin after this number; each file has numbers of its own
 * @param take gets the rig before each test
 * @returns gives one more id
 */
export function useRig(after: number, take: (rig: Rig) => unknown): () => string {
	let bench: Bench;
	let between: Between;
	let ids = after;
	const anotherId = () => `s${++ids}`;
	beforeAll(async () => {
		bench = await startBench();
		bench.records = false;
	});
	afterAll(async () => await bench.close());
	beforeEach(async () => {
		between = await startBetween(bench);
		take({ bench, between, id: anotherId() });
	});
	afterEach(() => between.close());
	return anotherId;
}

/** A bench for all tests of a file; each test sees its own requests and no fault of another. */
import { startBench, type Bench } from './node.cts';

/** @param take gets the bench before the first test */
export function useBench(take: (own: { bench: Bench }) => unknown): void {
	let bench: Bench;
	beforeAll(async () => {
		bench = await startBench();
		await take({ bench });
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
		bench.simulator.faults.clear();
	});
}

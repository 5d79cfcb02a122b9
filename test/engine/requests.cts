/** Requests that go wrong on their way: a stage for a file of tests. */
import { startBench, type Bench } from './node.cts';
import { byReference } from './samples.cts';
import { storedDocument } from './sends.cts';

/** @param take gets these before each test */
export function useRequests(take: (own: { bench: Bench; reference: string }) => unknown) {
	let bench: Bench;
	let reference: string;

	beforeAll(async () => {
		bench = await startBench();
	});
	afterAll(async () => await bench.close());
	beforeEach(async () => {
		bench.simulator.faults.clear();
		reference = await storedDocument(bench, 'contract.pdf');
		bench.simulator.requests.length = 0;
		bench.simulator.elsewhere.requests.length = 0;
		take({ bench, reference });
	});

	const read = (requestOptions = {}) =>
		bench.run({
			resource: 'document',
			operation: 'get',
			document: byReference(reference),
			requestOptions,
		});
	const download = (requestOptions = {}) =>
		bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference(reference),
			requestOptions,
		});
	const requested = () => bench.simulator.requests.length;

	return { read, download, requested };
}

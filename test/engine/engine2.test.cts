import { sendAndAwait } from './awaiting.cts';
import { startBench, type Bench } from './node.cts';
import { byReference, dataFile } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

/**
 * What n8n 2.41.1 gives an execution of its engine 2.0 (createExecutionIdV2 of its execution-id.js);
 * that engine itself is tried in test/queue, since it needs PostgreSQL.
 */
const executionId = '019ac0de-7a11-7b3c-9d2e-1f2a3b4c5d6e';

test.each([
	['Send and Await Signature', sendAndAwait],
	['Await', { resource: 'document', operation: 'await', document: byReference('1') }],
])(
	'%s is refused in an engine that cannot wait, before anything is sent',
	async (_name, parameters) => {
		const items = [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')];
		const { error } = await bench.run(parameters, { items, executionId });
		expect(error?.message).toBe(
			"This workflow uses n8n's execution engine 2.0, which cannot wait for a signature",
		);
		expect(error?.description).toMatch(/Nothing was sent/);
		expect(bench.simulator.requests).toEqual([]);
	},
);

/** A wait, and the days that the simulator lets pass. */
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { inDays } from './samples.cts';

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
});
afterAll(async () => await stage.close());

test('a wait goes on until the due date has passed in the simulator, and then ends as expired', async () => {
	const { begin, bench, contracts, n8n, output, references, settle } = stage;
	const id = await begin({ ...sendAndAwait, dueDate: inDays(14) }, await contracts('Lease.pdf'));
	const [[reference]] = references(id);
	const state = () =>
		bench.simulator.documents().find((held) => held.reference === reference)?.state;

	bench.simulator.passDays(13);
	await settle();
	expect([state(), n8n.status(id)]).toEqual(['InProgress', 'waiting']);

	// A date alone is due at the end of that day.
	bench.simulator.passDays(3);
	await settle();
	expect([state(), n8n.status(id)]).toEqual(['Expired', 'success']);
	expect(output(id).items.map(({ json }) => json)).toMatchObject([
		{ documentReference: reference, status: 'expired', finished: false },
	]);
	expect(bench.simulator.problems).toEqual([]);
});

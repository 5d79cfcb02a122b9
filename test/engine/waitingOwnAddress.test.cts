/** An n8n that cannot call its own address, as its SSRF protection or a proxy may have it: it says so, once. */
import { setTimeout as sleep } from 'node:timers/promises';

import { Polling } from '../harness/polling.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { nodeWith } from './node.cts';

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
	// Connections of n8n to itself are cut; those of the service are not.
	stage.n8n.hearsItself = false;
});
afterAll(async () => await stage.close());

test('it is said once in the log, without a key, and the service wakes the workflows all the same', async () => {
	// All nodes of an n8n have one log.
	const warn = jest.spyOn(new Polling(stage.bench.engine, nodeWith({})).logger, 'warn');
	const said = () =>
		warn.mock.calls.map(([message]) => message).filter((message) => /own address/.test(message));
	const begin = async () =>
		await stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('Lease.pdf'));
	const ids = [await begin(), await begin()];
	while (said().length === 0) await sleep(100);
	// The second one has failed as well by now, or fails in a moment.
	await sleep(3_000);
	expect(said()).toHaveLength(1);
	const [message] = said();
	expect(message).toMatch(/^n8n could not call its own address http:\/\/127\.0\.0\.1:\d+: /);
	expect(message).toMatch(/docs\/waiting\.md/);
	expect(message).not.toMatch(/key=|signature=|webhook-waiting/);
	for (const id of ids) {
		const [[reference]] = stage.references(id);
		await stage.bench.simulator.sign(reference);
		await stage.bench.simulator.sign(reference);
		await stage.settle();
		expect(stage.n8n.status(id)).toBe('success');
	}
});

/** The chaos of the polling trigger, in small. The long form, with 1,000 documents: test/chaos/trigger.cts. */
import { runTrigger } from '../chaos/triggerRun.cts';

test.each([1])('60 documents, failing and overlapping polls, restarts: seed %d', async (seed) => {
	const counts = await runTrigger(60, seed);
	expect(counts).toMatchObject({ completed: 60, doubled: 0, lost: 0, invented: 0, untold: 0 });
	const { failed, restarts, overlaps, renames, outages, retired, hidden, malformed } = counts;
	expect(counts.lacking).toBeGreaterThan(0);
	for (const tried of [failed, restarts, overlaps, renames, outages, retired, hidden, malformed]) {
		expect(tried).toBeGreaterThan(0);
	}
});

import { runWaits } from '../chaos/waitRun.cts';

// The long form: node --require tsx/cjs test/chaos/waits.cts
test('each wait goes on once, and says truly what of the evidence is missing', async () => {
	const counts = await runWaits(30, 11);
	const { completed, others, doubled, lost, invented, untold, lacking, removed } = counts;
	expect({ doubled, lost, invented, untold }).toEqual({
		...{ doubled: 0, lost: 0, invented: 0, untold: 0 },
	});
	// Chaos that did not happen would prove nothing.
	for (const happened of [completed, others, lacking, removed]) expect(happened).toBeGreaterThan(0);
});

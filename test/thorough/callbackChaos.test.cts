import { runCallbacks } from '../chaos/callbackRun.cts';

// The long form: node --require tsx/cjs test/chaos/callbacks.cts
test('each call that arrives gives one item with the right eventId', async () => {
	const counts = await runCallbacks(40, 7);
	const { calls, dropped, arrived, putOff, items, repeats, events, lacking } = counts;
	const { wrong, missing, untold } = counts;
	expect({ wrong, missing, untold, lost: arrived - items }).toEqual({
		...{ wrong: 0, missing: 0, untold: 0, lost: 0 },
	});
	expect(putOff).toBe(3);
	// Chaos that did not happen would prove nothing.
	for (const happened of [calls, dropped, arrived, repeats, lacking])
		expect(happened).toBeGreaterThan(0);
	expect(Object.keys(events).sort()).toEqual(
		expect.arrayContaining(['completed', 'declined', 'expired', 'sent', 'signed']),
	);
});

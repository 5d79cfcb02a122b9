/** The chaos of `npm run chaos`, in small. */
import { run } from '../chaos/sendRun.cts';
import { waitInRealTime } from '../harness/patience.cts';

// What the simulator does late, it does late by the clock: the look-ups must not be over by then.
beforeAll(waitInRealTime);

test('sends while everything fails: nothing goes out twice, nothing is lost, all is told truly', async () => {
	const { verdicts, problems, lastLine } = await run(4711, 60);
	expect(verdicts.filter(({ wrong }) => wrong)).toEqual([]);
	expect(problems).toEqual([]);
	expect(lastLine).toMatch(/^60 sends: 0 duplicates, 0 lost, \d+ recovered, \d+ refused truly$/);
	// Otherwise nothing would have been shown.
	const told = new Set(verdicts.map((verdict) => verdict.told));
	expect([...told].sort()).toEqual(expect.arrayContaining(['recovered', 'refused', 'sent']));
});

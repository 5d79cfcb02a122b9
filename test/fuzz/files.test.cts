/** The short form of `npm run fuzz:files`: no file takes more processor time or memory than it may. */
import { generators, sampled } from './resources/generators.cts';
import { judged, Worst, type Find } from './resources/judge.cts';

// The same files in each run: new ones are for `npm run fuzz:files` to find.
const SEED = 20_261_126;
const FILES = 25;

test.each(generators)(
	'the reader of Smart Tags is bounded, whatever the file: %s',
	async (generator) => {
		const finds: Find[] = [];
		await judged(sampled(generator, SEED, FILES), new Worst(), (find) => finds.push(find));
		expect(finds.map(({ what, wrong }) => `${wrong}: ${what}`)).toEqual([]);
	},
	600_000,
);

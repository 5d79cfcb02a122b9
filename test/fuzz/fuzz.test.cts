/** The short form of `npm run fuzz`, with other values in each run; a failure says how to repeat it. */
import { keepTimers } from '../harness/timers.cts';
import { pureProperties, serviceRules } from './properties.cts';
import { tryOut } from './property.cts';

// The same cases in each run: new ones are for `npm run fuzz` to find, not for a change that lands.
const seed = 20_261_123;

test.each(pureProperties.map((property) => [property.name, property] as const))(
	'%s',
	async (_name, property) => {
		await tryOut(property, { cases: 300, seed });
	},
	30_000,
);

test('the whole node, with any answers', async () => {
	const endTimers = keepTimers();
	const { properties, close } = await serviceRules();
	try {
		for (const property of properties) await tryOut(property, { cases: 200, seed });
	} finally {
		await close();
		endTimers();
	}
});

/**
 * `npm run fuzz:values`: what has to hold for whatever somebody puts in and whatever a service answers, tried
 * with values that fast-check makes up. `--cases N` for each property (10,000), `--seed N`, and for
 * one failing case again `--only "its name" --seed N --path P`. The last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util';

import { Checks } from '../n8n/checks.mts';
import { pureProperties, serviceRules } from './properties.cts';
import { tryOut, type Property } from './property.cts';

const { values } = parseArgs({
	options: {
		cases: { type: 'string', default: '10000' },
		seed: { type: 'string' },
		only: { type: 'string', default: '' },
		path: { type: 'string' },
	},
});

async function main(): Promise<number> {
	const { only, path, seed } = values;
	const cases = Number(values.cases);
	const checks = new Checks();
	const tryAll = async (properties: Property[]) => {
		for (const property of properties.filter(({ name }) => name.startsWith(only))) {
			await checks.check(`${property.name} (${cases} cases)`, async () => {
				await tryOut(property, { cases, path, ...(seed && { seed: Number(seed) }) });
			});
		}
	};
	await tryAll(pureProperties);
	const service = await serviceRules();
	await tryAll(service.properties);
	console.log(`  ${service.tally()}`);
	await service.close();
	return checks.finish();
}

main().then(
	// n8n's engine keeps timers of its own running.
	(code) => process.exit(code),
	(error: Error) => {
		console.error(error.stack);
		console.log('0 passed, 1 failed');
		process.exit(1);
	},
);

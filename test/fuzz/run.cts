/**
 * `npm run fuzz:values`: what has to hold for whatever somebody puts in and whatever a service answers, tried
 * with values that fast-check makes up. `--cases N` for each property (10,000), `--seed N`, and for
 * one failing case again `--only "its name" --seed N --path P`.
 */
import { parseArgs } from 'node:util';

import { check } from '../harness/check.mts';
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

async function main(): Promise<void> {
	const { only, path, seed } = values;
	const cases = Number(values.cases);
	const tryAll = async (properties: Property[]) => {
		for (const property of properties.filter(({ name }) => name.startsWith(only))) {
			await check(`${property.name} (${cases} cases)`, async () => {
				await tryOut(property, { cases, path, ...(seed && { seed: Number(seed) }) });
			});
		}
	};
	await tryAll(pureProperties);
	const service = await serviceRules();
	await tryAll(service.properties);
	console.log(`  ${service.tally()}`);
	await service.close();
}

void main();

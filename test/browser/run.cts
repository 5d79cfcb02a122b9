/**
 * The pages of 'Create Signing Page' in a real browser: made by the node in n8n's engine, served with
 * the example workflow, and with a stand-in of the vendor's scripts that talks to the simulator.
 * `npm run test:embedding`
 */
import assert from 'node:assert/strict';

import { check } from '../harness/check.mts';
import { checkHardships } from './hardships.cts';
import { checkSigning } from './signing.cts';
import { Stage } from './stage.cts';

async function main(): Promise<void> {
	const stage = await Stage.set();
	try {
		await checkSigning(stage);
		await checkHardships(stage);
		await check('the simulator missed nothing', () => {
			assert.deepEqual(stage.bench.simulator.problems, []);
		});
	} finally {
		await stage.close();
	}
}

void main();

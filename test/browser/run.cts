/**
 * The pages of 'Create Signing Page' in a real browser: made by the node in n8n's engine, served with
 * the example workflow, and with a stand-in of the vendor's scripts that talks to the simulator.
 * `npm run test:embedding`
 */
import assert from 'node:assert/strict';

import { Checks } from '../n8n/checks.mts';
import { checkHardships } from './hardships.cts';
import { checkSigning } from './signing.cts';
import { Stage } from './stage.cts';

async function main(): Promise<number> {
	const checks = new Checks();
	const stage = await Stage.set();
	try {
		await checkSigning(checks, stage);
		await checkHardships(checks, stage);
		await checks.check('the simulator missed nothing', () => {
			assert.deepEqual(stage.bench.simulator.problems, []);
		});
	} finally {
		await stage.close();
	}
	return checks.finish();
}

main().then(
	// n8n's engine keeps timers of its own running.
	(code) => process.exit(code),
	(error: Error) => {
		console.error(error.message);
		console.log('0 passed, 1 failed');
		process.exit(1);
	},
);

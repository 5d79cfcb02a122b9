/**
 * Web pages in a real browser: the simulator's own; the preview of a send, as it comes by email; and those of 'Create
 * Signing Page', which the node makes in n8n's engine, served with the example workflow, and with a stand-in of the
 * vendor's scripts that talks to the simulator. `npm run test:embedding`; with `-- --pictures` it keeps pictures of the
 * simulator in docs/pictures.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';

import { check } from '../harness/check.mts';
import { checkHardships } from './hardships.cts';
import { checkMailbox } from './mailbox.cts';
import { checkPreview } from './preview.cts';
import { checkSigning } from './signing.cts';
import { Stage } from './stage.cts';

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { pictures: { type: 'boolean', default: false } } });
	const stage = await Stage.set();
	try {
		await checkMailbox(stage, values.pictures);
		await checkPreview(stage);
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

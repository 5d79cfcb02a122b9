/**
 * End to end, unattended: this package, packed and installed as n8n installs it, in a real n8n, with
 * the example workflows, against the simulator. `npm run test:e2e` takes both maintained lines of n8n,
 * `npm run test:e2e -- --n8n 1.123.81` one.
 */
import { parseArgs } from 'node:util';
import { checkCallbackTrigger } from './callbackTrigger.mts';
import { check } from '../harness/check.mts';
import { checkContracts } from './contracts.mts';
import { checkDates } from './dates.mts';
import { prepareFiles, readExamples } from '../n8n/examples.mts';
import { checkInstalled } from './installed.mts';
import { checkLoops } from './loops.mts';
import { checkOddAnswers } from './oddAnswers.mts';
import { checkOwnAddress } from './ownAddress.mts';
import { checkPacks } from './packs.mts';
import { checkPollingTrigger } from './pollingTrigger.mts';
import { checkSecrets } from './secrets.mts';
import { furnish, onEachLine, type Stage } from '../n8n/stage.mts';
import { checkTenants } from './tenants.mts';
import { checkWaiting } from './waiting.mts';

const play = async (stage: Stage): Promise<void> => {
	const { n8n, simulator, credential } = stage;
	const name = 'n8n takes in the package, the credential and the examples';
	const contracts = await check(name, async () => {
		await furnish(stage);
		await n8n.importWorkflows(await readExamples(n8n.home, credential));
		return await prepareFiles(n8n.home);
	});
	if (contracts) {
		await checkInstalled(stage);
		await checkContracts(n8n, simulator, contracts);
		await checkOddAnswers(stage);
		await checkDates(stage);
		await checkTenants(stage, contracts[0]);
		await checkWaiting(stage, contracts[0]);
		await checkPacks(stage);
		await checkLoops(stage, contracts[0]);
		await checkOwnAddress(stage, contracts[0]);
		await checkCallbackTrigger(stage);
		await checkPollingTrigger(stage);
		await checkSecrets(stage);
	}

	console.log('\nRequests that reached the simulator:');
	for (const { method, path, status } of simulator.requests)
		console.log(`  ${status} ${method} ${path}`);
};

const { values } = parseArgs({ options: { n8n: { type: 'string' } } });

await onEachLine(values.n8n, play);

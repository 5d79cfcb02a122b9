/**
 * End to end, unattended: this package, packed and installed as n8n installs it, in a real n8n, with
 * the example workflows, against the simulator. `npm run test:e2e` takes both maintained lines of n8n,
 * `npm run test:e2e -- --n8n 1.123.81` one.
 */
import { parseArgs } from 'node:util';
import { check } from '../harness/check.mts';
import { atDesk } from '../n8n/desk.mts';
import { prepareFiles, readExamples } from '../n8n/examples.mts';
import { furnish, onEachLine, type Stage } from '../n8n/stage.mts';
import { callbackTrigger } from './callbackTrigger.mts';
import { checkContracts } from './contracts.mts';
import { dates } from './dates.mts';
import { errorOutput } from './errorOutput.mts';
import { installed } from './installed.mts';
import { killed } from './killed.mts';
import { loops } from './loops.mts';
import { oddAnswers } from './oddAnswers.mts';
import { ownAddress } from './ownAddress.mts';
import { packageLoop } from './packageLoop.mts';
import { packs } from './packs.mts';
import type { Part, PartByItself } from './part.mts';
import { pollingTrigger } from './pollingTrigger.mts';
import { checkSecrets } from './secrets.mts';
import { tenants } from './tenants.mts';
import { unreadCredential } from './unreadCredential.mts';
import { waiting } from './waiting.mts';

const play = async (stage: Stage): Promise<void> => {
	const { n8n, simulator, credential, account } = stage;
	const contracts = await prepareFiles(n8n.home);
	const [contract] = contracts;
	const examples = await readExamples(n8n.home, credential);
	const packageInLoop = packageLoop(stage);
	const together: Part[] = [
		installed(stage),
		oddAnswers(stage),
		dates(stage),
		await tenants(stage, contract),
		packageInLoop.begins,
		waiting(stage, contract),
		unreadCredential(stage, contract),
		errorOutput(stage),
		packs(stage),
		loops(stage, examples, contract),
		callbackTrigger(stage),
		packageInLoop.ends,
	];
	const alone: PartByItself[] = [
		ownAddress(stage, contract),
		await pollingTrigger(stage),
		await killed(stage, contract),
	];
	const parts = [...together, ...alone];
	try {
		const name = 'n8n takes in the package, the credentials, the examples and all other workflows';
		const isReady = await check(name, async () => {
			await furnish(
				stage,
				parts.flatMap(({ credentials = [] }) => credentials),
			);
			await n8n.importWorkflows([...examples, ...parts.flatMap(({ workflows }) => workflows)]);
			return true;
		});
		if (isReady) {
			await checkContracts(n8n, simulator, contracts);
			await atDesk(n8n, account, async (desk) => {
				for (const part of together) await part.play(desk);
			});
			for (const part of alone) await part.play();
			await checkSecrets(stage);
		}
	} finally {
		for (const { close } of parts) await close?.();
	}

	console.log('\nRequests that reached the simulator:');
	for (const { method, path, status } of simulator.requests)
		console.log(`  ${status} ${method} ${path}`);
};

const { values } = parseArgs({ options: { n8n: { type: 'string' } } });

await onEachLine(values.n8n, play);

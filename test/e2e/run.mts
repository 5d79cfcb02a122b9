/**
 * End to end, unattended: this package, packed and installed as n8n installs it, in a real n8n, with
 * the example workflows, against the simulator. `npm run test:e2e`
 */
import { Checks } from './checks.mts';
import { checkContracts } from './contracts.mts';
import { prepareFiles, credentialOf, PROJECT, readExamples } from './examples.mts';
import { checkInstalled } from './installed.mts';
import { N8n } from './n8n/instance.mts';
import { installProject } from './n8n/package.mts';
import { startSandbox } from './sandbox.mts';

const checks = new Checks();
const n8n = await N8n.in();
const sandbox = await startSandbox();
try {
	const { home, installation } = n8n;
	const credential = credentialOf(sandbox.credential);
	const name = 'n8n takes in the package, the credential and the examples';
	const contracts = await checks.check(name, async () => {
		await installProject(PROJECT, home.userFolder, installation.node);
		await n8n.importCredentials([credential]);
		await n8n.importWorkflows(await readExamples(home, credential));
		return await prepareFiles(home);
	});
	if (contracts) {
		await checkInstalled(checks, n8n, sandbox, credential);
		await checkContracts(checks, n8n, sandbox, contracts);
	}

	console.log('\nRequests that reached the simulator:');
	for (const { method, path, status } of sandbox.requests)
		console.log(`  ${status} ${method} ${path}`);
} finally {
	await sandbox.close();
	await n8n.remove();
}
process.exitCode = checks.finish();

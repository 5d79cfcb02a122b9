/**
 * In the network of a company, unattended: a real n8n behind a proxy that opens encrypted connections with an
 * authority of its own, and that plays the npm registry and the service under their real names.
 * `npm run test:network` takes both maintained lines of n8n, `-- --n8n 2.41.1` one, `-- --short` one and the
 * core of it.
 */
import { parseArgs } from 'node:util';
import { tally } from '../harness/check.mts';
import { N8N_VERSIONS } from '../n8n/install.mts';
import { onEachLine, type Stage } from '../n8n/stage.mts';
import { inCompany } from './office.mts';
import { checkPackages } from './packages.mts';
import { checkProduction } from './production.mts';
import { checkSsrfProtection } from './ssrfProtection.mts';

const { values } = parseArgs({
	options: { n8n: { type: 'string' }, short: { type: 'boolean', default: false } },
});

const play = async (stage: Stage): Promise<void> =>
	await inCompany(stage, async (office) => {
		await checkPackages(office);
		await checkProduction(office, values.short);
		// Line 1 has no such protection.
		if (!values.short && stage.n8n.installation.major > 1) await checkSsrfProtection(office);
	});

// After what node:test says in the end.
process.on('exit', () => console.log(`${tally.passed} passed, ${tally.failed} failed`));

await onEachLine(values.n8n ?? (values.short ? N8N_VERSIONS[0] : undefined), play);

/**
 * n8n in queue mode: one main process, two workers, one process for webhooks, with PostgreSQL and
 * Redis. Workers are killed; nothing is lost, and nothing is sent twice.
 *
 * `npm run test:queue`; `-- --executions 40 --rows 120` for fewer, `-- --only campaign` for the campaign alone. Needs
 * Debian's packages postgresql and redis-server, not their services.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { awaitingWorkflow, type Awaiting } from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { credentialOf, prepareFiles } from '../n8n/examples.mts';
import { Executions } from '../n8n/executions.mts';
import { newAccount, Owner } from '../n8n/owner.mts';
import { publish } from '../n8n/workflows.mts';
import { startSimulator } from '../n8n/simulator.mts';
import { playCampaign, stageCampaign, type Campaign } from './campaign.mts';
import { Cluster } from './cluster.mts';
import { playEngine2 } from './engine2.mts';
import { playOrders } from './orders.mts';
import type { Play } from './play.mts';
import { playTriggers } from './triggers.mts';
import { playWaits } from './waits.mts';
import { calledWorkflow, ordersWorkflow, polledWorkflow, type Setting } from './workflows.mts';

const WORKERS = 2;

const stage = async (
	cluster: Cluster,
	setting: Setting,
	awaiting: Awaiting,
	campaign: Campaign,
) => {
	const workflows = [
		awaitingWorkflow(awaiting),
		...[ordersWorkflow, polledWorkflow, calledWorkflow].map((make) => make(setting)),
		campaign.workflow,
	];
	await cluster.main.importCredentials([setting.credential, ...campaign.credentials]);
	await cluster.main.importWorkflows(workflows);
	const main = await cluster.startMain();
	const owner = await Owner.setUp(main.origin, newAccount());
	for (const { id } of workflows) await publish(owner, id);
	return new Executions(owner);
};

const { values } = parseArgs({
	options: {
		executions: { type: 'string', default: '200' },
		rows: { type: 'string', default: '1000' },
		only: { type: 'string' },
	},
});
const numberFrom = (name: 'executions' | 'rows', least: number): number => {
	const count = Number(values[name]);
	if (Number.isInteger(count) && count >= least) return count;
	throw new Error(`--${name} wants a number from ${least} on`);
};
const count = numberFrom('executions', 40);
const rows = numberFrom('rows', 120);
if (values.only !== undefined && values.only !== 'campaign')
	throw new Error('--only wants campaign');

const began = Date.now();
const seen = (what: string): void =>
	console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);

// What was started ends with this process, however that ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const simulator = await startSimulator();
const cluster = await Cluster.make(WORKERS);
const campaign = await stageCampaign(cluster);
// Whether a check has failed is known when the run ends.
process.once('exit', (code) => code && console.log(cluster.errors().join('\n')));
try {
	seen('PostgreSQL and Redis run');
	const setting = {
		simulator,
		credential: credentialOf(simulator.credential),
		webhookOrigin: cluster.webhookOrigin,
	};
	const [contract] = await prepareFiles(cluster.main.home);
	const awaiting = { id: 'waits', contract, simulator, credential: setting.credential };
	const executions = await stage(cluster, setting, awaiting, campaign);
	await cluster.startWebhook();
	const workers = await Promise.all(
		Array.from({ length: WORKERS }, async (_, i) => await cluster.startWorker(i + 1)),
	);
	seen(`n8n ${cluster.main.installation.version} runs: main, webhook, ${WORKERS} workers`);
	const play: Play = { setting, executions, workers, contract, seen };

	const restart = async () => {
		play.workers[0] = await cluster.startWorker(1);
		seen('worker 1 runs again');
	};
	if (!values.only) {
		await playOrders(play, count);
		await playTriggers(play, count / 10);
		await restart();
		await playWaits(play, awaiting, count / 10);
		await restart();
	}
	await playCampaign(campaign, play, async (number) => await cluster.startWorker(number), rows);
	await check('the simulator found nothing wrong with any request', () => {
		assert.deepEqual(simulator.problems, []);
	});
} finally {
	await cluster.remove();
	await simulator.close();
	await campaign.close();
	seen('all is ended');
}
if (!values.only) {
	await playEngine2();
	seen('engine 2.0 is tried');
}

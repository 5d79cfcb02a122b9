/**
 * n8n in queue mode: one main process, two workers, one process for webhooks, with PostgreSQL and
 * Redis. Workers are killed; nothing is lost, and nothing is sent twice.
 *
 * `npm run test:queue`; `-- --executions 40` for fewer. Needs Debian's packages postgresql and
 * redis-server, not their services.
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
import { Cluster } from './cluster.mts';
import { playEngine2 } from './engine2.mts';
import { playOrders } from './orders.mts';
import type { Play } from './play.mts';
import { playTriggers } from './triggers.mts';
import { playWaits } from './waits.mts';
import { calledWorkflow, ordersWorkflow, polledWorkflow, type Setting } from './workflows.mts';

const WORKERS = 2;

const stage = async (cluster: Cluster, setting: Setting, awaiting: Awaiting) => {
	const workflows = [
		awaitingWorkflow(awaiting),
		...[ordersWorkflow, polledWorkflow, calledWorkflow].map((make) => make(setting)),
	];
	await cluster.main.importCredentials([setting.credential]);
	await cluster.main.importWorkflows(workflows);
	const main = await cluster.startMain();
	const owner = await Owner.setUp(main.origin, newAccount());
	for (const { id } of workflows) await publish(owner, id);
	return new Executions(owner);
};

const { values } = parseArgs({ options: { executions: { type: 'string', default: '200' } } });
const count = Number(values.executions);
if (!Number.isInteger(count) || count < 40)
	throw new Error('--executions wants a number from 40 on');

const began = Date.now();
const seen = (what: string): void =>
	console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);

// What was started ends with this process, however that ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const simulator = await startSimulator();
const cluster = await Cluster.make(WORKERS);
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
	const executions = await stage(cluster, setting, awaiting);
	await cluster.startWebhook();
	const workers = await Promise.all(
		Array.from({ length: WORKERS }, async (_, i) => await cluster.startWorker(i + 1)),
	);
	seen(`n8n ${cluster.main.installation.version} runs: main, webhook, ${WORKERS} workers`);
	const play: Play = { setting, executions, workers, contract, seen };

	await playOrders(play, count);
	await playTriggers(play, count / 10);
	play.workers[0] = await cluster.startWorker(1);
	seen('worker 1 runs again');
	await playWaits(play, awaiting, count / 10);
	await check('the simulator found nothing wrong with any request', () => {
		assert.deepEqual(simulator.problems, []);
	});
} finally {
	await cluster.remove();
	await simulator.close();
	seen('all is ended');
}
await playEngine2();
seen('engine 2.0 is tried');

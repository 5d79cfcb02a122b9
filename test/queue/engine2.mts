/**
 * n8n's engine 2.0, which has to be asked for and keeps its executions in PostgreSQL: it takes what a
 * node puts out and knows no waiting. Sends that would wait are refused there while nothing is out.
 */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitingWorkflow, LAST, NODE, type Awaiting } from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { credentialOf, prepareFiles } from '../n8n/examples.mts';
import { N8n, type Workflow } from '../n8n/instance.mts';
import { callWorkflow, webhook, whenCalled, workflowOf } from '../n8n/nodes.mts';
import { installProject } from '../n8n/package.mts';
import { startServer } from '../n8n/server.mts';
import { until } from '../n8n/until.mts';
import { callWebhook } from '../n8n/webhook.mts';
import { startSimulator, type Simulator } from '../n8n/simulator.mts';
import { startStores } from './stores.mts';

const ENGINE_2 = 'engine-2';
const CHILD = 'child';
const PARENT = 'parent';

/** Two workflows for engine 2.0, and one that calls the second from engine 1. */
function workflowsFor(awaiting: Awaiting): Workflow[] {
	const { nodes } = awaitingWorkflow(awaiting);
	const named = (wanted: string) => nodes.find(({ name }) => name === wanted)!;
	const [read, send, tell] = ['Read Contract', NODE, LAST].map(named);
	const settings = { engineType: 'v2' };
	const told = {
		...tell,
		parameters: {
			...tell.parameters,
			url: `=${awaiting.simulator.elsewhere.url}/{{ $json.error }}`,
		},
	};
	return [
		workflowOf(
			ENGINE_2,
			[webhook(ENGINE_2), read, { ...send, onError: 'continueRegularOutput' }, told],
			settings,
		),
		workflowOf(CHILD, [whenCalled, read, send], settings),
		workflowOf(PARENT, [webhook(PARENT), callWorkflow(CHILD)]),
	];
}

const sends = ({ requests }: Simulator) =>
	requests.filter(({ path }) => /Uploader|SmartTag/.test(path)).map(({ path }) => path);

/** Starts an n8n with that engine, and plays with and without it. */
export async function playEngine2(): Promise<void> {
	const folder = await realpath(await mkdtemp(join(tmpdir(), 'n8n-engine-2-')));
	// The user that PostgreSQL runs as has to come through.
	await chmod(folder, 0o711);
	const stores = await startStores(folder);
	const { settings } = stores;
	const database = new URL(
		`postgres://${settings.DB_POSTGRESDB_HOST}:${settings.DB_POSTGRESDB_PORT}/${settings.DB_POSTGRESDB_DATABASE}`,
	);
	database.username = settings.DB_POSTGRESDB_USER!;
	database.password = settings.DB_POSTGRESDB_PASSWORD!;
	const n8n = await N8n.in({
		folder: join(folder, 'n8n'),
		settings: { N8N_ENABLED_MODULES: 'engine-v2', N8N_ENGINE_DATABASE_URL: database.href },
	});
	const simulator = await startSimulator();
	try {
		const credential = credentialOf(simulator.credential);
		await installProject(n8n);
		const [contract] = await prepareFiles(n8n.home);
		await n8n.importCredentials([credential]);
		const workflows = workflowsFor({ id: 'waits', contract, simulator, credential });
		await n8n.importWorkflows(workflows);
		for (const { id } of workflows) await n8n.activate(id);
		const server = await startServer(n8n);
		try {
			await check('engine 2.0: what would wait is refused while nothing is out', async () => {
				await callWebhook(server.origin, ENGINE_2, {});
				await until('word of the node', () => simulator.elsewhere.requests[0]);
				assert.deepEqual(
					simulator.elsewhere.requests.map(({ path }) => decodeURIComponent(path)),
					["/This workflow uses n8n's execution engine 2.0, which cannot wait for a signature"],
				);
				assert.deepEqual(sends(simulator), []);
			});
			await check('engine 1 waits, also in a workflow that asks for the other', async () => {
				await callWebhook(server.origin, PARENT, {});
				const resumes = () => simulator.documents().map(({ notifyUrl }) => notifyUrl ?? '');
				await until('document that is out', () => resumes().some(Boolean) || undefined);
				assert.match(resumes()[0], /\/webhook-waiting\//);
				assert.equal(sends(simulator).length, 2);
			});
		} finally {
			await server.stop();
		}
	} finally {
		await simulator.close();
		await stores.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

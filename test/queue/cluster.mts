/**
 * n8n in queue mode: a main process, workers, and a process that answers webhooks, each with a folder
 * of its own, as on machines of their own. PostgreSQL and Redis are all that they share.
 */
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../n8n/environment.mts';
import { N8n } from '../n8n/instance.mts';
import { installProject } from '../n8n/package.mts';
import { startServer, type N8nServer, type Role } from '../n8n/server.mts';
import { startStores, type Stores } from './stores.mts';

/** How many executions a worker runs at a time. n8n wants five at least. */
export const AT_A_TIME = 5;

const WORKER: Role = {
	args: ['worker', `--concurrency=${AT_A_TIME}`],
	ready: 'n8n worker is now ready',
};
const WEBHOOK: Role = { args: ['webhook'], ready: 'Webhook listener waiting for requests' };

const QUEUE: NodeJS.ProcessEnv = {
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	// n8n takes a minute to notice that a worker is gone. Milliseconds.
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

export class Cluster {
	private readonly running: N8nServer[] = [];

	private constructor(
		private readonly folder: string,
		private readonly stores: Stores,
		readonly main: N8n,
		private readonly webhook: N8n,
		private readonly workers: N8n[],
	) {}

	/** Makes all of it, and starts the stores alone: n8n's commands work then. */
	static async make(workers: number): Promise<Cluster> {
		const folder = await realpath(await mkdtemp(join(tmpdir(), 'n8n-queue-')));
		// The user that PostgreSQL runs as has to come through.
		await chmod(folder, 0o711);
		const stores = await startStores(folder);
		const settings = {
			...QUEUE,
			...stores.settings,
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			// One folder that a worker reads a file from.
			N8N_RESTRICT_FILE_ACCESS_TO: join(folder, 'main', 'files'),
		};
		const webhook = await N8n.in({ folder: join(folder, 'webhook'), settings });
		const others = ['main', ...Array.from({ length: workers }, (_, i) => `worker-${i + 1}`)].map(
			async (name) =>
				await N8n.in({
					folder: join(folder, name),
					settings: { ...settings, N8N_WEBHOOK_URL: originOf(webhook.home) },
				}),
		);
		const [main, ...rest] = await Promise.all(others);
		await installProject(main);
		for (const { home } of [webhook, ...rest]) {
			const nodes = join('.n8n', 'nodes');
			await cp(join(main.home.userFolder, nodes), join(home.userFolder, nodes), {
				recursive: true,
			});
		}
		return new Cluster(folder, stores, main, webhook, rest);
	}

	/** Where webhooks are answered. */
	get webhookOrigin(): string {
		return originOf(this.webhook.home);
	}

	async startMain(): Promise<N8nServer> {
		return await this.keep(startServer(this.main));
	}

	async startWebhook(): Promise<N8nServer> {
		return await this.keep(startServer(this.webhook, WEBHOOK));
	}

	/** @param number from 1 */
	async startWorker(number: number): Promise<N8nServer> {
		return await this.keep(startServer(this.workers[number - 1], WORKER));
	}

	/** What the processes logged as errors, for whoever wants to know why a check failed. */
	errors(): string[] {
		return this.running.flatMap((server) =>
			server.log().flatMap(({ level, message }) => (level === 'error' ? message : [])),
		);
	}

	/** Ends whatever runs, and deletes all folders. */
	async remove(): Promise<void> {
		await Promise.all(this.running.map(async (server) => await server.stop()));
		await this.stores.stop();
		await rm(this.folder, { recursive: true, force: true });
	}

	private async keep(starting: Promise<N8nServer>): Promise<N8nServer> {
		const server = await starting;
		this.running.push(server);
		return server;
	}
}

/** The executions that a worker has begun, by its log. */
export const begunBy = (worker: N8nServer): string[] =>
	worker
		.log()
		.flatMap(({ message }) => /^Worker started execution (\d+) /.exec(message)?.[1] ?? []);

/** What the benchmark needs: an installed n8n, the packed package, the stand-in of the service. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { IBinaryData } from 'n8n-workflow';
import { installN8n, type N8nInstallation } from '../n8n/install.mts';
import { packAndUnpack, type Packed } from '../harness/packed.mts';
import { makeAuthority } from '../network/authority.mts';
import { start, type Companion } from './processes.mts';
import type { Figures, ServerFacts, ServerQuestion, Task, WorkerQuestion } from './protocol.cts';

export const PROJECT = join(import.meta.dirname, '../..');

export type Worker = Companion<WorkerQuestion, Figures>;

export class Stage {
	private readonly workers: Worker[] = [];

	private constructor(
		readonly installation: N8nInstallation,
		readonly packed: Packed,
		private readonly folder: string,
		private readonly server: Companion<ServerQuestion, ServerFacts>,
		readonly service: string,
		/** The same over TLS and at a distance. */
		readonly distantService: string,
		private readonly authority: string,
	) {}

	static async set(): Promise<Stage> {
		const installation = await installN8n();
		const folder = await mkdtemp(join(tmpdir(), 'bench-'));
		await mkdir(join(folder, 'packed'));
		const packed = await packAndUnpack(PROJECT, join(folder, 'packed'));
		const authority = await makeAuthority(folder);
		const identity = JSON.stringify(await authority.issue(['localhost']));
		const { node } = installation;
		const server = start<ServerQuestion, ServerFacts>(node, 'standIn.cts', [identity]);
		const { url, distantUrl } = await server.ask({});
		return new Stage(installation, packed, folder, server, url, distantUrl, authority.file);
	}

	/** The package lies outside the project, so it is told where n8n-workflow is. */
	private get environment(): NodeJS.ProcessEnv {
		return {
			NODE_PATH: join(PROJECT, 'node_modules'),
			N8N_USER_FOLDER: this.folder,
			NODE_EXTRA_CA_CERTS: this.authority,
		};
	}

	/** Runs something to its end with the Node.js that n8n runs on. */
	async run(args: string[]): Promise<{ stdout: string }> {
		const env = { ...process.env, ...this.environment };
		return await promisify(execFile)(this.installation.node, args, { env });
	}

	/** A process of its own, with n8n's engine loaded; they all share one store for files. */
	worker(nodeOptions: string[] = [], service = this.service): Worker {
		const args = [this.installation.dir, this.packed.folder, service];
		const { node } = this.installation;
		const worker: Worker = start(node, 'worker.cts', args, this.environment, nodeOptions);
		this.workers.push(worker);
		return worker;
	}

	async measure(
		worker: Worker,
		task: Omit<Task, 'service'>,
		service = this.service,
	): Promise<Figures> {
		return await worker.ask({ measure: { ...task, service } });
	}

	async storedFile(worker: Worker, bytes: number): Promise<IBinaryData> {
		return await worker.ask<IBinaryData>({ store: bytes });
	}

	async forget({ id }: IBinaryData): Promise<void> {
		const worker = this.worker();
		await worker.ask({ forget: id ?? '' });
		await worker.stop();
	}

	/** Sets how long the service takes for each answer; says how busy it was since it was last asked. */
	async serve(question: ServerQuestion = {}): Promise<ServerFacts> {
		return await this.server.ask(question);
	}

	async close(): Promise<void> {
		await Promise.all([this.server, ...this.workers].map(async (process) => await process.stop()));
		await rm(this.folder, { recursive: true, force: true });
	}
}

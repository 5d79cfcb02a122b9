/**
 * An n8n with a folder of its own, driven by its command line.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.mts';
import { environmentOf, makeHome, type Home } from './environment.mts';
import { installN8n, type N8nInstallation, type N8nVersion } from './install.mts';
import { errorsIn, readLog, type LogEntry } from './log.mts';
import { resultsOf, type Results, type RunData } from './results.mts';

export interface Credential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[field: string]: unknown;
}

export interface Workflow {
	id: string;
	name: string;
	nodes: WorkflowNode[];
	[field: string]: unknown;
}

interface Execution {
	data: { resultData: { runData: RunData } };
}

export interface N8nOptions {
	/** The current line unless another is asked for. */
	version?: N8nVersion;
	/** A folder that may hold the data of an earlier n8n; a new, empty one unless given. */
	folder?: string;
	/** Taken if it is free. */
	port?: number;
	/** Environment variables of n8n that go before those of every n8n here. */
	settings?: NodeJS.ProcessEnv;
}

/** `n8n execute` prints the execution as one message of its log. */
const executionIn = (log: LogEntry[]): Execution => {
	const entry = log.find(({ message }) => /^\{\s*"data"/.test(message));
	if (!entry) throw new Error('n8n ran the workflow, but printed no result');
	return JSON.parse(entry.message) as Execution;
};

export class N8n {
	private constructor(
		readonly home: Home,
		readonly installation: N8nInstallation,
		private readonly settings: NodeJS.ProcessEnv,
	) {}

	static async in({ version, folder, port, settings = {} }: N8nOptions = {}): Promise<N8n> {
		const installation = await installN8n(version);
		const userFolder = folder ?? (await mkdtemp(join(tmpdir(), 'n8n-e2e-')));
		return new N8n(await makeHome(userFolder, port), installation, settings);
	}

	/** The same n8n, started with other settings besides. */
	with(settings: NodeJS.ProcessEnv): N8n {
		return new N8n(this.home, this.installation, { ...this.settings, ...settings });
	}

	/** The environment in which this n8n and its commands run. */
	get environment(): NodeJS.ProcessEnv {
		return { ...environmentOf(this.home, this.installation.major), ...this.settings };
	}

	/** Runs one of n8n's commands and returns what it logged. */
	async cli(...args: string[]): Promise<LogEntry[]> {
		const { node, n8n } = this.installation;
		const env = this.environment;
		const cwd = this.home.userFolder;
		const run = async () => await command(node, [n8n, ...args], { cwd, env, tell: errorsIn });
		return readLog(
			await run().catch(async (error: Error) => {
				// Seen once on a busy machine: Node.js itself crashed. No JavaScript can, so it says nothing of the package.
				if (!error.message.includes('was ended by SIGSEGV')) throw error;
				process.stderr.write(`Once more, since Node.js crashed: ${error.message}\n`);
				return await run();
			}),
		);
	}

	async importCredentials(credentials: Credential[]): Promise<void> {
		await this.importing('import:credentials', credentials);
	}

	async importWorkflows(workflows: Workflow[]): Promise<void> {
		await this.importing('import:workflow', workflows);
	}

	/** A workflow with what n8n has stored for it, so with what its triggers know. */
	async exportWorkflow(workflowId: string): Promise<Workflow> {
		const file = join(this.home.userFolder, 'export.json');
		await this.cli('export:workflow', `--id=${workflowId}`, `--output=${file}`);
		const [workflow] = JSON.parse(await readFile(file, 'utf8')) as Workflow[];
		await rm(file);
		return workflow;
	}

	/** Puts a workflow to work: its triggers listen from the next start of n8n on. */
	async activate(workflowId: string): Promise<void> {
		const id = `--id=${workflowId}`;
		// n8n 2 publishes workflows; before it, they had a switch.
		if (this.installation.major === 1) {
			await this.cli('update:workflow', id, '--active=true');
		} else {
			await this.cli('publish:workflow', id);
		}
	}

	/** Runs a workflow from its Manual Trigger to its end. A node's error is an error here. */
	async execute(workflowId: string): Promise<Results> {
		const log = await this.cli('execute', `--id=${workflowId}`, '--rawOutput');
		return resultsOf(executionIn(log).data.resultData.runData);
	}

	/** Deletes the folder with all that is in it. */
	async remove(): Promise<void> {
		await rm(this.home.userFolder, { recursive: true, force: true });
	}

	/** The content passes through a file, which is deleted at once since it may hold secrets. */
	private async importing(name: string, content: object[]): Promise<void> {
		const file = join(this.home.userFolder, 'import.json');
		await writeFile(file, JSON.stringify(content), { mode: 0o600 });
		try {
			await this.cli(name, `--input=${file}`);
		} finally {
			await rm(file);
		}
	}
}

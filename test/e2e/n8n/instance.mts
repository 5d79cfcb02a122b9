/**
 * An n8n with a folder of its own, driven by its command line.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.mts';
import { environmentOf, makeHome, type Home } from './environment.mts';
import { installN8n, type N8nInstallation } from './install.mts';
import { errorsIn, readLog, type LogEntry } from './log.mts';

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

export interface Item {
	json: Record<string, unknown>;
}

/** The output items of every node that ran, by the node's name. */
export type Results = Record<string, Item[]>;

interface Execution {
	data: {
		resultData: {
			runData: Record<string, Array<{ data?: { main?: Array<Item[] | null> } }>>;
		};
	};
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
	) {}

	/**
	 * An n8n in `folder`, which may hold the data of an earlier one, or in a new empty folder; at
	 * `port` if that is free.
	 */
	static async in(folder?: string, port?: number): Promise<N8n> {
		const installation = await installN8n();
		const userFolder = folder ?? (await mkdtemp(join(tmpdir(), 'secured-signing-n8n-')));
		return new N8n(await makeHome(userFolder, port), installation);
	}

	/** Runs one of n8n's commands and returns what it logged. */
	async cli(...args: string[]): Promise<LogEntry[]> {
		const { node, n8n } = this.installation;
		const env = environmentOf(this.home);
		const cwd = this.home.userFolder;
		return readLog(await command(node, [n8n, ...args], { cwd, env, tell: errorsIn }));
	}

	async importCredentials(credentials: Credential[]): Promise<void> {
		await this.importing('import:credentials', credentials);
	}

	async importWorkflows(workflows: Workflow[]): Promise<void> {
		await this.importing('import:workflow', workflows);
	}

	/** Runs a workflow from its Manual Trigger to its end. A node's error is an error here. */
	async execute(workflowId: string): Promise<Results> {
		const log = await this.cli('execute', `--id=${workflowId}`, '--rawOutput');
		const { runData } = executionIn(log).data.resultData;
		return Object.fromEntries(
			Object.entries(runData).map(([name, runs]) => [
				name,
				runs.flatMap(({ data }) => data?.main?.flatMap((items) => items ?? []) ?? []),
			]),
		);
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

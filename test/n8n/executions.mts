/**
 * The executions of a running n8n, as its owner sees them in the editor.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import { start } from './nodes.mts';
import type { Owner } from './owner.mts';
import { resultsOf, type Item, type Results, type RunData, type StoredFile } from './results.mts';
import { until } from './until.mts';
import { readWorkflow } from './workflows.mts';

/** n8n's own words. */
export type Status =
	| 'new'
	| 'running'
	| 'waiting'
	| 'success'
	| 'error'
	| 'canceled'
	| 'crashed'
	| 'unknown';

export interface ExecutionSummary {
	id: string;
	status: Status;
	workflowId: string;
	retryOf?: string | null;
}

export interface Execution extends ExecutionSummary {
	/** What each node put out so far. */
	results: Results;
	/** What ended it, if something did. */
	error?: { message: string; description?: string | null };
}

interface StoredData {
	resultData: { runData?: RunData; error?: Execution['error'] };
}

interface Page {
	results: ExecutionSummary[];
	/** How many there are on all pages. */
	count: number;
}

/** The most that n8n gives at once. */
const PAGE = 100;
const WAIT_LIMIT = 60_000;

const hasEnded = ({ status }: ExecutionSummary): boolean =>
	['success', 'error', 'canceled', 'crashed'].includes(status);

export class Executions {
	constructor(private readonly owner: Owner) {}

	/**
	 * Those of one workflow, all or those of some statuses, the newest first.
	 *
	 * @throws Error for more than n8n gives at once: it cuts its pages by the number of the execution,
	 * sorts them by its start, and leaves some out between two of them
	 */
	async list(workflowId: string, status?: Status[]): Promise<ExecutionSummary[]> {
		const { results, count } = await this.page(workflowId, status);
		if (count > PAGE) throw new Error(`${count} executions are more than n8n lists`);
		return results;
	}

	/** How many there are of one workflow, all that have ended or those of some statuses. */
	async count(workflowId: string, status?: Status[]): Promise<number> {
		return (await this.page(workflowId, status)).count;
	}

	private async page(workflowId: string, status?: Status[]): Promise<Page> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
		const path = `/rest/executions?filter=${filter}&limit=${PAGE}`;
		return (await this.owner.get<{ data: Page }>(path)).data;
	}

	async read(id: string): Promise<Execution> {
		const { runData, ...execution } = await this.stored(id);
		return { ...execution, results: resultsOf(runData) };
	}

	/** The newest of a workflow, once it has succeeded, with each run of its nodes; another than `last`. */
	async newest(workflowId: string, last?: string): Promise<{ id: string; runData: RunData }> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['success'] }));
		const path = `/rest/executions?filter=${filter}&limit=1`;
		const deadline = Date.now() + WAIT_LIMIT;
		for (;;) {
			const [found] = (await this.owner.get<{ data: Page }>(path)).data.results;
			if (found && found.id !== last) return await this.stored(found.id);
			if (Date.now() > deadline) throw new Error(`${workflowId} has no new execution`);
			await sleep(10);
		}
	}

	private async stored(id: string) {
		const path = `/rest/executions/${id}`;
		const answer = await this.owner.get<{ data: ExecutionSummary & { data: string } }>(path);
		const { data, ...summary } = answer.data;
		// One that has just begun has no data yet.
		const { runData = {}, error } =
			(parse(data) as Partial<StoredData> | undefined)?.resultData ?? {};
		return { ...summary, runData, error };
	}

	/**
	 * Starts a workflow from one of its triggers as the editor's button does; returns the id of the execution.
	 */
	async begin(workflowId: string, trigger: string): Promise<string> {
		// n8n 1 runs what it is given here, n8n 2 what it has.
		const workflowData = await readWorkflow(this.owner, workflowId);
		const { data } = await this.owner.post<{ data: { executionId: string } }>(
			`/rest/workflows/${workflowId}/run`,
			{ workflowData, triggerToStartFrom: { name: trigger } },
		);
		return data.executionId;
	}

	/** Runs a workflow from its Manual Trigger to its end. A node's error is an error here. */
	async run(workflowId: string): Promise<Results> {
		const { nodes } = await readWorkflow(this.owner, workflowId);
		const trigger = nodes.find(({ type }) => type === start.type);
		if (!trigger) throw new Error(`${workflowId} has no Manual Trigger`);
		const id = await this.begin(workflowId, trigger.name);
		// The trigger has put something out by then, and what is stored before that is not all of it.
		const { status, results, error } = await until(`end of ${workflowId}`, async () => {
			const execution = await this.read(id);
			return hasEnded(execution) && execution.results[trigger.name] ? execution : undefined;
		});
		if (status !== 'success') {
			const told = [`${workflowId} ended in '${status}'`, error?.message, error?.description];
			throw new Error(told.filter(Boolean).join('\n'));
		}
		return results;
	}

	/** Stops one that runs, as the editor's button does. */
	async stop(id: string): Promise<void> {
		await this.owner.post(`/rest/executions/${id}/stop`, {});
	}

	/** Runs an execution that failed again, from where it failed; settles when that has ended. */
	async retry(id: string): Promise<void> {
		await this.owner.post(`/rest/executions/${id}/retry`, {});
	}

	/**
	 * Waits until an execution has a status, and reads it. Any other end is an error at once.
	 *
	 * n8n 1 stores the status of an execution a moment before its data. Name the node that runs last to
	 * wait for these too; for an error, that is waited for.
	 */
	async until(
		id: string,
		status: Status,
		{ last, limit = WAIT_LIMIT }: { last?: string; limit?: number } = {},
	): Promise<Execution> {
		const deadline = Date.now() + limit;
		for (;;) {
			const execution = await this.read(id);
			const isThere = execution.status === status;
			const isStored = last ? execution.results[last] : status !== 'error' || execution.error;
			if (isThere && isStored) return execution;
			if ((hasEnded(execution) && !isThere) || Date.now() > deadline) {
				const why = execution.error?.message ?? '';
				throw new Error(`Execution ${id} is '${execution.status}', not '${status}'. ${why}`);
			}
			await sleep(100);
		}
	}

	/** Waits until this many executions of a workflow have a status; returns those. */
	async untilMany(
		workflowId: string,
		status: Status,
		count: number,
		limit = WAIT_LIMIT,
	): Promise<ExecutionSummary[]> {
		const deadline = Date.now() + limit;
		for (;;) {
			const all = await this.list(workflowId);
			const found = all.filter((execution) => execution.status === status);
			if (found.length >= count) return found;
			if (Date.now() > deadline) {
				const seen = all.map((execution) => execution.status).sort();
				throw new Error(`${found.length} of ${count} are '${status}': ${seen.join(' ')}`);
			}
			await sleep(250);
		}
	}

	/** The bytes of a file that an item holds. */
	async file({ binary }: Item, name = 'data'): Promise<Buffer> {
		const file: StoredFile | undefined = binary?.[name];
		if (!file) throw new Error(`The item has no file '${name}'`);
		if (!file.id) return Buffer.from(file.data, 'base64');
		const id = encodeURIComponent(file.id);
		return await this.owner.bytes(`/rest/binary-data?id=${id}&action=download`);
	}
}

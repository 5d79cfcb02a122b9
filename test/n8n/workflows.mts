/**
 * The workflows of a running n8n, changed and published as its editor does.
 */
import type { Workflow } from './instance.mts';
import type { Owner } from './owner.mts';
import { until } from './until.mts';

const addressOf = (id: string): string => `/rest/workflows/${id}`;

/** A workflow as n8n holds it, with changes that nobody has published yet. */
export const readWorkflow = async <T = Workflow,>(owner: Owner, id: string): Promise<T> =>
	(await owner.get<{ data: T }>(addressOf(id))).data;

/** Saves changes to a workflow. */
export const changeWorkflow = async (
	owner: Owner,
	id: string,
	changes: Partial<Workflow>,
): Promise<void> => {
	const { versionId } = await readWorkflow(owner, id);
	await owner.patch(addressOf(id), { ...changes, versionId });
};

/** Publishes a workflow as it is now: its triggers listen by the time that this returns. */
export const publish = async (owner: Owner, id: string): Promise<void> => {
	const { versionId } = await readWorkflow(owner, id);
	await owner.post(`${addressOf(id)}/activate`, { versionId });
	await settled(owner, id);
};

/** Unpublishes a workflow: its triggers listen no more by the time that this returns. */
export const unpublish = async (owner: Owner, id: string): Promise<void> => {
	await owner.post(`${addressOf(id)}/deactivate`, {});
	await settled(owner, id);
};

/**
 * Waits until n8n has done what it answered. Without its publication service (durable cursors need it), it answers
 * after that. With it, n8n 2.41.1 must not be asked to publish before it has unpublished: it takes the two for no
 * change, but has removed already when the triggers look, and they never look again.
 */
const settled = async (owner: Owner, id: string): Promise<void> => {
	const path = `${addressOf(id)}/publication-status`;
	await until('end of publishing', async () => {
		const status = await owner.get<{ data: { status: string } }>(path).then(
			({ data }) => data.status,
			(error: Error) => {
				if (error.message.includes('answered 404')) return 'n8n has no publication service';
				throw error;
			},
		);
		return status === 'in_progress' ? undefined : status;
	});
};

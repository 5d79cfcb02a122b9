/**
 * The workflows of a running n8n, changed and published as its editor does.
 */
import type { Workflow } from './instance.mts';
import type { Owner } from './owner.mts';

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
};

export const unpublish = async (owner: Owner, id: string): Promise<void> => {
	await owner.post(`${addressOf(id)}/deactivate`, {});
};

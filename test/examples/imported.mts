/**
 * An example as it lies in n8n, and what a user does with it there.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLE_FILES, PROJECT } from '../n8n/examples.mts';
import type { Workflow } from '../n8n/instance.mts';
import { changeWorkflow, publish, readWorkflow } from '../n8n/workflows.mts';
import type { Place } from './place.mts';

/** What an example became in n8n, as far as it is worked with here. */
export interface Imported extends Workflow {
	versionId: string;
	connections: Record<string, unknown>;
	settings: Record<string, unknown>;
}

/**
 * Pastes an example onto the canvas, does what its notes ask for (credentials, folder) and whatever
 * else `change` does, and saves it.
 *
 * @param account the example whose simulator it works with
 */
export const importExample = async (
	{ owner, canvas, files, credentialsOf }: Place,
	example: string,
	change: (workflow: Imported) => void = () => {},
	account = example,
): Promise<Imported> => {
	const id = await canvas.paste(example);
	const data = await readWorkflow<Imported>(owner, id);
	const { nodes, connections, settings } = JSON.parse(
		JSON.stringify(data).replaceAll(EXAMPLE_FILES, files.replaceAll('\\', '/')),
	) as Imported;
	const workflow: Imported = { ...data, nodes, connections, settings };
	const asked = await readExample(example);
	for (const node of nodes) {
		// n8n 1 takes out a credential that it does not know; its users choose one as well.
		node.credentials = {
			...asked.nodes.find(({ name }) => name === node.name)?.credentials,
			...node.credentials,
		};
		for (const type of Object.keys(node.credentials)) {
			const chosen = credentialsOf(account).find((credential) => credential.type === type);
			if (!chosen) throw new Error(`${example} uses a credential ${type}, which is not foreseen`);
			node.credentials[type] = { id: chosen.id, name: chosen.name };
		}
	}
	change(workflow);
	await changeWorkflow(owner, id, { name: example, nodes, connections, settings });
	return await readWorkflow<Imported>(owner, id);
};

const readExample = async (example: string): Promise<Workflow> =>
	JSON.parse(await readFile(join(PROJECT, 'examples', `${example}.json`), 'utf8')) as Workflow;

/** Publishes a workflow: its triggers listen from now on. */
export const activate = async ({ owner }: Place, { id }: Imported): Promise<void> => {
	await publish(owner, id);
};

export const nodeOf = ({ nodes, name }: Workflow, wanted: string): Workflow['nodes'][number] => {
	const node = nodes.find((candidate) => candidate.name === wanted);
	if (!node) throw new Error(`${name} has no node '${wanted}'`);
	return node;
};

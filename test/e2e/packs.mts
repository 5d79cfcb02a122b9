/**
 * Checks packs: two forms, and two templates, in one send that waits until all of it is signed. What goes out is chosen
 * by expressions in the rows of a list, as n8n resolves them.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Executions } from '../n8n/executions.mts';
import type { Workflow, WorkflowNode } from '../n8n/instance.mts';
import {
	byName,
	noOperation,
	respond,
	securedSigning,
	SIGNERS,
	webhook,
	workflowOf,
} from '../n8n/nodes.mts';
import { callWebhook } from '../n8n/webhook.mts';
import type { Stage } from '../n8n/stage.mts';
import { publish } from '../n8n/workflows.mts';
import type { Part } from './part.mts';

const LIST = 'Get Many';
const SEND = 'Send and Await';
const LAST = 'Done';

interface Pack {
	resource: 'form' | 'template';
	/** Their names in the simulator, in the order of the send. */
	names: [first: string, second: string];
	parameters: WorkflowNode['parameters'];
	/** How many signatures each document takes. */
	signatures: [first: number, second: number];
}

const [ana, ben] = SIGNERS;
const PACKS: Pack[] = [
	{
		resource: 'form',
		names: ['Employment Agreement', 'Tax Declaration'],
		parameters: {
			signers: {
				signer: [
					{ ...ben, signerType: 'Employer' },
					{ ...ana, signerType: 'Employee' },
				],
			},
		},
		signatures: [2, 2],
	},
	{
		resource: 'template',
		names: ['Letter of Offer', 'Consent Form'],
		parameters: { signers: { signer: SIGNERS } },
		signatures: [2, 1],
	},
];

const idOf = ({ resource }: Pack) => `pack-of-${resource}s`;

const packWorkflow = (pack: Pack, credential: Stage['credential']): Workflow => {
	const { resource, names, parameters } = pack;
	const [first, second] = names.map((name) => byName(resource, LIST, name));
	const list = resource === 'form' ? 'additionalForms' : 'additionalTemplates';
	const row = { [resource]: second, ...(resource === 'template' && { signedBy: '2' }) };
	const send = securedSigning(SEND, credential, {
		...{ resource, operation: 'sendAndAwait', dueDate: "={{ $now.plus(14, 'days') }}" },
		...{ [resource]: first, [list]: { [resource]: [row] } },
		...parameters,
		options: { clientReference: "={{ 'pack-' + $execution.id }}" },
	});
	return workflowOf(idOf(pack), [
		webhook(idOf(pack), { responseMode: 'responseNode' }),
		respond,
		securedSigning(LIST, credential, { resource, operation: 'getAll', returnAll: true }),
		{ ...send, executeOnce: true },
		noOperation(LAST),
	]);
};

const checkPack = async (
	{ simulator }: Stage,
	pack: Pack,
	executions: Executions,
	origin: string,
): Promise<void> => {
	const { execution } = (await callWebhook(origin, idOf(pack), {})) as { execution: string };
	await executions.until(execution, 'waiting');
	const sent = simulator
		.documents()
		.filter(({ clientReference }) => clientReference === `pack-${execution}`);
	assert.deepEqual(
		sent.map(({ name, sends }) => [name.replace('.pdf', ''), sends]),
		pack.names.map((name) => [name, 1]),
	);
	const [, { packageReference }] = sent;
	assert.ok(packageReference);
	assert.deepEqual(
		sent.map((document) => [document.packageReference, document.signers.length]),
		pack.signatures.map((count) => [packageReference, count]),
	);
	for (const [at, { reference }] of sent.entries()) {
		for (let signature = 0; signature < pack.signatures[at]; signature++) {
			assert.equal((await executions.read(execution)).status, 'waiting');
			await simulator.sign(reference);
			await simulator.settle();
		}
	}
	const { results } = await executions.until(execution, 'success', { last: LAST });
	const [{ json }, ...others] = results[SEND];
	assert.deepEqual(others, []);
	assert.equal(json.status, 'completed');
	const documents = json.documents as Array<Record<string, unknown>>;
	assert.deepEqual(
		documents.map((document) => [document.documentReference, document.packageReference]),
		sent.map(({ reference }) => [reference, packageReference]),
	);
};

export const packs = (stage: Stage): Part => ({
	workflows: PACKS.map((pack) => packWorkflow(pack, stage.credential)),
	play: async ({ owner, executions, origin }) => {
		for (const pack of PACKS) {
			await check(
				`two ${pack.resource}s in one send; it waits for both, then goes on`,
				async () => {
					await publish(owner, idOf(pack));
					await checkPack(stage, pack, executions, origin);
				},
			);
		}
	},
});

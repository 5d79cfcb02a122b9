/**
 * Checks where n8n puts what failed, with 'On Error' set to 'Continue (using error output)': each line of n8n tells items
 * of errors from others by their keys, in a way of its own (workflow-execute.js, handleNodeErrorOutput).
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Workflow, WorkflowNode } from '../n8n/instance.mts';
import {
	byName,
	noOperation,
	oneItem,
	respond,
	securedSigning,
	SIGNERS,
	to,
	webhook,
	workflowOf,
} from '../n8n/nodes.mts';
import type { Stage } from '../n8n/stage.mts';
import { callWebhook } from '../n8n/webhook.mts';
import { publish } from '../n8n/workflows.mts';
import type { Part } from './part.mts';

const REFUSED = 'error-output-of-a-send';
const DECLINED = 'error-output-of-a-wait';
const LIST = 'Get Many';
const NODE = 'Secured Signing';
const GOOD = 'Good';
const BAD = 'Bad';

/** A node whose first output leads to Good, and whose error output leads to Bad. */
function branching(id: string, credential: Stage['credential'], node: WorkflowNode): Workflow {
	const list = securedSigning(LIST, credential, {
		...{ resource: 'template', operation: 'getAll', returnAll: true },
	});
	const workflow = workflowOf(id, [
		webhook(id, { responseMode: 'responseNode' }),
		respond,
		list,
		oneItem,
		{ ...node, onError: 'continueErrorOutput' },
		noOperation(GOOD),
		noOperation(BAD),
	]);
	const { [GOOD]: _none, ...connections } = workflow.connections as Record<string, object>;
	return { ...workflow, connections: { ...connections, [NODE]: { main: [to(GOOD), to(BAD)] } } };
}

const dueDate = "={{ $now.plus(14, 'days') }}";

export const errorOutput = ({ simulator, credential }: Stage): Part => {
	const template = byName('template', LIST, 'Letter of Offer');
	const send = securedSigning(NODE, credential, {
		...{ resource: 'template', operation: 'send', template, dueDate },
		signers: { signer: [{ ...SIGNERS[0], email: '' }, SIGNERS[1]] },
	});
	const wait = securedSigning(NODE, credential, {
		...{ resource: 'template', operation: 'sendAndAwait', template, dueDate },
		additionalTemplates: {
			template: [{ template: byName('template', LIST, 'Consent Form'), signedBy: '2' }],
		},
		...{ signers: { signer: SIGNERS }, whenNotSigned: 'error', include: ['signedFile'] },
		options: { clientReference: `=${DECLINED}-{{ $execution.id }}` },
	});
	return {
		workflows: [branching(REFUSED, credential, send), branching(DECLINED, credential, wait)],
		play: async ({ owner, executions, origin }: Desk) => {
			const startOf = async (id: string) => {
				await publish(owner, id);
				return ((await callWebhook(origin, id, {})) as { execution: string }).execution;
			};
			await check(
				'what cannot be sent comes out at the error output, with what to do',
				async () => {
					const execution = await startOf(REFUSED);
					const { results } = await executions.until(execution, 'success', { last: BAD });
					assert.equal(results[GOOD], undefined);
					const [{ json }] = results[BAD];
					assert.match(String(json.error), /email/i);
					assert.match(String(json.message), /Nothing was sent/);
				},
			);
			await check('so does what is declined, with the file that was signed before', async () => {
				const execution = await startOf(DECLINED);
				await executions.until(execution, 'waiting');
				const [offer, consent] = ['Letter of Offer', 'Consent Form'].map((wanted) => {
					const found = simulator
						.documents()
						.find(
							({ name, clientReference }) =>
								name.includes(wanted) && clientReference === `${DECLINED}-${execution}`,
						);
					assert.ok(found, wanted);
					return found;
				});
				await simulator.sign(consent.reference);
				await simulator.settle();
				await simulator.decline(offer.reference);
				await simulator.settle();
				const { results } = await executions.until(execution, 'success', { last: BAD });
				assert.equal(results[GOOD], undefined);
				const [{ json, binary }] = results[BAD];
				assert.match(String(json.error), /declined/);
				const shown = json.message as Array<{ documentReference: string; status: string }>;
				assert.deepEqual(
					new Map(shown.map((one) => [one.documentReference, one.status])),
					new Map([
						[offer.reference, 'declined'],
						[consent.reference, 'completed'],
					]),
				);
				assert.deepEqual(Object.keys(binary ?? {}), ['data']);
			});
		},
	};
};

/**
 * Checks the workflow of docs/waiting.md, "Start here: wait in a loop", for a package: n8n's own If and Split Out nodes
 * around waits of seconds. Nothing may get lost from one turn to the next.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Workflow, WorkflowNode } from '../n8n/instance.mts';
import {
	byId,
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
import { callWebhook } from '../n8n/webhook.mts';
import type { Stage } from '../n8n/stage.mts';
import { until } from '../n8n/until.mts';
import { publish } from '../n8n/workflows.mts';
import type { Part } from './part.mts';

const ID = 'package-in-a-loop';
const LIST = 'Get Many';
const SEND = 'Send and Await';
const FIRST = 'Package Waiting?';
const SPLIT = 'Split Out';
const AWAIT = 'Await Signature';
const SECOND = 'Document Waiting?';
const LAST = 'Done';

const TURN = { limitWaitTime: 'atSpecifiedTime', maxDateAndTime: "={{ $now.plus(5, 'seconds') }}" };

const isWaiting = (name: string): WorkflowNode => ({
	name,
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [
				{
					id: 'awaiting',
					leftValue: '={{ $json.awaiting }}',
					rightValue: '',
					operator: { type: 'object', operation: 'exists', singleValue: true },
				},
			],
			combinator: 'and',
		},
		options: {},
	},
});

const looping = (credential: Stage['credential']): Workflow => {
	const send = securedSigning(SEND, credential, {
		...{ resource: 'template', operation: 'sendAndAwait', dueDate: "={{ $now.plus(14, 'days') }}" },
		template: byName('template', LIST, 'Letter of Offer'),
		additionalTemplates: {
			template: [{ template: byName('template', LIST, 'Consent Form'), signedBy: '2' }],
		},
		signers: { signer: SIGNERS },
		...TURN,
		options: { clientReference: `=${ID}-{{ $execution.id }}` },
	});
	const workflow = workflowOf(ID, [
		webhook(ID, { responseMode: 'responseNode' }),
		respond,
		securedSigning(LIST, credential, {
			resource: 'template',
			operation: 'getAll',
			returnAll: true,
		}),
		oneItem,
		send,
		isWaiting(FIRST),
		{
			...{ name: SPLIT, type: 'n8n-nodes-base.splitOut', typeVersion: 1 },
			parameters: { fieldToSplitOut: 'documents', options: {} },
		},
		securedSigning(AWAIT, credential, {
			...{ resource: 'document', operation: 'await', ...TURN },
			document: byId('={{ $json.documentReference }}'),
		}),
		isWaiting(SECOND),
		noOperation(LAST),
	]);
	return {
		...workflow,
		connections: {
			...(workflow.connections as object),
			[FIRST]: { main: [to(SPLIT), to(LAST)] },
			[SECOND]: { main: [to(AWAIT), to(LAST)] },
		},
	};
};

/** n8n looks once a minute which waits are over, so the turns go on beside the other parts. */
const TURNS_LIMIT = 300_000;

/** What begins it, and what ends it: to be played with other parts between them. */
export const packageLoop = (stage: Stage): Record<'begins' | 'ends', Part> => {
	let execution: string | undefined;
	return {
		begins: {
			workflows: [looping(stage.credential)],
			play: async ({ owner, origin }) => {
				await check('a package is sent and waited for in a loop', async () => {
					await publish(owner, ID);
					({ execution } = (await callWebhook(origin, ID, {})) as { execution: string });
				});
			},
		},
		ends: {
			workflows: [],
			play: async (desk) => {
				await check('both documents of a package come out of the loop', async () => {
					assert.ok(execution, 'it did not begin');
					await checkLoop(stage, desk, execution);
				});
			},
		},
	};
};

const checkLoop = async (
	{ simulator }: Stage,
	{ executions }: Desk,
	execution: string,
): Promise<void> => {
	const looksAgain = async () => {
		const { results } = await executions.read(execution);
		// Two items in each turn that has ended.
		return (results[SECOND]?.length ?? 0) >= 4 || undefined;
	};
	await until('third turn', looksAgain, TURNS_LIMIT);
	const sent = simulator
		.documents()
		.filter(({ clientReference }) => clientReference === `${ID}-${execution}`);
	assert.equal(sent.length, 2);
	for (const { reference, signers } of sent) {
		for (const _ of signers) await simulator.sign(reference);
	}
	await simulator.settle();
	const { results } = await executions.until(execution, 'success', { last: LAST });
	const ended = results[LAST].map(({ json }) => [json.documentReference, json.status]);
	assert.deepEqual(ended.sort(), sent.map(({ reference }) => [reference, 'completed']).sort());
	assert.deepEqual(
		sent.map(({ sends }) => sends),
		[1, 1],
	);
};

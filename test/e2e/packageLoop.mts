/**
 * Checks the workflow of docs/waiting.md, "Start here: wait in a loop", for a package: n8n's own If and Split Out nodes
 * around waits of seconds. Nothing may get lost from one turn to the next.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Workflow, WorkflowNode } from '../n8n/instance.mts';
import { respond, securedSigning, SIGNERS, webhook, workflowOf } from '../n8n/nodes.mts';
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

const locator = (value: string) => ({ __rl: true, mode: 'id', value });
const template = (name: string) =>
	locator(
		`={{ $('${LIST}').all().find(({ json }) => json.name === '${name}').json.templateReference }}`,
	);
const to = (name: string) => [{ node: name, type: 'main', index: 0 }];

const looping = (credential: Stage['credential']): Workflow => {
	const send = securedSigning(SEND, credential, {
		...{ resource: 'template', operation: 'sendAndAwait', dueDate: "={{ $now.plus(14, 'days') }}" },
		template: template('Letter of Offer'),
		additionalTemplates: { template: [{ template: template('Consent Form'), signedBy: '2' }] },
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
		{ ...send, executeOnce: true },
		isWaiting(FIRST),
		{
			...{ name: SPLIT, type: 'n8n-nodes-base.splitOut', typeVersion: 1 },
			parameters: { fieldToSplitOut: 'documents', options: {} },
		},
		securedSigning(AWAIT, credential, {
			...{ resource: 'document', operation: 'await', ...TURN },
			document: locator('={{ $json.documentReference }}'),
		}),
		isWaiting(SECOND),
		{ name: LAST, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
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

export const packageLoop = (stage: Stage): Part => ({
	workflows: [looping(stage.credential)],
	play: async (desk) => {
		await check(
			'a package is waited for in a loop, and both of its documents come out',
			async () => {
				await publish(desk.owner, ID);
				await checkLoop(stage, desk);
			},
		);
	},
});

const checkLoop = async ({ simulator }: Stage, { executions, origin }: Desk): Promise<void> => {
	const { execution } = (await callWebhook(origin, ID, {})) as { execution: string };
	await until('the third turn', async () => {
		const { results } = await executions.read(execution);
		// Two items in each turn that has ended.
		return (results[SECOND]?.length ?? 0) >= 4 || undefined;
	});
	const sent = simulator
		.documents()
		.filter(({ clientReference }) => clientReference === `${ID}-${execution}`);
	assert.equal(sent.length, 2);
	for (const { reference, signers } of sent) {
		for (const _ of signers) await simulator.sign(reference);
	}
	await simulator.settle();
	const { results } = await executions.until(execution, 'success', { last: LAST });
	const references = results[LAST].map(({ json }) => [json.documentReference, json.status]);
	assert.deepEqual(references.sort(), sent.map(({ reference }) => [reference, 'completed']).sort());
	assert.deepEqual(
		sent.map(({ sends }) => sends),
		[1, 1],
	);
};

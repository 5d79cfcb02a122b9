/** n8n's own AI Agent with the same tools: what its model is told, and that it waits for a signature. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { Executions } from '../n8n/executions.mts';
import type { Credential, Workflow, WorkflowNode } from '../n8n/instance.mts';
import { SIGNERS, webhook, withCredential } from '../n8n/nodes.mts';
import type { Model } from '../n8n/model.mts';
import type { Simulator } from '../n8n/simulator.mts';
import { callWebhook } from '../n8n/webhook.mts';
import type { ToolUser } from './client.mts';
import { uploadContract } from './contract.mts';
import { toolNodes, toolOf, toolsTo, wiredWorkflow } from './workflow.mts';

export const AGENT = 'agent';

const AGENT_NODE = 'AI Agent';

/** The credential with which n8n reaches the model. */
export const modelCredential = ({ url }: Model): Credential => ({
	id: 'model',
	name: 'Model',
	type: 'openAiApi',
	data: { apiKey: 'none', url },
});

/** Webhook → AI Agent, with a model and the tools. */
export const agentWorkflow = (credential: Credential, model: Model, major: number): Workflow => {
	const nodes: WorkflowNode[] = [
		webhook(AGENT),
		{
			name: AGENT_NODE,
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			parameters: { promptType: 'define', text: 'Have it signed', options: {} },
		},
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
			...withCredential(modelCredential(model)),
		},
		// n8n 2 goes on by itself after a tool's error, n8n 1 when it is told to.
		...toolNodes(credential).map((node) =>
			major === 1 ? { ...node, onError: 'continueRegularOutput' } : node,
		),
	];
	return wiredWorkflow(AGENT, nodes, {
		Webhook: { to: AGENT_NODE, type: 'main' },
		Model: { to: AGENT_NODE, type: 'ai_languageModel' },
		...toolsTo(AGENT_NODE),
	});
};

export const checkAgent = async (
	model: Model,
	simulator: Simulator,
	{ origin, executions, user }: { origin: string; executions: Executions; user: ToolUser },
): Promise<void> => {
	/** What its model was told of tools that it had called. */
	const answers: string[] = [];
	/** Starts the agent, with a model that calls one tool; returns its execution once it rests. */
	const run = async (status: 'waiting' | 'success', name: string, args: object) => {
		const known = (await executions.list(AGENT)).length;
		answers.length = 0;
		model.turns.push(
			() => ({ tool: name, input: args }),
			(messages) => {
				answers.push(String(messages.at(-1)?.content));
				return 'Done';
			},
		);
		await callWebhook(origin, AGENT, {});
		const executed = await executions.untilMany(AGENT, status, 1);
		assert.equal((await executions.list(AGENT)).length, known + 1);
		return executed[0].id;
	};

	await check("an AI Agent's model is told why, and what to do", async () => {
		const before = simulator.requests.length;
		const signers = [{ ...SIGNERS[0], email: 'ana@example.org' }];
		const args = { document: '1', signers, orderNumber: 'order-2' };
		await run('success', toolOf('smartTag:send'), args);
		assert.match(answers[0], /does not allow sending this to ana@example\.org\. .*tell its user/);
		assert.equal(simulator.requests.length, before);
	});
	await check('an AI Agent waits until the document is signed, then goes on', async () => {
		const { text } = await uploadContract(user, 'order-3');
		const [{ documentReference: document }] = JSON.parse(text) as Array<Record<string, string>>;
		const args = { document, signers: SIGNERS };
		const id = await run('waiting', toolOf('smartTag:sendAndAwait'), args);
		assert.deepEqual(answers, []);
		await simulator.sign(document, 1);
		await simulator.sign(document, 2);
		const { results } = await executions.until(id, 'success');
		assert.deepEqual(results[AGENT_NODE][0].json, { output: 'Done' });
		assert.equal(answers.length, 1);
		assert.match(answers[0], new RegExp(`"status":"completed".*"${document}"`));
		assert.equal(simulator.documents().find(({ reference }) => reference === document)?.sends, 1);
	});
};

/**
 * The node as a tool, in a real n8n with the packed package, against the simulator: an MCP client calls
 * it through n8n's own MCP Server Trigger, and so does n8n's own AI Agent. `npm run test:mcp`; `-- --write` puts the transcript into
 * docs/agents.md, `-- --n8n 1.123.81` takes the other line of n8n.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { check } from '../harness/check.mts';
import { Executions } from '../n8n/executions.mts';
import { N8N_VERSIONS, versionOf } from '../n8n/install.mts';
import { startModel } from '../n8n/model.mts';
import { Owner } from '../n8n/owner.mts';
import { startServer } from '../n8n/server.mts';
import type { Simulator } from '../n8n/simulator.mts';
import { furnish, onStage, type Stage } from '../n8n/stage.mts';
import { AGENT, agentWorkflow, checkAgent, modelCredential } from './agent.mts';
import { ToolUser, type Call } from './client.mts';
import { checkSending } from './sending.mts';
import { checkTools } from './tools.mts';
import { transcriptOf, writeTranscript } from './transcript.mts';
import { SERVER, serverWorkflow } from './workflow.mts';

/** What one answer may take of a model's context. */
const MOST_BYTES = 1500;

const play = async (stage: Stage, write: boolean): Promise<void> => {
	const { n8n, simulator, credential, account } = stage;
	const model = await startModel();
	await furnish(stage);
	await n8n.importCredentials([modelCredential(model)]);
	await n8n.importWorkflows([
		serverWorkflow(credential),
		agentWorkflow(credential, model, n8n.installation.major),
	]);
	for (const id of [SERVER, AGENT]) await n8n.activate(id);
	const server = await startServer(n8n);
	try {
		const executions = new Executions(await Owner.setUp(server.origin, account));
		const user = await check('an MCP client connects to the MCP Server Trigger', () =>
			ToolUser.connect(new URL(`${server.origin}/mcp/${SERVER}`)),
		);
		if (!user) return;
		await checkTools(user);
		await checkSending(user, simulator);
		await checkAnswers(user, simulator);
		tell(user.calls);
		if (write) await writeTranscript(user.calls);
		await checkAgent(model, simulator, { origin: server.origin, executions, user });
		await user.close();
	} finally {
		await server.stop();
		await model.close();
	}
};

const checkAnswers = async ({ calls }: ToolUser, simulator: Simulator) => {
	const { apiKey, apiSecret } = simulator.credential;
	await check('no answer holds the key or the secret', () => {
		const told = calls.filter(({ text }) => [apiKey, apiSecret].some((it) => text.includes(it)));
		assert.deepEqual(told, []);
	});
	await check(`every answer is short: ${MOST_BYTES} bytes at most`, () => {
		const long = calls.filter(({ text }) => Buffer.byteLength(text) > MOST_BYTES);
		assert.deepEqual(long, []);
	});
};

const tell = (calls: Call[]): void => {
	console.log(`\n${transcriptOf(calls)}\n\nBytes of each answer:`);
	for (const { tool, text, isError } of calls) {
		const bytes = String(Buffer.byteLength(text)).padStart(6);
		console.log(`${bytes}  ${tool}${isError ? ' (error)' : ''}`);
	}
	console.log();
};

const { values } = parseArgs({
	options: {
		n8n: { type: 'string', default: N8N_VERSIONS[0] },
		write: { type: 'boolean', default: false },
	},
});
await onStage(versionOf(values.n8n), async (stage) => await play(stage, values.write));

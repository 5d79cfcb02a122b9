/** The node as a tool that n8n's engine runs, as it does for its AI Agent. */
import type { INode, INodeParameters } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { runWorkflow } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

/** n8n gives a node another type name when it is a tool. */
const run = async (type: 'securedSigning' | 'securedSigningTool', parameters: INodeParameters) => {
	const nodeOf = (name: string, values: Partial<INode>): INode => ({
		id: name,
		name,
		type: 'start',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...values,
	});
	const node = nodeOf('Node', {
		type,
		parameters,
		credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
	});
	const engine = {
		...bench.engine,
		nodeTypes: { ...bench.engine.nodeTypes, securedSigningTool: new SecuredSigning() },
	};
	const { data } = await runWorkflow(
		engine,
		{
			nodes: [nodeOf('Start', {}), node],
			connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
			settings: {},
		},
		[{ json: {} }],
	);
	return data.resultData.error as Error & { description?: string };
};

test.each<[string, INodeParameters, RegExp, RegExp]>([
	[
		'the node itself refuses',
		{ resource: 'document', operation: 'uploadFromUrl', fileUrl: 'agreement.pdf' },
		/^'File URL' is not a web address: "agreement\.pdf"$/,
		/Nothing was sent\.$/,
	],
	[
		'the service refuses',
		{ resource: 'document', operation: 'get', document: byReference('1') },
		new RegExp(`${toldOn(404)}: “[^”]*”$`),
		/^Check the reference/,
	],
])('what to do stands in the message when %s', async (_who, parameters, message, description) => {
	const plain = await run('securedSigning', parameters);
	expect(plain.message).toMatch(message);
	expect(plain.description).toMatch(description);

	const tool = await run('securedSigningTool', parameters);
	expect(tool.message).toBe(`${plain.message}. ${plain.description}`);
});

test('a tool gets no browser authentication', async () => {
	const error = await run('securedSigningTool', {
		resource: 'account',
		operation: 'getBrowserAuthentication',
	});
	expect(error.message).toMatch(/AI agents cannot get browser authentication/);
	expect(bench.simulator.requests).toEqual([]);
});

describe("the key of a callback trigger in a tool's Notify URL", () => {
	// The engine's own webhooks are at http://localhost.
	const trigger = 'http://localhost/webhook/3f6c1d2e/secured-signing-callback';
	const send = (notifyUrl: string): INodeParameters => ({
		...{ resource: 'form', operation: 'send', form: byReference('1'), signers: both },
		options: { notifyUrl },
	});
	const refused =
		/^In a tool, the address of a callback trigger in 'Notify URL' cannot come from an expression/;

	test.each([`={{ '${trigger}' }}`, `={{ $fromAI('notifyUrl', '', 'string', '${trigger}') }}`])(
		'goes onto no %s',
		async (notifyUrl) => {
			const error = await run('securedSigningTool', send(notifyUrl));
			expect(error.message).toMatch(refused);
			expect(bench.simulator.requests).toEqual([]);
		},
	);

	test("goes onto the builder's own, and outside of a tool onto an expression", async () => {
		for (const error of [
			await run('securedSigningTool', send(trigger)),
			await run('securedSigning', send(`={{ '${trigger}' }}`)),
		]) {
			// There is no such form: the address was taken.
			expect(error.message).toMatch(toldOn(404));
		}
	});

	test('has no say in an address that is no trigger', async () => {
		const error = await run('securedSigningTool', send(`={{ 'https://www.example.com/done' }}`));
		expect(error.message).toMatch(toldOn(404));
	});
});

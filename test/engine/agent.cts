/** An AI agent that calls the node as its tool, several times in one execution. */
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INode,
	type INodeType,
} from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { runWorkflow } from '../harness/engine.cts';
import { nodeWith, start, type Bench } from './node.cts';

/** @returns what each call is answered, one after the other; the message of an error */
export async function callTool(
	{ engine, simulator }: Bench,
	parameters: INode['parameters'],
	calls: object[],
): Promise<string[]> {
	const tool = new SecuredSigning();
	tool.description = { ...tool.description, outputs: [NodeConnectionTypes.AiTool] };
	const answers: string[] = [];
	const agent: INodeType = {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls its tool',
			defaults: { name: 'Agent' },
			inputs: ['main', { type: 'ai_tool' }],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const [called] = [
				await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0),
			].flat() as Array<{ invoke(values: object): Promise<string> }>;
			for (const call of calls) {
				answers.push(await called.invoke(call).catch(({ message }: Error) => message));
			}
			return [[]];
		},
	};
	await runWorkflow(
		{
			...engine,
			nodeTypes: { ...engine.nodeTypes, agent, securedSigningTool: tool },
			credentials: { securedSigningApi: simulator.credential },
		},
		{
			nodes: [
				start,
				{ ...start, id: 'agent', name: 'Agent', type: 'agent' },
				nodeWith(parameters, { id: 'tool', name: 'Tool', type: 'securedSigningTool' }),
			],
			connections: {
				Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Tool: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
			settings: {},
		},
	);
	return answers;
}

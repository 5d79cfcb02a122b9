/** Workflows of the node and steps of a test's own, as they lead items back and on after an error. */
import type { IConnections, INode, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';

import { runWorkflow } from '../harness/engine.cts';
import { SEND, type Between } from './between.cts';
import { nodeWith, start, type Bench } from './node.cts';

export { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
export const quick = { requestOptions: { retries: 0 } };
export const oneByOne = { requestOptions: { retries: 0, itemsAtATime: 1 } };
export const errorOutput: Partial<INode> = { onError: 'continueErrorOutput' };

export const LOOK = /\/Document\/(GetActiveDocuments|Status)\//;

export const postsIn = ({ passed }: Between): number =>
	passed.filter(({ route }) => SEND.test(route)).length;

/** So many sends lose their answer, and nothing can be looked up until `isWell`. */
export function loseIn(between: Between, count = 1, isDone: (n: number) => boolean = () => true) {
	const state = { isWell: false };
	let n = 0;
	between.rule = async ({ route }, pass) => {
		if (SEND.test(route) && n < count) {
			if (isDone(n++)) await pass();
			return { status: 502 };
		}
		return LOOK.test(route) && !state.isWell ? { status: 501 } : await pass();
	};
	return state;
}

/** A node of the test's own. */
export const nodeType = (outputs: number, run: INodeType['execute']): INodeType => ({
	description: {
		displayName: 'Step',
		name: 'step',
		group: ['transform'],
		version: 1,
		description: 'A step of the test',
		defaults: { name: 'Step' },
		inputs: ['main'],
		outputs: Array.from({ length: outputs }, () => 'main' as const),
		properties: [],
	},
	execute: run,
});

export const to = (...names: string[]) =>
	names.map((node) => ({ node, type: 'main' as const, index: 0 }));

/** A step on the way back: from here on all is well. It leads back once, and no further. */
export function heal(
	state: { isWell: boolean },
	{ binary }: INodeExecutionData = { json: {} },
	change: (json: INodeExecutionData['json']) => INodeExecutionData['json'] = (json) => json,
): INodeType {
	return nodeType(1, async function () {
		const items = state.isWell ? [] : this.getInputData();
		state.isWell = true;
		return await Promise.resolve([
			items.map((item) => ({ ...item, json: change(item.json), ...(binary && { binary }) })),
		]);
	});
}

/** Out of the node's error output, through a step, back to it. */
export const ledBack = (node: INode, step: string): IConnections => ({
	Start: { main: [to(node.name)] },
	[node.name]: { main: [[], to(step)] },
	[step]: { main: [to(node.name)] },
});

/** The same settings in another node. */
export const secondNode = (parameters: INode['parameters'], more: Partial<INode> = {}): INode => ({
	...nodeWith(parameters, more),
	id: 'second',
	name: 'Second try',
});

/** Out of the one node's error output, through a step, on to the other one. */
export const ledOn = (one: INode, step: string, two: INode): IConnections => ({
	Start: { main: [to(one.name)] },
	[one.name]: { main: [[], to(step)] },
	[step]: { main: [to(two.name)] },
});

/** What n8n's Loop Over Items does, as its code of 2.41 has it: some items each time, linked to where they came from. */
export const loopOverItems = (batchSize = 1): INodeType =>
	nodeType(2, async function () {
		const memory = this.getContext('node') as {
			items?: INodeExecutionData[];
			at: number;
			source: object;
		};
		if (memory.items === undefined) {
			memory.items = this.getInputData();
			memory.source = JSON.parse(JSON.stringify(this.getInputSourceData())) as object;
			memory.at = 0;
		}
		const first = memory.at;
		memory.at += batchSize;
		const batch = memory.items.slice(first, memory.at).map((item, index) => {
			const pairedItem = { item: first + index, sourceOverwrite: memory.source };
			return { ...item, pairedItem } as INodeExecutionData;
		});
		return await Promise.resolve(batch.length > 0 ? [[], batch] : [[{ json: {} }], []]);
	});

/** A step that hands on what it gets. */
export const done = nodeType(1, async function () {
	return await Promise.resolve([this.getInputData()]);
});

/** Loop Over Items → some steps → the node, of which both outputs lead back to the loop. */
export const looped = (name: string, ...steps: string[]) => {
	const [first, ...more] = [...steps, name];
	return {
		Start: { main: [to('Loop')] },
		Loop: { main: [to('Done'), to(first)] },
		...Object.fromEntries(steps.map((step, at) => [step, { main: [to(more[at])] }])),
		[name]: { main: [to('Loop'), to('Loop')] },
	};
};

/** The steps as n8n has them: each is a node type of its own. */
export function staged(
	{ engine, simulator }: Bench,
	nodes: INode[],
	steps: Record<string, INodeType>,
) {
	const own = Object.keys(steps).map((name) => ({ ...start, id: name, name, type: name }));
	return {
		engine: {
			...engine,
			nodeTypes: { ...engine.nodeTypes, ...steps },
			credentials: { securedSigningApi: simulator.credential },
		},
		nodes: [start, ...nodes, ...own],
	};
}

/** Runs a workflow of nodes and steps. */
export async function flowOf(
	bench: Bench,
	own: INode[],
	steps: Record<string, INodeType>,
	connections: IConnections,
	items: INodeExecutionData[] = [{ json: {} }],
): Promise<IRun> {
	const { engine, nodes } = staged(bench, own, steps);
	return await runWorkflow(engine, { nodes, connections, settings: {} }, items);
}

/** What came out of each turn of a node: items, and errors. */
export const turns = ({ data }: Pick<IRun, 'data'>, name = 'Secured Signing') =>
	(data.resultData.runData[name] ?? []).map(({ data: out }) => {
		const [items = [], errors = []] = (out?.main ?? []).map((all) => all ?? []);
		return { items: items.map(({ json }) => json), errors: errors.map(({ json }) => json) };
	});

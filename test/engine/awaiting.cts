/** Workflows that wait for signatures, in n8n's engine, against a simulator that calls them. */
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { record } from '../coverage/record.cts';
import { startWaiting, type Waiting } from '../harness/waiting.cts';
import { loadedAnew } from './anew.cts';
import { nodeWith, startBench, workflowOf, type Bench } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';

export interface Awaiting {
	bench: Bench;
	n8n: Waiting;
	/** Starts a workflow whose second node is ours; returns the execution's id. */
	begin(
		parameters: INodeParameters,
		items: INodeExecutionData[],
		onError?: INode['onError'],
		mode?: 'trigger' | 'manual',
	): Promise<string>;
	/** What the node has put out: its first output, and its error output. */
	output(id: string): { items: INodeExecutionData[]; errorItems: INodeExecutionData[] };
	/** Items with a file that two people sign. */
	contracts(...names: string[]): Promise<INodeExecutionData[]>;
	/** The items of a waiting execution, and what its nodes keep beside them, as n8n stores them. */
	stored(id: string): { items: INodeExecutionData[]; flow: IDataObject };
	/** References of the documents that a waiting execution waits for, item by item. */
	references(id: string): string[][];
	/** Waits until every call is made and every execution that it woke has come to rest. */
	settle(): Promise<void>;
	/** As after a restart of n8n, or in another of its processes: what is remembered in memory is gone. */
	restarted(play: () => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

export const sendAndAwait: INodeParameters = {
	resource: 'smartTag',
	operation: 'sendAndAwait',
	signers: both,
	dueDate: inDays(30),
};

const NODE = 'Secured Signing';

export async function startAwaiting(): Promise<Awaiting> {
	const bench = await startBench();
	bench.records = false;
	const n8n = await startWaiting(bench.engine);
	const parametersOf = new Map<string, INodeParameters>();
	const stack = (id: string) =>
		n8n.run(id).executionData?.nodeExecutionStack[0]?.data.main[0] ?? [];

	return {
		bench,
		n8n,
		begin: async (parameters, items, onError, mode) => {
			const node = nodeWith(parameters, { ...(onError && { onError }) });
			bench.simulator.requests.length = 0;
			const id = await n8n.start(workflowOf(node), items, mode);
			parametersOf.set(id, parameters);
			return id;
		},
		output: (id) => {
			const [items, errorItems] = n8n.run(id).resultData.runData[NODE]?.[0]?.data?.main ?? [];
			record(
				parametersOf.get(id) ?? {},
				bench.simulator.requests,
				(items ?? []).map(({ json }) => json),
			);
			return { items: items ?? [], errorItems: errorItems ?? [] };
		},
		contracts: async (...names) =>
			await Promise.all(
				names.map(
					async (name) => await bench.file(dataFile('confidentiality-agreement.pdf'), name),
				),
			),
		stored: (id) => ({
			items: stack(id),
			flow: (n8n.run(id).executionData?.contextData.flow ?? {}) as IDataObject,
		}),
		references: (id) =>
			stack(id).map(({ json }) => (json.awaiting as { documents: string[] })?.documents ?? []),
		settle: async () => {
			await bench.simulator.settle();
			await n8n.idle();
		},
		restarted: async (play) => {
			const { nodeTypes } = bench.engine;
			const { securedSigning } = nodeTypes;
			nodeTypes.securedSigning = loadedAnew().node;
			await play().finally(() => (nodeTypes.securedSigning = securedSigning));
		},
		close: async () => {
			await n8n.close();
			await bench.close();
		},
	};
}

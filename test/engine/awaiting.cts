/** Workflows that wait for signatures, in n8n's engine, against a simulator that calls them. */
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { record } from '../coverage/record.cts';
import { realTime } from '../harness/clock.cts';
import { startWaiting, type Waiting } from '../harness/waiting.cts';
import { loadedAnew } from './anew.cts';
import { nodeWith, startBench, workflowOf, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

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
	/**
	 * What the node has put out: its first output, and its error output.
	 *
	 * @param isUsual whether it is written down as an output of the operation
	 */
	output(
		id: string,
		isUsual?: boolean,
	): { items: INodeExecutionData[]; errorItems: INodeExecutionData[] };
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

/** Of the simulator's account, for two people. */
const THINGS = {
	form: {
		name: 'Employment Agreement',
		signers: {
			signer: [
				{ ...ana, signerType: 'Employee' },
				{ ...ben, signerType: 'Employer' },
			],
		},
	},
	template: { name: 'Letter of Offer', signers: both },
};

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
		output: (id, isUsual = true) => {
			const [items, errorItems] = n8n.run(id).resultData.runData[NODE]?.[0]?.data?.main ?? [];
			if (isUsual) {
				record(
					parametersOf.get(id) ?? {},
					bench.simulator.requests,
					(items ?? []).map(({ json }) => json),
				);
			}
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

/**
 * A stage for all tests of a file: each begins without faults, and the simulator has to know all that is asked of it.
 *
 * @param take gets the stage before the first test
 */
export function useAwaiting(take: (own: Awaiting) => unknown) {
	let stage: Awaiting;
	beforeAll(async () => {
		stage = await startAwaiting();
		take(stage);
	});
	afterAll(async () => await stage.close());
	beforeEach(() => stage.bench.simulator.faults.clear());
	afterEach(() => expect(stage.bench.simulator.problems).toEqual([]));
	afterEach(realTime);

	const held = (reference: string) =>
		stage.bench.simulator.documents().find((document) => document.reference === reference)!;
	return {
		held,
		/** Signs for all who still have to, without waiting for what that wakes. */
		signWhole: async (reference: string) => {
			while (held(reference).state === 'InProgress') await stage.bench.simulator.sign(reference);
		},
		sign: async (reference: string, who?: string) => {
			await stage.bench.simulator.sign(reference, who);
			await stage.settle();
		},
		decline: async (reference: string, reason?: string) => {
			await stage.bench.simulator.decline(reference, undefined, reason);
			await stage.settle();
		},
		/** A form or template of the account, with people for it. */
		thingOf: async (resource: keyof typeof THINGS): Promise<INodeParameters> => ({
			[resource]: byReference(await referenceOf(stage.bench, resource, THINGS[resource].name)),
			signers: THINGS[resource].signers,
		}),
	};
}

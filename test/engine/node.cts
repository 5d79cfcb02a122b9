/** Runs the node in n8n's engine against a simulator of its own. */
import type { INode, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { record } from '../coverage/record.cts';
import { binaryData, runWorkflow, type Engine } from '../harness/engine.cts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.cts';

export interface Result {
	items: INodeExecutionData[];
	/** What came out of the error branch, where the node has one. */
	errorItems: INodeExecutionData[];
	error?: {
		message: string;
		description?: string;
		context?: { itemIndex?: number };
		httpCode?: string;
	};
	run: IRun;
}

interface RunOptions {
	items?: INodeExecutionData[];
	credential?: Record<string, string>;
	onError?: INode['onError'];
	timezone?: string;
	/** For what gives the key and a signature to a web page by design; the secret stays refused. */
	handsOutKey?: boolean;
	stop?: (cancel: () => void) => void;
	/** Another number than most runs have. */
	executionId?: string;
}

/** The node before the one that is tried. */
export const start: INode = {
	id: 'start',
	name: 'Start',
	type: 'start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The node that is tried, with the simulator's credential. */
export const nodeWith = (parameters: INode['parameters'], more: Partial<INode> = {}): INode => ({
	id: 'node',
	name: 'Secured Signing',
	type: 'securedSigning',
	typeVersion: 1,
	position: [200, 0],
	parameters,
	credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
	...more,
});

const startType: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Hands on what the test puts in',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** n8n's engine with the node and the one before it. */
export const engineWith = (credential: Record<string, string>): Engine => ({
	nodeTypes: { start: startType, securedSigning: new SecuredSigning() },
	credentialTypes: { securedSigningApi: new SecuredSigningApi() },
	credentials: { securedSigningApi: credential },
});

/** A workflow of the node before and the one that is tried. */
export const workflowOf = (node: INode) => ({
	nodes: [start, node],
	connections: { Start: { main: [[{ node: node.name, type: 'main' as const, index: 0 }]] } },
});

export interface Bench {
	simulator: Simulator;
	engine: Engine;
	/** Fields of the credential that are not the simulator's own, such as expressions. */
	credential?: Record<string, string>;
	/** Whether runs are written down; not where others use the simulator besides. */
	records: boolean;
	run(parameters: INode['parameters'], options?: RunOptions): Promise<Result>;
	/** A stored file, as an earlier node would hand it over. */
	file(content: Buffer, fileName: string, mimeType?: string): Promise<INodeExecutionData>;
	close(): Promise<void>;
}

export async function startBench(options?: SimulatorOptions): Promise<Bench> {
	const simulator = await startSimulator(options);
	const engine = engineWith(simulator.credential);
	const runs = new Set<{ alone: boolean }>();
	const bench: Bench = {
		simulator,
		engine,
		records: true,
		run: async (
			parameters,
			{ items, credential, onError, timezone, handsOutKey, stop, executionId } = {},
		) => {
			const node = nodeWith(parameters, { ...(onError && { onError }) });
			const earlier = new Set(simulator.requests);
			const turn = { alone: runs.size === 0 };
			for (const other of runs) other.alone = false;
			runs.add(turn);
			const run = await runWorkflow(
				{
					...engine,
					credentials: { securedSigningApi: { ...simulator.credential, ...credential } },
				},
				{ ...workflowOf(node), settings: timezone ? { timezone } : {} },
				items,
				stop,
				executionId ? { executionId } : {},
			).finally(() => runs.delete(turn));
			refuseSecrets(run, simulator, handsOutKey);
			const { runData, error } = run.data.resultData;
			const [output = [], errorOutput = []] = runData[node.name]?.[0]?.data?.main ?? [];
			// Of runs side by side nobody can tell which request belongs to which.
			if (bench.records && turn.alone && !error && !onError) {
				record(
					parameters,
					simulator.requests.filter((request) => !earlier.has(request)),
					(output ?? []).map(({ json }) => json),
				);
			}
			return {
				items: output ?? [],
				errorItems: errorOutput ?? [],
				error: error as Result['error'],
				run,
			};
		},
		file: async (content, fileName, mimeType = 'application/pdf') => {
			const store = await binaryData();
			const data = await store.store(
				{ type: 'execution', workflowId: 'workflow', executionId: '1' },
				content,
				{ data: '', mimeType, fileName },
			);
			return { json: {}, binary: { data } };
		},
		close: async () => await simulator.close(),
	};
	return bench;
}

/** Everything that n8n stores of a run, as one text. */
export const storedText = ({ data }: IRun): string =>
	JSON.stringify(data, (_key, value: unknown) =>
		value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value,
	);

/** Whatever a test is about: nothing that n8n stores of a run may hold the secret, key or a signature. */
function refuseSecrets(run: IRun, { credential, requests }: Simulator, handsOutKey = false): void {
	const stored = storedText(run);
	const signatures = requests.map(({ headers }) => headers['x-custom-signature']);
	const shown = handsOutKey ? [] : [credential.apiKey, ...signatures];
	for (const secret of [credential.apiSecret, ...shown]) {
		if (secret && stored.includes(String(secret))) {
			throw new Error(`The stored run holds ${String(secret)}`);
		}
	}
}

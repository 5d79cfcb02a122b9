/** Plays a flow against a variant of the service, in n8n's engine, and says what came of it. */
import type { INode, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';

import { SecuredSigningApi } from '../../credentials/SecuredSigningApi.credentials.ts';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { binaryData, runWorkflow, type Engine } from '../harness/engine.cts';
import { flows, type Flow, type FlowName } from './flows.cts';
import { startService, type Deviation } from './service/server.cts';
import type { Doc, World } from './service/world.cts';

/**
 * What the user is told: `ok` (it is done), `recovered` (it is out, and an earlier answer was lost),
 * `nothing` (an error that says that nothing was sent or changed), `doubt` (an error that says that it
 * may have been), `error` (any other).
 */
export type Told = 'ok' | 'recovered' | 'nothing' | 'doubt' | 'error';

export interface Outcome {
	flow: Flow;
	world: World;
	account: string;
	/** The document that the flow was about, if there was one before. */
	doc?: Doc;
	items: INodeExecutionData[];
	told: Told;
	/** The words of the error, with its advice; or the items, as text. */
	words: string;
	/** The content of a file that came out. */
	file(item: number, field: string): Promise<Buffer | undefined>;
	/** All that n8n stores of the run. */
	stored: string;
	secrets: string[];
}

const start: INode = {
	id: 'start',
	name: 'Start',
	type: 'start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

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

async function input({ files, json }: Flow): Promise<INodeExecutionData[]> {
	if (json) return json.map((each) => ({ json: each }));
	const store = await binaryData();
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [field, { content, name, type }] of Object.entries(files ?? {})) {
		binary[field] = await store.store(
			{ type: 'execution', workflowId: 'workflow', executionId: '1' },
			content,
			{ data: '', mimeType: type, fileName: name },
		);
	}
	return [{ json: {}, ...(files && { binary }) }];
}

/** A look-up changes nothing: its errors are all of one kind, whatever the service's words in them. */
function toldBy({ kind }: Flow, words: string, failed: boolean, items: INodeExecutionData[]): Told {
	if (!failed) return items.some(({ json }) => json.recovered === true) ? 'recovered' : 'ok';
	if (kind === 'read') return 'error';
	if (/\b(may|might) have|may (still )?be out|cannot be told|not confirm/i.test(words))
		return 'doubt';
	return saysNothing(words) ? 'nothing' : 'error';
}

/** Words that promise that nothing went out, or was changed. */
export const saysNothing = (words: string): boolean =>
	/nothing was (sent|changed|deleted|uploaded)|(was|were) not (sent|changed)|has not sent/i.test(
		words,
	);

/** Everything that n8n stores of a run, as one text. */
const storedText = ({ data }: IRun): string =>
	JSON.stringify(data, (_key, value: unknown) =>
		value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value,
	);

/** @param retry Whether n8n's Retry On Fail is on. */
export async function play(
	name: FlowName,
	deviations: Deviation[],
	{ retry = false, timeout = 60 }: { retry?: boolean; timeout?: number } = {},
): Promise<Outcome> {
	const flow: Flow = flows[name];
	const { world, credential, close } = await startService(deviations);
	try {
		const doc = flow.seed?.(world);
		const engine: Engine = {
			nodeTypes: { start: startType, securedSigning: new SecuredSigning() },
			credentialTypes: { securedSigningApi: new SecuredSigningApi() },
			credentials: { securedSigningApi: credential },
		};
		const node: INode = {
			id: 'node',
			name: 'Secured Signing',
			type: 'securedSigning',
			typeVersion: 1,
			position: [200, 0],
			parameters: { ...flow.parameters(doc), requestOptions: { timeout, retries: 2 } },
			credentials: { securedSigningApi: { id: '1', name: 'Second stand-in' } },
			...(retry && { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }),
		};
		const run = await runWorkflow(
			engine,
			{
				nodes: [start, node],
				connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
				settings: {},
			},
			await input(flow),
		);
		const { runData, error } = run.data.resultData;
		const items = runData[node.name]?.[0]?.data?.main?.[0] ?? [];
		const words = error
			? [error.message, error.description].filter(Boolean).join('\n')
			: JSON.stringify(items.map(({ json }) => json));
		const store = await binaryData();
		return {
			flow,
			world,
			account: credential.apiKey,
			...(doc && { doc }),
			items,
			told: toldBy(flow, words, error !== undefined, items),
			words,
			file: async (item, field) => {
				const data = items[item]?.binary?.[field];
				if (!data) return undefined;
				return data.id ? await store.getAsBuffer(data) : Buffer.from(data.data, 'base64');
			},
			stored: storedText(run),
			secrets: [
				credential.apiKey,
				credential.apiSecret,
				...world.calls.map(({ headers }) => String(headers['x-custom-signature'])),
			],
		};
	} finally {
		await close();
	}
}

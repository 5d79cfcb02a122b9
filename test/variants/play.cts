/** Plays a flow against a variant of the service, in n8n's engine, and says what came of it. */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { engineWith, nodeWith, storedText, workflowOf } from '../engine/node.cts';
import { binaryData, runWorkflow } from '../harness/engine.cts';
import { flows, type Flow, type FlowName, type Kind } from './flows.cts';
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

/** A file as an earlier node hands it over. */
export const stored = async ({ content, name, type }: NonNullable<Flow['files']>[string]) =>
	await (
		await binaryData()
	).store({ type: 'execution', workflowId: 'workflow', executionId: '1' }, content, {
		data: '',
		mimeType: type,
		fileName: name,
	});

/** What comes into the node. */
export async function input({ files, json }: Flow): Promise<INodeExecutionData[]> {
	if (json) return json.map((each) => ({ json: each }));
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [field, file] of Object.entries(files ?? {})) binary[field] = await stored(file);
	return [{ json: {}, ...(files && { binary }) }];
}

/** What is said by the items that came out. */
export const toldByItems = (items: INodeExecutionData[]): Told =>
	items.some(({ json }) => json.recovered === true) ? 'recovered' : 'ok';

/** A look-up changes nothing: its errors are all of one kind, whatever the service's words in them. */
export function toldByError(kind: Kind, words: string): Told {
	if (kind === 'read') return 'error';
	if (/\b(may|might) have|may (still )?be out|cannot be told|not confirm/i.test(words))
		return 'doubt';
	return saysNothing(words) ? 'nothing' : 'error';
}

/** Words that promise that nothing went out, or was changed. */
export const saysNothing = (words: string): boolean =>
	/nothing was (sent|changed|deleted|uploaded)|(was|were) not (sent|changed|deleted|uploaded)|has not sent/i.test(
		words,
	);

/** What the editor shows of an error. */
export const wordsOf = ({ message, description }: { message: string; description?: unknown }) =>
	[message, description].filter(Boolean).join('\n');

/** n8n's Retry On Fail. */
export const RETRY_ON_FAIL: Partial<INode> = {
	retryOnFail: true,
	maxTries: 3,
	waitBetweenTries: 1,
};

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
		const node = nodeWith(
			{ ...flow.parameters(doc), requestOptions: { timeout, retries: 2 } },
			retry ? RETRY_ON_FAIL : {},
		);
		const run = await runWorkflow(engineWith(credential), workflowOf(node), await input(flow));
		const { runData, error } = run.data.resultData;
		const items = runData[node.name]?.[0]?.data?.main?.[0] ?? [];
		const words = error ? wordsOf(error) : JSON.stringify(items.map(({ json }) => json));
		const store = await binaryData();
		return {
			flow,
			world,
			account: credential.apiKey,
			...(doc && { doc }),
			items,
			told: error ? toldByError(flow.kind, words) : toldByItems(items),
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

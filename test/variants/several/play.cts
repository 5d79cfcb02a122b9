/** Plays three items against a variant of the service that meets one of them, or all. */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { engineWith, nodeWith, workflowOf } from '../../engine/node.cts';
import { runWorkflow } from '../../harness/engine.cts';
import { RETRY_ON_FAIL, toldByError, toldByItems, wordsOf, type Told } from '../play.cts';
import { startService, type Deviation } from '../service/server.cts';
import type { World } from '../service/world.cts';
import {
	isFor,
	itemOf,
	severalFlows,
	WORDS,
	type SeveralFlow,
	type SeveralFlowName,
} from './flows.cts';

export const MODES = {
	'stops at an error': {},
	'with Retry On Fail': RETRY_ON_FAIL,
	continues: { onError: 'continueRegularOutput' },
	'continues on the error output': { onError: 'continueErrorOutput' },
} satisfies Record<string, Partial<INode>>;
export type Mode = keyof typeof MODES;

/** What the user is told of one item. */
export interface ItemOutcome {
	told: Told;
	words: string;
	item?: INodeExecutionData;
	/** On which output it is: 0, or 1 for errors. */
	output?: number;
}

export interface SeveralOutcome {
	flow: SeveralFlow;
	mode: Mode;
	world: World;
	/** Where the run did not stop: each item that came out, in order, output by output. */
	items: ItemOutcome[];
	/** What the run stopped at. */
	error?: ItemOutcome & { itemIndex?: number };
}

/** @param hit the places of the items that the deviations are for; all if left out */
export async function playSeveral(
	name: SeveralFlowName,
	deviations: Deviation[],
	mode: Mode,
	hit?: number,
): Promise<SeveralOutcome> {
	const flow: SeveralFlow = severalFlows[name];
	const only = hit === undefined ? undefined : isFor(WORDS[hit]);
	const { world, credential, close } = await startService(
		deviations.map((deviation) => ({ ...deviation, ...(only && { only }) })),
	);
	try {
		const input = await Promise.all(WORDS.map(async (word) => await itemOf(flow, world, word)));
		const node = nodeWith({ ...flow.parameters, requestOptions: { retries: 2 } }, MODES[mode]);
		const run = await runWorkflow(engineWith(credential), workflowOf(node), input);
		const { runData, error } = run.data.resultData;
		const outputs = runData[node.name]?.[0]?.data?.main ?? [];
		return {
			flow,
			mode,
			world,
			items: outputs.flatMap((items, output) =>
				(items ?? []).map((item) => outcomeOf(flow, item, output)),
			),
			...(error && {
				error: {
					told: toldByError(flow.kind, wordsOf(error)),
					words: wordsOf(error),
					itemIndex: (error as { context?: { itemIndex?: number } }).context?.itemIndex,
				},
			}),
		};
	} finally {
		await close();
	}
}

function outcomeOf({ kind }: SeveralFlow, item: INodeExecutionData, output: number): ItemOutcome {
	const { error, message } = item.json;
	if (error === undefined) {
		return { told: toldByItems([item]), words: JSON.stringify(item.json), item, output };
	}
	const words = [error, message].map(String).join('\n');
	return { told: toldByError(kind, words), words, item, output };
}

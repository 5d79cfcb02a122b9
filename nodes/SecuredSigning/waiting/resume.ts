import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { pooled } from '../pooled';
import { readChoices, type Choices } from './choices';
import { awaited, hasEnded, type Awaited } from './ending';
import { endedItem, type Waiting } from './items';
import { lookAgain } from './lookAgain';
import { calledItem, hasKey } from './resumeAddress';

/** What waits for a document that was sent by somebody else has an address without a key. */
const WITHOUT_KEY = 'await';
/** Executions whose documents are being fetched right now: a second call has nothing to add. */
const ending = new Set<string>();

/**
 * Somebody calls the waiting execution. Whatever the call says, the documents are looked up: while
 * one of them is open, the execution stays waiting; when all have ended, it goes on with them.
 *
 * Where they cannot be looked up the caller is told to try again, and n8n does so by itself.
 */
export async function resume(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (this.getNodeParameter('operation') !== WITHOUT_KEY && !(await hasKey(this))) {
		return answer(this, 401, 'This call has no key for this execution');
	}
	const execution = this.getExecutionId();
	if (ending.has(execution)) return answer(this, 200, 'The workflow goes on already');
	ending.add(execution);
	try {
		const items = await endedItems(this);
		if (items) return { workflowData: [items] };
		await lookAgain(this);
		return answer(this, 200, 'Not everybody has signed yet');
	} catch {
		await lookAgain(this);
		return answer(this, 503, 'The documents cannot be looked up now. Call again later');
	} finally {
		ending.delete(execution);
	}
}

/** An item for each that waits, or undefined while one of them has to wait on. */
async function endedItems(context: IWebhookFunctions): Promise<INodeExecutionData[] | undefined> {
	const choices = readChoices(context);
	const items = context.evaluateExpression('{{ $input.all() }}') as INodeExecutionData[];
	const waits = items.map(({ json }) => json.awaiting as Waiting | undefined);
	const found = await allEnded(context, waits, choices);
	if (found === undefined) return undefined;
	return await pooled(waits, async (waiting, item) =>
		waiting
			? await endedItem(context, found[item], choices, waiting.recovered)
			: { json: items[item].json },
	);
}

/**
 * Looks at the documents, first at those that the call is about, and no further than to the first
 * item that has to wait on: with many items, each call costs few look-ups.
 */
async function allEnded(
	context: IWebhookFunctions,
	waits: Array<Waiting | undefined>,
	{ wants }: Choices,
): Promise<Awaited[][] | undefined> {
	const first = calledItem(context);
	const others = waits.map((_, item) => item).filter((item) => item !== first);
	const found: Awaited[][] = [];
	for (const item of [first, ...others]) {
		found[item] = await pooled(
			waits[item]?.documents ?? [],
			async (reference) => await awaited(context, reference, wants),
		);
		if (!hasEnded(found[item])) return undefined;
	}
	return found;
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

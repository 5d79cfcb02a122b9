import {
	sleep,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { pooled } from '../pooled';
import { readChoices, type Choices } from './choices';
import { awaited, hasEnded, type Awaited } from './ending';
import { endedItem, type Waiting } from './items';
import { lookAgain } from './lookAgain';
import { calledItem, hasKey } from './resumeAddress';

/** What waits for a document that was sent by somebody else has an address without a key. */
const WITHOUT_KEY = 'await';
/**
 * How long a wait that has ended is held against further calls. n8n 1 takes nobody's turn: whoever read
 * the execution before it was stored as running would make it go on a second time.
 */
const SETTLING_MS = 30_000;
/** The waits that are being looked at, or have just ended, and whether somebody has called meanwhile. */
const looks = new Map<string, { calledAgain: boolean }>();

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
	const input = this.evaluateExpression('{{ $input.all() }}') as INodeExecutionData[];
	const waits = input.map(({ json }) => json.awaiting as Waiting | undefined);
	// An execution may wait several times, each time for other documents.
	const wait = JSON.stringify([this.getExecutionId(), waits.map((each) => each?.documents)]);
	const other = looks.get(wait);
	if (other) {
		// It may have looked before that happened which this call tells of.
		other.calledAgain = true;
		return answer(this, 200, 'The documents are being looked up already');
	}
	const look = { calledAgain: false };
	looks.set(wait, look);
	let items: INodeExecutionData[] | undefined;
	try {
		do {
			look.calledAgain = false;
			items = await endedItems(this, input, waits);
		} while (!items && look.calledAgain);
		if (items) return { workflowData: [items] };
		await lookAgain(this);
		return answer(this, 200, 'Not everybody has signed yet');
	} catch {
		await lookAgain(this);
		return answer(this, 503, 'The documents cannot be looked up now. Call again later');
	} finally {
		const release = () => void looks.delete(wait);
		if (items) void sleep(SETTLING_MS).then(release);
		else release();
	}
}

/** An item for each that waits, or undefined while one of them has to wait on. */
async function endedItems(
	context: IWebhookFunctions,
	input: INodeExecutionData[],
	waits: Array<Waiting | undefined>,
): Promise<INodeExecutionData[] | undefined> {
	const choices = readChoices(context);
	const found = await allEnded(context, waits, choices);
	if (found === undefined) return undefined;
	return await pooled(waits, async (waiting, item) =>
		waiting
			? await endedItem(context, found[item], choices, waiting.recovered)
			: { json: input[item].json },
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

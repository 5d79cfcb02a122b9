import {
	sleep,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { withoutSigningKeys } from '../outputs/signingKeys';
import { pooled } from '../pooled';
import { getsSigningKeys } from '../tool';
import { readChoices, type Choices } from './choices';
import { awaited, hasEnded, isAbsent, type Awaited } from './ending';
import { endedItem } from './items';
import { lookAgain } from './lookAgain';
import { calledItem, hasKey } from './resumeAddress';
import { absences, forget, memoryOf, saw, type Memory, type Waiting } from './state';

/** What waits for a document that was sent by somebody else has an address without a key. */
const WITHOUT_KEY = 'await';
/**
 * How long a wait that has ended is held against further calls. n8n 1 takes nobody's turn: whoever read
 * the execution before it was stored as running would make it go on a second time.
 */
const SETTLING_MS = 30_000;
/**
 * How long a part of the evidence is tried again once everything is signed, where its failure may pass.
 * Said in docs/waiting.md and in the description of 'Include'.
 */
const EVIDENCE_WITHIN_MS = 10 * 60_000;
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
	const until = Date.parse(waits.find((each) => each)?.until ?? '') || 0;
	const memory = memoryOf(wait, until);
	let items: INodeExecutionData[] | undefined;
	try {
		do {
			look.calledAgain = false;
			items = await endedItems(this, input, waits, memory);
		} while (!items && look.calledAgain);
		if (items) return { workflowData: [items] };
		memory.trouble = undefined;
		await lookAgain(this, { until });
		return answer(this, 200, 'Not everybody has signed yet');
	} catch {
		const trouble = memory.signedAt === undefined ? 'document' : 'evidence';
		// What failed a first time is looked at soon: the pauses may be an hour long by now.
		await lookAgain(this, { until, isSoon: memory.trouble !== trouble });
		memory.trouble = trouble;
		return answer(this, 503, 'The documents cannot be looked up now. Call again later');
	} finally {
		if (items) forget(wait);
		const release = () => void looks.delete(wait);
		if (items) void sleep(SETTLING_MS).then(release);
		else release();
	}
}

/**
 * An item for each that waits, or undefined while one of them has to wait on.
 *
 * @throws when a document cannot be read, and while a part of the evidence may come later
 */
async function endedItems(
	context: IWebhookFunctions,
	input: INodeExecutionData[],
	waits: Array<Waiting | undefined>,
	memory: Memory,
): Promise<INodeExecutionData[] | undefined> {
	const choices = readChoices(context);
	const found = await allEnded(context, input, waits, choices, memory);
	if (found === undefined) return undefined;
	memory.signedAt ??= Date.now();
	const mayWait = hasTime(memory);
	const ended = await pooled(waits, async (waiting, item) =>
		waiting
			? await endedItem(context, found[item], choices, waiting.recovered, mayWait ? 0 : undefined)
			: { item: { json: input[item].json }, mayCome: false },
	);
	if (mayWait && ended.some(({ mayCome }) => mayCome)) {
		// Nobody reads it: the caller is told to call again.
		throw new Error('A part of the evidence is not there yet');
	}
	const items = ended.map(({ item }) => item);
	if (getsSigningKeys(context)) return items;
	return items.map((item) => ({ ...item, json: withoutSigningKeys(item.json) }));
}

/** Whether there is time to look for the evidence again, before it has been long enough and before the time limit. */
function hasTime({ signedAt = 0, until }: Memory): boolean {
	const now = Date.now();
	return now - signedAt < EVIDENCE_WITHIN_MS && until - now > EVIDENCE_WITHIN_MS;
}

/**
 * Looks at the documents, first at those that the call is about, and no further than to the first
 * item that has to wait on: with many items, each call costs few look-ups.
 */
async function allEnded(
	context: IWebhookFunctions,
	input: INodeExecutionData[],
	waits: Array<Waiting | undefined>,
	{ wants }: Choices,
	memory: Memory,
): Promise<Awaited[][] | undefined> {
	const absenceOf = await absences(
		context,
		input.map(({ json }) => json),
		memory,
	);
	const first = calledItem(context);
	const others = waits.map((_, item) => item).filter((item) => item !== first);
	const found: Awaited[][] = [];
	for (const item of [first, ...others]) {
		found[item] = await pooled(waits[item]?.documents ?? [], async (reference) => {
			const document = await awaited(context, reference, wants, absenceOf);
			if (!isAbsent(document)) saw(memory, reference);
			return document;
		});
		if (!hasEnded(found[item])) return undefined;
	}
	return found;
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

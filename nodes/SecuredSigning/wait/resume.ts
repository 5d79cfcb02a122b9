import {
	sleep,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { inNameOf, tell } from '../api';
import { withoutSigningKeys } from '../api/answers/signingKeys';
import { earlierIn } from '../api/answers/toldByItem';
import { markAnswer } from '../api/http/ownAddress';
import { mapConcurrently } from '../shared/mapConcurrently';
import { getsSigningKeys } from '../shared/tool';
import { toResult } from '../shared/toResult';
import { readWaitChoices, type WaitChoices } from './choices';
import { hasTime, keepEvidence, lookInTime, mustEnd, timeLeft } from './completed';
import { awaited, hasEnded, type Awaited } from './ending';
import { endedItem } from './items';
import { lookAgain } from './lookAgain';
import { calledItem, hasKey, hideAddress } from './resumeAddress';
import {
	absences,
	completedIn,
	forget,
	identityOf,
	waitMemoryOf,
	nameOf,
	saw,
	waitFor,
	waitingOf,
	type WaitMemory,
	type Waiting,
} from './state';

/**
 * The operation 'Await Signature': its address has no key, because users enter `$execution.resumeUrl` at the
 * send.
 */
const WITHOUT_KEY = 'await';
/**
 * How long further calls are ignored after a wait has ended. n8n 1 has no lock: a call that read the
 * execution before it was stored as running would resume it a second time.
 */
const SETTLING_MS = 30_000;
/** The longest time between looks at all documents: a little less than the longest pause of lookAgain.ts. */
const ROUND_EVERY_MS = 55 * 60_000;
/** The waits that are being looked at, or have just ended, and whether another call came meanwhile. */
const looks = new Map<string, { calledAgain: boolean; hasEnded: boolean }>();

/**
 * Handles a call to the waiting execution. Whatever the call says, the documents are looked up: while one of
 * them is open, the execution keeps waiting; when all have ended, it continues with them.
 *
 * If they cannot be looked up, the caller is told to retry, and n8n also plans another look. It never throws: then
 * n8n would end the wait, and continue the workflow with one empty item.
 */
export async function resume(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	markAnswer(this);
	try {
		return await called(this);
	} catch {
		// The credential cannot be read, or n8n does not tell what waits. The address to call is known from before.
		tell(this, 'was called: cannot tell what to look up now, keeps waiting');
		await toResult(lookAgain(this, { until: Infinity }));
		return notNow(this);
	}
}

async function called(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (context.getNodeParameter('operation') !== WITHOUT_KEY && !(await hasKey(context))) {
		return answer(context, 401, 'This call has no key for this execution');
	}
	const all = context.evaluateExpression('{{ $input.all() }}') as INodeExecutionData[];
	// With n8n's setting 'Execute Once', only the first item was processed.
	const input = context.getNode().executeOnce === true ? all.slice(0, 1) : all;
	const waits = input.map(waitingOf);
	const wait = nameOf(context, waits);
	const other = looks.get(wait);
	if (other) {
		// The running look may have read the documents before the change that this call is about.
		other.calledAgain = true;
		// If it has handed out the items and the execution still waits, n8n could not go on.
		if (other.hasEnded) return notNow(context);
		return answer(context, 200, 'The documents are being looked up already');
	}
	const look = { calledAgain: false, hasEnded: false };
	looks.set(wait, look);
	const waiting = waits.find((each) => each);
	const until = Date.parse(waiting?.until ?? '') || 0;
	const memory = waitMemoryOf(wait, { since: Date.parse(waiting?.since ?? '') || 0, until });
	let items: INodeExecutionData[] | undefined;
	try {
		await hideAddress(context);
		do {
			look.calledAgain = false;
			items = await endedItems(context, input, waits, memory);
		} while (!items && look.calledAgain);
		if (items && timeLeft(memory) <= 0) {
			tell(context, 'was called: n8n ends the wait at its time limit');
			return answer(context, 200, 'The time limit of this wait has been reached');
		}
		tell(context, items ? 'was called: the wait ends' : 'was called: keeps waiting');
		if (items) return { workflowData: [items] };
		memory.trouble = undefined;
		await lookAgain(context, { until });
		return answer(context, 200, 'Not everything is completed yet');
	} catch {
		tell(context, 'was called: the documents cannot be looked up now, keeps waiting');
		const trouble = completedIn(memory).length === 0 ? 'document' : 'evidence';
		// After a first failure, the next look comes soon: the pauses may be an hour long by now.
		await lookAgain(context, { until, isSoon: memory.trouble !== trouble });
		memory.trouble = trouble;
		return notNow(context);
	} finally {
		look.hasEnded = items !== undefined;
		if (items) forget(wait);
		const release = () => void looks.delete(wait);
		if (items) void sleep(SETTLING_MS).then(release);
		else release();
	}
}

/**
 * An item for each input item, or undefined while one of them has to keep waiting.
 *
 * @throws when a document cannot be read, and while a part of the evidence may come later
 */
async function endedItems(
	context: IWebhookFunctions,
	input: INodeExecutionData[],
	waits: Array<Waiting | undefined>,
	memory: WaitMemory,
): Promise<INodeExecutionData[] | undefined> {
	const choices = readWaitChoices(context);
	const isLast = mustEnd(completedIn(memory), memory);
	const { found, failure } = await lookedAt(context, input, waits, choices, memory, isLast);
	const isPressing = isLast && memory.ended.size > 0;
	const isEnded = waits.every((waiting, item) => {
		if (!(item in found)) return false;
		// If it is not known which documents an item waits for, it has not ended.
		return waiting && found[item].length === 0 ? false : hasEnded(found[item]);
	});
	const contextOf = (reference: string) => inNameOf(context, waitFor(input, reference)?.sender);
	if (!isEnded && (await keepEvidence(contextOf, completedIn(memory), choices, memory)))
		throw notYet();
	if (failure && !isPressing) throw failure;
	if (isEnded) memory.endedAt ??= Date.now();
	if (!isEnded && !isPressing) return undefined;
	const mayWait = isEnded && hasTime(memory, memory.endedAt ?? 0);
	const ended = await mapConcurrently(waits, async (waiting, item) => {
		const { json, binary } = input[item];
		const asItWas = { item: { json, ...(binary && { binary }) }, mayCome: false };
		// What was signed when the wait began is so still, even if the service contradicts itself now.
		if (!waiting || (!json.awaiting && !hasEnded(found[item]))) return asItWas;
		return await endedItem(inNameOf(context, waiting.sender), found[item], choices, {
			...waiting,
			ended: (reference) => memory.ended.get(reference),
			looksAgain: mayWait,
			times: memory,
		});
	});
	if (mayWait && ended.some(({ mayCome }) => mayCome)) throw notYet();
	const items = ended.map(({ item }) => item);
	if (getsSigningKeys(context)) return items;
	return items.map((item) => ({ ...item, json: withoutSigningKeys(item.json) }));
}

/** Its text is never shown: the caller is told to call again. */
const notYet = () => new Error('A part of the evidence is not there yet');

interface Look {
	/** The documents of each item that was looked at; `unknown` where one could not be read. */
	found: Awaited[][];
	/** Why one of them could not be read. */
	failure?: Error;
}

/**
 * Reads the documents: first those that the call is about, then the others up to the first item that has to
 * keep waiting, so that each call needs few requests. Sometimes it reads all of them, so that completed
 * documents are fetched while they exist.
 */
async function lookedAt(
	context: IWebhookFunctions,
	input: INodeExecutionData[],
	waits: Array<Waiting | undefined>,
	{ wants }: WaitChoices,
	memory: WaitMemory,
	isLast: boolean,
): Promise<Look> {
	const absenceOf = await absences(context, input, memory);
	let failure: Error | undefined;
	const lookAt = async (item: number) => {
		const own = inNameOf(context, waits[item]?.sender);
		return await mapConcurrently(
			waits[item]?.documents ?? [],
			async (reference): Promise<Awaited> => {
				const known = memory.ended.get(reference);
				if (known?.status === 'completed') return known;
				const earlier = memory.earlier.get(reference) ?? earlierIn(input[item].json, reference);
				const look = awaited(own, reference, wants, absenceOf, earlier);
				const outcome = await lookInTime(memory, look);
				if ('error' in outcome) {
					failure ??= outcome.error;
					return { document: identityOf(input[item].json, reference), status: 'unknown' };
				}
				saw(memory, reference, outcome.value, input[item]);
				return outcome.value;
			},
		);
	};
	if (isLast || Date.now() - memory.roundAt >= ROUND_EVERY_MS) {
		const found = await mapConcurrently(waits, async (_, item) => await lookAt(item));
		memory.roundAt = Date.now();
		return { found, failure };
	}
	const first = calledItem(context);
	const others = waits.map((_, item) => item).filter((item) => item !== first);
	const found: Awaited[][] = [];
	for (const item of [first, ...others]) {
		found[item] = await lookAt(item);
		if (!hasEnded(found[item])) break;
	}
	return { found, failure };
}

const notNow = (context: IWebhookFunctions) =>
	answer(context, 503, 'The documents cannot be looked up now. Call again later');

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

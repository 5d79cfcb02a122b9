import { UserError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { accountOf, inNameOf, tell, type Raw } from '../api';
import { documentStatus, isOldEnd } from '../api/answers/documentStatus';
import { withoutSigningKeys } from '../api/answers/signingKeys';
import { earlierIn } from '../api/answers/toldByItem';
import { AT_THE_LIMIT } from '../evidence/parts';
import { readSignedFileName } from '../fields/signedFileName';
import { mapConcurrently } from '../shared/mapConcurrently';
import { contextOfItem } from '../shared/oncePerRun';
import type { Outcome } from '../shared/operation';
import { refusal } from '../shared/refusal';
import { getsSigningKeys, isCalledByANode } from '../shared/tool';
import { toResult } from '../shared/toResult';
import { omitEmpty, text } from '../shared/values';
import { readWaitChoices, type WaitChoices } from './choices';
import { EVIDENCE_LIMIT_MS, hasTime } from './completed';
import { awaited, hasEnded, type Awaited } from './ending';
import { endedItem, waitingItem } from './items';
import { checkLimit, limitOf } from './limit';
import { lookAgain } from './lookAgain';
import { hideAddress } from './resumeAddress';
import { checkAccount } from './sameAccount';
import { FOR_EVIDENCE, waitMemoryOf, nameOf, saw, waitingOf, type Waiting } from './state';

// Execution IDs of n8n's engine 2.0: UUIDs of version 7 (RFC 9562).
const NUMBER_OF_ENGINE_2 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/i;

/**
 * To be called before an item is sent: refuses what cannot be waited for, while nothing is sent.
 *
 * @throws UserError in a tool or an engine that cannot wait, for an invalid limit, for a missing error
 *   output, and for a credential that cannot be read when the wait ends
 */
export async function checkAwaiting(context: IExecuteFunctions, itemIndex: number): Promise<void> {
	// The tool would send, return nothing immediately, and be called again.
	if (isCalledByANode(context)) {
		throw refusal(
			'This tool cannot wait for a signature',
			"An MCP server and older AI Agent nodes do not wait for their tools. Use 'Send', and check later with Document > Get whether it is signed.",
		);
	}
	// That engine does not support waiting, and does not show nodes the settings of the workflow, so it is
	// recognised by the ID.
	if (NUMBER_OF_ENGINE_2.test(context.getExecutionId())) {
		throw refusal(
			"This workflow uses n8n's execution engine 2.0, which cannot wait for a signature",
			"Choose the other execution engine in the workflow's settings (this is not the version of n8n), or use 'Send', and check later with Document > Get whether it is signed.",
		);
	}
	checkLimit(context, itemIndex);
	await checkAccount(context);
	await hideAddress(context, itemIndex);
	const { onError } = context.getNode();
	if (readWaitChoices(context).unsignedIsError && onError !== 'continueErrorOutput') {
		throw refusal(
			'This node has no error output',
			"'When Not Signed' sends items to the error output: set 'On Error' to 'Continue (using error output)' in the node's settings, or choose 'Return With the Other Items'.",
		);
	}
}

/**
 * Waits for the documents of all items after they were sent: puts the execution to wait until everything is
 * signed, or something never will be. If everything has already ended, it does not wait.
 *
 * @param outcomes the documents of each item as in the service's answer; failed items are passed through
 * @param senders the sender of each item's documents, if not the owner of the API key
 */
export async function awaitSignatures(
	this: IExecuteFunctions,
	outcomes: Outcome[],
	senders: Array<string | undefined> = [],
): Promise<INodeExecutionData[][]> {
	const outcome = await toResult(begin.call(this, outcomes, senders));
	if ('value' in outcome) return outcome.value;
	throw withSent(outcome.error, outcomes);
}

/** Adds the sent documents to an error, so that they are not lost if the wait fails. */
function withSent(error: Error & { description?: string | null }, outcomes: Outcome[]): Error {
	const sent = outcomes.flatMap(({ items, failed }) =>
		failed ? [] : items.map(({ json }) => `“${text(json.Name)}” (${text(json.Reference)})`),
	);
	error.description = `${error.description ?? ''} Out for signing: ${sent.join(', ')}.`.trim();
	return error;
}

async function begin(
	this: IExecuteFunctions,
	outcomes: Outcome[],
	senders: Array<string | undefined>,
): Promise<INodeExecutionData[][]> {
	const choices = readWaitChoices(this);
	refuseNameless(outcomes);
	const contextOf = (item: number) => inNameOf(contextOfItem(this, item), senders[item]);
	// n8n refused all calls until now, because the execution was still running.
	const found = await mapConcurrently(outcomes, async ({ items, failed }, item) =>
		failed ? [] : await asTheyAre(contextOf(item), items, choices),
	);
	const now = Date.now();
	const recovered = outcomes.map(({ items }) => items.some(({ json }) => json.recovered));
	const until = outcomes.flatMap(({ failed }, item) => {
		// What has been extended since has another due date.
		const documents = found[item].map(({ document }) => (isOldEnd(document) ? {} : document));
		return failed ? [] : [limitOf(this, item)(documents)];
	});
	const isOver = found.every(hasEnded);
	const limit = Math.max(...until.map(({ date }) => date.getTime()));
	// If only evidence is missing, the wait ends soon, even if no further look is possible.
	const latest = isOver ? Math.min(limit, now + EVIDENCE_LIMIT_MS) : limit;
	// Read here, because the input is overwritten below.
	const fileNames = outcomes.map((_, item) => ({
		...omitEmpty({ signedFileName: readSignedFileName(this, item) }),
	}));
	const triesLater = hasTime({ since: now, until: latest }, now);
	// What has ended keeps its result: at the time limit, nobody looks at it again, and what is signed may be
	// removed before the others are.
	const ended = await mapConcurrently(outcomes, async ({ failed }, item) =>
		failed || !hasEnded(found[item])
			? undefined
			: await endedItem(contextOf(item), found[item], choices, {
					...(recovered[item] && { recovered: true }),
					...fileNames[item],
					looksAgain: triesLater,
				}),
	);
	const isPending = (item: number) => triesLater && ended[item]?.mayCome === true;
	if (isOver && !outcomes.some((_, item) => isPending(item))) {
		return outcomes.map(({ items }, item) => {
			const one = ended[item];
			return one ? [one.item] : items;
		});
	}

	const notes = new Set(until.flatMap(({ note }) => note ?? []));
	// All waiting items have the same account (sameAccount.ts).
	const first = contextOf(outcomes.findIndex(({ failed }) => !failed));
	const account = await accountOf(first);
	// n8n keeps only the input during a wait, so what is waited for is written there.
	const waits = this.getInputData().map((input, item) => {
		const { items, failed } = outcomes[item];
		const waiting: Waiting = {
			documents: found[item].map(({ document }) => text(document.Reference)),
			since: new Date(now).toISOString(),
			until: new Date(latest).toISOString(),
			account,
			note: [WHAT_IS_SHOWN, ...notes].join(' '),
			...omitEmpty({ sender: senders[item] }),
			...fileNames[item],
			...(recovered[item] && { recovered: true }),
		};
		// At the time limit, the sent file must not be mistaken for the signed one.
		delete input.binary;
		delete input[FOR_EVIDENCE];
		const { json, binary } = failed
			? { json: items[0].json }
			: (ended[item]?.item ?? { json: waitingItem(found[item], choices, waiting) });
		input.json = getsSigningKeys(this) ? json : withoutSigningKeys(json);
		if (binary) input.binary = binary;
		if (isPending(item)) input[FOR_EVIDENCE] = { ...waiting };
		return waitingOf(input);
	});
	const memory = waitMemoryOf(nameOf(this, waits), { since: now, until: latest });
	// In queue mode, a production wait begins in a worker, which takes no calls, so the mark has no effect
	// there. A manual execution begins in the main process, and other processes may take its calls.
	memory.isAlone = this.getMode() !== 'manual';
	this.getInputData().forEach((input, item) => {
		for (const one of waitingOf(input) ? found[item] : [])
			saw(memory, text(one.document.Reference), one, input);
	});
	const count = waits.flatMap((waiting) => waiting?.documents ?? []).length;
	tell(this, `waits until ${new Date(latest).toISOString()} (documents: ${count})`);
	await this.putExecutionToWait(new Date(latest));
	await lookAgain(first, { until: latest, isSoon: true });
	return [];
}

const WHAT_IS_SHOWN = `${AT_THE_LIMIT}. 'atStart' is the document as it was when the wait began; use Document > Get for its status now.`;
/** A document that was just sent is not gone because of one 404. */
const UNCONFIRMED = async () => await Promise.resolve(undefined);

/** Refuses to wait for a document without a reference: it cannot be found again. */
function refuseNameless(outcomes: Outcome[]): void {
	const documents = outcomes.flatMap(({ items, failed }) => (failed ? [] : items));
	if (documents.some(({ json }) => text(json.Reference) === '')) {
		throw new UserError('Secured Signing gave no reference for a document to wait for', {
			description:
				'It may have been sent for signing. Look in Secured Signing before you run this again.',
		});
	}
}

async function asTheyAre(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	{ wants }: WaitChoices,
): Promise<Awaited[]> {
	const asSent = (document: Raw<'Document'>) => ({ document, status: documentStatus(document) });
	return await mapConcurrently(
		items,
		// A sent document is waited for, even if the service does not answer now.
		async ({ json }) => {
			const reference = text(json.Reference);
			// The signers of the send count, even if this look names fewer.
			const earlier = earlierIn(json, reference);
			return await awaited(context, reference, wants, UNCONFIRMED, earlier).catch(() =>
				asSent(json),
			);
		},
	);
}

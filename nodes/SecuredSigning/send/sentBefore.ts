import type { IExecuteFunctions } from 'n8n-workflow';

import { accountOf, inNameOf, isNotFound, type RawDocument, type RawSigner } from '../api';
import { refusal } from '../shared/refusal';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';
import { asAgreed, asOrderedOnce, asUnread, sentAnother } from './agreed';
import { Attempt } from './attempt';
import { tooLate } from './beforehand';
import { contentIn, isSameSpelling, type ClientReference } from './clientReference';
import { termsOf, type Contract, type Terms } from './contract';
import { documentsOf, findByClientReference } from './find';
import { asOne, withLocks } from './locks';
import { withDueDateKept } from './dueDateKept';
import { withListsJudged } from './keptReference';
import { lookUp, sentEarlier } from './lookUp';
import { idempotencyKeyOf, isPastUnknown, isRetried, keyOf, memoryOf, noteClock } from './memory';
import { openSendOf } from './openSends';
import { cachedAnswerError, marked, recovered, sentInPart, unclearWhether } from './recovered';
import { nameOfContent, nameOfReference, recall, sendOf } from './remembered';
import { sentByRetried } from './retried';
import { placed, placedPart, withAllSigners } from './signers';
import { withWarning } from './warning';
import { referencesOf, type Order } from './whole';

/**
 * Makes one item's send once, across all attempts. Parallel attempts wait for the first one, and each first
 * looks up what an earlier one sent. That comes before anything else: an attempt that failed before it would
 * report that nothing was sent.
 *
 * @param contractNow reads what the item sends: a retry with a changed workflow may differ from what was sent
 * @throws UserError when it was sent only in part, to other people or with other values, or when that is not
 *   known
 */
export async function unlessAttempted(
	context: IExecuteFunctions,
	itemIndex: number,
	contractNow: () => Contract | Promise<Contract>,
	send: (attempt: Attempt) => Promise<RawDocument[]>,
): Promise<RawDocument[]> {
	const once = async () => {
		const attempt = new Attempt(context, itemIndex);
		const outcome = await toResult(unlessFound(context, attempt, contractNow, send));
		attempt.isOver('value' in outcome);
		await toResult(noteClock(context));
		if ('error' in outcome) throw outcome.error;
		return outcome.value;
	};
	// A stored execution may be retried twice at the same time; each retry has its own memory.
	const inOwnTurn = async () => await withLocks([idempotencyKeyOf(context, itemIndex)], once);
	return await asOne(memoryOf(context), keyOf(context, itemIndex), inOwnTurn);
}

async function unlessFound(
	context: IExecuteFunctions,
	attempt: Attempt,
	contractNow: () => Contract | Promise<Contract>,
	send: (attempt: Attempt) => Promise<RawDocument[]>,
): Promise<RawDocument[]> {
	const { earlier } = attempt;
	const found = earlier && (await sentEarlier(context, earlier, 'An earlier attempt'));
	if (!found) return await send(attempt);
	const reading = await toResult((async () => await contractNow())());
	if ('error' in reading) return asUnread(context, found, reading.error);
	const { people, dueDate } = reading.value;
	const agreed = await asAgreed(context, found, earlier, {
		people,
		terms: termsOf(context, reading.value),
		// Only then are the item and the values of earlier nodes the same.
		isSameAttempt: !attempt.hasTaken,
		isOfExecution: attempt.isOfThisExecution,
	});
	return withDueDateKept(context, agreed, dueDate);
}

/** A send before it is made. */
interface Subject extends Pick<Order, 'signers' | 'parts' | 'isEverybody' | 'count'> {
	contract: Contract;
	terms: Terms;
	/** Documents that are already stored in the service. */
	stored?: string[];
	/** The remaining checks; not called if the item was sent before. */
	check(): Promise<void>;
}

/**
 * Runs `work`, unless the contract was already sent: under the same client reference, if that may be used
 * only once, or by another turn or node of the execution whose result was open. Then what was found is the
 * result.
 *
 * @throws UserError when what was found has other signers, other values or fewer documents than the item
 */
export async function unlessSent(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	{ signers, parts, isEverybody, count, contract, terms, stored = [], check }: Subject,
	work: () => Promise<RawDocument[]>,
): Promise<RawDocument[]> {
	const account = await accountOf(context);
	attempt.terms = terms;
	const people = signers.map(placed);
	const found = await leftOpen(context, attempt, sentAs, { account, terms, stored, people });
	if (found) return found;
	const refused = await tooLate(context, sentAs.once, check());
	const send = async () => {
		if (refused) throw refused;
		return withDueDateKept(context, await work(), contract.dueDate);
	};
	const agreedOnce = async (found: RawDocument[], before?: Terms) => {
		const all = await withAllSigners(context, found, {
			people,
			parts: parts?.map(placedPart),
			...(isEverybody && { isEverybody }),
		});
		return asOrderedOnce(context, all, before, terms);
	};
	const unlessRetried = async () => {
		// Stored documents are checked by their own status (storedDocuments.ts), unless an earlier node stored them anew.
		const isKnown = stored.length > 0 && !isPastUnknown(context);
		if (isKnown || !isRetried(context)) return await send();
		const named = stored.length > 0 ? await documentsOf(context, stored) : undefined;
		const fileNames = named?.map(({ Name }) => text(Name));
		// Two retries of one execution, of which n8n kept nothing, do not know that they are the same.
		return await withLocks([nameOfContent(account, contentIn(sentAs.generated))], async () => {
			const found = await sentByRetried(context, attempt, sentAs, {
				parts: parts ?? [{ people: signers }],
				fileNames: fileNames ?? contract.files?.map(({ fileName }) => fileName),
				stored,
				count,
			});
			return found ? await agreedOnce(found) : await send();
		});
	};
	if (!sentAs.once) return await unlessRetried();
	const { clientReference } = sentAs;
	const name = nameOfReference(account, clientReference);
	return await withLocks([name], async () => {
		const { out, unclear, unlabelled, isOld } = await findByClientReference(
			context,
			clientReference,
		);
		if (unclear.length > 0) throw unclearWhether(unclear);
		if (isOld && out.length < count) throw cachedAnswerError();
		const sent = {
			idempotencyKey: attempt.idempotencyKey,
			clientReference,
			isShared: false,
			documents: stored,
		};
		// Lists may be outdated, and show some of the documents before others.
		const found =
			out.length >= count
				? marked(out)
				: ((await sentByThisProcess(context, name)) ??
					(out.length > 0 ? marked(out) : await recovered(context, sent, 'none')));
		if (!found) return await withListsJudged(context, unlabelled, await unlessRetried());
		refuseOtherSpelling(account, found, { clientReference, stored });
		if (found.length < count) throw sentInPart(found, count, clientReference);
		const [reference] = referencesOf(found);
		// A send of this process under that name whose result is still open may be what was found now.
		const open = recall(name);
		const before = sendOf(account, reference) ?? (open?.isOut ? undefined : open);
		return await agreedOnce(found, before?.terms);
	});
}

/**
 * The documents of an open send of another turn or node, if it is the contract of the item; undefined if
 * nothing was sent.
 */
async function leftOpen(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	now: { account: string; terms: Terms; stored: string[]; people: RawSigner[] },
): Promise<RawDocument[] | undefined> {
	const open = openSendOf(attempt, sentAs, now);
	if (!open) return undefined;
	const { key, sent, isOwn, isTaken, names, relation } = open;
	if (isTaken) attempt.takes(key);
	else attempt.isRefusedBy(key, now.terms);
	const found = await sentEarlier(context, sent, 'An earlier turn of this execution');
	if (!found) return undefined;
	if (!isOwn) throw sentAnother(found, names);
	if (isTaken) attempt.isFound(referencesOf(found));
	const agreed = await asAgreed(context, found, sent, { ...now, isSameAttempt: false });
	return relation === 'other' ? withWarning(context, agreed, SAME_TO_THE_LETTER) : agreed;
}

const SAME_TO_THE_LETTER =
	'An earlier send of this execution could not be confirmed and has exactly the same values, so it counts as the send of this item. Nothing was sent this time. If this item is another order, give each order its own Client Reference.';

/**
 * Refuses documents whose client reference differs only in case or in how letters are written: "recAbC" and
 * "recABC", or "Q-①" and "Q-1", look alike to people, but may be IDs of two orders. Stored documents are
 * accepted with any spelling.
 *
 * @throws UserError when a document was sent under another spelling
 */
function refuseOtherSpelling(
	account: string,
	found: RawDocument[],
	{ clientReference, stored }: { clientReference: string; stored: string[] },
): void {
	for (const { Name, Reference, ClientReference } of found) {
		const other = sendOf(account, text(Reference))?.clientReference ?? text(ClientReference);
		const isMeant = other === '' || stored.includes(text(Reference));
		if (isMeant || isSameSpelling(other, clientReference)) continue;
		throw refusal(
			`A document was already sent under the client reference "${other}", which differs from "${clientReference}" only in capitals or in how letters are written`,
			`Sent: “${text(Name)}” (${text(Reference)}). If this item is for the same contract, give it that reference. If it is for another one, give it a reference that is clearly different.`,
		);
	}
}

/** What this process sent under that name, even if no list shows it yet; undefined if nothing. */
async function sentByThisProcess(
	context: IExecuteFunctions,
	name: string,
): Promise<RawDocument[] | undefined> {
	const before = recall(name);
	if (!before) return undefined;
	const outcome = await toResult(
		// Under another sender, the service may answer 404.
		lookUp(inNameOf(context, before.sender), before, 'This n8n'),
	);
	if ('value' in outcome) return outcome.value;
	// In no list and not found by its reference: it was deleted, or removed after its time.
	if (isNotFound(outcome.error)) return undefined;
	throw outcome.error;
}

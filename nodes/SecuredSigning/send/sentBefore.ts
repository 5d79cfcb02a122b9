import type { IExecuteFunctions } from 'n8n-workflow';

import { accountOf, inNameOf, isNotFound, type RawDocument, type RawSigner } from '../api';
import { refusal } from '../shared/refusal';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';
import { asAgreed, asOrderedOnce, asUnread, sentAnother } from './agreed';
import { Attempt } from './attempt';
import { isSameSpelling, type ClientReference } from './clientReference';
import { termsOf, type Contract, type Terms } from './contract';
import { findByClientReference } from './find';
import { asOne, withLocks } from './locks';
import { withDueDateKept } from './dueDateKept';
import { withListsJudged } from './keptReference';
import { lookUp, sentEarlier } from './lookUp';
import { idempotencyKeyOf, keyOf, memoryOf } from './memory';
import { openSendOf } from './openSends';
import { cached, marked, recovered, sentInPart, unclearWhether } from './recovered';
import { nameOfReference, recall, sendOf } from './remembered';
import { sentByRetried } from './retried';
import { placed, placedPart, withAllSigners } from './signers';
import { withWarning } from './warning';
import { referencesOf, type Order } from './whole';

/**
 * One item's send, once over all the attempts at it: those that are made at once wait for the first one,
 * and each looks first for what an earlier one brought out. An attempt that failed at something else
 * before it looked would say that nothing was sent.
 *
 * @param contractNow what the item sends: a retry with the saved workflow may send something else than went out
 * @throws UserError when it went out in part, to others or as something else, or when that cannot be told
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
		if ('error' in outcome) throw outcome.error;
		return outcome.value;
	};
	// A stored execution may be retried twice at the same moment: n8n gives each a memory of its own.
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
		// The same item, and the same values of earlier nodes.
		isSameAttempt: !attempt.hasTaken,
	});
	return withDueDateKept(context, agreed, dueDate);
}

/** What a send is about, before it is made. */
interface Subject extends Pick<Order, 'signers' | 'parts' | 'isEverybody' | 'count'> {
	contract: Contract;
	/** Documents that are in the service before the work begins. */
	stored?: string[];
	/** What is left to be checked, unless the item is out already. */
	check(): Promise<void>;
}

/**
 * Does the work of a send, unless it goes out once per client reference and anybody did that before, or
 * another turn or node of the execution left it open whether it sent the same contract: then that is the result.
 *
 * @throws UserError when it has other signers than the item names, is something else, or fewer than it sends
 */
export async function unlessSent(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	{ signers, parts, isEverybody, count, contract, stored = [], check }: Subject,
	work: () => Promise<RawDocument[]>,
): Promise<RawDocument[]> {
	const account = await accountOf(context);
	const terms = termsOf(context, contract);
	attempt.terms = terms;
	const people = signers.map(placed);
	const found = await leftOpen(context, attempt, sentAs, { account, terms, stored, people });
	if (found) return found;
	await check();
	const send = async () => withDueDateKept(context, await work(), contract.dueDate);
	const agreedOnce = async (found: RawDocument[], before?: Terms) => {
		const all = await withAllSigners(context, found, {
			people,
			parts: parts?.map(placedPart),
			...(isEverybody && { isEverybody }),
		});
		return asOrderedOnce(context, all, before, terms);
	};
	if (!sentAs.once) {
		// What is there already is looked at by itself (storedDocuments.ts).
		const found =
			stored.length === 0 &&
			(await sentByRetried(context, attempt, sentAs, {
				people: signers,
				parts: parts ?? [{ people: signers }],
				count,
			}));
		return found ? await agreedOnce(found) : await send();
	}
	const { clientReference } = sentAs;
	const name = nameOfReference(account, clientReference);
	return await withLocks([name], async () => {
		const { out, unclear, unlabelled, isOld } = await findByClientReference(
			context,
			clientReference,
		);
		if (unclear.length > 0) throw unclearWhether(unclear);
		if (isOld && out.length < count) throw cached();
		const sent = {
			idempotencyKey: attempt.idempotencyKey,
			clientReference,
			isShared: false,
			documents: stored,
		};
		// Lists may lag behind, and show some of the documents before the others.
		const found =
			out.length >= count
				? marked(out)
				: ((await sentByThisProcess(context, name)) ??
					(out.length > 0 ? marked(out) : await recovered(context, sent, 'none')));
		if (!found) return await withListsJudged(context, unlabelled, await send());
		refuseOtherSpelling(account, found, { clientReference, stored });
		if (found.length < count) throw sentInPart(found, count, clientReference);
		const [reference] = referencesOf(found);
		// What this process may have sent under that name, and has not found since, may be what is found now.
		const open = recall(name);
		const before = sendOf(account, reference) ?? (open?.isOut ? undefined : open);
		return await agreedOnce(found, before?.terms);
	});
}

/** What another turn or node of this execution left open, if it is the contract of the item. */
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
 * To people, "recAbC" and "recABC" are one reference; as numbers of two orders, they are not. A stored document is the
 * one that is meant, however its reference is spelled.
 *
 * @throws UserError when what is out was sent under another one of these
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
			`A document was already sent under the client reference "${other}", which differs from "${clientReference}" only in upper and lower case`,
			`Sent: “${text(Name)}” (${text(Reference)}). If this item is the same order, give it that reference. If it is another order, give it a reference that is clearly different.`,
		);
	}
}

/** What this process sent under that name, though no list shows it yet. */
async function sentByThisProcess(
	context: IExecuteFunctions,
	name: string,
): Promise<RawDocument[] | undefined> {
	const before = recall(name);
	if (!before) return undefined;
	const outcome = await toResult(
		// To another sender, the service may answer that it does not exist.
		lookUp(inNameOf(context, before.sender), before, {
			who: 'This n8n',
			ifNot: "send it with 'Send Once per Reference' turned off",
		}),
	);
	if ('value' in outcome) return outcome.value;
	// In no list and not found by its reference: it was deleted, or removed after its time.
	if (isNotFound(outcome.error)) return undefined;
	throw outcome.error;
}

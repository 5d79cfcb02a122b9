import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { isNotFound } from '../api';
import { accountOf } from '../api/gone';
import { toResult } from '../shared/toResult';
import { asSent, Attempt, hash, keyOf, idempotencyKeyOf } from './attempt';
import type { ClientReference } from './clientReference';
import { documentsOf, findByClientReference } from './find';
import { asOne, withLocks } from './locks';
import { asOrdered } from './others';
import {
	cached,
	canBeProved,
	isFinding,
	marked,
	recovered,
	sentInPart,
	unconfirmed,
	UNCONFIRMED,
	unclearWhether,
} from './recovered';
import { nameOfReference, recall } from './remembered';
import type { Sent } from './sent';
import { placed, withAllSigners } from './signers';
import { referencesOf, whole, type Order } from './whole';

/**
 * One item's send, once over all the attempts at it: those that are made at once wait for the first one,
 * and each looks first for what an earlier one brought out. An attempt that failed at something else
 * before it looked would say that nothing was sent.
 *
 * @param peopleNow whom the item names: a retry with the saved workflow may name others than were sent to
 * @throws UserError when it went out in part, or to others, or when that cannot be told
 */
export async function unlessAttempted(
	context: IExecuteFunctions,
	itemIndex: number,
	peopleNow: () => object[],
	send: (attempt: Attempt) => Promise<IDataObject[]>,
): Promise<IDataObject[]> {
	const once = async () => {
		const attempt = new Attempt(context, itemIndex);
		const { earlier } = attempt;
		const found = earlier && (await sentEarlier(context, earlier, 'An earlier attempt'));
		return found ? await unlessOthers(context, found, earlier, peopleNow) : await send(attempt);
	};
	// A stored execution may be retried twice at the same moment: n8n gives each a memory of its own.
	const inOwnTurn = async () => await withLocks([idempotencyKeyOf(context, itemIndex)], once);
	return await asOne(context.getContext('node'), keyOf(context, itemIndex), inOwnTurn);
}

/** What went out earlier, as long as it went to the people who are named now. */
async function unlessOthers(
	context: IExecuteFunctions,
	found: IDataObject[],
	{ people: peopleBefore, isEverybody }: Sent,
	peopleNow: () => object[],
): Promise<IDataObject[]> {
	const reading = await toResult((async () => await Promise.resolve(peopleNow()))());
	// Values that cannot be sent any more, or leave the people to the document, name nobody else.
	if ('error' in reading || reading.value.length === 0) return found;
	const people = reading.value as IDataObject[];
	return await withAllSigners(context, found, { people, isEverybody, peopleBefore });
}

/** What an earlier attempt at the same send brought out; undefined when nothing did. */
async function sentEarlier(
	context: IExecuteFunctions,
	earlier: Sent,
	who: string,
): Promise<IDataObject[] | undefined> {
	const outcome = await toResult(
		lookUp(context, earlier, { who, ifNot: 'run the workflow again as a new execution' }),
	);
	if ('value' in outcome) return outcome.value;
	if (isFinding(outcome.error) || earlier.isRefused) throw outcome.error;
	const wasSent = earlier.isOut ?? earlier.accepted !== undefined;
	throw new UserError(wasSent ? 'This was sent, and cannot be read' : UNCONFIRMED, {
		description: `${who} ${wasSent ? 'sent it' : 'may have sent it'}, and it could not be looked up: ${outcome.error.message}. This attempt sent nothing. Retry the execution later, or look in Secured Signing.`,
	});
}

/** Who may have sent it, and what to do if Secured Signing does not have it. */
interface Words {
	who: string;
	ifNot: string;
}

async function lookUp(
	context: IExecuteFunctions,
	earlier: Sent,
	words: Words,
): Promise<IDataObject[] | undefined> {
	const documents = await currentDocuments(context, earlier, words);
	return documents && (await asOrdered(context, marked(documents), earlier));
}

async function currentDocuments(
	context: IExecuteFunctions,
	earlier: Sent,
	words: Words,
): Promise<IDataObject[] | undefined> {
	const { documents, isOut, accepted, isRefused } = earlier;
	if (isOut && documents) return await documentsOf(context, documents);
	if (accepted) {
		const named = await documentsOf(context, accepted.documents);
		return await whole(context, earlier, accepted.count, { ...accepted, documents: named });
	}
	if (isRefused) return await despiteRefusal(context, earlier);
	// The attempt may have been given up because the service was slow.
	const found = await recovered(context, earlier, 'some');
	if (!found && !canBeProved(earlier)) {
		const trouble = earlier.trouble ?? 'its answer is not known';
		throw unconfirmed(`${words.who} may have sent it (${trouble})`, words.ifNot);
	}
	return found;
}

/** A refusal was certain, and costs nothing to be checked where what is found can be of this send alone. */
async function despiteRefusal(
	context: IExecuteFunctions,
	earlier: Sent,
): Promise<IDataObject[] | undefined> {
	const { documents, isShared, isRepeat } = earlier;
	if (documents ? isRepeat : isShared) return undefined;
	return await recovered(context, { ...earlier, people: [] }, 'none');
}

/** What a send is about, before it is made. */
interface Subject extends Pick<Order, 'signers' | 'isEverybody' | 'count'> {
	/** What is sent: the form, the template with its values, the files. */
	content: unknown[];
	/** Documents that are in the service before the work begins. */
	stored?: string[];
}

/**
 * Does the work of a send, unless it goes out once per client reference and anybody did that before, or
 * another turn of this node left it open whether the same went out: then those documents are the result.
 *
 * @throws UserError when they have other signers than the item names, or are fewer than it sends
 */
export async function unlessSent(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	subject: Subject,
	work: () => Promise<IDataObject[]>,
): Promise<IDataObject[]> {
	const { signers, isEverybody, count, content, stored = [] } = subject;
	const { clientReference, isGenerated } = sentAs;
	attempt.content = hash([...content, signers, isGenerated ? '' : clientReference].map(asSent));
	if (!sentAs.once) return (await fromOtherTurn(context, attempt)) ?? (await work());
	const name = nameOfReference(await accountOf(context), clientReference);
	return await withLocks([name], async () => {
		const { out, unclear, isOld } = await findByClientReference(context, clientReference);
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
		if (!found) return await work();
		if (found.length < count) throw sentInPart(found, count, clientReference);
		return await withAllSigners(context, found, {
			people: signers.map(placed),
			...(isEverybody && { isEverybody }),
		});
	});
}

/** What another turn of this node sent, of which that turn could not say so. */
async function fromOtherTurn(
	context: IExecuteFunctions,
	attempt: Attempt,
): Promise<IDataObject[] | undefined> {
	const open = attempt.leftOpen(attempt.content ?? '');
	if (!open) return undefined;
	const found = await sentEarlier(context, open, 'An earlier turn of this execution');
	// From here on, another turn is a send of its own again.
	if (found) Object.assign(open, { documents: referencesOf(found), isOut: true });
	return found;
}

/** What this process sent under that name, though no list shows it yet. */
async function sentByThisProcess(
	context: IExecuteFunctions,
	name: string,
): Promise<IDataObject[] | undefined> {
	const before = recall(name);
	if (!before) return undefined;
	const outcome = await toResult(
		lookUp(context, before, {
			who: 'This n8n',
			ifNot: "send it with 'Send Once per Client Reference' turned off",
		}),
	);
	if ('value' in outcome) return outcome.value;
	// In no list and not found by its reference: it was deleted, or removed after its time.
	if (isNotFound(outcome.error)) return undefined;
	throw outcome.error;
}

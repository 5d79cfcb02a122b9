import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { accountOf } from '../gone';
import { settled } from '../settled';
import { isNotFound } from '../transport';
import { Attempt, keyOf, type Sent } from './attempt';
import { documentsOf, findByClientReference } from './findings';
import type { Identity } from './identity';
import {
	canBeProved,
	marked,
	recovered,
	unconfirmed,
	UNCONFIRMED,
	unclearWhether,
} from './recovered';
import { nameOfReference, recall } from './remembered';
import { withAllSigners } from './signers';
import { asOne, inTurn } from './turns';
import { whole } from './whole';

/**
 * One item's send, once over all the attempts at it: those that are made at once wait for the first one,
 * and each looks first for what an earlier one brought out. An attempt that failed at something else
 * before it looked would say that nothing was sent.
 *
 * @throws UserError when it went out in part, or when that cannot be told
 */
export async function unlessAttempted(
	context: IExecuteFunctions,
	itemIndex: number,
	send: (attempt: Attempt) => Promise<IDataObject[]>,
): Promise<IDataObject[]> {
	return await asOne(context.getContext('node'), keyOf(context, itemIndex), async () => {
		const attempt = new Attempt(context, itemIndex);
		return (await sentEarlier(context, attempt)) ?? (await send(attempt));
	});
}

/** What an earlier attempt at the same send brought out; undefined when nothing did. */
async function sentEarlier(
	context: IExecuteFunctions,
	{ earlier }: Attempt,
): Promise<IDataObject[] | undefined> {
	if (!earlier) return undefined;
	const outcome = await settled(
		lookUp(context, earlier, {
			who: 'An earlier attempt',
			ifNot: 'run the workflow again as a new execution',
		}),
	);
	if ('value' in outcome) return outcome.value;
	if (outcome.error instanceof UserError || earlier.isRefused) throw outcome.error;
	const wasSent = earlier.isOut ?? earlier.accepted !== undefined;
	throw new UserError(wasSent ? 'This was sent, and cannot be read' : UNCONFIRMED, {
		description: `An earlier attempt ${wasSent ? 'sent it' : 'may have sent it'}, and it could not be looked up: ${outcome.error.message}. This attempt sent nothing. Retry the execution later, or look in Secured Signing.`,
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
	return documents && (await withAllSigners(context, marked(documents), earlier));
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

/**
 * Does the work of a send, unless it goes out once per client reference and anybody did that before:
 * then those documents are the result.
 *
 * @param stored documents that are in the service before the work begins
 */
export async function unlessSent(
	context: IExecuteFunctions,
	identity: Identity,
	work: () => Promise<IDataObject[]>,
	stored: string[] = [],
): Promise<IDataObject[]> {
	if (!identity.once) return await work();
	const name = nameOfReference(await accountOf(context), identity.clientReference);
	return await inTurn([name], async () => {
		const { out, unclear } = await findByClientReference(context, identity.clientReference);
		if (unclear.length > 0) throw unclearWhether(unclear);
		if (out.length > 0) return marked(out);
		const sent = { clientReference: identity.clientReference, isShared: false, documents: stored };
		return (
			(await sentByThisProcess(context, name)) ??
			(await recovered(context, sent, 'none')) ??
			(await work())
		);
	});
}

/** What this process sent under that name, though no list shows it yet. */
async function sentByThisProcess(
	context: IExecuteFunctions,
	name: string,
): Promise<IDataObject[] | undefined> {
	const before = recall(name);
	if (!before) return undefined;
	const outcome = await settled(
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

import { UserError, type IExecuteFunctions, type NodeApiError } from 'n8n-workflow';

import {
	accountOf,
	certain,
	isRefusal,
	isSlow,
	isUncertain,
	senderOf,
	tell,
	toldServiceTime,
	unreadable,
	withoutClaim,
	type RawDocument,
} from '../api';
import { toResult } from '../shared/toResult';
import { omitEmpty } from '../shared/values';
import type { Attempt } from './attempt';
import { contentIn, type ClientReference } from './clientReference';
import { asOrdered, claim } from './others';
import { becameOf, canBeProved, isFinding, recovered, unconfirmed, UNCONFIRMED } from './recovered';
import { nameOfContent, nameOfDocument, nameOfReference } from './remembered';
import type { Sent } from './sent';
import { placed, placedPart } from './signers';
import { documentsNamedIn, referencesOf, whole, type Named, type Order } from './whole';

/**
 * Makes a send in one request, and returns all documents that were sent, each with its signers. If the answer
 * is lost, or an error may have come after the work, the documents are looked up: those that were sent are
 * returned, marked `recovered`; otherwise the error says that nothing was sent, or that it is not known.
 *
 * @param order what the send should produce; documents that its answer does not name are looked up
 * @param send makes the request; returns the answer
 * @throws the error of the send when it was refused, and when its result is not known
 * @throws UserError when it was not sent, only partly sent, or sent without one of its signers, or when other
 *   documents have its client reference
 */
export async function sendOnce(
	context: IExecuteFunctions,
	attempt: Attempt,
	sentAs: ClientReference,
	order: Order,
	send: () => Promise<object>,
): Promise<RawDocument[]> {
	const { clientReference, isGenerated, once } = sentAs;
	const account = await accountOf(context);
	const sent: Sent = {
		idempotencyKey: attempt.idempotencyKey,
		clientReference,
		isShared: !isGenerated && !once,
		documents: order.documents,
		people: order.signers.map(placed),
		...(order.parts && { parts: order.parts.map(placedPart) }),
		...(!order.documents && { count: order.count }),
		account,
		terms: attempt.terms,
		begunAt: await toldServiceTime(context),
		uploads: order.uploads,
		...(order.isEverybody && { isEverybody: true }),
		...(order.isRepeat && { isRepeat: true }),
		...omitEmpty({ sender: senderOf(context) }),
	};
	const names = [
		...(isGenerated ? [] : [nameOfReference(account, clientReference)]),
		...(order.documents ?? []).map((reference) => nameOfDocument(account, reference)),
	];
	attempt.isKnownBy(names, nameOfContent(account, contentIn(sentAs.generated)));
	attempt.begins(sent);
	const outcome = await toResult(send());
	const named =
		'value' in outcome ? await documentsNamedIn(context, outcome.value, sent) : undefined;
	if (named?.isAnything) return await accepted(context, attempt, sent, order, named);
	// A success without any document does not count, and neither does the answer to another send.
	const fault = named?.isOthers ? 'aboutAnother' : 'unreadable';
	const error =
		'error' in outcome ? outcome.error : unreadable(context.getNode(), 200, 'change', fault);
	if (!isUncertain(error)) {
		attempt.wasRefused(sent);
		// The second attempt may have been refused because the first one was carried out.
		const late = attempt.earlier && (await toResult(recovered(context, sent, 'none')));
		if (late && 'value' in late && late.value) return late.value;
		throw attempt.earlier && !attempt.earlier.isRefused ? onlyThisAttempt(error) : error;
	}
	if (context.getExecutionCancelSignal()?.aborted) throw error;
	// The answer also contained data next to the error, so it can never be certain that nothing was sent.
	const { hasData } = error.context;
	const open: Sent = {
		...sent,
		trouble: error.message,
		...(hasData === true && { isNamed: true }),
	};
	attempt.begins(open);
	const found = await lookedUp(context, attempt, open, error);
	await claim(context, sent.idempotencyKey, found);
	attempt.begins({ ...sent, documents: referencesOf(found), isOut: true });
	return await asOrdered(context, found, sent);
}

/** Handles a send that the service confirmed: it is never repeated, whatever else is wrong. */
async function accepted(
	context: IExecuteFunctions,
	attempt: Attempt,
	sent: Sent,
	{ count }: Order,
	named: Named,
): Promise<RawDocument[]> {
	const { documents, packageReference } = named;
	attempt.begins({
		...sent,
		accepted: { count, packageReference, documents: referencesOf(documents) },
	});
	await claim(context, sent.idempotencyKey, [...documents, { PackageReference: packageReference }]);
	const all = await whole(context, sent, count, named);
	await claim(context, sent.idempotencyKey, all);
	attempt.begins({ ...sent, documents: referencesOf(all), isOut: true });
	return await asOrdered(context, all, sent);
}

/** The message if a look-up has proved that a send was not made. */
export const NOT_SENT = 'Nothing was sent for signing';

/** The documents of a send whose answer was lost, or whose refusal is not certain. */
async function lookedUp(
	context: IExecuteFunctions,
	attempt: Attempt,
	sent: Sent,
	error: NodeApiError,
): Promise<RawDocument[]> {
	const patience = isSlow(error) ? 'much' : 'some';
	const search = await toResult(recovered(context, sent, patience));
	tell(context, `the answer to a send was lost; looked up: ${becameOf(search)}`);
	if ('value' in search) {
		if (search.value) return search.value;
		if (!canBeProved(sent)) throw undecided(error);
		attempt.wasNotSent();
		if (isRefusal(error)) throw certain(error);
		throw new UserError(NOT_SENT, {
			description: `The answer to the send was lost (${error.message}), so it was looked up: Secured Signing has not sent it. Run this item again.`,
		});
	}
	if (isFinding(search.error)) throw search.error;
	error.message = `${UNCONFIRMED}. ${error.message}`;
	error.description = `${error.description} It could not be looked up either: ${search.error.message}. When n8n tries this again, by Retry On Fail or by a retry of the execution, it is looked up before anything is sent.`;
	throw error;
}

/** This refusal says nothing about an earlier attempt: that attempt may even be its cause. */
function onlyThisAttempt(error: Error & { description?: string | null }): Error {
	const description = withoutClaim(error.description ?? '');
	error.description = `${description} This attempt sent nothing, but an earlier one may have sent it: look in Secured Signing before you run this item again.`;
	return error;
}

const undecided = ({ message, description }: NodeApiError): UserError =>
	unconfirmed(`${message}. ${description}`.replace(/\.$/, ''));

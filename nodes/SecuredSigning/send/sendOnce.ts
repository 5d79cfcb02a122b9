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
import type { ClientReference } from './clientReference';
import { asOrdered, claim } from './others';
import {
	becameOf,
	canBeProved,
	isFinding,
	recovered,
	SEND_ANEW,
	unconfirmed,
	UNCONFIRMED,
} from './recovered';
import { nameOfDocument, nameOfReference } from './remembered';
import type { Sent } from './sent';
import { placed, placedPart } from './signers';
import { namedIn, referencesOf, whole, type Named, type Order } from './whole';

/**
 * Sends, in one request, and returns all documents that went out, each with its signers. Where the
 * answer is lost, or may come after the work, the service is asked what became of it: documents that are
 * out are the result, marked `recovered`; else the error says that nothing went out, or that nobody can tell.
 *
 * @param order what the send is to bring out; what its answer does not name is looked up
 * @param send the request; what it answers
 * @throws the error of the send when it was refused, and when nobody can tell what became of it
 * @throws UserError when it was not sent, or in part, or without one of its signers, or when others have
 *   its client reference
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
	attempt.isKnownBy([
		...(isGenerated ? [] : [nameOfReference(account, clientReference)]),
		...(order.documents ?? []).map((reference) => nameOfDocument(account, reference)),
	]);
	attempt.begins(sent);
	const outcome = await toResult(send());
	const named = 'value' in outcome ? await namedIn(context, outcome.value, sent) : undefined;
	if (named?.isAnything) return await accepted(context, attempt, sent, order, named);
	// A success that names nothing is none, and neither is that of another send.
	const fault = named?.isOthers ? 'aboutAnother' : 'unreadable';
	const error =
		'error' in outcome ? outcome.error : unreadable(context.getNode(), 200, 'change', fault);
	if (!isUncertain(error)) {
		attempt.wasRefused(sent);
		// A second send may be refused because the first one went out after all.
		const late = attempt.earlier && (await toResult(recovered(context, sent, 'none')));
		if (late && 'value' in late && late.value) return late.value;
		throw attempt.earlier && !attempt.earlier.isRefused ? onlyThisAttempt(error) : error;
	}
	if (context.getExecutionCancelSignal()?.aborted) throw error;
	// Beside an error, it named something: that it was not sent can never be said for certain.
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

/** What the service says it sent: from here on it is never sent again, whatever else is wrong. */
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

/** What became of a send whose answer was lost, or a refusal that proves nothing. */
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
		throw new UserError('Nothing was sent for signing', {
			description: `The answer to the send was lost (${error.message}), so it was looked up: Secured Signing has not sent it. Run this item again.`,
		});
	}
	if (isFinding(search.error)) throw search.error;
	error.message = `${UNCONFIRMED}. ${error.message}`;
	error.description = `${error.description} It could not be looked up either: ${search.error.message}. When n8n tries this again, by Retry On Fail or by a retry of the execution, it is looked up before anything is sent.`;
	throw error;
}

/** A refusal says nothing of an attempt before it: there may be one since that attempt went through. */
function onlyThisAttempt(error: Error & { description?: string | null }): Error {
	const description = withoutClaim(error.description ?? '');
	error.description = `${description} This attempt sent nothing, but an earlier one may have sent it: look in Secured Signing before you run this item again.`;
	return error;
}

const undecided = ({ message, description }: NodeApiError): UserError =>
	unconfirmed(
		`${message}. ${description}`.replace(/\.$/, ''),
		`${SEND_ANEW}: Retry On Fail only looks, and sends nothing`,
	);

import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { settled } from '../settled';
import { isSlow, isUncertain, unreadable } from '../transport';
import { text } from '../values';
import type { Attempt } from './attempt';
import type { Identity } from './identity';
import { recovered } from './recovered';

/**
 * Sends, in one request. Where its answer is lost, the service is asked what became of it: documents
 * that are out are the result, marked `recovered`; else the error says that nothing went out.
 *
 * @param send the request; what it answers, as documents
 * @param documents what is sent; without, its client reference tells
 * @throws the error of the send when it was refused, and when nobody can tell what became of it
 * @throws UserError when it was not sent, or in part, or when others have its client reference
 */
export async function sendOnce(
	context: IExecuteFunctions,
	attempt: Attempt,
	identity: Identity,
	send: () => Promise<IDataObject[]>,
	documents?: string[],
): Promise<IDataObject[]> {
	const { clientReference, isMark, once } = identity;
	const sent = { clientReference, isShared: !isMark && !once, documents };
	attempt.begins(sent);
	const outcome = await settled(send());
	if ('value' in outcome && outcome.value.length > 0) {
		const answered = outcome.value.map(({ Reference }) => text(Reference)).filter(Boolean);
		const known = documents ?? (answered.length > 0 ? answered : undefined);
		attempt.begins({ ...sent, documents: known, isOut: true });
		return outcome.value;
	}
	// A success without a document is none.
	const error = 'error' in outcome ? outcome.error : unreadable(context.getNode(), 200, 'change');
	if (!isUncertain(error)) {
		attempt.wasRefused();
		// A second send may be refused because the first one went out after all.
		const late = attempt.earlier && (await settled(recovered(context, sent, 'none')));
		if (late && 'value' in late && late.value) return late.value;
		throw error;
	}
	if (context.getExecutionCancelSignal()?.aborted) throw error;

	const patience = isSlow(error) ? 'much' : 'some';
	const search = await settled(recovered(context, sent, patience));
	if ('value' in search && search.value) return search.value;
	if ('value' in search) {
		throw new UserError('Nothing was sent for signing', {
			description: `The answer to the send was lost (${error.message}), so it was looked up: Secured Signing has not sent it. Run this item again.`,
		});
	}
	if (search.error instanceof UserError) throw search.error;
	error.description = `${error.description} It could not be looked up either: ${search.error.message}. When n8n tries this again, by Retry On Fail or by a retry of the execution, it is looked up before anything is sent.`;
	throw error;
}

import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { isUncertain } from '../transport';
import type { Attempt } from './attempt';
import { findByClientReference, patiently, type Findings } from './findings';
import { inTurn, type Identity } from './identity';

export interface Send {
	/** The one request that sends; what it answers, as documents. */
	send(): Promise<IDataObject[]>;
	/** What the service has of this send, or of an earlier attempt at it. */
	look(): Promise<Findings>;
	/** Whether to look before sending: when somebody may have sent it already. */
	looksFirst: boolean;
	/** Whether what `look` finds is certainly this send's, and not merely like it. */
	isExact: boolean;
}

/**
 * Sends, and never twice. Where an answer was lost, the service is asked what became of the send:
 * documents that are out are the result, marked `recovered`; else the error says that nothing went out.
 *
 * @throws the error of the send when it was refused
 * @throws UserError when it was not sent, or in part, or when that cannot be told
 */
export async function sendOnce(
	context: IExecuteFunctions,
	attempt: Attempt,
	{ send, look, looksFirst, isExact }: Send,
): Promise<IDataObject[]> {
	const recover = async () => recovered(await look(), isExact);
	const earlier = looksFirst ? await recover() : undefined;
	if (earlier) return earlier;

	attempt.begins();
	const outcome = await settled(send());
	if ('value' in outcome) return outcome.value;
	const { error } = outcome;
	if (!isUncertain(error)) {
		attempt.wasRefused();
		throw error;
	}
	if (context.getExecutionCancelSignal()?.aborted) throw error;

	const search = await settled(patiently(context, recover));
	if ('error' in search) {
		if (search.error instanceof UserError) throw search.error;
		error.description += ` It could not be looked up either: ${search.error.message}. When n8n tries this again, by Retry On Fail or by a retry of the execution, it is looked up before anything is sent.`;
		throw error;
	}
	if (search.value) return search.value;
	throw new UserError('Nothing was sent for signing', {
		description: `The answer to the send was lost (${error.message}), so it was looked up: Secured Signing has not sent it. Run this item again.`,
	});
}

/** Sends what makes its documents only then, so that a client reference is all there is to look for. */
export async function sendByReference(
	context: IExecuteFunctions,
	attempt: Attempt,
	identity: Identity,
	send: Send['send'],
): Promise<IDataObject[]> {
	const { clientReference, isMark, once } = identity;
	const work = async () =>
		await sendOnce(context, attempt, {
			send,
			look: async () => await findByClientReference(context, clientReference),
			looksFirst: attempt.mayBeOut || once,
			isExact: isMark || once,
		});
	return await (once ? inTurn(identity, work) : work());
}

/** The documents of a send that went out; undefined when nothing did. */
function recovered({ out, inBox }: Findings, isExact: boolean): IDataObject[] | undefined {
	if (out.length === 0) return undefined;
	if (!isExact) {
		throw new UserError('It cannot be told whether this was sent', {
			description: `Documents with the same client reference are out: ${named(out)}. Look at them in Secured Signing before you run this item again. With 'Send Once per Client Reference' it would be certain.`,
		});
	}
	if (inBox.length > 0) {
		throw new UserError('Only a part of it was sent for signing', {
			description: `Sent: ${named(out)}. Not sent, and in the InBox: ${named(inBox)}. Send the rest by its reference.`,
		});
	}
	return out.map((document) => ({ ...document, recovered: true }));
}

const named = (documents: IDataObject[]): string =>
	documents.map(({ Reference }) => String(Reference)).join(', ');

async function settled<T>(promise: Promise<T>): Promise<{ value: T } | { error: Error }> {
	return await promise.then(
		(value) => ({ value }),
		(error: Error) => ({ error }),
	);
}

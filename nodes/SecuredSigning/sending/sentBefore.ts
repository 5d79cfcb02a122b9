import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { settled } from '../settled';
import type { Attempt, Sent } from './attempt';
import { documentsOf, findByClientReference } from './findings';
import { inTurn, type Identity } from './identity';
import { marked, recovered, unconfirmed, UNCONFIRMED, unclearWhether } from './recovered';
import { withAllSigners } from './signers';
import { whole } from './whole';

/**
 * What an earlier attempt at the same send brought out; undefined when nothing did. To be asked first
 * of all: an attempt that fails at something else would say that nothing was sent.
 *
 * @throws UserError when it went out in part, or when that cannot be told
 */
export async function sentEarlier(
	context: IExecuteFunctions,
	{ earlier }: Attempt,
): Promise<IDataObject[] | undefined> {
	if (!earlier) return undefined;
	const outcome = await settled(lookUp(context, earlier));
	if ('value' in outcome) return outcome.value;
	if (outcome.error instanceof UserError) throw outcome.error;
	const wasSent = earlier.isOut ?? earlier.accepted !== undefined;
	throw new UserError(wasSent ? 'This was sent, and cannot be read' : UNCONFIRMED, {
		description: `An earlier attempt ${wasSent ? 'sent it' : 'may have sent it'}, and it could not be looked up: ${outcome.error.message}. This attempt sent nothing. Retry the execution later, or look in Secured Signing.`,
	});
}

async function lookUp(
	context: IExecuteFunctions,
	earlier: Sent,
): Promise<IDataObject[] | undefined> {
	const documents = await currentDocuments(context, earlier);
	return documents && (await withAllSigners(context, marked(documents), earlier));
}

async function currentDocuments(
	context: IExecuteFunctions,
	earlier: Sent,
): Promise<IDataObject[] | undefined> {
	const { documents, isOut, accepted } = earlier;
	if (isOut && documents) return await documentsOf(context, documents);
	if (accepted) {
		const named = await documentsOf(context, accepted.documents);
		return await whole(context, earlier, accepted.count, { ...accepted, documents: named });
	}
	// The attempt may have been given up because the service was slow.
	const found = await recovered(context, earlier, 'some');
	if (!found && earlier.isNamed) throw unconfirmed('An earlier attempt was answered with an error');
	return found;
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
	return await inTurn(identity, async () => {
		const { out, unclear } = await findByClientReference(context, identity.clientReference);
		if (unclear.length > 0) throw unclearWhether(unclear);
		if (out.length > 0) return marked(out);
		const sent = { clientReference: identity.clientReference, isShared: false, documents: stored };
		return (await recovered(context, sent, 'none')) ?? (await work());
	});
}

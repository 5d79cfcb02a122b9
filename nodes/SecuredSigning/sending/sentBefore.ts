import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { settled } from '../settled';
import type { Attempt, Sent } from './attempt';
import { documentsOf, findByClientReference } from './findings';
import { inTurn, type Identity } from './identity';
import { marked, recovered } from './recovered';

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
	throw new UserError(
		earlier.isOut ? 'This was sent, and cannot be read' : 'It cannot be told whether this was sent',
		{
			description: `An earlier attempt ${earlier.isOut ? 'sent it' : 'may have sent it'}, and it could not be looked up: ${outcome.error.message}. This attempt sent nothing. Retry the execution later, or look in Secured Signing.`,
		},
	);
}

async function lookUp(context: IExecuteFunctions, earlier: Sent) {
	if (earlier.isOut && earlier.documents) {
		return marked(await documentsOf(context, earlier.documents));
	}
	// The attempt may have been given up because the service was slow.
	return await recovered(context, earlier, 'some');
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
		const { out } = await findByClientReference(context, identity.clientReference);
		if (out.length > 0) return marked(out);
		const sent = { clientReference: identity.clientReference, isShared: false, documents: stored };
		return (await recovered(context, sent, 'none')) ?? (await work());
	});
}

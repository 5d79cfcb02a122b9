import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { inNameOf, isNotFound, tell, type RawDocument } from '../api';
import { toResult } from '../shared/toResult';
import { documentsOf } from './find';
import { asOrdered } from './others';
import {
	becameOf,
	canBeProved,
	isFinding,
	marked,
	recovered,
	unconfirmed,
	UNCONFIRMED,
} from './recovered';
import { isSent, type Sent } from './sent';
import { whole } from './whole';

/** The message if an earlier attempt sent it, and Secured Signing does not tell how it is now. */
export const NOT_LOOKED_UP = 'This was sent, but cannot be looked up now';

/** The message if an earlier attempt sent it, and Secured Signing answers that it is not there. */
export const NOT_FOUND_NOW = 'This was sent, but Secured Signing does not find it now';

const LATER = 'This attempt sent nothing. Retry the execution later, or look in Secured Signing.';

/**
 * What an earlier attempt at the same send sent; undefined if nothing was sent.
 *
 * @throws UserError when it was not sent as ordered, or when that cannot be found out
 */
export async function sentEarlier(
	context: IExecuteFunctions,
	earlier: Sent,
	who: string,
): Promise<RawDocument[] | undefined> {
	const outcome = await toResult(lookUp(inNameOf(context, earlier.sender), earlier, who));
	tell(context, `an earlier attempt may have sent this; looked up: ${becameOf(outcome)}`);
	if ('value' in outcome) return outcome.value;
	if (isFinding(outcome.error) || earlier.isRefused) throw outcome.error;
	if (isSent(earlier) && isNotFound(outcome.error)) {
		throw new UserError(NOT_FOUND_NOW, {
			description: `${who} sent it: ${earlier.documents?.join(', ')}. It may have been deleted, or removed after its time, or the credential may be for another account now. Nothing was sent this time. Look in Secured Signing. If it is gone and has to be sent again, run the workflow as a new execution with only this item. To go on with the other items, set 'On Error' to 'Continue (using error output)' in the node's settings.`,
		});
	}
	const why = outcome.error.message;
	throw isSent(earlier)
		? new UserError(NOT_LOOKED_UP, {
				description: `${who} sent it, and it could not be looked up: ${why}. ${LATER}`,
			})
		: new UserError(UNCONFIRMED, {
				description: `${who} may have sent it, and it could not be looked up: ${why}. ${LATER}`,
			});
}

/** @param who may have sent it */
export async function lookUp(
	context: IExecuteFunctions,
	earlier: Sent,
	who: string,
): Promise<RawDocument[] | undefined> {
	const documents = await currentDocuments(context, earlier, who);
	return documents && (await asOrdered(context, marked(documents), earlier));
}

async function currentDocuments(
	context: IExecuteFunctions,
	earlier: Sent,
	who: string,
): Promise<RawDocument[] | undefined> {
	const { documents, isOut, accepted, isRefused } = earlier;
	if (isOut && documents) return await documentsOf(context, documents);
	if (accepted) {
		const named = await documentsOf(context, accepted.documents);
		return await whole(context, earlier, accepted.count, { ...accepted, documents: named });
	}
	if (isRefused) return await despiteRefusal(context, earlier);
	// The earlier attempt may have ended because the service was slow.
	const found = await recovered(context, earlier, 'some');
	if (!found && !canBeProved(earlier)) {
		const trouble = earlier.trouble ?? 'its answer is not known';
		throw unconfirmed(`${who} may have sent it (${trouble})`);
	}
	return found;
}

/**
 * The service certainly refused the send. A quick check is made anyway, if what it finds can only belong to
 * this send.
 */
async function despiteRefusal(
	context: IExecuteFunctions,
	earlier: Sent,
): Promise<RawDocument[] | undefined> {
	const { documents, isShared, isRepeat } = earlier;
	if (documents ? isRepeat : isShared) return undefined;
	return await recovered(context, { ...earlier, people: [] }, 'none');
}

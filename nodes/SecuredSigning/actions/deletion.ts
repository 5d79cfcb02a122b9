import { UserError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { isInItsWords, isNotFound, unconfirmedError } from '../api';
import { toResult } from '../shared/toResult';

/** The notice above the fields of a deletion. */
export const deletionNotice = (words: string): INodeProperties => ({
	displayName: words,
	name: 'deletionNotice',
	type: 'notice',
	default: '',
});

interface Deletion {
	/** What is deleted, as messages name it. */
	what: string;
	/** Whether the answer says that it was done; see api/http/request.ts. */
	remove(): Promise<boolean>;
	/** Whether it still exists; called only if the answer does not confirm the deletion. */
	isThere(): Promise<boolean>;
}

/**
 * Deletes something. If the answer does not confirm the deletion, a second request checks whether it still
 * exists.
 *
 * @throws UserError when it is still there
 * @throws NodeApiError when the request was refused, and when the result is unknown
 */
export async function deleteOf(
	context: IExecuteFunctions,
	{ what, remove, isThere }: Deletion,
): Promise<void> {
	if (await remove()) return;
	const look = await toResult(isThere());
	if ('error' in look) {
		throw unconfirmedError(
			context.getNode(),
			`Could not confirm whether the ${what} was deleted`,
			`Secured Signing accepted the request, but its answer does not say that it was done. It could not be looked up either: ${look.error.message}. Look in Secured Signing.`,
		);
	}
	if (!look.value) return;
	throw new UserError(`Secured Signing accepted the request, but the ${what} still exists`, {
		description:
			'It was not deleted, or not yet. Look again in a few minutes. If it is still there, run this item again.',
	});
}

/**
 * Whether something still exists, by a request for its status. A 404 proves nothing by itself (docs/api/API.md
 * section 12.11). After an accepted deletion it does, if it is the service's own: a gateway has 404s, too.
 *
 * @throws every error of the request except such a 404
 */
export async function stillExists(look: Promise<object>): Promise<boolean> {
	const outcome = await toResult(look);
	if ('value' in outcome) return true;
	const { error } = outcome;
	if (!isNotFound(error)) throw error;
	if (isInItsWords(error)) return false;
	throw new Error('something else than Secured Signing may have answered, with status 404');
}

import { UserError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { isNotFound, open } from '../api';
import { toResult } from '../shared/toResult';

/** What to know before something is deleted. */
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
	/** Whether it is there; asked where the answer leaves open that it is gone. */
	isThere(): Promise<boolean>;
}

/**
 * Deletes something. An answer that does not say that it was done is not believed: then it is looked up.
 *
 * @throws UserError when it is still there
 * @throws NodeApiError when it was refused, and when nobody can tell
 */
export async function deleteOf(
	context: IExecuteFunctions,
	{ what, remove, isThere }: Deletion,
): Promise<void> {
	if (await remove()) return;
	const look = await toResult(isThere());
	if ('error' in look) {
		throw open(
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
 * Whether something is there by a look at its status. A 404 alone proves nothing (docs/api/API.md section 12.11);
 * after a deletion that the service took, it does.
 */
export async function isFound(look: Promise<object>): Promise<boolean> {
	const outcome = await toResult(look);
	if ('value' in outcome) return true;
	if (isNotFound(outcome.error)) return false;
	throw outcome.error;
}

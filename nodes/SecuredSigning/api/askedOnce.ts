import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { oncePerRun } from '../shared/oncePerRun';
import { isNotFound } from './http/errors';
import { senderOf } from './http/sender';
import { accountOf } from './http/settings';

/**
 * Asks the service something once for all items of a run that have the same account and sender. Of errors, only "not found" is
 * kept: others may pass.
 *
 * @param ask with what the question is about, such as a reference
 */
export function askedOnce<T>(
	ask: (context: IExecuteFunctions, about: string) => Promise<T>,
): typeof ask {
	const answers = oncePerRun(() => new Map<string, Promise<T>>());
	return async (context, about) => {
		const known = answers(context);
		const question = JSON.stringify([await accountOf(context), senderOf(context), about]);
		const answer = known.get(question) ?? ask(context, about);
		known.set(question, answer);
		return await answer.catch((error: Error) => {
			if (!isNotFound(error)) known.delete(question);
			throw ofOneItem(error);
		});
	};
}

/** The same error for one item more: each is told which item it was. */
export function ofOneItem(error: Error): Error {
	if (!(error instanceof NodeApiError)) return error;
	const own: NodeApiError = Object.create(
		Object.getPrototypeOf(error) as object,
		Object.getOwnPropertyDescriptors(error),
	);
	own.context = { ...error.context };
	return own;
}

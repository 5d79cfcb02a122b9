import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { askTogether } from '../shared/askTogether';
import { oncePerRun } from '../shared/oncePerRun';
import { isNotFound } from './http/errors';
import { senderOf } from './http/sender';
import { accountOf } from './http/settings';

/**
 * Makes a request once for all items of a run with the same account and sender. Of errors, only "not found"
 * is kept: others may be temporary.
 *
 * @returns `ask` with this behaviour; it throws what `ask` throws, as a separate error for each item
 *
 * @param ask its second argument says what is requested, such as a reference
 */
export function askedOnce<T>(
	ask: (context: IExecuteFunctions, about: string) => Promise<T>,
): typeof ask {
	const answers = oncePerRun(() => new Map<string, Promise<T>>());
	return async (context, about) => {
		const known = answers(context);
		const question = await questionOf(context, about);
		const answer = known.get(question) ?? ask(context, about);
		known.set(question, answer);
		return await answer.catch((error: Error) => {
			if (!isNotFound(error)) known.delete(question);
			throw ofOneItem(error);
		});
	};
}

/**
 * Like askedOnce, but for something that can change: only items that ask at the same time share an answer, so
 * it is never older than the question (shared/askTogether.ts). It keeps no errors.
 */
export function askedTogether<T>(
	ask: (context: IExecuteFunctions, about: string) => Promise<T>,
): typeof ask {
	const groups = oncePerRun(() => new Map<string, ReturnType<typeof askTogether<T>>>());
	return async (context, about) => {
		const known = groups(context);
		const question = await questionOf(context, about);
		const together = known.get(question) ?? askTogether<T>();
		known.set(question, together);
		return await together(async () => await ask(context, about)).catch((error: Error) => {
			throw ofOneItem(error);
		});
	};
}

const questionOf = async (context: IExecuteFunctions, about: string): Promise<string> =>
	JSON.stringify([await accountOf(context), senderOf(context), about]);

/** A copy of the error for one more item, because n8n errors contain the index of their item. */
export function ofOneItem(error: Error): Error {
	if (!(error instanceof NodeApiError)) return error;
	const own: NodeApiError = Object.create(
		Object.getPrototypeOf(error) as object,
		Object.getOwnPropertyDescriptors(error),
	);
	own.context = { ...error.context };
	return own;
}

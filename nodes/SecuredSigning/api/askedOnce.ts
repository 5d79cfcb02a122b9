import type { IExecuteFunctions } from 'n8n-workflow';

import { oncePerRun } from '../shared/oncePerRun';
import { accountOf } from './http/settings';

/**
 * Asks the service something once for all items of a run that have the same account. An error is not kept.
 *
 * @param ask with what the question is about, such as a reference
 */
export function askedOnce<T>(
	ask: (context: IExecuteFunctions, about: string) => Promise<T>,
): typeof ask {
	const answers = oncePerRun(() => new Map<string, Promise<T>>());
	return async (context, about) => {
		const known = answers(context);
		const question = JSON.stringify([await accountOf(context), about]);
		const answer = known.get(question) ?? ask(context, about);
		known.set(question, answer);
		answer.catch(() => known.delete(question));
		return await answer;
	};
}

import type { IPollFunctions } from 'n8n-workflow';

import type { Choices } from './choices';
import type { Subject } from './listing';
import { lookAt, type Look } from './look';

const AT_A_TIME = 5;
const MOST_IN_A_SWEEP = 200;
// A document's files are some ten times the work of its status.
const MOST_WITH_FILES = 50;
const MOST_FAILURES = 10;
const BUDGET_MS = 300_000;
// The other half is for what is under way when it ends.
const SHARE_OF_BUDGET = 0.5;

/** What became of one document: a look, or why there is none. */
export interface Outcome {
	look?: Look;
	error?: Error;
}

/**
 * Looks at documents, a few at a time and in this order, by reference. A document that cannot be read
 * does not stop the others. Ends early where there is too much for one sweep: at a number of documents,
 * at a share of the time that n8n gives a poll, and when one failure follows the other.
 */
export async function lookAtMany(
	context: IPollFunctions,
	subjects: Subject[],
	choices: Choices,
	sweptAt: number,
): Promise<Map<string, Outcome>> {
	// n8n 1.x sets no such limit.
	const budget = context.getPollBudgetMs?.() ?? BUDGET_MS;
	const end = Date.now() + budget * SHARE_OF_BUDGET;
	const most = choices.include.length > 0 ? MOST_WITH_FILES : MOST_IN_A_SWEEP;
	const queue = subjects.slice(0, most);
	// In the order of the queue, whichever is ready first.
	const outcomes = new Map<string, Outcome>(queue.map(({ reference }) => [reference, {}]));
	let next = 0;
	let failures = 0;
	const work = async () => {
		while (next < queue.length && failures < MOST_FAILURES && Date.now() < end) {
			const subject = queue[next++];
			const outcome = await outcomeOf(lookAt(context, subject, choices, sweptAt));
			outcomes.set(subject.reference, outcome);
			if (outcome.error !== undefined) failures++;
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, work));
	return outcomes;
}

async function outcomeOf(look: Promise<Look>): Promise<Outcome> {
	return await look.then(
		(found) => ({ look: found }),
		(error: Error) => ({ error }),
	);
}

import type { IPollFunctions } from 'n8n-workflow';

import { mapConcurrently } from '../../shared/mapConcurrently';
import { toResult, type Result } from '../../shared/toResult';
import type { PollChoices } from './choices';
import { lastSigned } from './completions';
import type { Subject } from './listing';
import { lookAt, type SweepContext, type LookResult } from './look';
import { USUAL_BUDGET_MS } from './watch';

const MOST_IN_A_SWEEP = 200;
// Fetching the files of a document takes some ten times as long as its status.
const MOST_WITH_FILES = 50;
const MOST_FAILURES = 10;
// The other half is for requests that are still running at the end.
const SHARE_OF_BUDGET = 0.5;

/** The results by reference: a look, or the error. */
export type Looks = Map<string, Result<LookResult>>;

/**
 * Looks at documents, a few at a time and in this order. A document that cannot be read does not stop the
 * others. Ends early after a number of documents, after a share of the time that n8n allows for a poll, and
 * after many failures.
 */
export async function lookAtMany(
	context: IPollFunctions,
	subjects: Subject[],
	choices: PollChoices,
	sweepContext: SweepContext,
): Promise<Looks> {
	const budget = context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
	const end = Date.now() + budget * SHARE_OF_BUDGET;
	const most = choices.include.length > 0 ? MOST_WITH_FILES : MOST_IN_A_SWEEP;
	const queue = subjects.slice(0, most);
	let failures = 0;
	const looks = await mapConcurrently(
		queue,
		async (subject) => {
			const look = await toResult(lookAt(context, subject, choices, sweepContext));
			if ('error' in look) failures++;
			return [subject.reference, look] as const;
		},
		{ goesOn: () => failures < MOST_FAILURES && Date.now() < end },
	);
	// Without the holes for documents that were not started.
	return new Map(looks.filter(Boolean));
}

/**
 * The order of the looks: documents that were finished earliest come first. Documents of earlier looks
 * without a result come after all others, the oldest of these looks first, so that they cannot block the
 * rest.
 */
export function inTurn(subjects: Subject[], undone: Set<string>): Subject[] {
	const turns = new Map([...undone].map((reference, turn) => [reference, turn]));
	const turnOf = ({ reference }: Subject) => turns.get(reference) ?? -1;
	const endedAt = ({ listed }: Subject) => (listed && lastSigned(listed)) ?? 0;
	return [...subjects].sort((a, b) => turnOf(a) - turnOf(b) || endedAt(a) - endedAt(b));
}

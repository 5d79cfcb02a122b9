import type { IPollFunctions } from 'n8n-workflow';

import { mapConcurrently } from '../../shared/mapConcurrently';
import { toResult, type Result } from '../../shared/toResult';
import type { PollChoices } from './choices';
import { lastSigned } from './completions';
import type { Subject } from './listing';
import { lookAt, type Glance, type Look } from './look';
import { USUAL_BUDGET_MS } from './watch';

const MOST_IN_A_SWEEP = 200;
// A document's files are some ten times the work of its status.
const MOST_WITH_FILES = 50;
const MOST_FAILURES = 10;
// The other half is for what is under way when it ends.
const SHARE_OF_BUDGET = 0.5;

/** What became of documents, by their references: a look, or why there is none. */
export type Looks = Map<string, Result<Look>>;

/**
 * Looks at documents, a few at a time and in this order. A document that cannot be read
 * does not stop the others. Ends early where there is too much for one sweep: at a number of documents,
 * at a share of the time that n8n gives a poll, and when one failure follows the other.
 */
export async function lookAtMany(
	context: IPollFunctions,
	subjects: Subject[],
	choices: PollChoices,
	glance: Glance,
): Promise<Looks> {
	const budget = context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
	const end = Date.now() + budget * SHARE_OF_BUDGET;
	const most = choices.include.length > 0 ? MOST_WITH_FILES : MOST_IN_A_SWEEP;
	const queue = subjects.slice(0, most);
	let failures = 0;
	const looks = await mapConcurrently(
		queue,
		async (subject) => {
			const look = await toResult(lookAt(context, subject, choices, glance));
			if ('error' in look) failures++;
			return [subject.reference, look] as const;
		},
		{ goesOn: () => failures < MOST_FAILURES && Date.now() < end },
	);
	// Without the holes of those that were not begun.
	return new Map(looks.filter(Boolean));
}

/**
 * The longest finished first. What was looked at in vain must not keep the others waiting, however much it is:
 * it comes behind them, and what was looked at the longest ago before the rest of it.
 */
export function inTurn(subjects: Subject[], undone: Set<string>): Subject[] {
	const turns = new Map([...undone].map((reference, turn) => [reference, turn]));
	const turnOf = ({ reference }: Subject) => turns.get(reference) ?? -1;
	const endedAt = ({ listed }: Subject) => (listed && lastSigned(listed)) ?? 0;
	return [...subjects].sort((a, b) => turnOf(a) - turnOf(b) || endedAt(a) - endedAt(b));
}

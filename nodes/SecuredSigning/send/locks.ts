import { UserError } from 'n8n-workflow';

import { toResult, type Result } from '../shared/toResult';

const turns = new Map<string, Promise<unknown>>();

/**
 * Lets work that shares any of the names happen one after the other: two executions that look at the same
 * moment would both find nothing. Reaches as far as this process; the service has no lock.
 */
export async function withLocks<T>(names: string[], work: () => Promise<T>): Promise<T> {
	// In one order for all: else two could each wait for what the other one has.
	const [name, ...others] = [...new Set(names)].sort();
	if (name === undefined) return await work();
	const next = async () => await withLocks(others, work);
	const turn = (turns.get(name) ?? Promise.resolve()).then(next, next);
	turns.set(name, turn);
	try {
		return await turn;
	} finally {
		if (turns.get(name) === turn) turns.delete(name);
	}
}

/** Lets changes to the signers of a document, and what is told of them, happen one after the other. */
export const withSignersLock = async <T>(
	documentReference: string,
	work: () => Promise<T>,
): Promise<T> => await withLocks([`signers of ${documentReference}`], work);

/** An error in words alone: one that is shared would be changed by all who get it. */
interface Failure {
	message: string;
	description?: string;
}

/** What is under way, by the memory of an execution's node. */
const begun = new WeakMap<object, Map<string, Promise<Failure | undefined>>>();

/**
 * Lets the same work that is begun several times at once, as by an agent that calls its tool three times in
 * one answer, happen once: the others wait for the first one, get its error if it fails, and else do theirs
 * when there is nothing left to do but to find what the first one left.
 *
 * @param memory what n8n keeps for this node in this execution
 * @throws UserError with the words of the first one's error
 */
export async function asOne<T>(memory: object, key: string, work: () => Promise<T>): Promise<T> {
	const own = begun.get(memory) ?? new Map<string, Promise<Failure | undefined>>();
	begun.set(memory, own);
	const first = own.get(key);
	if (first) {
		const failure = await first;
		if (failure) throw new UserError(failure.message, { description: failure.description });
		return await work();
	}
	const outcome = toResult(work());
	own.set(key, outcome.then(failureOf));
	try {
		const found = await outcome;
		if ('error' in found) throw found.error;
		return found.value;
	} finally {
		own.delete(key);
	}
}

function failureOf(outcome: Result<unknown>): Failure | undefined {
	if ('value' in outcome) return undefined;
	const { message, description } = outcome.error as Error & { description?: string | null };
	return { message, description: description ?? undefined };
}

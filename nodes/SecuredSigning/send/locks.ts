import { UserError } from 'n8n-workflow';

import { toResult, type Result } from '../shared/toResult';

const turns = new Map<string, Promise<unknown>>();

/**
 * Runs work that shares a name one after the other: two executions that look something up at the same time
 * would both find nothing. Works only within this process; the service has no locks.
 */
export async function withLocks<T>(names: string[], work: () => Promise<T>): Promise<T> {
	// Always in the same order, to avoid a deadlock.
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

/** Runs changes to the signers of a document, and reminders to them, one after the other. */
export const withSignersLock = async <T>(
	documentReference: string,
	work: () => Promise<T>,
): Promise<T> => await withLocks([`signers of ${documentReference}`], work);

/** Only the texts of an error: a shared error object would be changed by everybody who gets it. */
interface Failure {
	message: string;
	description?: string;
}

/** Running work, by the memory of an execution's node. */
const begun = new WeakMap<object, Map<string, Promise<Failure | undefined>>>();

/**
 * Runs the same work only once if it is started several times at the same time, as by an agent that calls its
 * tool three times in one answer. The others wait for the first one. If it fails, they get its error;
 * otherwise they run their own work, which then finds the result of the first.
 *
 * @param memory what n8n keeps for this node in this execution
 * @throws UserError with the texts of the first one's error
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

import { isUncertain } from '../api';
import { toResult, type Result } from '../shared/toResult';

/** An upload whose answer has not come yet. */
interface Open {
	fileName: string;
	/** The names of the files whose answers could be mixed up with this one's. */
	others: Set<string>;
	/** When it was given up without an answer, by `performance.now()`. */
	lostAt?: number;
}

const open = new Set<Open>();

// A late answer may be given to the next request on the same connection; connections are closed after some
// minutes.
const LATE_MS = 10 * 60_000;

/**
 * Runs an upload, and returns its outcome with the names of the files whose answers could be mixed up with
 * its own: those that this process uploads at the same time, or gave up recently.
 */
export async function besideOthers<T>(
	fileName: string,
	work: () => Promise<T>,
): Promise<{ outcome: Result<T>; others: Set<string> }> {
	const own: Open = { fileName, others: new Set() };
	for (const other of open) {
		if (performance.now() - (other.lostAt ?? Infinity) > LATE_MS) {
			open.delete(other);
			continue;
		}
		other.others.add(fileName);
		own.others.add(other.fileName);
	}
	open.add(own);
	const outcome = await toResult(work());
	if ('error' in outcome && isUncertain(outcome.error)) own.lostAt = performance.now();
	else open.delete(own);
	return { outcome, others: own.others };
}

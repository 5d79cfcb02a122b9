import { isUncertain } from '../api';
import { toResult, type Result } from '../shared/toResult';

/** An upload whose answer has not come yet. */
interface Open {
	fileName: string;
	/** The files whose answers could come in the place of this one's. */
	others: Set<string>;
	/** When it was given up without an answer, by `performance.now()`. */
	lostAt?: number;
}

const open = new Set<Open>();

// An answer may come late, for whoever asks next on the same connection; and connections are closed after minutes.
const LATE_MS = 10 * 60_000;

/**
 * Uploads a file, and says whose answer could have come in the place of its own: of the files that this
 * process uploads at the same time, or has given up lately.
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

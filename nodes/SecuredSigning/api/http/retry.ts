import { NodeApiError } from 'n8n-workflow';

import { pause } from '../../shared/pause';
import { toResult } from '../../shared/toResult';

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 60_000;
/** Statuses of a service, or of a proxy before it, that is overloaded at the moment. */
export const PASSING_STATUS: ReadonlySet<string> = new Set(['429', '502', '503', '504']);

interface RetryOptions {
	/** How many more tries after the first. */
	retries: number;
	/** Which failures are worth another try. */
	mayPass(error: unknown): boolean;
	/** How long after the first failure there is another try; the last one may take its time. */
	within?: number;
	/** Called after a 429 with the pause in milliseconds. */
	backOff?(milliseconds: number): Promise<void>;
	/** Called before each further try, with its number and the pause in milliseconds. */
	again?(tries: number, milliseconds: number): void;
	/** n8n's stop button: ends the waiting at once. */
	stop?: AbortSignal;
}

/**
 * Makes an attempt, and repeats it with growing pauses while its failure may be temporary.
 *
 * @throws the last error; also if the service asks for a longer pause than LONGEST_PAUSE_MS, or the run is
 *   stopped
 */
export async function retried<T>(
	attempt: () => Promise<T>,
	{ retries, mayPass, within = Infinity, backOff, again, stop }: RetryOptions,
): Promise<T> {
	let until: number | undefined;
	for (let tries = 1; ; tries++) {
		const outcome = await toResult(attempt());
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		const now = Date.now();
		until ??= now + within;
		const wait = pauseBefore(tries, error, now, until - now);
		// If the service asks for a longer pause than this, its error is reported.
		if (!mayPass(error) || tries > retries || now >= until || wait > LONGEST_PAUSE_MS) throw error;
		if (isTooMany(error)) await backOff?.(wait);
		again?.(tries + 1, wait);
		await pause(wait, stop);
		if (stop?.aborted) throw error;
	}
}

/**
 * Whether the next try of a read may go better: after 429, 502, 503, 504 and connections that were cut. An
 * error of this package itself has neither status nor network code: a retry would not help.
 */
export function isPassing(error: unknown): boolean {
	if (!(error instanceof NodeApiError)) return false;
	return error.context.networkCode !== undefined || PASSING_STATUS.has(error.httpCode ?? '');
}

/**
 * Whether the service itself is the cause that there is no readable answer, and not the credential, the
 * account or the address.
 */
export function isOutage(error: unknown): boolean {
	if (!(error instanceof NodeApiError)) return false;
	return isPassing(error) || !/^[34]/.test(error.httpCode ?? '');
}

/** Whether the service turned the request away unread, since there are too many. */
export function isTooMany(error: unknown): boolean {
	return error instanceof NodeApiError && error.httpCode === '429';
}

/**
 * Milliseconds before the next try: what the service asked for in Retry-After (seconds or a date), else
 * doubling from 0.4 s, with a random part, so that many workflows do not retry at the same time; but `most` at most.
 */
export function pauseBefore(
	tries: number,
	error: unknown,
	now = Date.now(),
	most = Infinity,
): number {
	const retryAfter = error instanceof NodeApiError ? error.context.retryAfter : undefined;
	if (typeof retryAfter === 'string' && retryAfter.trim() !== '') {
		const seconds = Number(retryAfter);
		const asked = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
		if (!Number.isNaN(asked)) return Math.max(0, asked);
	}
	return Math.min(most, FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2));
}

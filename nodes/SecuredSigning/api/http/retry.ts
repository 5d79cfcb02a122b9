import { NodeApiError } from 'n8n-workflow';

import { pause } from '../../shared/pause';
import { toResult } from '../../shared/toResult';

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 60_000;
/** Answers of a service, or of what lies before it, that is asked too much at the moment. */
export const PASSING_STATUS: ReadonlySet<string> = new Set(['429', '502', '503', '504']);

interface RetryOptions {
	/** How many more tries after the first. */
	retries: number;
	/** Which failures are worth another try. */
	mayPass(error: unknown): boolean;
	/** Called with the pause that a service which is asked too much needs, in milliseconds. */
	backOff?(milliseconds: number): Promise<void>;
	/** Hears of each further try: its number, and how long until then. */
	again?(tries: number, milliseconds: number): void;
	/** n8n's stop button: ends the waiting at once. */
	stop?: AbortSignal;
}

/** Makes an attempt again, with growing pauses, while its failure may pass. */
export async function retried<T>(
	attempt: () => Promise<T>,
	{ retries, mayPass, backOff, again, stop }: RetryOptions,
): Promise<T> {
	for (let tries = 1; ; tries++) {
		const outcome = await toResult(attempt());
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		const wait = pauseBefore(tries, error);
		// A service that asks for more patience than this is reported instead of waited for.
		if (!mayPass(error) || tries > retries || wait > LONGEST_PAUSE_MS) throw error;
		if (isTooMany(error)) await backOff?.(wait);
		again?.(tries + 1, wait);
		await pause(wait, stop);
		if (stop?.aborted) throw error;
	}
}

/**
 * Whether the next try of a read may go better: after 429, 502, 503, 504 and connections that were
 * cut. A refusal of this package's own has neither status nor network code: it will not pass.
 */
export function isPassing(error: unknown): boolean {
	if (!(error instanceof NodeApiError)) return false;
	return error.context.networkCode !== undefined || PASSING_STATUS.has(error.httpCode ?? '');
}

/**
 * Whether it is up to the service that it gives no answer, or none that can be read, and not to the
 * credential, the account or the address.
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
 * Milliseconds before the next try: what the service asked for in Retry-After (seconds or a date),
 * else doubling from 0.4 s, with some chance in it, so that many workflows do not come back at once.
 */
export function pauseBefore(tries: number, error: unknown, now = Date.now()): number {
	const retryAfter = error instanceof NodeApiError ? error.context.retryAfter : undefined;
	if (typeof retryAfter === 'string' && retryAfter.trim() !== '') {
		const seconds = Number(retryAfter);
		const asked = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
		if (!Number.isNaN(asked)) return Math.max(0, asked);
	}
	return FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
}

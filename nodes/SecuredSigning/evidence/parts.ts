import { NodeApiError, UserError } from 'n8n-workflow';

import { isPassing, isSlow, withRetries, type Context } from '../api';
import type { EvidencePart } from '../fields/include';
import { inTime } from '../shared/inTime';
import { toResult } from '../shared/toResult';

/** Says of a part whether it is asked for. */
export type Wants = (part: EvidencePart) => boolean;

/** A requested part that is missing, and why. */
export interface Missing {
	part: EvidencePart;
	reason: string;
}

/** How long a part is retried after a temporary failure. Said in docs/waiting-in-detail.md. */
const RETRIED_FOR_MS = 30_000;

// Refusals that may be temporary: not there yet (404), too many requests, too slow. Others are final.
const PASSING_REFUSALS = new Set(['404', '408', '425', '429']);

/** Whether a retry may succeed. */
function mayPass(error: unknown): boolean {
	if (!(error instanceof NodeApiError)) return false;
	const status = error.httpCode ?? '';
	return !/^4/.test(status) || PASSING_REFUSALS.has(status);
}

/** Whether a further try costs little: after a request that was too slow, it would take as long. */
const isBrief = (error: unknown): boolean => isPassing(error) && !isSlow(error as NodeApiError);

/** Why a part is missing that could not be fetched before the wait has to end. */
export const AT_THE_LIMIT = 'The time limit was reached';

/** Fetches parts, and records those that could not be fetched. */
export class Parts {
	/** Requested parts that are missing; each once. */
	readonly missing: Missing[] = [];
	/** Whether one of these may come later. */
	mayCome = false;

	/**
	 * @param looksAgain whether the caller does, so that only what is brief is repeated
	 * @param until when the caller has to go on with what is there, in milliseconds since 1970
	 */
	constructor(
		private readonly context: Context,
		private readonly looksAgain: boolean,
		private readonly until: number,
	) {}

	/** The result of `fetch`; if it fails, undefined, and the parts are recorded as missing. */
	async fetched<T>(
		parts: EvidencePart[],
		fetch: () => Promise<T>,
		until = this.until,
	): Promise<T | undefined> {
		const milliseconds = until - Date.now();
		// Half of the time for retries: the last one may take its time.
		const within = Math.min(RETRIED_FOR_MS, Math.max(1, milliseconds / 2));
		const retried = this.looksAgain
			? withRetries(this.context, isBrief, fetch)
			: withRetries(this.context, mayPass, fetch, within);
		const late = () => new UserError(AT_THE_LIMIT);
		const outcome = await toResult(
			milliseconds < Infinity ? inTime(retried, { milliseconds, late }) : retried,
		);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		// A wrong file (UserError) may mean that the service is still making the right one, but not for the
		// next few seconds.
		const mayCome = mayPass(error) || error instanceof UserError;
		for (const part of parts) this.lacks(part, error.message, { mayCome });
		return undefined;
	}

	/** Notes a part as missing; the first reason counts. */
	lacks(part: EvidencePart, reason: string, { mayCome }: { mayCome: boolean }): void {
		this.mayCome ||= mayCome;
		if (!this.missing.some((known) => known.part === part)) this.missing.push({ part, reason });
	}
}

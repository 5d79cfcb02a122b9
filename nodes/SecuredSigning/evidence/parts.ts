import { NodeApiError, UserError } from 'n8n-workflow';

import { retried } from '../api';
import type { Part } from '../fields/include';
import { toResult } from '../shared/toResult';

/** A part that was asked for and is not there, and why. */
export interface Missing {
	part: Part;
	reason: string;
}

/** How often a part is tried again at once where its failure may pass: for half a minute. */
export const TRIES_AGAIN = 6;

// What another try may change: not yet (404), too many, too slow. Other refusals stay.
const PASSING_REFUSALS = new Set(['404', '408', '425', '429']);

/** Whether another try in a moment may go better. */
function mayPass(error: unknown): boolean {
	if (!(error instanceof NodeApiError)) return false;
	const status = error.httpCode ?? '';
	return !/^4/.test(status) || PASSING_REFUSALS.has(status);
}

/** Fetches parts side by side, and notes the ones that cannot be had. */
export class Parts {
	/** Parts that are asked for and are not there; each once. */
	readonly missing: Missing[] = [];
	/** Whether one of these may come later. */
	mayCome = false;

	/** @param triesAgain how often a part is fetched again while its failure may pass */
	constructor(private readonly triesAgain: number) {}

	/** What `fetch` gives; undefined, and noted as missing, when it cannot be had. */
	async fetched<T>(parts: Part[], fetch: () => Promise<T>): Promise<T | undefined> {
		const outcome = await toResult(retried(fetch, { retries: this.triesAgain, mayPass }));
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		// What the service gave in place of it, the service may still be making; not within a moment, though.
		const mayCome = mayPass(error) || error instanceof UserError;
		for (const part of parts) this.lacks(part, error.message, { mayCome });
		return undefined;
	}

	/** Notes a part as missing; the first reason counts. */
	lacks(part: Part, reason: string, { mayCome }: { mayCome: boolean }): void {
		this.mayCome ||= mayCome;
		if (!this.missing.some((known) => known.part === part)) this.missing.push({ part, reason });
	}
}

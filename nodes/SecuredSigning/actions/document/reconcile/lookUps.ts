import type { IExecuteFunctions } from 'n8n-workflow';

import { readDated, type RawDocument } from '../../../api';
import { confirming, type FirstMissed } from '../../../api/gone';
import { setBounded } from '../../../shared/setBounded';
import { toResult } from '../../../shared/toResult';
import { omitEmpty } from '../../../shared/values';
import type { Listed, Listing } from './listing';
import { unknown, type Verdict } from './verdict';

/** How many documents a run looks up one by one. */
export const MOST_LOOKED_UP = 500;

/** The status of single documents, each requested once for all rows. */
export class LookUps {
	private left = MOST_LOOKED_UP;
	private readonly known = new Map<string, Promise<Listed | Error>>();

	constructor(private readonly listing: Listing) {
		for (const reference of listing.byReference.keys()) this.found(reference);
	}

	/**
	 * The document by its own status; the error if it cannot be read; undefined if the run already looked up
	 * MOST_LOOKED_UP.
	 */
	async of(context: IExecuteFunctions, reference: string): Promise<Listed | Error | undefined> {
		const known = this.known.get(reference);
		if (known) return await known;
		if (reference === '' || this.left-- <= 0) return undefined;
		const asked = toResult(
			readDated(context, '/Document/Status/{DocumentReference}', {
				path: { DocumentReference: reference },
			}),
		).then((outcome) => {
			if ('error' in outcome) return outcome.error;
			this.found(reference);
			const { answer, look } = outcome.value;
			const { document: before, since }: Partial<Listed> =
				this.listing.byReference.get(reference) ?? {};
			const document: RawDocument = { ...before, ...omitEmpty(answer) };
			return { document, look, ...(since !== undefined && { since }) };
		});
		this.known.set(reference, asked);
		return await asked;
	}
	/** Like `of`; undefined also where it could not be read. */
	async legible(context: IExecuteFunctions, reference: string): Promise<Listed | undefined> {
		const look = await this.of(context, reference);
		return look instanceof Error ? undefined : look;
	}

	/** A document that is found was not gone before: an earlier 404 confirms nothing any more. */
	private found(reference: string): void {
		missed.delete(nameOf(this.listing.account, reference));
	}
}

const nameOf = (account: string, reference: string) => `${account} ${reference}`;

/**
 * When documents were first not found, by account and reference, in milliseconds since 1970; without those that were
 * found since.
 */
const missed = new Map<string, number>();
const MOST_MISSED = 10_000;

/**
 * The verdict on a document that is not found. One 404 may be a temporary fault: two requests some minutes
 * apart confirm it.
 *
 * @param error the 404
 */
export async function missing(
	context: IExecuteFunctions,
	account: string,
	reference: string,
	error: Error,
): Promise<Verdict> {
	const name = nameOf(account, reference);
	const first = missed.get(name);
	const firstMissed: FirstMissed = first === undefined ? {} : { [reference]: first };
	const isGone = await confirming(context, firstMissed)(reference, error);
	if (firstMissed[reference] === undefined) missed.delete(name);
	else setBounded(missed, name, firstMissed[reference], MOST_MISSED);
	if (isGone) return { state: 'gone', found: [] };
	return unknown('the document was not found. To confirm this, run it again in 5 minutes or later');
}

import { toResult } from '../shared/toResult';
import { ownValue } from '../shared/values';
import { mayBeSigned } from './answers/looks';
import { madeAtOf } from './http/cached';
import { isNotFound } from './http/errors';
import { read, readDated } from './http/request';
import type { Context } from './types';

/**
 * For each reference that was answered with 404: when for the first time, by the service's clock, in
 * milliseconds since 1970. Plain JSON that the caller keeps between its looks; it is stored as `sightings`.
 */
export type FirstMissed = Record<string, number>;

/** How far apart the two looks that confirm a deletion have to be: a temporary fault is over by then. */
export const CONFIRMED_AFTER_MS = 5 * 60_000;
/** How many references one poll, call or look confirms at most; the others are left to the next ones. */
export const MOST_CONFIRMATIONS = 20;

/**
 * How recently something must have been seen open, before the first 404, to be reported as deleted: an hour
 * (a wait looks at least that often) and a minute for late looks.
 */
const DELETED_WITHIN_MS = 61 * 60_000;

/**
 * How something that certainly no longer exists is reported. `deleted`: it was open shortly before. `gone`:
 * it may also have been signed and then removed by the account's retention rules (docs/api/API.md section
 * 12.5).
 */
export type Absence = 'deleted' | 'gone';

/**
 * Decides between `deleted` and `gone`, for waits and triggers. The service can no longer say, so what counts
 * is the time in which the document could have been signed and removed unseen.
 *
 * @param account as of accountOf
 * @param openAt when it was last seen open, in milliseconds; undefined when it was not, or had ended
 * @param missedAt when it was first answered with 404, in milliseconds
 */
export function absenceOf(
	account: string,
	reference: string,
	openAt: number | undefined,
	missedAt: number,
): Absence {
	const wasOpen = openAt !== undefined && missedAt - openAt <= DELETED_WITHIN_MS;
	return wasOpen && !mayBeSigned(account, reference) ? 'deleted' : 'gone';
}

/** Resolves to whether something that was answered with 404 certainly no longer exists. */
export type Confirm = (
	reference: string,
	missed: Error,
	evidence?: () => Promise<unknown>,
) => Promise<boolean>;

/**
 * Confirms deletions for one poll, call or look. A 404 means "no such document" and "no such address": alone
 * it proves nothing (docs/api/API.md section 12.11). Something is gone when two looks, at least
 * CONFIRMED_AFTER_MS apart by the dates of their answers, each found that its status is answered with 404 (by
 * the caller), its log is as well, and the account can be read at the same address. Until then, it may still
 * exist.
 *
 * The caller takes a reference out of `firstMissed` when its status is answered again, or when it is of no more
 * interest, and says "deleted" of nothing that it did not see before with the same `accountOf`.
 *
 * @param firstMissed what the caller kept; brought up to date here
 * @returns a function that checks one reference. `missed` is the 404 of its status; `evidence` requests what
 *   has to be missing, too: by default, the log of a document. It never throws: what cannot be checked is not
 *   confirmed.
 */
export function confirming(context: Context, firstMissed: FirstMissed): Confirm {
	let left = MOST_CONFIRMATIONS;
	let account: Promise<boolean> | undefined;
	const isAccountThere = async () => {
		account ??= toResult(readDated(context, '/Account/Info')).then(
			(outcome) => 'value' in outcome && outcome.value.look.at !== undefined,
		);
		return await account;
	};

	return async (reference, missed, evidence = async () => await logOf(context, reference)) => {
		const first = ownValue(firstMissed, reference);
		const statusAt = madeAtOf(missed);
		if (statusAt === undefined || left === 0) return false;
		const isAgain = (at: number) => first !== undefined && at - first >= CONFIRMED_AFTER_MS;
		if (first !== undefined && !isAgain(statusAt)) return false;
		left--;
		const outcome = await toResult(evidence());
		if ('value' in outcome) {
			delete firstMissed[reference];
			return false;
		}
		const logAt = madeAtOf(outcome.error);
		const isMissing = isNotFound(outcome.error) && logAt !== undefined;
		if (!isMissing || !(await isAccountThere())) return false;
		const at = Math.min(statusAt, logAt);
		firstMissed[reference] = first ?? at;
		return isAgain(at);
	};
}

const logOf = async (context: Context, reference: string) =>
	await read(context, '/Document/Log/{DocumentReference}', {
		path: { DocumentReference: reference },
	});

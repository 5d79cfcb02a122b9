import { NodeApiError } from 'n8n-workflow';

import { toResult } from '../../shared/toResult';
import { kindOfRefusal } from '../statuses';
import type { Context } from '../types';
import { certain, isInItsWords, isUncertain } from './errors';
import { ask, stopOf } from './exchange';
import { readAccount } from './settings';

const TIMEOUT_SECONDS = 10;

/** Whoever asks for a login does so before it hands a request on (RFC 9110 sections 15.5.2 and 15.5.8). */
const ASKS_FOR_LOGIN = new Set(['401', '407']);

/**
 * The error of a change, certain where it can be: a refusal such as 401 or 404 may be given by whatever
 * stands in between, after the service did what it was asked for. Where a look that changes nothing is
 * refused in the same way, nothing gets through; unless a filter keeps back all answers, and no requests. So
 * both have to ask for a login, or be in the service's own words.
 */
export async function proved(context: Context, error: Error): Promise<Error> {
	const kind = kindOf(error);
	if (!isUncertain(error) || kind === undefined || stopOf(context)?.aborted) return error;
	// What was let through a moment ago is not kept out by a wrong key or address: this may be, too.
	if ((await readAccount(context)).gotThrough) return error;
	const look = await toResult(
		ask(context, { purpose: 'read', route: '/Account/Info', timeoutSeconds: TIMEOUT_SECONDS }),
	);
	const isSame = 'error' in look && kindOf(look.error) === kind;
	return isSame && [error, look.error].every(isBeforeAnyWork) ? certain(error) : error;
}

const isBeforeAnyWork = (error: Error): boolean =>
	isInItsWords(error) ||
	(error instanceof NodeApiError && ASKS_FOR_LOGIN.has(error.httpCode ?? ''));

const kindOf = (error: Error): string | undefined =>
	error instanceof NodeApiError ? kindOfRefusal(Number(error.httpCode)) : undefined;

import { NodeApiError } from 'n8n-workflow';

import { toResult } from '../../shared/toResult';
import { kindOfRefusal } from '../statuses';
import type { Context } from '../types';
import { certain, isInItsWords, isUncertain } from './errors';
import { ask, stopOf } from './exchange';
import { readAccount } from './settings';

const TIMEOUT_SECONDS = 10;

/**
 * A proxy that asks for a login does so before it forwards a request (RFC 9110 sections 15.5.2 and 15.5.8).
 */
const ASKS_FOR_LOGIN = new Set(['401', '407']);

/**
 * The error of a change, made certain if possible. A refusal such as 401 or 404 may come from a proxy, after
 * the service did the work. If a harmless read is refused in the same way, no request gets through, unless
 * something blocks only answers. So both refusals have to ask for a login, or have the service's own format.
 */
export async function proved(context: Context, error: Error): Promise<Error> {
	const kind = kindOf(error);
	if (!isUncertain(error) || kind === undefined || stopOf(context)?.aborted) return error;
	// An earlier request succeeded, so key and address are right, and this request may have reached the
	// service, too.
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

import { NodeApiError } from 'n8n-workflow';

import { toResult } from '../../shared/toResult';
import { kindOfRefusal } from '../statuses';
import type { Context } from '../types';
import { certain, isUncertain } from './errors';
import { ask, stopOf } from './exchange';
import { readAccount } from './settings';

const TIMEOUT_SECONDS = 10;

/**
 * The error of a change, certain where it can be: a refusal such as 401 or 404 may be given by whatever
 * stands in between, after the service did what it was asked for. Where a look that changes nothing is
 * refused in the same way, nothing gets through.
 */
export async function proved(context: Context, error: Error): Promise<Error> {
	const kind = kindOf(error);
	if (!isUncertain(error) || kind === undefined || stopOf(context)?.aborted) return error;
	// What was let through a moment ago is not kept out by a wrong key or address: this may be, too.
	if ((await readAccount(context)).gotThrough) return error;
	const look = await toResult(
		ask(context, { purpose: 'read', route: '/Account/Info', timeoutSeconds: TIMEOUT_SECONDS }),
	);
	return 'error' in look && kindOf(look.error) === kind ? certain(error) : error;
}

const kindOf = (error: Error): string | undefined =>
	error instanceof NodeApiError ? kindOfRefusal(Number(error.httpCode)) : undefined;

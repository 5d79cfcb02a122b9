import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { isNotFound, read, type RawDocument } from '../api';
import { earlierIn } from '../api/answers/toldByItem';
import { confirming, type FirstMissed } from '../api/gone';
import { currentDocument } from '../evidence';
import { toResult } from '../shared/toResult';

const CREDENTIAL_REFUSED = ['401', '403'];

/**
 * Reads a document before the wait for it. If it cannot be read now, it is waited for anyway: a temporary
 * outage must not end the execution. Only certain errors are thrown.
 *
 * @returns the document, or an object with only its reference
 * @throws NodeApiError when the document does not exist, the credential is refused, or the service does not
 *   accept the reference
 * Source: docs/api/API.md sections 5.2 and 12.11
 */
export async function firstLook(
	context: IExecuteFunctions,
	itemIndex: number,
	reference: string,
): Promise<RawDocument> {
	const earlier = earlierIn(context.getInputData()[itemIndex]?.json, reference);
	const outcome = await toResult(currentDocument(context, reference, () => false, earlier));
	if ('value' in outcome) return outcome.value;
	if (await isCertain(context, reference, outcome.error)) throw outcome.error;
	return { Reference: reference };
}

/** Whether an error is certain, so that another look would give the same. */
async function isCertain(
	context: IExecuteFunctions,
	reference: string,
	error: Error,
): Promise<boolean> {
	if (!(error instanceof NodeApiError)) return true;
	if (isNotFound(error)) {
		const firstMissed: FirstMissed = {};
		await confirming(context, firstMissed)(reference, error);
		return reference in firstMissed;
	}
	if (!isRefused(error)) return error.httpCode === '400';
	const account = await toResult(read(context, '/Account/Info'));
	return 'error' in account && isRefused(account.error);
}

const isRefused = (error: Error): boolean =>
	error instanceof NodeApiError && CREDENTIAL_REFUSED.includes(error.httpCode ?? '');

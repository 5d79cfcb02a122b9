import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { isNotFound, read, type RawDocument } from '../api';
import { earlierIn } from '../api/answers/toldByItem';
import { confirming, type Sightings } from '../api/gone';
import { currentDocument } from '../evidence';
import { toResult } from '../shared/toResult';

const CREDENTIAL_REFUSED = ['401', '403'];

/**
 * Reads a document that is to be waited for. One that cannot be read now is waited for all the same: an
 * outage at this moment must not end what may be a turn of many. Only what is certain is an error.
 *
 * @returns the document, or nothing but its reference
 * @throws NodeApiError where there is no such document, the credential is refused, or the reference is
 *   none that the service takes
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

/** Whether another look would find the same. */
async function isCertain(
	context: IExecuteFunctions,
	reference: string,
	error: Error,
): Promise<boolean> {
	if (!(error instanceof NodeApiError)) return true;
	if (isNotFound(error)) {
		const sightings: Sightings = {};
		await confirming(context, sightings)(reference, error);
		return reference in sightings;
	}
	if (!isRefused(error)) return error.httpCode === '400';
	const account = await toResult(read(context, '/Account/Info'));
	return 'error' in account && isRefused(account.error);
}

const isRefused = (error: Error): boolean =>
	error instanceof NodeApiError && CREDENTIAL_REFUSED.includes(error.httpCode ?? '');

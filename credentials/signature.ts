import { createHmac, randomBytes } from 'crypto';

import type { ServiceSettings } from './settings';

const REMEMBERED = 1000;
/** The latest signatures, the oldest first; `at` is the `performance.now()` of when each was made. */
const made: Array<{ text: string; at: number }> = [];
const known = new Set<string>();

/** Whether this process made that signature recently: another text may have the same shape as a signature. */
export const isSignature = (text: string): boolean => known.has(text);

/** How many signatures are made at most while one request is being signed. */
const AT_A_TIME = 20;

/**
 * The first signatures made since a time (`performance.now()`): a request that began then has one of them.
 */
export function signaturesSince(moment: number): string[] {
	let first = made.length;
	while (first > 0 && made[first - 1].at >= moment) first -= 1;
	return made.slice(first, first + AT_A_TIME).map(({ text }) => text);
}

function remember(text: string): void {
	made.push({ text, at: performance.now() });
	known.add(text);
	if (made.length > REMEMBERED) known.delete(made.shift()?.text ?? '');
}

/**
 * The signature of one request: Base64 of the HMAC-SHA256 of `key LF time LF nonce`.
 * Method, address and body are not part of it. Source: docs/api/API.md section 2.
 */
export function signature(apiKey: string, apiSecret: string, time: string, nonce: string): string {
	return createHmac('sha256', apiSecret).update(`${apiKey}\n${time}\n${nonce}`).digest('base64');
}

/**
 * The headers that authenticate one request. Each call makes new ones: the service accepts a nonce only once.
 *
 * @param time Unix time in whole seconds; the text that is signed is the text that is sent
 * @param nonce at most 32 characters, unique for each request
 */
export function authenticationHeaders(
	{ apiKey, apiSecret, domain }: Omit<ServiceSettings, 'baseUrl'>,
	time = String(Math.floor(Date.now() / 1000)),
	nonce = randomBytes(16).toString('hex'),
): Record<string, string> {
	const signed = signature(apiKey, apiSecret, time, nonce);
	remember(signed);
	return {
		'X-CUSTOM-API-KEY': apiKey,
		'X-CUSTOM-DATE': time,
		'X-CUSTOM-NONCE': nonce,
		'X-CUSTOM-SIGNATURE': signed,
		Referer: domain,
	};
}

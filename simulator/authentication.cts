// The service's side of the HMAC scheme, written from the description of the scheme alone.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from './errors.cts';
import type { Readings } from './readings.cts';
import type { Account } from './store/account.cts';

export interface Key {
	apiKey: string;
	apiSecret: string;
	/** The access URL that was registered for the key. */
	domain: string;
}

// Assumed: five minutes either way. The source speaks of a slight buffer for clock drift only.
const windowSeconds = 300;
const longestNonce = 32;

export class Authentication {
	// Assumed: a nonce is remembered as long as the service runs.
	private readonly nonces = new Set<string>();

	constructor(
		private readonly key: Key,
		private readonly account: Pick<Account, 'oauth2'>,
		private readonly readings: Readings,
	) {}

	/** Throws the refusal that fits; `now` is the server's clock in seconds. */
	check(headers: IncomingHttpHeaders, now: number) {
		const apiKey = required(headers, 'X-CUSTOM-API-KEY');
		const date = required(headers, 'X-CUSTOM-DATE');
		const nonce = required(headers, 'X-CUSTOM-NONCE');
		const signature = required(headers, 'X-CUSTOM-SIGNATURE');

		if (!equal(apiKey, this.key.apiKey)) throw unauthorized('Unauthorised: Check your api key');
		if (this.account.oauth2 && !headers.authorization) {
			throw unauthorized('OAuth 2 is on for this API key: an access token is needed');
		}
		this.checkReferer(headers.referer);

		const form = this.readings.timestamps === 'whole' ? /^\d+$/ : /^\d+(\.\d+)?$/;
		if (!form.test(date)) throw unauthorized('X-CUSTOM-DATE is not a Unix time in seconds');
		const drift = Math.abs(now - Number(date));
		if (drift > windowSeconds) {
			throw unauthorized(
				`X-CUSTOM-DATE is ${Math.round(drift)} seconds away from the server's clock`,
			);
		}
		if (nonce.length > longestNonce) {
			throw unauthorized(`X-CUSTOM-NONCE is longer than ${longestNonce} characters`);
		}
		const expected = createHmac('sha256', this.key.apiSecret)
			.update(`${apiKey}\n${date}\n${nonce}`)
			.digest('base64');
		if (!equal(signature, expected)) throw unauthorized('X-CUSTOM-SIGNATURE does not match');
		// Last, so that a stranger cannot use up nonces.
		if (this.nonces.has(nonce)) throw unauthorized('X-CUSTOM-NONCE was used before');
		this.nonces.add(nonce);
	}

	private checkReferer(referer: string | undefined) {
		if (this.readings.referer === 'ignored') return;
		if (!referer) throw unauthorized('Referer is missing: the API key is bound to a domain');
		// Assumed: the host decides; scheme, port and path do not matter.
		const same =
			this.readings.referer === 'exact'
				? referer === this.key.domain
				: hostOf(referer) === hostOf(this.key.domain);
		if (!same) throw unauthorized(`Referer ${referer} is not the domain of this API key`);
	}
}

function required(headers: IncomingHttpHeaders, name: string) {
	const value = headers[name.toLowerCase()];
	if (typeof value !== 'string' || value === '') throw unauthorized(`${name} is missing`);
	return value;
}

/** Compares in constant time; digests make the lengths equal. */
function equal(given: string, expected: string) {
	const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

function hostOf(address: string) {
	const url = address.includes('://') ? address : `https://${address}`;
	return URL.canParse(url) ? new URL(url).hostname : address.toLowerCase();
}

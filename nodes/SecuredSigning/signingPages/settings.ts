import type { ServiceSettings } from '../../../credentials/settings';
import { authenticationHeaders } from '../../../credentials/signature';
import { refusal } from '../shared/refusal';

/**
 * What the browser SDK gets from its `authGenerator`: the signature for one request, without the secret.
 * Source: docs/api/API.md section 8.
 */
interface BrowserAuthentication {
	timestamp: string;
	signature: string;
	apiKey: string;
	nonce: string;
}

/** The address of the API in the form of the browser SDK: two parts, which it joins with a slash. */
export interface ServiceAddress {
	baseUrl: string;
	version: string;
}

/** Signs one request for a web page; each call gives a new signature. */
export function browserAuthentication(settings: ServiceSettings): BrowserAuthentication {
	const headers = authenticationHeaders(settings);
	return {
		timestamp: headers['X-CUSTOM-DATE'],
		signature: headers['X-CUSTOM-SIGNATURE'],
		apiKey: headers['X-CUSTOM-API-KEY'],
		nonce: headers['X-CUSTOM-NONCE'],
	};
}

/**
 * Splits a base URL as the SDKs do: `https://…/web` and `v1.4`. Source: docs/api/API.md section 1.
 *
 * @throws UserError for an address without a version at its end
 */
export function serviceAddress(base: string): ServiceAddress {
	const [, baseUrl, version] = /^(https?:\/\/[^/]+(?:\/.+)?)\/(v[\w.-]+)$/i.exec(base) ?? [];
	if (baseUrl === undefined) {
		throw refusal(
			`The credential's Base URL has no version at its end: "${base}"`,
			"The scripts of Secured Signing need the version separately from the address. Enter a base URL that ends like /web/v1.4 in the credential, or choose another 'Environment'.",
		);
	}
	return { baseUrl, version };
}

/**
 * The origins of the service's pages: the API's own, and that of the website, which has `www` instead of
 * `api`. Source: docs/api/API.md section 1.
 */
export function pageOrigins(base: string): string[] {
	const { origin } = new URL(base);
	return [...new Set([origin, origin.replace('//api.', '//www.')])];
}

import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

// The host has to stand behind two slashes, and hold none of what readers of addresses read differently:
// backslashes count as slashes, tabs and line breaks as nothing (https://url.spec.whatwg.org/#url-parsing).
const ABSOLUTE = /^https?:\/\/[^/?#\\\s\p{Cc}]+(?:[/?#]|$)/iu;
// Behind a base address: one slash, since two begin the name of another host.
const PATH = /^(?:\/(?![/\\\s\p{Cc}])|$)/u;

/**
 * Refuses a request that does not clearly go to the service: whoever receives the signed headers could
 * use them for a request of their own.
 *
 * @param own the credential's address
 * @throws UserError that names both hosts
 */
export function refuseOtherAddress(requestOptions: IHttpRequestOptions, own: URL): void {
	// n8n's HTTP Request node still hands over `uri` where everything else has `url`; which of them an
	// n8n takes depends on its version, so each has to be right.
	const { url, uri, baseURL } = requestOptions as { url?: string; uri?: string; baseURL?: string };
	const targets = [url, uri].map((target) => String(target ?? '')).filter(Boolean);
	const base = String(baseURL ?? '');
	const isOwn = (address: string) =>
		ABSOLUTE.test(address) && URL.canParse(address) && new URL(address).origin === own.origin;
	const isClear =
		base === ''
			? targets.length > 0 && targets.every(isOwn)
			: isOwn(base) && targets.every((target) => PATH.test(target) || isOwn(target));
	if (isClear) return;
	throw new UserError(
		`The Secured Signing credential signs requests to ${own.host} only, not to ${hostOf(targets.find((target) => !isOwn(target)) ?? base, base)}`,
		{
			description: `Use an address that begins with ${own.origin}/, or choose another 'Environment' in the credential. Nothing was sent.`,
		},
	);
}

/**
 * Refuses a request over plain http, which is for this machine alone, that asks for a proxy: it would read
 * key and signature. What n8n takes from HTTP_PROXY is not to be seen here, and n8n has no option against it.
 *
 * @param own the credential's address
 * @throws UserError
 */
export function refuseProxy({ proxy }: IHttpRequestOptions, own: URL): void {
	if (own.protocol !== 'http:' || !proxy) return;
	throw new UserError('A request to this machine cannot go through a proxy', {
		description:
			"Take the proxy out of the request's options, or use a base URL with https in the credential. Over plain http, the proxy could read the API key and the signature. Nothing was sent.",
	});
}

function hostOf(target: string, base: string): string {
	const read = URL.canParse(target, base || undefined) ? new URL(target, base || undefined) : null;
	return read?.host || `“${target.slice(0, 200)}”`;
}

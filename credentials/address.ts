import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

import { isOfTheService } from './settings';

// The host has to stand behind two slashes, and hold none of what readers of addresses read differently:
// backslashes count as slashes, tabs and line breaks as nothing (https://url.spec.whatwg.org/#url-parsing).
const ABSOLUTE = /^https?:\/\/[^/?#\\\s\p{Cc}]+(?:[/?#]|$)/iu;
// Behind a base address: one slash, since two begin the name of another host.
const PATH = /^(?:\/(?![/\\\s\p{Cc}])|$)/u;

/** A base address with these inside: its end is read differently by itself than before a path. */
const BLANK = /[\s\p{Cc}]/u;

/** Slashes that a server in between may take for such: also escaped twice, or in more bytes than they need. */
const ESCAPED_SLASH = /%(?:25)*(?:2f|5c)|%c0%af|%e0%80%af/gi;

/** An address as servers in between may read it: some make one slash of several. */
function readings(address: string): string[] {
	const plain = address.replace(ESCAPED_SLASH, '/');
	return [address, plain, plain.replace(/(?<!:)\/{2,}/g, '/')];
}

/** Dots that such a server may take for a step upwards, where one has parameters or is escaped twice. */
const STEP = /\.\.;|(?:\.|%(?:25)*2e)%(?:25)+2e|%(?:25)+2e\./i;

/**
 * Refuses a request that does not clearly go to the service: whoever receives the signed headers could
 * use them for a request of their own. At a host of the builder's, other paths may be somebody else's.
 *
 * @param own the credential's address
 * @throws UserError that names both addresses
 */
export function refuseOtherAddress(requestOptions: IHttpRequestOptions, own: URL): void {
	// n8n's HTTP Request node still hands over `uri` where everything else has `url`; which of them an
	// n8n takes depends on its version, so each has to be right.
	const { url, uri, baseURL } = requestOptions as { url?: string; uri?: string; baseURL?: string };
	const base = String(baseURL ?? '').replace(/\/+$/, '');
	const given = [url, uri].map((target) => String(target ?? '')).filter(Boolean);
	const targets = (given.length > 0 ? given : ['']).map((target) =>
		base !== '' && PATH.test(target) ? `${base}${target}` : target,
	);
	const folder = isOfTheService(own) ? '' : own.pathname.replace(/\/$/, '').toLowerCase();
	const isWithin = (address: string) =>
		`${new URL(address).pathname}/`.toLowerCase().startsWith(`${folder}/`);
	const isOwnHost = (address: string) =>
		ABSOLUTE.test(address) && URL.canParse(address) && new URL(address).origin === own.origin;
	const isOwn = (address: string) =>
		isOwnHost(address) &&
		readings(address).every(isWithin) &&
		!(folder !== '' && STEP.test(new URL(address).pathname));
	if (targets.every(isOwn) && (base === '' || (isOwnHost(base) && !BLANK.test(base)))) return;
	const place = `${own.host}${folder}`;
	throw new UserError(
		`The Secured Signing credential can be used only for ${place}, not for ${named(targets.find((target) => !isOwn(target)) ?? base, own)}`,
		{
			description: `Use an address that begins with ${own.protocol}//${place}/, or choose another 'Environment' in the credential. Nothing was sent.`,
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
			"Remove the proxy from the request's options, or use a base URL with https in the credential. Over plain http, the proxy could read the API key and the request's signature. Nothing was sent.",
	});
}

/**
 * Refuses a request that would be signed for whoever answers in the service's name: one that asks another
 * host by its Host header, or over https takes any certificate, or those of an authority that the request names.
 *
 * @param own the credential's address
 * @throws UserError
 */
export function refuseImpostors(requestOptions: IHttpRequestOptions, own: URL): void {
	// The HTTP Request node says it in the words of an older client.
	const { skipSslCertificateValidation, rejectUnauthorized, ca, agentOptions, headers } =
		requestOptions as IHttpRequestOptions & {
			rejectUnauthorized?: boolean;
			ca?: unknown;
			agentOptions?: { rejectUnauthorized?: boolean; ca?: unknown };
		};
	const takesAny =
		skipSslCertificateValidation === true ||
		[rejectUnauthorized, agentOptions?.rejectUnauthorized].includes(false);
	if (takesAny && own.protocol === 'https:') {
		throw new UserError("The Secured Signing credential does not work with 'Ignore SSL Issues'", {
			description:
				"Turn that option off in the node. With it, anyone in between could read the API key and the request's signature. If the certificate of your base URL is not trusted, set n8n's environment variable NODE_EXTRA_CA_CERTS to a file with the certificate authority (CA) that issued it. Nothing was sent.",
		});
	}
	if ((ca || agentOptions?.ca) && own.protocol === 'https:') {
		throw new UserError(
			'The Secured Signing credential does not work with a certificate authority that a node names',
			{
				description:
					"Leave 'CA' empty in the credential for SSL certificates. With it, a proxy could read the API key and the request's signature. If the certificate of your base URL is not trusted, set n8n's environment variable NODE_EXTRA_CA_CERTS to a file with the certificate authority (CA) that issued it. Nothing was sent.",
			},
		);
	}
	const isOther = ([name, value]: [string, unknown]) =>
		name.trim().toLowerCase() === 'host' && String(value).trim().toLowerCase() !== own.host;
	if (!Object.entries(headers ?? {}).some(isOther)) return;
	throw new UserError(`The request's Host header names a host other than ${own.host}`, {
		description:
			"Remove the header from the request. A server that answers for several hosts would hand the API key and the request's signature to that one. Nothing was sent.",
	});
}

/** The host of an address, with its path where the host is right. */
function named(target: string, own: URL): string {
	const read = URL.canParse(target, own.origin) ? new URL(target, own.origin) : null;
	const isOwnHost = read?.origin === own.origin && ABSOLUTE.test(target);
	if (isOwnHost) return `${read.host}${read.pathname}`.slice(0, 200);
	return read?.host && read.host !== own.host ? read.host : `“${target.slice(0, 200)}”`;
}

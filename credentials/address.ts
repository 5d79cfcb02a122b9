import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

import { isOfTheService } from './settings';

// The host has to follow two slashes, and must not contain characters that URL parsers treat differently: a
// backslash counts as a slash, tabs and line breaks are ignored (https://url.spec.whatwg.org/#url-parsing).
const ABSOLUTE = /^https?:\/\/[^/?#\\\s\p{Cc}]+(?:[/?#]|$)/iu;
// After a base address: one slash, because two would start the name of another host.
const PATH = /^(?:\/(?![/\\\s\p{Cc}])|$)/u;

/** A base address that contains these is parsed differently alone than with a path after it. */
const BLANK = /[\s\p{Cc}]/u;

/** Escapes that a server in between may decode as a slash: also double-escaped, or in overlong UTF-8. */
const ESCAPED_SLASH = /%(?:25)*(?:2f|5c)|%c0%af|%e0%80%af/gi;

/**
 * The address as servers in between may read it: as it is, with escaped slashes decoded, with repeated
 * slashes merged.
 */
function readings(address: string): string[] {
	const plain = address.replace(ESCAPED_SLASH, '/');
	return [address, plain, plain.replace(/(?<!:)\/{2,}/g, '/')];
}

/** Path segments that such a server may read as `..`: with path parameters, or double-escaped. */
const STEP = /\.\.;|(?:\.|%(?:25)*2e)%(?:25)+2e|%(?:25)+2e\./i;

/**
 * Refuses a request that does not clearly go to the service: whoever receives the signed headers could use
 * them for their own request. At a custom host, other paths may belong to somebody else.
 *
 * @param own the credential's address
 * @throws UserError that names both addresses
 */
export function refuseOtherAddress(requestOptions: IHttpRequestOptions, own: URL): void {
	// n8n's HTTP Request node still passes `uri`, everything else passes `url`. Which one is used depends on
	// the version of n8n, so both are checked.
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
 * Refuses a proxy for a request over plain http (allowed only to this machine): the proxy could read the key
 * and signature. A proxy from HTTP_PROXY cannot be seen here, and n8n has no option to turn it off.
 *
 * @param own the credential's address
 * @throws UserError
 */
export function refuseProxy({ proxy }: IHttpRequestOptions, own: URL): void {
	if (own.protocol !== 'http:' || !proxy) return;
	throw new UserError('A request to localhost cannot go through a proxy', {
		description:
			"Remove the option Proxy from this node, or use a base URL with https in the credential. Over plain http, the proxy could read the API key and the request's signature. Nothing was sent.",
	});
}

/**
 * Refuses a request that another server could answer in the service's name: with another host in its Host
 * header or, over https, a request that accepts any certificate or names its own certificate authority.
 *
 * @param own the credential's address
 * @throws UserError
 */
export function refuseImpostors(requestOptions: IHttpRequestOptions, own: URL): void {
	// The HTTP Request node uses the option names of an older HTTP client.
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
					"Leave 'CA' empty in the credential for SSL certificates. With a CA there, a proxy could read the API key and the request's signature. If the certificate of your base URL is not trusted, set n8n's environment variable NODE_EXTRA_CA_CERTS to a file with the certificate authority (CA) that issued it. Nothing was sent.",
			},
		);
	}
	const isOther = ([name, value]: [string, unknown]) =>
		name.trim().toLowerCase() === 'host' && String(value).trim().toLowerCase() !== own.host;
	if (!Object.entries(headers ?? {}).some(isOther)) return;
	throw new UserError(`The request's Host header names a host other than ${own.host}`, {
		description:
			"Remove the header from the request. A server that answers for several hosts would pass the API key and the request's signature on to the host in that header. Nothing was sent.",
	});
}

/**
 * How a message names an address: the host; also the path if it is the credential's own host; the given text
 * if it has no other host.
 */
function named(target: string, own: URL): string {
	const read = URL.canParse(target, own.origin) ? new URL(target, own.origin) : null;
	const isOwnHost = read?.origin === own.origin && ABSOLUTE.test(target);
	if (isOwnHost) return `${read.host}${read.pathname}`.slice(0, 200);
	return read?.host && read.host !== own.host ? read.host : `“${target.slice(0, 200)}”`;
}

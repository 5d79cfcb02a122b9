/** The message and the advice for an error code of a connection. */

interface Words {
	message: string;
	advice: string;
}

/** For networks in which only a proxy can reach the internet. */
const PROXY =
	"In a network with a proxy, ask the person who runs your n8n to check n8n's environment variable HTTPS_PROXY: it must contain the proxy's address.";

const UNREACHABLE: Words = {
	message: 'Secured Signing cannot be reached',
	advice: `Check the connection of this n8n to the internet and, if the credential's environment is Custom, its base URL. ${PROXY}`,
};
const UNKNOWN_NAME: Words = {
	message: UNREACHABLE.message,
	advice: `${UNREACHABLE.advice} If n8n's SSRF protection is on, ask as well whether the machine that n8n runs on can look up Secured Signing's address (DNS).`,
};
const UNKNOWN_AUTHORITY: Words = {
	message: "Secured Signing's certificate is not trusted",
	advice:
		"A proxy of your network may open encrypted connections. Ask the person who runs your n8n to set n8n's environment variable NODE_EXTRA_CA_CERTS to a file with the proxy's certificate authority (CA). Without such a proxy, check the credential's environment and, if that is Custom, its base URL.",
};
const OUT_OF_DATE: Words = {
	message: "Secured Signing's certificate is not valid today",
	advice:
		"Check the clock of the machine that n8n runs on. If it is right, ask your network's administrator whether a proxy is in between.",
};
const OTHER_CERTIFICATE: Words = {
	message: 'The certificate does not match the address of Secured Signing',
	advice:
		"Check the credential's environment and, if that is Custom, its base URL. Ask your network's administrator whether a proxy or a login page is in between.",
};
/** A code of our own for requests that n8n itself blocks: Node has none. */
export const BLOCKED = 'SSRF_BLOCKED';

/**
 * Codes that prove that the request did not leave this machine: there was no connection, or nothing was sent
 * over it. Source: nodejs.org/docs/latest-v20.x/api, "X509 certificate error codes" under "TLS", and "Common
 * system errors" under "Errors".
 */
export const NEVER_LEFT: Record<string, Words> = {
	[BLOCKED]: {
		message: "n8n's SSRF protection blocked the request to Secured Signing",
		advice:
			"Ask the person who runs your n8n to put Secured Signing's host into n8n's environment variable N8N_SSRF_ALLOWED_HOSTNAMES. If the credential's environment is Custom, that is the host of its base URL; an IP address such as 10.0.0.5 goes into N8N_SSRF_ALLOWED_IP_RANGES, as 10.0.0.5/32.",
	},
	ECONNREFUSED: UNREACHABLE,
	ENOTFOUND: UNKNOWN_NAME,
	EAI_AGAIN: UNKNOWN_NAME,
	UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
	DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
	SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
	CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
	CERT_NOT_YET_VALID: OUT_OF_DATE,
	CERT_HAS_EXPIRED: OUT_OF_DATE,
	CERT_SIGNATURE_FAILURE: OTHER_CERTIFICATE,
	CERT_CHAIN_TOO_LONG: OTHER_CERTIFICATE,
	CERT_REVOKED: OTHER_CERTIFICATE,
	CERT_REJECTED: OTHER_CERTIFICATE,
	INVALID_CA: OTHER_CERTIFICATE,
	INVALID_PURPOSE: OTHER_CERTIFICATE,
	PATH_LENGTH_EXCEEDED: OTHER_CERTIFICATE,
	HOSTNAME_MISMATCH: OTHER_CERTIFICATE,
	ERR_TLS_CERT_ALTNAME_INVALID: OTHER_CERTIFICATE,
};

/** Words for errors after which the request may have been sent. */
interface Unsure extends Words {
	/** What to check if every request fails like this. */
	ifAlways?: string;
}

const TRY_AGAIN =
	"Try again in a few minutes. A longer 'Timeout (Seconds)' can be set under Request Options.";
const LATE: Unsure = {
	message: 'Secured Signing did not answer in time',
	advice: TRY_AGAIN,
	// A firewall that allows only the proxy often drops other requests without an answer.
	ifAlways: `If no request gets through: ${PROXY}`,
};
const CUT: Unsure = {
	message: 'The connection to Secured Signing was cut before its answer arrived',
	advice: TRY_AGAIN,
	ifAlways:
		"If no request gets through, ask your network's administrator whether a proxy or firewall cuts the connection.",
};
const NOT_ENCRYPTED: Unsure = {
	message: 'The connection to Secured Signing could not be encrypted',
	advice: 'Try again in a few minutes.',
	ifAlways:
		"If no request gets through, check the credential's base URL if its environment is Custom. In a network with a proxy, ask the person who runs your n8n to check n8n's environment variable HTTPS_PROXY: for most proxies, the address in it has to begin with http://, and not with https://.",
};
// The error may also come after the request was sent.
const GONE: Unsure = {
	message: UNREACHABLE.message,
	advice: TRY_AGAIN,
	ifAlways: `If no request gets through: ${UNREACHABLE.advice}`,
};

/** The words for all other codes. */
export const OTHERWISE = CUT;

export const NO_ANSWER: Record<string, Unsure> = {
	ECONNABORTED: LATE,
	ETIMEDOUT: LATE,
	ECONNRESET: CUT,
	EPROTO: NOT_ENCRYPTED,
	ERR_SSL_WRONG_VERSION_NUMBER: NOT_ENCRYPTED,
	EHOSTUNREACH: GONE,
	ENETUNREACH: GONE,
	// n8n knows a stopped run by the word "canceled".
	ERR_CANCELED: { message: 'The request to Secured Signing was canceled', advice: TRY_AGAIN },
};

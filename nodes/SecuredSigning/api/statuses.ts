/** Texts for error statuses, and whether these can come after the work was done. */

// Texts of the statuses: docs/api/API.md section 4.
export const BY_STATUS: Record<number, { message: string; advice: string }> = {
	400: {
		message: 'Secured Signing did not accept the values',
		advice: 'Check the fields that its answer names.',
	},
	401: {
		message: 'Secured Signing did not accept the credential',
		advice:
			'Check API Key, API Secret and Domain against API Settings in Secured Signing, and that OAuth 2 is off for this key.',
	},
	402: {
		message: 'The Secured Signing account is on hold until it is paid',
		advice: 'Settle the account in Secured Signing first.',
	},
	403: {
		message: 'This was not allowed',
		advice:
			'Ask the owner of the account for the permission, or use another API key. If every request is refused, a proxy or firewall of your network may bar the address: ask its administrator to let this n8n through.',
	},
	404: {
		message: 'Secured Signing could not find what was asked for',
		advice:
			"Check the reference, and the credential's environment and, if that is Custom, its base URL: Secured Signing says that there is no such document, or no such address. Documents are also removed when the account's retention time is over.",
	},
	405: {
		message: 'Secured Signing does not support this request',
		advice: "Check the credential's environment and, if that is Custom, its base URL.",
	},
	407: {
		message: 'A proxy between n8n and Secured Signing asks for a login',
		advice:
			"Ask the person who runs your n8n to put a user name and password into n8n's environment variable HTTPS_PROXY, as in http://user:password@proxy:8080, or your network's administrator to let this n8n through.",
	},
	413: {
		message: 'The file is too large for the Secured Signing account',
		advice: 'Send a smaller file, or ask Secured Signing for a higher limit.',
	},
	426: {
		message: 'The Secured Signing plan has no documents left',
		advice: 'Upgrade the plan in Secured Signing, or wait until it is renewed.',
	},
	429: {
		message: 'Too many requests to Secured Signing',
		advice: 'Run fewer items at a time, or try again later.',
	},
};

/**
 * Statuses that are given before any work: the request cannot be read (400, 411, 414, 415, 431), is not taken
 * by this address (405), is too large (413), or the plan or the pace does not allow it (426, 429). A service
 * or gateway that limits requests does so before it processes them.
 * Source: RFC 9110 section 15.5, RFC 6585 sections 4 and 5, docs/api/API.md section 4.
 */
export const BEFORE_ANY_WORK = new Set([400, 405, 411, 413, 414, 415, 426, 429, 431]);

/**
 * The kind of a status with which a service or proxy may refuse all requests; undefined for all other
 * statuses. 303 is excluded: it means that the request was carried out (RFC 9110 section 15.4.4).
 */
export function kindOfRefusal(status: number): string | undefined {
	if (status === 401 || status === 403) return 'access';
	if (status >= 300 && status < 400 && status !== 303) return 'redirect';
	return [402, 404, 407, 451].includes(status) ? String(status) : undefined;
}

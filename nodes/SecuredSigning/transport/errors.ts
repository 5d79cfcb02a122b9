import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

/** What the service answered, as far as an error needs it. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Whether a request only looks or also changes something. */
export type Purpose = 'read' | 'change';

interface Words {
	message: string;
	description: string;
}

const REPEAT_WARNING =
	'It may have been carried out all the same. Look at the document in Secured Signing before you run this item again; this node never repeats such a request by itself.';
const NOTHING_DONE = 'Nothing was sent or changed.';
const CLOCK_TOLERANCE_SECONDS = 30;

// Texts of the statuses: docs/api/API.md section 4.
const BY_STATUS: Record<number, Words> = {
	400: {
		message: 'Secured Signing did not accept the values',
		description: `Check the fields that its answer names. ${NOTHING_DONE}`,
	},
	401: {
		message: 'Secured Signing did not accept the credential',
		description: `Check API Key, API Secret and Domain against API Settings in Secured Signing, and that OAuth 2 is off for this key. ${NOTHING_DONE}`,
	},
	402: {
		message: 'The Secured Signing account is on hold until it is paid',
		description: `Settle the account in Secured Signing, then run this again. ${NOTHING_DONE}`,
	},
	403: {
		message: 'The Secured Signing account may not do this',
		description: `Ask the owner of the account for the permission, or use another API key. ${NOTHING_DONE}`,
	},
	404: {
		message: 'Secured Signing could not find what was asked for',
		description: `Check the reference, and that the credential's environment is the one it belongs to. Documents are also removed when the account's retention time is over. ${NOTHING_DONE}`,
	},
	413: {
		message: 'The file is too large for the Secured Signing account',
		description: `Send a smaller file, or ask Secured Signing for a higher limit. ${NOTHING_DONE}`,
	},
	426: {
		message: 'The Secured Signing plan has no documents left',
		description: `Upgrade the plan in Secured Signing, or wait until it is renewed. ${NOTHING_DONE}`,
	},
	429: {
		message: 'Secured Signing asks for fewer requests',
		description: `Run fewer items at a time, or later. ${NOTHING_DONE}`,
	},
};

function wordsFor(status: number, purpose: Purpose): Words {
	if (status >= 500) {
		return {
			message: `Secured Signing could not handle the request (status ${status})`,
			description: purpose === 'read' ? 'Try again in a few minutes.' : REPEAT_WARNING,
		};
	}
	return (
		BY_STATUS[status] ?? {
			message: `Secured Signing refused the request (status ${status})`,
			description: `Check the values of this item. ${NOTHING_DONE}`,
		}
	);
}

/**
 * Turns an answer that is not a success into an error of n8n: the message says what happened, with
 * the service's own words; the description what to do.
 *
 * Built from texts alone: n8n stores errors with the execution, and the error that its HTTP helper
 * makes would carry the signed headers along.
 *
 * @param secrets texts that must not appear, whatever the service answers
 * @param hint one more sentence for the description
 */
export function refused(
	node: INode,
	answer: Answer,
	purpose: Purpose,
	secrets: string[],
	hint = '',
): NodeApiError {
	const { message, description } =
		answer.status >= 300 && answer.status < 400
			? redirectWords(answer)
			: wordsFor(answer.status, purpose);
	const said = redact(serviceWords(answer.body), secrets);
	const clock = answer.status === 401 ? clockWords(answer.headers.date) : '';
	const error = apiError(node, answer.status, {
		message: said === '' ? message : `${message}: “${said}”`,
		description: [clock, hint, description].filter(Boolean).join(' '),
	});
	const retryAfter = answer.headers['retry-after'];
	if (typeof retryAfter === 'string') error.context.retryAfter = retryAfter;
	return error;
}

/** A request whose answer never came, or broke off. */
export function unanswered(node: INode, cause: unknown, purpose: Purpose): NodeApiError {
	const code = String((cause as { code?: unknown } | undefined)?.code ?? 'unknown');
	const words = NEVER_LEFT[code] ?? {
		message:
			NO_ANSWER[code] ?? 'The connection to Secured Signing was cut before its answer arrived',
		description:
			purpose === 'read'
				? "Try again in a few minutes. A longer 'Timeout' can be set under Request Options."
				: REPEAT_WARNING,
	};
	const error = new NodeApiError(node, { message: words.message } as JsonObject, words);
	// Not as httpCode: for the codes it knows, n8n would put a message of its own in place of this one.
	error.context.networkCode = code;
	return error;
}

/** An answer that says "success" but is not what the service answers to this request. */
export function unreadable(node: INode, status: number, purpose: Purpose): NodeApiError {
	return apiError(node, status, {
		message: 'Secured Signing answered with something that cannot be read',
		description:
			purpose === 'read'
				? "Try again in a few minutes. If it stays so, check the credential's environment and base URL."
				: REPEAT_WARNING,
	});
}

function apiError(node: INode, status: number, words: Words): NodeApiError {
	return new NodeApiError(node, { message: words.message } as JsonObject, {
		...words,
		httpCode: String(status),
	});
}

const UNREACHABLE: Words = {
	message: 'Secured Signing cannot be reached',
	description: `Check the connection of this n8n to the internet and, for a custom environment, the base URL. ${NOTHING_DONE}`,
};
const UNTRUSTED: Words = {
	message: "The service's certificate is not trusted",
	description: `Check the base URL, and with your network's administrator whether a proxy stands in between. ${NOTHING_DONE}`,
};
const NO_ANSWER: Record<string, string> = {
	ECONNABORTED: 'Secured Signing did not answer in time',
	ETIMEDOUT: 'Secured Signing did not answer in time',
	// n8n knows a stopped run by the word "canceled".
	ERR_CANCELED: 'The request to Secured Signing was canceled',
};
/** Codes that say for certain that the request did not leave this machine. */
const NEVER_LEFT: Record<string, Words> = {
	ECONNREFUSED: UNREACHABLE,
	ENOTFOUND: UNREACHABLE,
	EAI_AGAIN: UNREACHABLE,
	EHOSTUNREACH: UNREACHABLE,
	ENETUNREACH: UNREACHABLE,
	CERT_HAS_EXPIRED: UNTRUSTED,
	DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
	SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
	ERR_TLS_CERT_ALTNAME_INVALID: UNTRUSTED,
};

function redirectWords({ headers }: Answer): Words {
	let target = 'another address';
	try {
		const { origin, pathname } = new URL(String(headers.location));
		target = `${origin}${pathname}`;
	} catch {
		// A relative or missing target is not worth naming.
	}
	return {
		message: `Secured Signing's address leads on to ${target}, which is not followed`,
		description: `The signature would go along to the other address. Check the credential's environment and base URL. ${NOTHING_DONE}`,
	};
}

function clockWords(date: unknown): string {
	const seconds = Math.round((Date.now() - Date.parse(String(date))) / 1000);
	if (Number.isNaN(seconds) || Math.abs(seconds) <= CLOCK_TOLERANCE_SECONDS) return '';
	const direction = seconds > 0 ? 'ahead of' : 'behind';
	return `This machine's clock is ${Math.abs(seconds)} seconds ${direction} Secured Signing's, which is enough for a refusal: set the clock first.`;
}

/** The service's own message: ServiceStack's envelope in any casing, or a short plain text. */
function serviceWords(body: unknown): string {
	if (typeof body === 'string') {
		const text = body.trim();
		return text.startsWith('<') ? '' : text.slice(0, 300);
	}
	const envelope = lowerCased(body);
	const status = lowerCased(envelope.responsestatus ?? body);
	const details = (Array.isArray(status.errors) ? status.errors : [])
		.map(lowerCased)
		.map(({ fieldname, message }) => [fieldname, message].filter(Boolean).join(': '))
		.filter((detail) => detail !== '' && !String(status.message ?? '').includes(detail));
	return [status.message ?? status.errorcode ?? '', ...details]
		.filter((text) => typeof text === 'string' && text !== '')
		.join('; ')
		.slice(0, 600);
}

function lowerCased(value: unknown): Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toLowerCase(), part]));
}

function redact(text: string, secrets: string[]): string {
	const hidden = secrets.reduce((shown, secret) => shown.split(secret).join('***'), text);
	// The signature is made anew for each request; it is known by its shape.
	return hidden.replace(/[A-Za-z0-9+/]{43}=/g, '***');
}

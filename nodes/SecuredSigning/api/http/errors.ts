import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

import { getsSigningKeys } from '../../shared/tool';
import {
	clockMessage,
	faultMessage,
	redirectMessage,
	silenceMessage,
	statusMessage,
	tooLargeMessage,
	withoutDoubt,
	type Purpose,
	type UserMessage,
} from '../messages';
import type { Fault } from '../schema/validateAnswer';
import { hiddenInText } from './secrets';
import { hasEnvelope, serviceMessage } from './serviceMessage';

const LONGEST_QUOTE = 600;

/** What the service answered, as far as an error needs it. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/**
 * Turns an answer that is not a success into an error of n8n: the message says what happened, with the
 * service's own words; the description what to do.
 *
 * Built from texts only: n8n stores errors with the execution, and the error of its HTTP helper contains the
 * signed headers.
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
	const { message, description, uncertain } =
		answer.status >= 300 && answer.status < 400
			? redirectMessage(answer.headers.location, purpose)
			: statusMessage(answer.status, purpose);
	// The service may repeat in any of these texts what it was sent.
	const safe = (words: string) => hiddenInText(words, secrets);
	const said = quoted(node, answer.body, secrets);
	const clock = answer.status === 401 ? clockMessage(answer.headers.date) : '';
	const told: UserMessage = {
		message: said === '' ? safe(message) : `${safe(message)}: ${said}`,
		description: safe([clock, hint, description].filter(Boolean).join(' ')),
		uncertain,
	};
	const error = apiError(node, told, answer.status);
	const retryAfter = timeOf(answer.headers['retry-after']);
	if (retryAfter !== undefined) error.context.retryAfter = retryAfter;
	if (hasEnvelope(answer.body)) inItsWords.add(error);
	return error;
}

const inItsWords = new WeakSet<Error>();

/**
 * Whether an error has the service's own format, which proxies do not produce (docs/api/API.md section 4).
 */
export const isInItsWords = (error: Error): boolean => inItsWords.has(error);

/**
 * A Retry-After of seconds or a date (RFC 9110, section 10.2.3), rewritten, so that no other text is stored.
 */
function timeOf(value: unknown): string | undefined {
	const said = String(value ?? '').trim();
	if (/^\d{1,9}(?:\.\d+)?$/.test(said)) return String(Math.ceil(Number(said)));
	const date = /^\d/.test(said) ? NaN : Date.parse(said);
	return Number.isNaN(date) ? undefined : new Date(date).toUTCString();
}

/**
 * The error of a request whose answer never came, or was cut.
 *
 * @param reason Node's code for what happened to the connection, as far as it is known
 */
export function unanswered(node: INode, reason: unknown, purpose: Purpose): NodeApiError {
	const code = String(reason ?? 'unknown');
	const told = silenceMessage(code, purpose);
	const error = apiError(node, told);
	// Not as httpCode: for codes that n8n knows, it would replace this message with its own.
	error.context.networkCode = code;
	return error;
}

/**
 * The error of an answer with a success status that is not what the service answers to this request.
 *
 * @param secrets texts that must not appear, whatever the service answers
 */
export function unreadable(
	node: INode,
	status: number,
	purpose: Purpose,
	fault: Fault = 'unreadable',
	secrets: string[] = [],
): NodeApiError {
	const told = faultMessage(fault, purpose);
	const refusal = typeof fault === 'object' && 'refusal' in fault ? fault : undefined;
	const said = refusal ? quoted(node, refusal.refusal, secrets) : '';
	const message = said ? `${told.message}: ${said}` : told.message;
	const error = apiError(node, { ...told, message }, status);
	if (refusal?.hasData) error.context.hasData = true;
	return error;
}

/**
 * The error of an answer that is larger than this node reads. It is not retried: it would be as large again.
 *
 * @param most how much is read, such as '16 MB'
 */
export function tooLarge(
	node: INode,
	status: number,
	purpose: Purpose,
	most: string,
): NodeApiError {
	return apiError(node, tooLargeMessage(most, purpose), status);
}

/** The error of a change that the service accepted without confirming it. */
export function unconfirmedError(node: INode, message: string, description: string): NodeApiError {
	return apiError(node, { message, description, uncertain: true });
}

/** Whether a request may have been carried out although it failed: its answer was lost, or cannot be used. */
export function isUncertain(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && error.context.uncertain === true;
}

/**
 * Makes an uncertain error certain, because it was shown in another way that nothing was done. Changes the
 * error and returns it.
 *
 * @param instead replaces the doubt in the description; by default, that nothing was sent or changed
 */
export function certain(error: NodeApiError, instead?: string): NodeApiError {
	error.description = withoutDoubt(error.description ?? '', instead);
	delete error.context.uncertain;
	return error;
}

/** Whether the service, or a proxy, refused with a status from 300 to 499. */
export const isRefusal = ({ httpCode }: NodeApiError): boolean => /^[34]\d\d$/.test(httpCode ?? '');

/** Whether the service says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
	return error instanceof NodeApiError && error.httpCode === '404';
}

/**
 * Whether the error is about the requested thing only: it was not found, or the answer about it cannot be
 * read.
 */
export function isUnreadable(error: unknown): boolean {
	return isNotFound(error) || (error instanceof NodeApiError && /^2/.test(error.httpCode ?? ''));
}

/** Whether the service was too slow to answer, so that it may still be at work. */
export function isSlow({ context, httpCode }: NodeApiError): boolean {
	return ['ECONNABORTED', 'ETIMEDOUT'].includes(String(context.networkCode)) || httpCode === '504';
}

function apiError(
	node: INode,
	{ message, description, uncertain }: UserMessage,
	status?: number,
): NodeApiError {
	const error = new NodeApiError(node, { message } as JsonObject, {
		message,
		description,
		httpCode: status === undefined ? undefined : String(status),
	});
	if (uncertain) error.context.uncertain = true;
	return error;
}

/** An address, also one with a user name or with escaped slashes; its host is the second group. */
const ADDRESS = /(https?:(?:\\?\/){2})(?:[^\s/?#@\\]*@)?([^\s/?#@\\"'<>”]*)[^\s"'<>”]*/gi;

/** What the service says, in quotation marks; '' where it says nothing. */
function quoted(node: INode, body: unknown, secrets: string[]): string {
	// Secrets are hidden before the text is cut: half of a key would no longer be recognised.
	const safe = hiddenInText(serviceMessage(body), secrets);
	// For AI tools, addresses are cut to their host: any of them could be a signing link.
	const shown = getsSigningKeys({ getNode: () => node }) ? safe : safe.replace(ADDRESS, '$1$2');
	const said = shown.slice(0, LONGEST_QUOTE);
	return said && `“${said}”`;
}

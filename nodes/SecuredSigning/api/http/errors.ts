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
	const { message, description, uncertain } =
		answer.status >= 300 && answer.status < 400
			? redirectMessage(answer.headers.location, purpose)
			: statusMessage(answer.status, purpose);
	// Whatever is repeated here, the service may have put into it what it was sent.
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

/** Whether a refusal came in the service's own form, which nothing in between gives (docs/api/API.md section 4). */
export const isInItsWords = (error: Error): boolean => inItsWords.has(error);

/** A Retry-After of seconds or a date (RFC 9110, section 10.2.3), written anew: no other text is stored. */
function timeOf(value: unknown): string | undefined {
	const said = String(value ?? '').trim();
	if (/^\d{1,9}(?:\.\d+)?$/.test(said)) return String(Math.ceil(Number(said)));
	const date = /^\d/.test(said) ? NaN : Date.parse(said);
	return Number.isNaN(date) ? undefined : new Date(date).toUTCString();
}

/**
 * A request whose answer never came, or broke off.
 *
 * @param reason Node's code for what happened to the connection, as far as it is known
 */
export function unanswered(node: INode, reason: unknown, purpose: Purpose): NodeApiError {
	const code = String(reason ?? 'unknown');
	const told = silenceMessage(code, purpose);
	const error = apiError(node, told);
	// Not as httpCode: for the codes it knows, n8n would put a message of its own in place of this one.
	error.context.networkCode = code;
	return error;
}

/**
 * An answer that says "success" but is not what the service answers to this request.
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
 * An answer that says "success" and is larger than this node reads: asked for again, it would be as large.
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

/** A change that the service took without saying that it was made. */
export function open(node: INode, message: string, description: string): NodeApiError {
	return apiError(node, { message, description, uncertain: true });
}

/** Whether what was asked for may have been done all the same: its answer was lost, or of no use. */
export function isUncertain(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && error.context.uncertain === true;
}

/**
 * The same error, where something else has shown that nothing was done.
 *
 * @param instead what is said of it; else that nothing was sent or changed
 */
export function certain(error: NodeApiError, instead?: string): NodeApiError {
	error.description = withoutDoubt(error.description ?? '', instead);
	delete error.context.uncertain;
	return error;
}

/** Whether the service, or something in front of it, refused with a status that is no server's error. */
export const isRefusal = ({ httpCode }: NodeApiError): boolean => /^[34]\d\d$/.test(httpCode ?? '');

/** Whether the service says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
	return error instanceof NodeApiError && error.httpCode === '404';
}

/** Whether it is up to the one thing that was asked for: there is none, or no answer that can be read. */
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
	// Hidden first and cut then: half of a key is not known by its shape any more.
	const safe = hiddenInText(serviceMessage(body), secrets);
	// To a tool, any address in it could be one at which to sign.
	const shown = getsSigningKeys({ getNode: () => node }) ? safe : safe.replace(ADDRESS, '$1$2');
	const said = shown.slice(0, LONGEST_QUOTE);
	return said && `“${said}”`;
}

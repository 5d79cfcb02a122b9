import {
	NodeApiError,
	UserError,
	type IDataObject,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { signaturesSince } from '../../../../credentials/signature';
import { inTime } from '../../shared/inTime';
import { isRun, oncePerRun } from '../../shared/oncePerRun';
import { refusal } from '../../shared/refusal';
import { text } from '../../shared/values';
import { callbackKeysIn } from '../callbackKey';
import { BLOCKED } from '../connections';
import { mostIn, ROOM, type Purpose, type Room } from '../messages';
import { address, type PathValues } from '../routes';
import type { Context, Stream } from '../types';
import { waitForBackoff } from './backoff';
import { firstBytes, parsedBody, withinBounds } from './body';
import { isOld, NO_CACHE, refusedAt } from './cached';
import { refused, tooLarge, unanswered } from './errors';
import { spanOf, tell } from './runLog';
import { hideKeys, secretsOfRun } from './runSecrets';
import { hiddenInData } from './secrets';
import { senderHeader } from './sender';
import { lowerCased } from './serviceMessage';
import { readAccount, CREDENTIAL, type Account } from './settings';
import { close } from './streamOf';
import { inTurn } from './turns';
import { withheldKeys } from './withheldKeys';
import { withIdleTimeout } from './withIdleTimeout';

const LIMIT_TIMEOUT_SECONDS = 10;
const BYTES = 1024 * 1024;
const MESSAGE_ROOM: Room = { ...ROOM, megabytes: 1 / 16 };

/** A request before it is signed. */
export interface ApiRequest extends Partial<IHttpRequestOptions> {
	purpose: Purpose;
	/** The route as in docs/api/openapi.yaml; `values` fills its path parameters. */
	route: string;
	values?: PathValues;
	/** How long to wait if the user did not set 'Timeout'. */
	timeoutSeconds: number;
	/** How much of the data of a success is read. */
	room?: Room;
}

/** The user's settings for requests; their fields are in fields/requestOptions.ts. */
interface RequestOptions {
	/** Seconds until an answer is complete; for a file, until it begins and between its pieces. */
	timeout?: number;
	/** How many more tries a read gets. */
	retries?: number;
}

/**
 * One signed request.
 *
 * @returns the answer of a success: its data, or a stream where that was asked for
 * @throws NodeApiError for every other answer, and for data that is not complete within the time limit, or
 *   larger than this node reads
 */
export async function ask(
	context: Context,
	{ purpose, route, values, timeoutSeconds, room = ROOM, ...request }: ApiRequest,
): Promise<IN8nHttpFullResponse> {
	const path = address(route, values);
	const account = await readAccount(context);
	const { settings } = account;
	const timeout = timeoutOf(context, timeoutSeconds);
	const options: IHttpRequestOptions = {
		method: 'GET',
		json: request.encoding === undefined,
		...request,
		headers: {
			...(purpose === 'read' && NO_CACHE),
			...senderHeader(context),
			...request.headers,
		},
		// n8n's helper would read data without a limit of time or size.
		encoding: 'stream',
		url: `${settings.baseUrl}${path}`,
		timeout,
		returnFullResponse: true,
		// Statuses are judged here, where the service's words can still be read, and without the second
		// request that n8n makes after a 401.
		ignoreHttpStatusErrors: true,
		// A redirect would send the key and signature to another origin, and to repeat the body, the whole
		// upload would have to be kept in memory.
		disableFollowRedirect: true,
	};
	hideKeys(context, ...callbackKeysIn(request.body));
	let begun = performance.now();
	const tellOf = (outcome: string) =>
		tell(
			context,
			`${options.method} ${route}: ${outcome} after ${spanOf(performance.now() - begun)}`,
		);
	const late = () => unanswered(context.getNode(), 'ETIMEDOUT', purpose);
	const untilAllowed = async () => await waitForBackoff(context, account, stopOf(context));
	const answer = await inTurn(context, kindOf(options, route), untilAllowed, async () => {
		begun = performance.now();
		// If it were started, it would be aborted at once, and count as possibly carried out.
		if (purpose !== 'read' && stopOf(context)?.aborted) throw stopped();
		const attempt = attemptOf(context, account, options, purpose);
		// n8n's client leaves some answers without an end, such as "101 Switching Protocols".
		return await inTime(attempt, { milliseconds: timeout, late }).catch((error: Error) => {
			tellOf(`no answer (${codeOf(error)})`);
			// An answer that comes too late would keep the connection open.
			void attempt.then(({ body }) => close(body)).catch(() => {});
			throw error;
		});
	});
	const { statusCode: status, headers } = answer;
	tellOf(`status ${status}`);
	const date = Date.parse(text(headers.date));
	if (!Number.isNaN(date) && !isOld(headers)) account.clockAhead = date - Date.now();
	const left = timeout - (performance.now() - begun);
	const secrets = await secretsSince(context, begun);
	if (status >= 200 && status < 300) {
		account.gotThrough = true;
		const hide = async (text: string) => await hiddenInData(text, secrets);
		if (request.encoding === 'stream') return { ...answer, headers: await eachText(headers, hide) };
		const content = await wholeOf(context, answer, left, purpose, room);
		const said = await parsedBody(content, hide);
		withheldKeys(context, said);
		return { ...answer, body: said as IDataObject };
	}
	// An incomplete body is enough: the status already says that it is an error.
	const { content } = await bodyOf(context, answer, left, purpose, MESSAGE_ROOM);
	const body = await parsedBody(content);
	const error = refused(
		context.getNode(),
		{ status, headers, body },
		purpose,
		[...secrets, ...withheldKeys(context, body)],
		status === 413 && purpose === 'change' ? await uploadLimit(context) : '',
	);
	throw refusedAt(error, headers);
}

/** What the response time depends on: method, route and, for an upload, the size within a factor of two. */
function kindOf({ method, headers }: IHttpRequestOptions, route: string): string {
	const bytes = Number(text(headers?.['Content-Length']) || 1);
	return `${method} ${route} ${Math.floor(Math.log2(bytes))}`;
}

/** Node's code for what happened to a connection; a refusal of this package's own has none. */
const codeOf = (error: Error): string =>
	error instanceof NodeApiError ? text(error.context.networkCode) : 'refused before it was sent';

const secretsSince = async (context: Context, begun: number): Promise<string[]> => [
	...(await secretsOfRun(context)),
	...signaturesSince(begun),
];

/**
 * A text from a downloaded file, with all secrets of the request hidden.
 *
 * @param begun when the download began, by `performance.now()`
 */
export async function withoutSecrets(
	context: Context,
	text: string,
	begun: number,
): Promise<string> {
	return await hiddenInData(text, await secretsSince(context, begun));
}

/** Headers can contain secrets, too: file names do. */
async function eachText(
	headers: IDataObject,
	change: (text: string) => Promise<string>,
): Promise<IDataObject> {
	const changed: IDataObject = {};
	for (const [name, value] of Object.entries(headers)) {
		changed[name] = typeof value === 'string' ? await change(value) : value;
	}
	return changed;
}

const stopped = (): UserError =>
	refusal(
		'The request to Secured Signing was canceled',
		'The execution was stopped before the request left.',
	);

async function attemptOf(
	context: Context,
	{ credential }: Account,
	options: IHttpRequestOptions,
	purpose: Purpose,
): Promise<IN8nHttpFullResponse> {
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			// Without this, n8n would sign with the credential of the first item.
			{ credentialsDecrypted: { id: '', name: CREDENTIAL, type: CREDENTIAL, data: credential } },
		)) as IN8nHttpFullResponse;
	} catch (error) {
		const { cause = error, httpCode } = error as { cause?: { code?: unknown }; httpCode?: unknown };
		if (isBlocked(cause)) throw unanswered(context.getNode(), BLOCKED, purpose);
		// A refusal of our own, from the credential or from the file that was being read.
		if (cause instanceof UserError) throw cause;
		// n8n 1 drops the cause, and keeps its code in the place of a status.
		throw unanswered(context.getNode(), (cause as { code?: unknown }).code ?? httpCode, purpose);
	}
}

/** Whether n8n refused by its SSRF protection; its own words do not say what to set. */
const isBlocked = (cause: unknown): boolean =>
	cause instanceof Error && cause.name.startsWith('SsrfBlocked');

/**
 * A sentence with the account's own limit, for the error about a file that is too large; '' if it is not
 * known.
 */
async function uploadLimit(context: Context): Promise<string> {
	try {
		const { body } = await ask(context, {
			purpose: 'read',
			route: '/Account/Info',
			timeoutSeconds: LIMIT_TIMEOUT_SECONDS,
		});
		const limit = text(lowerCased(body).maxuploadsize);
		return limit === '' ? '' : `The account's limit for one document (MaxUploadSize) is ${limit}.`;
	} catch {
		return '';
	}
}

/** An answer that is read as a stream. */
export interface StreamedAnswer extends Omit<IN8nHttpFullResponse, 'body'> {
	body: Stream;
}

/**
 * The pieces of an answer that is read as a stream; an error when they stop coming.
 *
 * @param timeoutSeconds how long to wait if the user did not set 'Timeout'
 */
export function whileItComes(
	context: Context,
	{ body }: StreamedAnswer,
	timeoutSeconds: number,
): AsyncGenerator<Buffer> {
	return withIdleTimeout(body, {
		milliseconds: timeoutOf(context, timeoutSeconds),
		late: () => unanswered(context.getNode(), 'ETIMEDOUT', 'read'),
	});
}

/** The whole body of a success. */
async function wholeOf(
	context: Context,
	answer: IN8nHttpFullResponse,
	milliseconds: number,
	purpose: Purpose,
	room: Room,
): Promise<Buffer> {
	const { content, isCut, problem } = await bodyOf(context, answer, milliseconds, purpose, room);
	if (problem instanceof NodeApiError) throw problem;
	if (problem !== undefined) {
		throw unanswered(context.getNode(), (problem as { code?: unknown }).code, purpose);
	}
	const mostBytes = mostIn(room, 'megabytes');
	if (isCut) throw tooLarge(context.getNode(), answer.statusCode, purpose, mostBytes);
	return content;
}

async function bodyOf(
	context: Context,
	answer: IN8nHttpFullResponse,
	milliseconds: number,
	purpose: Purpose,
	room: Room,
) {
	const stream = answer.body as Stream;
	const late = () => unanswered(context.getNode(), 'ETIMEDOUT', purpose);
	const tooMany = (of: 'values' | 'names') =>
		tooLarge(context.getNode(), answer.statusCode, purpose, mostIn(room, of));
	const pieces = withIdleTimeout(stream, { milliseconds, inAll: true, late });
	try {
		return await firstBytes(withinBounds(pieces, room, tooMany), room.megabytes * BYTES);
	} finally {
		// What was not read would keep the connection open.
		stream.destroy();
	}
}

function timeoutOf(context: Context, seconds: number): number {
	return (requestOptions(context).timeout ?? seconds) * 1000;
}

/** n8n's stop button, where there is one. */
export function stopOf(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** What the user set under 'Request Options'; empty outside of a run, as in pickers. */
export function requestOptions(context: Context): RequestOptions {
	return isRun(context) ? chosenOptions(context) : {};
}

const chosenOptions = oncePerRun(
	(context) => context.getNodeParameter('requestOptions', 0, {}) as RequestOptions,
);

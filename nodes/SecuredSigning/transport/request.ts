import {
	UserError,
	type IDataObject,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { readSettings } from '../../../credentials/settings';
import { refused, unanswered, unreadable, type Purpose } from './errors';
import { retried } from './retry';
import type { Context, Stream } from './types';

const CREDENTIAL = 'securedSigningApi';
const DEFAULT_RETRIES = 3;
const READ_TIMEOUT_SECONDS = 60;
const CHANGE_TIMEOUT_SECONDS = 120;
const DOWNLOAD_TIMEOUT_SECONDS = 300;
const LONGEST_MESSAGE_BYTES = 64 * 1024;

/** The builder's own settings for requests; their fields are in descriptions/requestOptions.ts. */
interface RequestOptions {
	/** Seconds until the answer begins. */
	timeout?: number;
	/** How many more tries a read gets. */
	retries?: number;
}

interface Call extends Partial<IHttpRequestOptions> {
	purpose: Purpose;
	path: string;
	timeoutSeconds: number;
}

/**
 * Reads something. Tried again, with growing pauses, while the failure may pass: a read changes
 * nothing.
 *
 * @param path made with path`…`
 * @throws NodeApiError with the service's words and what to do
 */
export async function read<T>(
	context: Context,
	path: string,
	{ query, body }: { query?: IDataObject; body?: IHttpRequestOptions['body'] } = {},
): Promise<T> {
	const call: Call = {
		purpose: 'read',
		path,
		qs: query,
		// A few look-ups of the service are posted.
		...(body !== undefined && { method: 'POST', body }),
		timeoutSeconds: READ_TIMEOUT_SECONDS,
	};
	return await retriedRead(context, async () =>
		readable<T>(context, call, await ask(context, call)),
	);
}

/**
 * Reads a file. `store` gets the answer with its body as a stream; a connection that is cut while it
 * reads is tried again like any other read.
 */
export async function readFile<T>(
	context: Context,
	path: string,
	store: (answer: IN8nHttpFullResponse) => Promise<T>,
): Promise<T> {
	const call: Call = {
		purpose: 'read',
		path,
		encoding: 'stream',
		headers: { Accept: '*/*' },
		timeoutSeconds: DOWNLOAD_TIMEOUT_SECONDS,
	};
	return await retriedRead(context, async () => {
		const answer = await ask(context, call);
		try {
			return await store(answer);
		} finally {
			// What was not read would keep the connection open.
			(answer.body as unknown as Stream).destroy();
		}
	});
}

/**
 * Changes something. Never tried again: an answer that was lost does not mean that nothing happened,
 * and a contract sent twice is worse than an error.
 *
 * @throws NodeApiError; its description says whether the change may have been carried out
 */
export async function change<T>(
	context: Context,
	path: string,
	body: IHttpRequestOptions['body'],
	options: ChangeOptions = {},
): Promise<T> {
	const call = changeCall(path, { ...options, body });
	return readable<T>(context, call, await ask(context, call));
}

/** Changes something that the service answers with nothing but a status. Never tried again. */
export async function command(
	context: Context,
	path: string,
	options: ChangeOptions & Pick<IHttpRequestOptions, 'body'> = {},
): Promise<void> {
	await ask(context, changeCall(path, options));
}

interface ChangeOptions extends Pick<IHttpRequestOptions, 'headers' | 'qs' | 'method'> {
	timeoutSeconds?: number;
}

const changeCall = (
	path: string,
	options: ChangeOptions & Pick<IHttpRequestOptions, 'body'>,
): Call => ({
	purpose: 'change',
	path,
	method: 'POST',
	timeoutSeconds: CHANGE_TIMEOUT_SECONDS,
	...options,
});

/** One signed request. Returns the answer of a success; everything else is an error in words. */
async function ask(
	context: Context,
	{ purpose, path, timeoutSeconds, ...request }: Call,
): Promise<IN8nHttpFullResponse> {
	const settings = readSettings(await context.getCredentials(CREDENTIAL));
	const options: IHttpRequestOptions = {
		method: 'GET',
		json: request.encoding === undefined,
		...request,
		url: `${settings.baseUrl}${path}`,
		timeout: (requestOptions(context).timeout ?? timeoutSeconds) * 1000,
		returnFullResponse: true,
		// Statuses are judged here, where the service's words can still be read, and without the second
		// request that n8n makes after a 401.
		ignoreHttpStatusErrors: true,
		// A redirect would carry key and signature to another origin; and in order to replay the body
		// for it, the whole upload would be held in memory.
		disableFollowRedirect: true,
	};
	const answer = await attemptOf(context, options, purpose);
	const { statusCode: status, headers } = answer;
	if (status >= 200 && status < 300) return answer;
	const body = request.encoding === 'stream' ? await shortText(answer.body) : answer.body;
	throw refused(
		context.getNode(),
		{ status, headers, body },
		purpose,
		[settings.apiKey, settings.apiSecret],
		status === 413 ? await uploadLimit(context) : '',
	);
}

async function attemptOf(
	context: Context,
	options: IHttpRequestOptions,
	purpose: Purpose,
): Promise<IN8nHttpFullResponse> {
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
		)) as IN8nHttpFullResponse;
	} catch (error) {
		const { cause = error } = error as { cause?: unknown };
		// A refusal of our own, from the credential or from the file that was being read.
		if (cause instanceof UserError) throw cause;
		throw unanswered(context.getNode(), cause, purpose);
	}
}

async function retriedRead<T>(context: Context, attempt: () => Promise<T>): Promise<T> {
	const stop =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return await retried(attempt, requestOptions(context).retries ?? DEFAULT_RETRIES, stop);
}

/** The account's own limit, for the message about a file that is too large; '' when it is not told. */
async function uploadLimit(context: Context): Promise<string> {
	try {
		const account = await read<{ MaxUploadSize?: number | string }>(context, '/Account/Info');
		return account.MaxUploadSize === undefined
			? ''
			: `The account's limit for one document (MaxUploadSize) is ${account.MaxUploadSize}.`;
	} catch {
		return '';
	}
}

/** What a refused download says: JSON where it is JSON, else its text; no more than a message needs. */
async function shortText(body: unknown): Promise<unknown> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > LONGEST_MESSAGE_BYTES) break;
	}
	const text = Buffer.concat(chunks).toString('utf8');
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The answer's data. Text instead of JSON is a cut answer, or a web page in place of one. */
function readable<T>(
	context: Context,
	{ purpose }: Call,
	{ body, statusCode }: IN8nHttpFullResponse,
): T {
	if (typeof body === 'object' && body !== null) return body as T;
	throw unreadable(context.getNode(), statusCode, purpose);
}

function requestOptions(context: Context): RequestOptions {
	return 'getInputData' in context
		? (context.getNodeParameter('requestOptions', 0, {}) as RequestOptions)
		: {};
}

import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { unreadable } from './errors';
import { ask, requestOptions, type Call } from './exchange';
import { retried } from './retry';
import type { Context, Stream } from './types';

const DEFAULT_RETRIES = 3;
const READ_TIMEOUT_SECONDS = 60;
const CHANGE_TIMEOUT_SECONDS = 120;
const DOWNLOAD_TIMEOUT_SECONDS = 300;

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

async function retriedRead<T>(context: Context, attempt: () => Promise<T>): Promise<T> {
	const stop =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return await retried(attempt, requestOptions(context).retries ?? DEFAULT_RETRIES, stop);
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

import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { notifyKeysIn } from '../notify/key';
import { settled } from '../settled';
import { withheldKeys } from '../withheldKeys';
import { judged, type Judged } from './answers';
import { unreadable } from './errors';
import { ask, requestOptions, stopOf, whileItComes, type Call } from './exchange';
import { holdBack } from './pace';
import { proved } from './proof';
import { isPassing, isTooMany, retried } from './retry';
import { readAccount, savedSettings } from './settings';
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
	{ query, body, takesAny }: ReadOptions = {},
): Promise<T> {
	const call: Call = {
		purpose: 'read',
		path,
		qs: query,
		// A few look-ups of the service are posted.
		...(body !== undefined && { method: 'POST', body }),
		timeoutSeconds: READ_TIMEOUT_SECONDS,
	};
	return await withRetries(context, isPassing, async () =>
		readable<T>(context, call, await ask(context, call), takesAny),
	);
}

/** Reads a list of things; like `read` in all else. */
export async function readList(
	context: Context,
	path: string,
	options: ReadOptions = {},
): Promise<IDataObject[]> {
	return await read<IDataObject[]>(context, path, options);
}

interface ReadOptions {
	query?: IDataObject;
	body?: IHttpRequestOptions['body'];
	/** Whether a list counts in which no entry is what it should be: whoever reads it says so. */
	takesAny?: true;
}

/**
 * Reads a file. `store` gets the answer and the pieces of its body as they come; a connection that is cut or stalls
 * while it reads is tried again like any other read.
 */
export async function readFile<T>(
	context: Context,
	path: string,
	store: (answer: IN8nHttpFullResponse, pieces: AsyncGenerator<Buffer>) => Promise<T>,
): Promise<T> {
	const call: Call = {
		purpose: 'read',
		path,
		encoding: 'stream',
		headers: { Accept: '*/*' },
		timeoutSeconds: DOWNLOAD_TIMEOUT_SECONDS,
	};
	return await withRetries(context, isPassing, async () => {
		const answer = await ask(context, call);
		try {
			return await store(answer, whileItComes(context, answer, call.timeoutSeconds));
		} finally {
			// What was not read would keep the connection open.
			(answer.body as unknown as Stream).destroy();
		}
	});
}

/**
 * Changes something. Never tried again but where the service turned it away unread (429): an answer
 * that was lost does not mean that nothing happened, and a contract sent twice is worse than an error.
 *
 * @throws NodeApiError; its description says whether the change may have been carried out
 */
export async function change<T>(
	context: Context,
	path: string,
	body: IHttpRequestOptions['body'],
	options: ChangeOptions = {},
): Promise<T> {
	return await withRetries(
		context,
		isTooMany,
		async () => await changeOnce<T>(context, path, body, options),
	);
}

/** One attempt at a change, for a body that can be read once only. */
export async function changeOnce<T>(
	context: Context,
	path: string,
	body: IHttpRequestOptions['body'],
	options: ChangeOptions = {},
): Promise<T> {
	const call = changeCall(path, { ...options, body });
	return await readable<T>(context, call, await askForChange(context, call));
}

/**
 * Changes something that the service may answer with nothing but a status; tried again like a change.
 *
 * @returns whether the answer says that it was done; one that leaves it open is no error
 */
export async function command(
	context: Context,
	path: string,
	options: ChangeOptions & Pick<IHttpRequestOptions, 'body'> = {},
): Promise<boolean> {
	const call = changeCall(path, options);
	const { isOpen } = await withRetries(context, isTooMany, async () =>
		usable(context, call, await askForChange(context, call)),
	);
	return !isOpen;
}

async function askForChange(context: Context, call: Call): Promise<IN8nHttpFullResponse> {
	const outcome = await settled(ask(context, call));
	if ('value' in outcome) return outcome.value;
	throw await proved(context, outcome.error);
}

interface ChangeOptions extends Pick<IHttpRequestOptions, 'headers' | 'qs' | 'method'> {
	timeoutSeconds?: number;
}

const changeCall = (
	path: string,
	options: ChangeOptions & Pick<IHttpRequestOptions, 'body'>,
): Call => ({
	purpose: options.method === 'DELETE' ? 'deletion' : 'change',
	path,
	method: 'POST',
	timeoutSeconds: CHANGE_TIMEOUT_SECONDS,
	...options,
});

/** Tries again what may pass; after "too many requests" all requests of the account hold back. */
export async function withRetries<T>(
	context: Context,
	mayPass: (error: unknown) => boolean,
	attempt: () => Promise<T>,
): Promise<T> {
	return await retried(attempt, {
		retries: requestOptions(context).retries ?? DEFAULT_RETRIES,
		mayPass,
		holdBack: async (milliseconds) => holdBack(await readAccount(context), milliseconds),
		stop: stopOf(context),
	});
}

const readable = async <T>(
	context: Context,
	call: Call,
	answer: IN8nHttpFullResponse,
	takesAny?: true,
) => (await usable(context, call, answer, takesAny)).data as T;

async function usable(
	context: Context,
	call: Call,
	{ body, statusCode }: IN8nHttpFullResponse,
	takesAny?: true,
): Promise<Judged> {
	const found = await judged({ ...call, takesAny }, body, statusCode);
	if ('data' in found) return found;
	const { apiKey, apiSecret } = await savedSettings(context);
	const secrets = [apiKey, apiSecret, ...notifyKeysIn(call.body), ...withheldKeys(context)];
	throw unreadable(context.getNode(), statusCode, call.purpose, found.fault, secrets);
}

import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { toResult } from '../../shared/toResult';
import type { Look } from '../answers/looks';
import type { Answer, PathValues, Request, Requested, Route } from '../routes';
import { LARGE_ROOM } from '../messages';
import { validateAnswer, type Judged } from '../schema/validateAnswer';
import type { Context } from '../types';
import { backOff } from './backoff';
import { isOld, madeAt, type AnswerHeaders } from './cached';
import { unreadable } from './errors';
import {
	ask,
	requestOptions,
	stopOf,
	whileItComes,
	type ApiRequest,
	type StreamedAnswer,
} from './exchange';
import { proved } from './proof';
import { isPassing, isTooMany, retried } from './retry';
import { spanOf, tell } from './runLog';
import { secretsOfRun } from './runSecrets';
import { accountOf, readAccount } from './settings';
import { withheldKeys } from './withheldKeys';

const DEFAULT_RETRIES = 3;
const PARTIAL = 206;
const READ_TIMEOUT_SECONDS = 60;
const LONG_READ_TIMEOUT_SECONDS = 300;
const CHANGE_TIMEOUT_SECONDS = 120;
const DOWNLOAD_TIMEOUT_SECONDS = 300;

/** A look-up that is posted. */
type Posted = '/FormDirect/GetSignerLink';

interface ReadOptions {
	/**
	 * Whether to accept a list of which no entry has the right shape: the caller reports these entries
	 * itself.
	 */
	takesAny?: true;
	/** Whether to make only one attempt. */
	isOnce?: boolean;
	/** Whether it is evidence: the caller repeats it (see `withRetries`), and an answer from a cache is refused. */
	isEvidence?: boolean;
	/** Whether it may be as long a list as `LARGE_ROOM` has room for. */
	isLong?: true;
	/** Gets the headers of the answer. */
	answered?(headers: AnswerHeaders): void;
}

/**
 * Reads something. Retried, with growing pauses, after temporary failures: a read changes nothing.
 *
 * @throws NodeApiError with the service's words and what to do
 */
export async function read<R extends Route<'get'>>(
	context: Context,
	route: R,
	...[request]: Requested<'get', R, ReadOptions>
): Promise<Answer<'get', R>> {
	return await readable(context, route, request);
}

/** Like `read`, and also returns which account answered, and when (see `madeAt`). */
export async function readDated<R extends Route<'get'>>(
	context: Context,
	route: R,
	...[request]: Requested<'get', R, ReadOptions>
): Promise<{ answer: Answer<'get', R>; look: Look }> {
	let at: number | undefined;
	const answered = (headers: AnswerHeaders) => void (at = madeAt(headers));
	const answer = await readable<Answer<'get', R>>(context, route, { ...request, answered });
	return { answer, look: { account: await accountOf(context), at } };
}

/** Like `read`, but with a POST request. */
export async function readPosted<R extends Posted>(
	context: Context,
	route: R,
	request: Request<'post', R>,
): Promise<Answer<'post', R>> {
	return await readable(context, route, request, 'POST');
}

async function readable<T>(
	context: Context,
	route: string,
	{ takesAny, isOnce, isEvidence, isLong, answered, ...request }: Given & ReadOptions = {},
	method: 'GET' | 'POST' = 'GET',
): Promise<T> {
	const call: ApiRequest = {
		purpose: 'read',
		...requested(route, request),
		method,
		timeoutSeconds: isLong ? LONG_READ_TIMEOUT_SECONDS : READ_TIMEOUT_SECONDS,
		...(isLong && { room: LARGE_ROOM }),
	};
	const mayPass = isOnce || isEvidence ? NEVER : isPassing;
	const { data } = await withRetries(context, mayPass, async () => {
		const answer = await ask(context, call);
		answered?.(answer.headers);
		if (isEvidence) refuseOld(context, answer);
		return await usable(context, call, answer, takesAny);
	});
	return data as T;
}

/**
 * Reads a file. `store` gets the answer and the pieces of its body as they come; a connection that is cut or stalls
 * while it reads is tried again like any other read.
 */
export async function readFile<T>(
	context: Context,
	route: Route<'get'>,
	{ isEvidence, ...request }: Given & Pick<ReadOptions, 'isEvidence'>,
	store: (answer: StreamedAnswer, pieces: AsyncGenerator<Buffer>) => Promise<T>,
): Promise<T> {
	const call: ApiRequest = {
		purpose: 'read',
		...requested(route, request),
		encoding: 'stream',
		headers: { Accept: '*/*' },
		timeoutSeconds: DOWNLOAD_TIMEOUT_SECONDS,
	};
	return await withRetries(context, isEvidence ? NEVER : isPassing, async () => {
		const answer = (await ask(context, call)) as StreamedAnswer;
		try {
			if (isEvidence) refuseOld(context, answer);
			return await store(answer, whileItComes(context, answer, call.timeoutSeconds));
		} finally {
			// What was not read would keep the connection open.
			answer.body.destroy();
		}
	});
}

const NEVER = () => false;

/** @throws NodeApiError for an answer from a cache: it may be from before the signatures */
function refuseOld(
	context: Context,
	{ headers, statusCode }: Pick<IN8nHttpFullResponse, 'headers' | 'statusCode'>,
): void {
	if (isOld(headers)) throw unreadable(context.getNode(), statusCode, 'read', 'cached');
}

/**
 * Changes something. Retried only after a 429, which means that the service did not process it: a lost answer
 * does not mean that nothing happened, and a contract sent twice is worse than an error.
 *
 * @throws NodeApiError; its description says whether the change may have been carried out
 */
export async function change<R extends Route<'post'>>(
	context: Context,
	route: R,
	request: Request<'post', R>,
): Promise<Answer<'post', R>> {
	const call = changeCall(requested(route, request));
	return await withRetries(context, isTooMany, async () => await tryChange(context, call));
}

/** One attempt at a change, for a body that can be read once only. */
export async function tryChange<T>(context: Context, call: ApiRequest): Promise<T> {
	const { data } = await usable(context, call, await askForChange(context, call));
	return data as T;
}

/**
 * Changes something that the service may answer with only a status; retried like `change`.
 *
 * @returns whether the answer confirms the change; an answer that leaves this open is no error
 */
export async function command<R extends Route<'post'>>(
	context: Context,
	route: R,
	request: Request<'post', R>,
): Promise<boolean> {
	return await isDone(context, changeCall(requested(route, request)));
}

/** Removes something; like `command` in all else. */
export async function remove<R extends Route<'delete'>>(
	context: Context,
	route: R,
	request: Request<'delete', R>,
): Promise<boolean> {
	const call = { ...requested(route, request), method: 'DELETE', purpose: 'deletion' } as const;
	return await isDone(context, changeCall(call));
}

async function isDone(context: Context, call: ApiRequest): Promise<boolean> {
	const { isOpen } = await withRetries(context, isTooMany, async () =>
		usable(context, call, await askForChange(context, call)),
	);
	return !isOpen;
}

async function askForChange(context: Context, call: ApiRequest): Promise<IN8nHttpFullResponse> {
	const outcome = await toResult(ask(context, call));
	if ('value' in outcome) return outcome.value;
	throw await proved(context, outcome.error);
}

/** The request of a change, with the defaults of one. */
export const changeCall = (call: Pick<ApiRequest, 'route'> & Partial<ApiRequest>): ApiRequest => ({
	purpose: 'change',
	method: 'POST',
	timeoutSeconds: CHANGE_TIMEOUT_SECONDS,
	...call,
});

/** A request to any route: TypeScript cannot tell yet which types its parts have. */
interface Given {
	path?: unknown;
	query?: unknown;
	body?: unknown;
}

/** The parts of a request in the form of ApiRequest. */
export const requested = (route: string, { path, query, body }: Given) => ({
	route,
	values: path as PathValues | undefined,
	qs: query as IDataObject | undefined,
	...(body !== undefined && { body }),
});

/**
 * Retries after failures that may be temporary; after a 429, all requests of the account wait.
 *
 * @param within how long, in milliseconds; by default, as often as 'Retries' says
 */
export async function withRetries<T>(
	context: Context,
	mayPass: (error: unknown) => boolean,
	attempt: () => Promise<T>,
	within?: number,
): Promise<T> {
	const retries = within ? Infinity : (requestOptions(context).retries ?? DEFAULT_RETRIES);
	return await retried(attempt, {
		retries,
		mayPass,
		within,
		backOff: async (milliseconds) => backOff(await readAccount(context), milliseconds),
		again: (tries, wait) =>
			tell(context, `try ${tries}${within ? '' : ` of ${retries + 1}`} in ${spanOf(wait)}`),
		stop: stopOf(context),
	});
}

async function usable(
	context: Context,
	call: ApiRequest,
	{ body, statusCode }: IN8nHttpFullResponse,
	takesAny?: true,
): Promise<Judged> {
	// No part was requested (RFC 9110 section 15.3.7), and with a partial list, a document would seem to be
	// missing.
	if (statusCode === PARTIAL && call.purpose === 'read') {
		throw unreadable(context.getNode(), statusCode, call.purpose);
	}
	const found = await validateAnswer({ ...call, takesAny }, body, statusCode);
	if ('data' in found) return found;
	const secrets = [...(await secretsOfRun(context)), ...withheldKeys(context)];
	throw unreadable(context.getNode(), statusCode, call.purpose, found.fault, secrets);
}

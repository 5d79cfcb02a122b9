import {
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { oncePerRun } from '../run';
import { text } from '../values';
import { refused, unanswered } from './errors';
import { turn } from './pace';
import { CREDENTIAL, savedSettings } from './settings';
import type { Context, Stream } from './types';
import { unstalled } from './unstalled';
import type { Purpose } from './words';

const LIMIT_TIMEOUT_SECONDS = 10;
const LONGEST_MESSAGE_BYTES = 64 * 1024;

/** A request before it is signed. */
export interface Call extends Partial<IHttpRequestOptions> {
	purpose: Purpose;
	/** Made with path`…`. */
	path: string;
	/** How long to wait when the builder has not said otherwise. */
	timeoutSeconds: number;
}

/** The builder's own settings for requests; their fields are in descriptions/requestOptions.ts. */
interface RequestOptions {
	/** Seconds until the answer begins. */
	timeout?: number;
	/** How many more tries a read gets. */
	retries?: number;
}

/** One signed request. Returns the answer of a success; everything else is an error in words. */
export async function ask(
	context: Context,
	{ purpose, path, timeoutSeconds, ...request }: Call,
): Promise<IN8nHttpFullResponse> {
	await turn(context, stopOf(context));
	const settings = await savedSettings(context);
	const options: IHttpRequestOptions = {
		method: 'GET',
		json: request.encoding === undefined,
		...request,
		url: `${settings.baseUrl}${path}`,
		timeout: timeoutOf(context, timeoutSeconds),
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
	const body =
		request.encoding === 'stream'
			? await shortText(whileItComes(context, answer, timeoutSeconds))
			: answer.body;
	throw refused(
		context.getNode(),
		{ status, headers, body },
		purpose,
		[settings.apiKey, settings.apiSecret],
		status === 413 && purpose === 'change' ? await uploadLimit(context) : '',
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
		const { cause = error, httpCode } = error as { cause?: { code?: unknown }; httpCode?: unknown };
		// A refusal of our own, from the credential or from the file that was being read.
		if (cause instanceof UserError) throw cause;
		// n8n 1 drops the cause, and keeps its code in the place of a status.
		throw unanswered(context.getNode(), (cause as { code?: unknown }).code ?? httpCode, purpose);
	}
}

/** The account's own limit, for the message about a file that is too large; '' when it is not told. */
async function uploadLimit(context: Context): Promise<string> {
	try {
		const { body } = await ask(context, {
			purpose: 'read',
			path: '/Account/Info',
			timeoutSeconds: LIMIT_TIMEOUT_SECONDS,
		});
		const limit = text((body as IDataObject).MaxUploadSize);
		return limit === '' ? '' : `The account's limit for one document (MaxUploadSize) is ${limit}.`;
	} catch {
		return '';
	}
}

/**
 * The pieces of an answer that is read as a stream; an error when they stop coming.
 *
 * @param timeoutSeconds how long to wait when the builder has not said otherwise
 */
export function whileItComes(
	context: Context,
	{ body }: IN8nHttpFullResponse,
	timeoutSeconds: number,
): AsyncGenerator<Buffer> {
	return unstalled(body as unknown as Stream, timeoutOf(context, timeoutSeconds), () =>
		unanswered(context.getNode(), 'ETIMEDOUT', 'read'),
	);
}

/** What a refused download says: JSON where it is JSON, else its text; no more than a message needs. */
async function shortText(body: AsyncIterable<Buffer>): Promise<unknown> {
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of body) {
			chunks.push(chunk);
			length += chunk.length;
			if (length > LONGEST_MESSAGE_BYTES) break;
		}
	} catch {
		// What did arrive will do: the status says that it is a refusal.
	}
	const text = Buffer.concat(chunks).toString('utf8');
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function timeoutOf(context: Context, seconds: number): number {
	return (requestOptions(context).timeout ?? seconds) * 1000;
}

/** n8n's stop button, where there is one. */
export function stopOf(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** What the builder set under 'Request Options'; pickers have none. */
export function requestOptions(context: Context): RequestOptions {
	return 'getInputData' in context ? chosenOptions(context as IExecuteFunctions) : {};
}

const chosenOptions = oncePerRun(
	(context) => context.getNodeParameter('requestOptions', 0, {}) as RequestOptions,
);

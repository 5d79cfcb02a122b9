import type { IWebhookFunctions } from 'n8n-workflow';

import { isCallbackKey } from '../../fields/notifyUrl';
import { isRecord, text } from '../../shared/values';

/** One call that arrived: whoever it is from. */
export interface Call {
	key: string;
	/** What it says, in the parts it came in, as n8n read them. */
	parts: unknown[];
	/** The same before it was read: a number with many digits loses some. */
	written: string[];
	/**
	 * In a call that this trigger makes itself: the events that were told when it was planned. Undefined in
	 * the service's.
	 */
	told?: string[];
}

export const TOLD = 'Told';

/** How much of a body is read that n8n did not: far more than any call about documents needs. */
const LONGEST_BODY = 256 * 1024;

const JOINED = /^([\w-]+)\?(.*)$/s;

/** Reads a call without believing it. */
export function readCall(context: IWebhookFunctions): Call {
	const asked: unknown = context.getQueryData();
	const { key, ...query } = isRecord(asked) ? asked : {};
	const body: unknown = context.getBodyData();
	// A caller that simply appends its own "?…" to our address would make it part of the key.
	const [, ownKey = key, appended] = (typeof key === 'string' && JOINED.exec(key)) || [];
	const call = { key: typeof ownKey === 'string' ? ownKey : '' };
	if (isRecord(body) && Array.isArray(body[TOLD])) {
		const { [TOLD]: told, ...references } = body;
		return { ...call, told: (told as unknown[]).map(text), parts: [references], written: [] };
	}
	const { url, rawBody } = context.getRequestObject() as { url?: string; rawBody?: Buffer };
	const bytes = rawBody?.toString('utf8', 0, LONGEST_BODY) ?? '';
	return {
		...call,
		parts: [
			query,
			Object.fromEntries(new URLSearchParams(appended)),
			// n8n leaves a body of a type that it does not know as it came.
			isRead(body) ? body : bytes,
		],
		written: [text(url), bytes],
	};
}

/** Whether the caller knows the key of this trigger. */
export function isOurs(context: IWebhookFunctions, { key }: Call, apiSecret: string): boolean {
	return isCallbackKey(key, apiSecret, text(context.getNodeWebhookUrl('default')));
}

const isRead = (body: unknown) =>
	typeof body === 'string' ||
	(typeof body === 'object' && body !== null && Object.keys(body).length > 0);

import type { IWebhookFunctions } from 'n8n-workflow';

import { isCallbackKey } from '../../fields/notifyUrl';
import { isRecord, text } from '../../shared/values';

/** A call that arrived, from the service or anybody else. */
export interface Call {
	key: string;
	/** Its query and body, as n8n parsed them. */
	parts: unknown[];
	/** The same as raw text: parsed numbers with many digits are not exact. */
	written: string[];
	/**
	 * In a call that this trigger makes itself: the events that had been reported when it was planned.
	 * Undefined in calls of the service.
	 */
	told?: string[];
}

export const TOLD = 'Told';

/** How much of a raw body is read: far more than any call about documents needs. */
const LONGEST_BODY = 256 * 1024;

const JOINED = /^([\w-]+)\?(.*)$/s;

/** Reads a call, without checking anything. */
export function readCall(context: IWebhookFunctions): Call {
	const asked: unknown = context.getQueryData();
	const { key, ...query } = isRecord(asked) ? asked : {};
	const body: unknown = context.getBodyData();
	// If a caller simply appends "?…" to our address, it becomes part of the key: it is separated here.
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
			// n8n does not parse a body of an unknown type: then the raw text is used.
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

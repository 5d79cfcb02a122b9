import type { IWebhookFunctions } from 'n8n-workflow';

import { isNotifyKey } from '../SecuredSigning/notify';
import { isRecord, text } from '../SecuredSigning/values';

/** One call that arrived: whoever it is from. */
export interface Call {
	key: string;
	/** What it says, in the parts it came in. */
	parts: unknown[];
	/**
	 * In a call that this trigger makes itself: the events that were told when it was planned. Undefined in
	 * the service's.
	 */
	told?: string[];
}

export const TOLD = 'Told';

const JOINED = /^([\w-]+)\?(.*)$/s;

/** Reads a call without believing it. */
export function readCall(context: IWebhookFunctions): Call {
	const { key, ...query } = context.getQueryData() as Record<string, unknown>;
	const body: unknown = context.getBodyData();
	// A caller that simply appends its own "?…" to our address would make it part of the key.
	const [, ownKey = key, appended] = (typeof key === 'string' && JOINED.exec(key)) || [];
	const told = isRecord(body) ? body[TOLD] : undefined;
	return {
		...(Array.isArray(told) && { told: told.map(text) }),
		key: typeof ownKey === 'string' ? ownKey : '',
		parts: [
			query,
			Object.fromEntries(new URLSearchParams(appended)),
			isRead(body) ? body : unreadBody(context),
		],
	};
}

/** Whether the caller knows the key of this trigger. */
export function isOurs(context: IWebhookFunctions, { key }: Call, apiSecret: string): boolean {
	return isNotifyKey(key, apiSecret, context.getNodeWebhookUrl('default') as string);
}

const isRead = (body: unknown) =>
	typeof body === 'string' ||
	(typeof body === 'object' && body !== null && Object.keys(body).length > 0);

/** n8n leaves a body of a type that it does not know as it came. */
function unreadBody(context: IWebhookFunctions): string {
	const { rawBody } = context.getRequestObject() as { rawBody?: Buffer };
	return rawBody?.toString('utf8') ?? '';
}

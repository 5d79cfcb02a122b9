import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { hideKeys, savedSettings } from '../api';
import { isCallbackKey, callbackKey } from '../fields/notifyUrl';
import { isRecord, text } from '../shared/values';

const KEY = 'key';
const ITEM = 'item';

/**
 * The address that wakes this execution. n8n 2 puts a token of its own into it, n8n 1 none: there,
 * anybody could count up to the next execution. So a key goes along that only the credential makes.
 *
 * @param itemIndex the item to look at first when the call comes
 */
export async function resumeAddress(
	context: IExecuteFunctions | IWebhookFunctions,
	itemIndex = 0,
): Promise<string> {
	const { apiSecret } = await savedSettings(context);
	const address = new URL(
		text(context.evaluateExpression('{{ $execution.resumeUrl }}', itemIndex)),
	);
	address.searchParams.set(KEY, callbackKey(apiSecret, executionOf(context)));
	address.searchParams.set(ITEM, String(itemIndex));
	return address.href;
}

/** From now on, no answer of this run tells what lets others call this execution: our key, and n8n's token. */
export async function hideAddress(
	context: IExecuteFunctions | IWebhookFunctions,
	itemIndex = 0,
): Promise<void> {
	const { searchParams } = new URL(await resumeAddress(context, itemIndex));
	searchParams.delete(ITEM);
	hideKeys(context, ...searchParams.values());
}

/** Whether a call has the key of this execution. */
export async function hasKey(context: IWebhookFunctions): Promise<boolean> {
	const { apiSecret } = await savedSettings(context);
	return isCallbackKey(queryText(context, KEY), apiSecret, executionOf(context));
}

/** Numbers of executions begin anew in each n8n, and the secret may be in two of them. */
const executionOf = (context: IExecuteFunctions | IWebhookFunctions): string =>
	`${context.getExecutionId()} of ${context.getInstanceId()}`;

/** The item that a call is about; the first where it does not say. */
export function calledItem(context: IWebhookFunctions): number {
	return Number(queryText(context, ITEM)) || 0;
}

/** A parameter of the address that was called; '' when it is not there. */
function queryText(context: IWebhookFunctions, name: string): string {
	const query: unknown = context.getQueryData();
	return isRecord(query) ? text(query[name]) : '';
}

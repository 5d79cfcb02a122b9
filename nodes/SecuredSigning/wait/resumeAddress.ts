import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { hideKeys, savedSettings } from '../api';
import { isCallbackKey, callbackKey } from '../fields/notifyUrl';
import { isRecord, text } from '../shared/values';

const KEY = 'key';
const ITEM = 'item';

/**
 * The address that resumes this execution. n8n 2 adds its own token to it, n8n 1 does not: there, anybody
 * could guess the number of an execution. So a key that is derived from the credential is added.
 *
 * @param itemIndex the item to look at first when this address is called
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

/**
 * From now on, answers in this run are searched for the secrets of this address (our key and n8n's token),
 * which are removed.
 */
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

/** With the instance ID: each n8n numbers its executions from 1, and two of them may use the same secret. */
const executionOf = (context: IExecuteFunctions | IWebhookFunctions): string =>
	`${context.getExecutionId()} of ${context.getInstanceId()}`;

/** The index of the item that a call is about; 0 if it does not say. */
export function calledItem(context: IWebhookFunctions): number {
	return Number(queryText(context, ITEM)) || 0;
}

/** A parameter of the address that was called; '' when it is not there. */
function queryText(context: IWebhookFunctions, name: string): string {
	const query: unknown = context.getQueryData();
	return isRecord(query) ? text(query[name]) : '';
}

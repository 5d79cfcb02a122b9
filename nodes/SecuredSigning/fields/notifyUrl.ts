/** The key in the address of the callback trigger: sends add it, and the trigger checks it. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { savedSettings } from '../api';
import { hasCallbackKey, isTriggerUrl, withCallbackKey } from '../api/callbackKey';
import { refusal } from '../shared/refusal';
import { isTool, storedParameter } from '../shared/tool';
import { isOwnAddress, isPrivate } from './ownAddresses';

export {
	isCallbackKey,
	isTriggerUrl,
	CALLBACK_PATH,
	callbackKey,
	withCallbackKey,
} from '../api/callbackKey';

/**
 * The 'Notify URL' for the request: the address of a callback trigger of this n8n, with its key added. An
 * address that already has a key, and any other address, stays unchanged.
 *
 * @throws UserError when the credential cannot be read, and for the address of a trigger that may belong to
 *   another n8n or is not https: it would get no key, so that every call would be refused
 */
export async function signedNotifyUrl(context: IExecuteFunctions, url: string): Promise<string> {
	if (!isTriggerUrl(url) || hasCallbackKey(url)) return url;
	const { apiSecret, webhookUrls } = await savedSettings(context);
	if (!isOwnAddress(context, url, webhookUrls)) {
		throw refusal(
			`The callback trigger at ${new URL(url).host} does not seem to belong to this n8n`,
			"If this n8n is reached there, through a proxy or a tunnel, enter that address under 'Webhook URLs' in the Secured Signing credential, or set WEBHOOK_URL in n8n. For the trigger of another n8n, take the address with its key from Account > Get Notify URL there.",
		);
	}
	if (!isPrivate(url)) {
		throw refusal(
			`The address of the callback trigger is not https: ${url}`,
			'Anyone who reads the key on the way could start the workflow. Use an https address for n8n; plain http is accepted only for localhost.',
		);
	}
	return withCallbackKey(url, apiSecret);
}

/** @throws UserError in a tool whose 'Notify URL' is a callback trigger's and comes from an expression */
export function refuseGivenTrigger(context: IExecuteFunctions, url: string): void {
	const stored = storedParameter(context, 'options', 'notifyUrl');
	const isConstant = typeof stored === 'string' && !stored.startsWith('=');
	if (isConstant || !isTool(context) || !isTriggerUrl(url) || hasCallbackKey(url)) return;
	throw refusal(
		"In a tool, the address of a callback trigger in 'Notify URL' cannot come from an expression or an AI agent",
		'The node adds the key of the trigger to this address, and anyone who has the key can start the workflow. Only the person who builds the workflow can enter the address, as fixed text.',
	);
}

import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { savedSettings } from './api';
import { CALL_METHODS } from './api/http/callMethods';
import { CALLBACK_PATH } from './fields/notifyUrl';
import { properties, triggerPanel } from './triggers/callback/fields';
import { receive } from './triggers/callback/receive';
import { readParameters } from './triggers/parameters';

const webhook = {
	name: 'default',
	path: CALLBACK_PATH,
	responseMode: 'onReceived',
	responseData: '',
} as const;

export class SecuredSigningCallbackTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Secured Signing Callback Trigger',
		name: 'securedSigningCallbackTrigger',
		icon: {
			light: 'file:../../icons/securedSigning.svg',
			dark: 'file:../../icons/securedSigning.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			"Starts the workflow as soon as Secured Signing calls about a document. Events can arrive twice or not at all. To get each exactly once, use the Secured Signing Trigger. Save the signed file, which is in the item (see 'Include'), in the same workflow: Secured Signing may remove it after 7 days.",
		defaults: { name: 'Secured Signing Callback Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'securedSigningApi', required: true }],
		webhooks: [
			...CALL_METHODS.map((httpMethod, index) => ({
				...webhook,
				httpMethod,
				// All methods have the same address, so it is shown only once.
				...(index === 0 ? { ndvHideMethod: true } : { ndvHideUrl: true }),
			})),
		],
		triggerPanel,
		properties,
	};

	// Secured Signing keeps no list of addresses: each send names its own (docs/api/API.md section 7). So
	// there is nothing to find, register or remove in Secured Signing.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/**
			 * @throws UserError for a credential without a key, and for a choice that does not exist: every
			 *   call would be refused
			 */
			async create(this: IHookFunctions): Promise<boolean> {
				readParameters(this, properties);
				await savedSettings(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive.call(this);
	}
}

import { isTriggerUrl, signedNotifyUrl } from '../../fields/notifyUrl';
import type { Operation } from '../../shared/operation';
import { refusal } from '../../shared/refusal';
import { isTool } from '../../shared/tool';
import { text } from '../../shared/values';

// Nothing is requested: this makes an address for NotifyUrl, docs/api/API.md section 7.
export const getNotifyUrl: Operation = {
	name: 'Get Notify URL',
	value: 'getNotifyUrl',
	action: 'Get notify URL',
	description: 'Get a callback address for documents that other programs send',
	fields: [
		{
			displayName: 'Trigger URL',
			name: 'triggerUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://…/secured-signing-callback',
			description:
				"The Production URL of the Secured Signing Callback Trigger. The send operations of this node do not need this: they add the trigger's secret key to their 'Notify URL' themselves.",
		},
	],
	async execute(itemIndex) {
		if (isTool(this)) {
			throw refusal(
				'AI agents cannot get keys of callback triggers',
				'Anyone who has such a key can start the workflow. The send operations of this node add it themselves.',
			);
		}
		const url = text(this.getNodeParameter('triggerUrl', itemIndex));
		if (!isTriggerUrl(url)) {
			throw refusal(
				`'Trigger URL' is not the address of a callback trigger: "${url}"`,
				'Open the Secured Signing Callback Trigger and copy its Production URL, which ends with /secured-signing-callback.',
			);
		}
		return [{ json: { notifyUrl: await signedNotifyUrl(this, url) } }];
	},
};

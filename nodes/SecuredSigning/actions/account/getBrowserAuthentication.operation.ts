import { savedSettings } from '../../api';
import type { Operation } from '../../shared/operation';
import { refusal } from '../../shared/refusal';
import { isTool } from '../../shared/tool';
import { browserAuthentication } from '../../signingPages/settings';

// Nothing is requested: this signs a request of the browser SDK, docs/api/API.md sections 2 and 8.
export const getBrowserAuthentication: Operation = {
	name: 'Get Browser Authentication',
	value: 'getBrowserAuthentication',
	action: 'Get browser authentication',
	description: 'Create one-time sign-in data for an embedded signing page',
	fields: [
		{
			displayName:
				'The API secret stays in n8n, but anyone who gets this answer can make one request of any kind with your account within a few minutes. So the webhook that returns it must not be open to everybody: put it behind the login of your website or, if only your staff use the page, behind Basic Auth.',
			name: 'protectNotice',
			type: 'notice',
			default: '',
		},
	],
	async execute() {
		if (isTool(this)) {
			throw refusal(
				'AI agents cannot get browser authentication',
				'Anyone who reads the answer could make a request of any kind with the account. Use this operation in a separate workflow, behind a protected webhook.',
			);
		}
		return [{ json: { ...browserAuthentication(await savedSettings(this)) } }];
	},
};

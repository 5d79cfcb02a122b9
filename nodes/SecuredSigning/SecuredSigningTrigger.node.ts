import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { properties } from './triggers/polling/fields';
import { poll } from './triggers/polling/poll';

export class SecuredSigningTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Secured Signing Trigger',
		name: 'securedSigningTrigger',
		icon: {
			light: 'file:../../icons/securedSigning.svg',
			dark: 'file:../../icons/securedSigning.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n lists the action node and this trigger as one entry, with this description.
		description:
			'Send documents for signing with Secured Signing. The trigger passes on each event exactly once. Save the signed file in the same workflow: Secured Signing may remove it after 7 days.',
		defaults: { name: 'Secured Signing Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'securedSigningApi', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}

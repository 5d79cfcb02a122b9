import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { properties } from './fields';
import { poll } from './poll';

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
		description:
			'Starts the workflow when documents are signed, declined or expire. Looks at the account at intervals: each event comes exactly once.',
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

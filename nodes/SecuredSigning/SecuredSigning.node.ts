import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { properties, subtitle } from './actions';
import { router } from './actions/router';
import * as listSearch from './pickers/listSearch';
import * as loadOptions from './pickers/loadOptions';
import * as resourceMapping from './pickers/resourceMapping';
import { resume, resumeWebhooks, waitingTooltip } from './wait';

export class SecuredSigning implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Secured Signing',
		name: 'securedSigning',
		icon: {
			light: 'file:../../icons/securedSigning.svg',
			dark: 'file:../../icons/securedSigning.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle,
		description: 'Send documents for signing and get them back signed',
		defaults: { name: 'Secured Signing' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'securedSigningApi', required: true }],
		// A constant and not a literal: n8n's linter would take webhooks that are written here for those of a
		// trigger.
		webhooks: resumeWebhooks,
		waitingNodeTooltip: waitingTooltip,
		properties,
	};

	methods = { listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}

	webhook = resume;
}

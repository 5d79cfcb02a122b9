import type { INodeProperties } from 'n8n-workflow';

import { includeField } from '../../fields/include';
import { optionsField } from '../../fields/options';
import { simplifyField } from '../../fields/results';

export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Completed',
				value: 'completed',
				action: 'On document completed',
				description: 'Everybody has signed',
			},
			{
				name: 'Declined',
				value: 'declined',
				action: 'On document declined',
				description: 'Somebody refused to sign',
			},
			{
				name: 'Deleted',
				value: 'deleted',
				action: 'On document deleted',
				description:
					'No longer there, and not signed yet when last looked at, within the hour before',
			},
			{
				name: 'Expired',
				value: 'expired',
				action: 'On document expired',
				description: 'The due date passed',
			},
			{
				name: 'Gone',
				value: 'gone',
				action: 'On document gone',
				description:
					'No longer there, and not looked at within the hour before, or n8n was down: deleted, or signed and then removed by the retention rules',
			},
			{
				name: 'Rejected',
				value: 'rejected',
				action: 'On document rejected',
				description: 'Somebody sent it back',
			},
			{ name: 'Sent', value: 'sent', action: 'On document sent', description: 'Sent for signing' },
			{
				name: 'Signed by One',
				value: 'signed',
				action: 'On signature of one signer',
				description: 'One of the signers signed',
			},
		],
		default: ['completed'],
		required: true,
		description:
			"What starts the workflow: one item for each event. A workflow that n8n has registered twice, or a copy of it, gets each event as well, with the same 'eventId'.",
	},
	{
		...includeField,
		default: [],
		displayOptions: { show: { events: ['completed'] } },
		description: 'What comes with a completed document',
	},
	simplifyField,
	optionsField([
		{
			displayName: 'Client Reference',
			name: 'clientReference',
			type: 'string',
			default: '',
			description: 'Only documents with this reference of your own',
		},
		{
			displayName: 'Document Name Contains',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. agreement',
			description: 'Only documents with this text in their name, in capitals or not',
		},
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'options',
			options: [
				{ name: 'Any', value: 'any' },
				{ name: 'Progress', value: 'Progress', description: 'Not signed by everybody yet' },
				{ name: 'Signed', value: 'Signed', description: 'Signed by everybody' },
			],
			default: 'any',
			description:
				'Only documents that are in this folder by the time the event is found; a deleted one is in none',
		},
		{
			displayName: 'Include Existing Documents',
			name: 'includeHistory',
			type: 'boolean',
			default: false,
			description:
				'Whether the first activation also starts the workflow for what happened before it. Later ones go on where the trigger stopped.',
		},
		{
			displayName: 'Record New Documents',
			name: 'recordNew',
			type: 'boolean',
			default: true,
			description:
				'Whether to note newly sent documents, and those that may be completed, with an execution without items, where no event brings one. n8n keeps what a trigger knows only with an execution: without this, what is declined, deleted, expired or rejected soon after it was sent can be missed at a restart.',
		},
	]),
];

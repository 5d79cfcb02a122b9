import type { INodeProperties } from 'n8n-workflow';

import { includeField } from '../../fields/include';
import { optionsField } from '../../fields/options';
import { simplifyField } from '../../fields/results';
import { eventsField } from '../events';

export const properties: INodeProperties[] = [
	eventsField(
		"What starts the workflow: one item for each event. A workflow that n8n has registered twice, or a copy of it, gets each event as well, with the same 'eventId'.",
		// It tells only of statuses that it knows.
		(event) => event !== 'other',
	),
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
			placeholder: 'e.g. order-4711',
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
			displayName: 'Include Existing',
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

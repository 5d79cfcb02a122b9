import type { INodeProperties } from 'n8n-workflow';

import { includeField } from '../../fields/include';
import { optionsField } from '../../fields/options';
import { simplifyField } from '../../fields/results';
import { eventsField, POLLED } from '../events';

export const properties: INodeProperties[] = [
	eventsField(
		"The events that start the workflow, one item for each. If two workflows have this trigger, each gets every event, with the same 'eventId'.",
		POLLED,
	),
	{
		...includeField,
		default: ['signedFile'],
		displayOptions: { show: { events: ['completed'] } },
		description:
			'The parts to return with a completed document. Each part costs a request or two per document, and takes storage in n8n.',
	},
	simplifyField,
	optionsField([
		{
			displayName: 'Client Reference',
			name: 'clientReference',
			type: 'string',
			default: '',
			placeholder: 'e.g. order-4711',
			description: 'Only documents with this client reference',
		},
		{
			displayName: 'Document Name Contains',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. agreement',
			description:
				'Only documents whose name contains this text. Upper and lower case do not matter.',
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
				"Only documents that are in this folder when the event is found. Choose Any for 'Deleted' and 'Gone': such a document is in no folder.",
		},
		{
			displayName: 'Include Existing',
			name: 'includeHistory',
			type: 'boolean',
			default: false,
			description:
				'Whether to also start the workflow for events from before it was published (activated) for the first time. Later, the trigger continues where it stopped.',
		},
		{
			displayName: 'Record New Documents',
			name: 'recordNew',
			type: 'boolean',
			default: true,
			description:
				'Whether to remember documents that were just sent, or are not confirmed as completed yet. n8n saves this only with an execution, so your list of executions includes some without items. When off, a document declined, deleted, expired or rejected soon after it was sent can be missed after a restart.',
		},
	]),
];

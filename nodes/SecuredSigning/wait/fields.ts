import type { INodeProperties } from 'n8n-workflow';

import { includeField } from '../fields/include';
import { simplifyField } from '../fields/results';
import { signedFileNameField } from '../fields/signedFileName';

/**
 * Fields that are read after the wait cannot be expressions: by then, the items contain what they wait for,
 * not the original input.
 */
const fixed = (field: INodeProperties): INodeProperties => ({ ...field, noDataExpression: true });

/** The fields of everything that waits for signatures. */
export const awaitFields: INodeProperties[] = [
	{
		displayName: 'Limit Wait Time',
		name: 'limitWaitTime',
		type: 'options',
		options: [
			{
				name: 'After Time Interval',
				value: 'afterTimeInterval',
				description: 'A number of minutes, hours or days from now',
			},
			{ name: 'At Specified Time', value: 'atSpecifiedTime', description: 'On a date' },
			{
				name: 'Until the Due Date',
				value: 'dueDate',
				description: '15 minutes after the due date, or after the latest one if there are several',
			},
		],
		default: 'dueDate',
		description:
			"When the workflow continues even if somebody has not signed. 'finished' in the output says whether everybody has.",
	},
	{
		displayName: 'Amount',
		name: 'resumeAmount',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 7,
		description: 'The maximum number of minutes, hours or days to wait',
		displayOptions: { show: { limitWaitTime: ['afterTimeInterval'] } },
	},
	{
		displayName: 'Unit',
		name: 'resumeUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'days',
		description: 'The unit of the amount',
		displayOptions: { show: { limitWaitTime: ['afterTimeInterval'] } },
	},
	{
		displayName: 'Wait Until',
		name: 'maxDateAndTime',
		type: 'dateTime',
		default: '',
		description:
			"The latest time at which the workflow continues. If you give no time, or 00:00 in the workflow's time zone, it is the end of that day.",
		displayOptions: { show: { limitWaitTime: ['atSpecifiedTime'] } },
	},
	fixed({
		displayName: 'When Not Signed',
		name: 'whenNotSigned',
		type: 'options',
		options: [
			{
				name: 'Return With the Other Items',
				value: 'output',
				description: "'status' says why: declined, expired, rejected, deleted or gone",
			},
			{
				name: 'Send to Error Output',
				value: 'error',
				description:
					"Needs 'On Error' to be 'Continue (using error output)' in the node's settings",
			},
		],
		default: 'output',
		description:
			"Which output gets documents that were declined, have expired or are no longer there ('deleted', or 'gone' if they may have been signed first). They come without a file, and 'finished' is false. If only the time limit is reached, the document comes with the other items.",
	}),
	fixed({
		...includeField,
		description:
			"The parts to return with the status. A document that is not finished has only the log. A part that cannot be fetched is retried for 10 minutes. Then the item is returned without it, and 'missing' says why.",
	}),
	signedFileNameField,
	fixed(simplifyField),
];

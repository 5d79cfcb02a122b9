import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

interface EventOption extends INodePropertyOptions {
	value: string;
}

const EVENTS: EventOption[] = [
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
		description: 'Somebody declined to sign',
	},
	{
		name: 'Deleted',
		value: 'deleted',
		action: 'On document deleted before signing',
		description: 'No longer there, and still unsigned when last checked, at most an hour earlier',
	},
	{
		name: 'Expired',
		value: 'expired',
		action: 'On document expired',
		description: 'The due date passed before everybody had signed',
	},
	{
		name: 'Gone',
		value: 'gone',
		action: 'On document removed, signed or not',
		description:
			'No longer there, and perhaps signed before: deleted, or signed and then removed by the retention rules',
	},
	{
		name: 'Other',
		value: 'other',
		action: 'On another status',
		description: "A status that this node has no word for; 'statusText' has the original one",
	},
	{
		name: 'Rejected',
		value: 'rejected',
		action: 'On document rejected',
		description:
			'Secured Signing reports the status Rejected. Its public pages do not say how this differs from Declined.',
	},
	{
		name: 'Sent',
		value: 'sent',
		action: 'On document sent',
		description: 'Sent for signing, and nobody has signed yet',
	},
	{
		name: 'Signed by One',
		value: 'signed',
		action: 'On document signed by one signer',
		description: 'One of the signers signed, and others have not',
	},
];

/** What starts a workflow: under the same names in both triggers, which begin with the same choice. */
export const eventsField = (
	description: string,
	isOffered: (event: string) => boolean = () => true,
): INodeProperties => ({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: EVENTS.filter(({ value }) => isOffered(value)),
	default: ['completed'],
	required: true,
	description,
});

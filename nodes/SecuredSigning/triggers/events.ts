import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Absence } from '../api/gone';

/** What both triggers can tell of a document; each has its words below. */
export type TriggerEvent = keyof typeof EVENTS;

const EVENTS = {
	completed: {
		name: 'Completed',
		action: 'On document completed',
		description: 'Everybody has signed',
	},
	declined: {
		name: 'Declined',
		action: 'On document declined',
		description: 'Somebody declined to sign',
	},
	deleted: {
		name: 'Deleted',
		action: 'On document deleted before signing',
		description: 'No longer there, and still unsigned when last checked, at most an hour earlier',
	},
	expired: {
		name: 'Expired',
		action: 'On document expired',
		description: 'The due date passed before everybody had signed',
	},
	gone: {
		name: 'Gone',
		action: 'On document removed, signed or not',
		description:
			'No longer there, and perhaps signed before: deleted, or signed and then removed by the retention rules',
	},
	other: {
		name: 'Other',
		action: 'On another status',
		description: "A status that this node has no word for; 'statusText' has the original one",
	},
	rejected: {
		name: 'Rejected',
		action: 'On document rejected',
		description:
			'Secured Signing reports the status Rejected. Its public pages do not say how this differs from Declined.',
	},
	sent: {
		name: 'Sent',
		action: 'On document sent',
		description: 'Sent for signing, and nobody has signed yet',
	},
	signed: {
		name: 'Signed by One',
		action: 'On document signed by one signer',
		description: 'One of the signers signed, and others have not',
	},
} satisfies Record<string, Omit<INodePropertyOptions, 'value'>>;

/** How a document ends that not everybody has signed, as its status says. */
export const ENDS = ['declined', 'expired', 'rejected'] as const satisfies TriggerEvent[];
export type End = (typeof ENDS)[number];

/** What happened to a document that cannot be read any more. */
export const LOSSES = ['deleted', 'gone'] as const satisfies Absence[];

/** Whether one of these events is among those that are asked for. */
export const isAnyOf = (events: readonly TriggerEvent[], chosen: Set<TriggerEvent>): boolean =>
	events.some((event) => chosen.has(event));

/** What starts a workflow: under the same names in both triggers, which begin with the same choice. */
export const eventsField = (
	description: string,
	isOffered: (event: string) => boolean = () => true,
): INodeProperties => ({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: Object.entries(EVENTS)
		.filter(([value]) => isOffered(value))
		.map(([value, words]) => ({ ...words, value })),
	default: ['completed'],
	required: true,
	description,
});

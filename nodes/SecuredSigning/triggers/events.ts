import type { INodeProperties } from 'n8n-workflow';

import type { Raw } from '../api';
import { isStillOpen, type DocumentStatus } from '../api/answers/documentStatus';
import type { Absence } from '../api/gone';
import {
	completion,
	dueOf,
	endedAs,
	EXPIRED,
	expiries,
	isExtended,
	isSignedUnlisted,
	namesOf,
	sent,
	signings,
	type Finder,
} from './polling/finders';
import type { Remembered } from './polling/state';

/** All that the triggers know of one event. */
export interface EventEntry {
	name: string;
	action: string;
	description: string;
	/**
	 * How the polling trigger finds it in a document: by what a list shows, or by the words of its steps in the log, which
	 * the lists are asked for then. Undefined where it cannot tell of it.
	 */
	find: Finder | RegExp | undefined;
	/**
	 * When a call means it, by what the document is now: one event at most fits. Undefined where the callback trigger
	 * cannot tell of it.
	 */
	isNow: ((status: DocumentStatus, signedCount: number) => boolean) | undefined;
	/** Of an event that is a status in which a document ends unsigned: how its step in the log is known. */
	endStep?: RegExp;
	/** It can happen to a document again: its `eventId` has the date. So has that of all that only the log knows. */
	repeats?: true;
	/** Whether it may have happened though the list does not show it: then the document is read. */
	mayBeHidden?(before: Remembered | undefined, listed: Raw<'Document'>): boolean;
	/** What is remembered of a document where this event is asked for, beside what always is. */
	remember?(before: Remembered | undefined, document: Raw<'Document'>): Remembered;
}

/** The document ends in this status, and not everybody has signed it. */
const unsignedEnd = (end: DocumentStatus, endStep: RegExp) => ({
	find: endedAs(end, endStep),
	isNow: (status: DocumentStatus) => status === end,
	endStep,
});

/** The document cannot be read any more, so nothing finds it there: look.ts and lookUp.ts tell of it. */
const loss = {
	find: () => [],
	isNow: () => false,
	mayBeHidden: isSignedUnlisted,
	remember: namesOf,
};

const TABLE = {
	// What one look finds without a log is told in this order.
	sent: {
		name: 'Sent',
		action: 'On document sent',
		description: 'Sent for signing, and nobody has signed yet',
		find: sent,
		// Sent and not opened yet is also 'NotStart', and the service calls about nothing else.
		isNow: (status, signedCount) => isStillOpen(status) && !(signedCount > 0),
	},
	signed: {
		name: 'Signed by One',
		action: 'On document signed by one signer',
		description: 'One of the signers signed, and others have not',
		find: signings,
		isNow: (status, signedCount) => isStillOpen(status) && signedCount > 0,
		mayBeHidden: isSignedUnlisted,
	},
	expired: {
		name: 'Expired',
		action: 'On document expired',
		description: 'The due date passed before everybody had signed',
		...unsignedEnd('expired', EXPIRED),
		find: expiries,
		repeats: true,
		mayBeHidden: isExtended,
		remember: dueOf,
	},
	declined: {
		name: 'Declined',
		action: 'On document declined',
		description: 'Somebody declined to sign',
		...unsignedEnd('declined', /\bdecline/i),
	},
	rejected: {
		name: 'Rejected',
		action: 'On document rejected',
		description:
			'Secured Signing reports the status Rejected. Its public pages do not say how this differs from Declined.',
		...unsignedEnd('rejected', /\breject/i),
	},
	completed: {
		name: 'Completed',
		action: 'On document completed',
		description: 'Everybody has signed',
		find: completion,
		isNow: (status) => status === 'completed',
	},
	deleted: {
		name: 'Deleted',
		action: 'On document deleted before signing',
		description:
			'No longer there, and not everybody had signed when this trigger last saw it, at most an hour before. If it last saw it longer ago, the event is Gone',
		...loss,
	},
	gone: {
		name: 'Gone',
		action: 'On document removed, signed or not',
		description:
			'No longer there, and perhaps signed before: deleted, or signed and then removed by the retention rules',
		...loss,
	},
	other: {
		name: 'Other',
		action: 'On another status',
		description: "A status that this node has no word for; 'statusText' has the original one",
		find: undefined,
		isNow: (status) => status === 'unknown',
	},
} satisfies Record<string, EventEntry>;

/** What the triggers can tell of a document. */
export type TriggerEvent = keyof typeof TABLE;

/** The one list of events: both triggers read all that they know of one from it. */
export const EVENTS: Record<TriggerEvent, EventEntry> = TABLE;

const NAMES = Object.keys(EVENTS) as TriggerEvent[];

/** What the polling trigger tells of. */
export const POLLED = NAMES.filter((event) => EVENTS[event].find);

/** What the callback trigger tells of. */
export const CALLED = NAMES.filter((event) => EVENTS[event].isNow);

/** The final statuses of documents that not everybody has signed. */
export const ENDS = NAMES.filter((event) => EVENTS[event].endStep);

/** The events of a document that no longer exists. */
export const LOSSES = ['deleted', 'gone'] as const satisfies Absence[];

/** Whether one of these events is chosen. */
export const isAnyOf = (events: readonly TriggerEvent[], chosen: Set<TriggerEvent>): boolean =>
	events.some((event) => chosen.has(event));

/** Whether one of these events is known from the log alone. */
export const needLog = (events: Set<TriggerEvent>): boolean =>
	[...events].some((event) => EVENTS[event].find instanceof RegExp);

/** The field 'Events': the same names and default in both triggers. */
export const eventsField = (description: string, offered: TriggerEvent[]): INodeProperties => ({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: [...offered].sort().map((value) => {
		const { name, action, description } = EVENTS[value];
		return { name, action, description, value };
	}),
	default: ['completed'],
	required: true,
	description,
});

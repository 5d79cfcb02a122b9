import type { IDataObject } from 'n8n-workflow';

import type { Raw } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { documentStatus } from '../../api/answers/documentStatus';
import { absenceOf } from '../../api/gone';
import { CALLED, EVENTS, type TriggerEvent } from '../events';

/** The first fields of an item: what happened, and the ID of that event. */
interface CallbackEvent extends IDataObject {
	event: TriggerEvent;
	/** The same for every call about the same state of the document, and different for another state. */
	eventId: string;
}

export type Gone = { documentReference: string } | { packageReference: string };

/** When something was last certainly seen open, in milliseconds; else its status at that time. */
export type Sight = number | string;

/** What is gone, its account, how it was last seen, and when it was first missing, in milliseconds. */
export type Lost = Gone & { account: string; sight: Sight; missedAt: number };

/**
 * What happened to a document, derived from its current status: a call may be late, and its contents are not
 * documented (docs/api/API.md section 7).
 *
 * @param document as in the service's answer
 */
export function eventOf(document: Raw<'Document'>): CallbackEvent {
	const { documentReference, statusText, signedCount, lastSignedDate, dueDate } =
		simplifyDocument(document);
	const status = documentStatus(document);
	const event = CALLED.find((each) => EVENTS[each].isNow?.(status, Number(signedCount))) ?? 'other';
	const state = [documentReference, event, signedCount, lastSignedDate];
	// A document that was extended can expire again; then only its due date differs.
	if (event === 'expired') state.push(dueDate);
	if (event === 'other') state.push(statusText);
	return { event, eventId: eventId(state) };
}

/** The event for a document or package that no longer exists: only its reference is known. */
export function lossEventOf({ account, sight, missedAt, ...gone }: Lost): CallbackEvent {
	const [reference] = Object.values(gone);
	const openAt = typeof sight === 'number' ? sight : undefined;
	const event = absenceOf(account, reference, openAt, missedAt);
	const lastKnown =
		openAt === undefined
			? { status: sight }
			: { status: 'inProgress', seenAt: new Date(openAt).toISOString() };
	return { event, eventId: eventId([reference, event]), ...gone, lastKnown };
}

const eventId = (parts: unknown[]) => parts.filter((part) => part !== undefined).join('/');

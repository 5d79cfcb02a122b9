import type { IDataObject } from 'n8n-workflow';

import type { Raw } from '../../api';
import { simplifyDocument } from '../../api/answers/document';
import { documentStatus } from '../../api/answers/documentStatus';
import { absenceOf } from '../../api/gone';
import { CALLED, EVENTS, type TriggerEvent } from '../events';

/** What to put at the head of an item: what happened, and the name of that happening. */
interface Happening extends IDataObject {
	event: TriggerEvent;
	/** The same for every call about the same state of the document, another for another state. */
	eventId: string;
}

export type Gone = { documentReference: string } | { packageReference: string };

/** When something was last seen open for certain, in milliseconds; else its status by then. */
export type Sight = number | string;

/** What is gone and from which account, how it was seen last, and when it was missed first, in milliseconds. */
export type Lost = Gone & { account: string; sight: Sight; missedAt: number };

/**
 * What happened to a document, told from its status as it is now: a call may be late, and what it
 * says of itself is not documented (docs/api/API.md section 7).
 *
 * @param document as the service answers it
 */
export function happening(document: Raw<'Document'>): Happening {
	const { documentReference, statusText, signedCount, lastSignedDate, dueDate } =
		simplifyDocument(document);
	const status = documentStatus(document);
	const event = CALLED.find((each) => EVENTS[each].isNow?.(status, Number(signedCount))) ?? 'other';
	const state = [documentReference, event, signedCount, lastSignedDate];
	// A document that was extended can expire again; then nothing but its due date is new.
	if (event === 'expired') state.push(dueDate);
	if (event === 'other') state.push(statusText);
	return { event, eventId: eventId(state) };
}

/** A document or package that is not there: nothing is left of it but its reference. */
export function loss({ account, sight, missedAt, ...gone }: Lost): Happening {
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

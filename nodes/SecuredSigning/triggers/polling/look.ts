import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isNotFound, type Raw, type RawDocument } from '../../api';
import { simplifyDocument, simplifySigner } from '../../api/answers/document';
import { absenceOf, type Confirm, type Sightings } from '../../api/gone';
import { currentDocument, withEvidence } from '../../evidence';
import { DAY_MS } from '../../shared/dates';
import { toResult } from '../../shared/toResult';
import { omitEmpty, text } from '../../shared/values';
import { needLog } from '../events';
import type { PollChoices } from './choices';
import { isComplete, isCompleted, isDated } from './completions';
import { eventId, eventsSince, remember, type DocumentEvent } from './events';
import { isExtended, signedCountOf } from './finders';
import type { Subject } from './listing';

/** A document looked at closely: what it is now, and what comes out for it. */
export interface Look {
	/** Undefined when it is not there any more. */
	document?: RawDocument;
	/** Left for the next sweep: not found, and that is not confirmed yet, or without the log that it takes. */
	isPending?: true;
	/** Its list does not date its completion, and by its own date that was told, or is history. */
	isTold?: true;
	items: INodeExecutionData[];
}

/** What the looks of one sweep share. */
export interface Glance {
	/** The moment of the sweep before; see eventsSince. */
	sweptAt: number;
	/** When this sweep began, in milliseconds. */
	now: number;
	/** Whose documents these are, as accountOf says. */
	account: string;
	/** When the sweep before ran, in this activation; 0 for the first one. */
	seen: number;
	/** When documents were first not found. */
	sightings: Sightings;
	confirm: Confirm;
	/** See completions.ts. */
	isTold(reference: string, document: Raw<'Document'>): boolean;
}

/** How long a document that is listed is tried to be read, until it is told as its list shows it. */
const TOLD_BY_LIST_MS = DAY_MS;

/**
 * Reads one document as it is now, with its log, and makes an item of each event that was asked for. A
 * document that is still listed is there, whatever the answer to the look is.
 *
 * @throws NodeApiError when the document cannot be read, and its list does not count yet
 * Source: docs/api/API.md sections 5.2, 12.5 and 12.11
 */
export async function lookAt(
	context: IPollFunctions,
	subject: Subject,
	choices: PollChoices,
	glance: Glance,
): Promise<Look> {
	const { reference, before, listed, unread } = subject;
	const outcome = await toResult(currentDocument(context, reference, () => true, before));
	if ('error' in outcome) {
		if (listed === undefined && isNotFound(outcome.error)) {
			return (await glance.confirm(reference, outcome.error))
				? await loss(context, subject, choices, glance)
				: { items: [], isPending: true };
		}
		if (before?.isGone && isNotFound(outcome.error)) return { items: [] };
		const isOverdue = unread !== undefined && glance.now - unread.since > TOLD_BY_LIST_MS;
		if (listed === undefined || !isOverdue) throw outcome.error;
	}
	const found = 'value' in outcome ? outcome.value : (listed as RawDocument);
	delete glance.sightings[reference];
	const document: RawDocument = {
		...found,
		Reference: reference,
		Folder: text(found.Folder) || listed?.Folder,
	};
	if (!before && listed && !isDated(listed, glance.now) && isComplete(document)) {
		if (glance.isTold(reference, document)) return { document: listed, items: [], isTold: true };
	}
	const items = await itemsOf(context, subject, document, choices, glance);
	// Such as when it was extended, and may have expired before: only the log knows. That comes with the next look.
	const isLogNeeded = isExtended(before, document) || needLog(choices.events);
	const lacksLog = !Array.isArray(document.Logs) && isLogNeeded;
	return items.length === 0 && lacksLog
		? { document, items, isPending: true }
		: { document, items };
}

/** The events of a document since it was remembered, as far as they are asked for. */
async function itemsOf(
	context: IPollFunctions,
	{ before }: Subject,
	document: Raw<'Document'>,
	choices: PollChoices,
	{ sweptAt }: Glance,
): Promise<INodeExecutionData[]> {
	const events = eventsSince(before, document, sweptAt).filter(
		({ event }) => choices.events.has(event) && choices.matches(document),
	);
	return await Promise.all(
		events.map(async (event) => await itemOf(context, document, event, choices)),
	);
}

/** One event as an item: what happened, then the document as it is now. */
async function itemOf(
	context: IPollFunctions,
	document: Raw<'Document'>,
	event: DocumentEvent,
	{ include, simplify }: PollChoices,
): Promise<INodeExecutionData> {
	const plain = { ...document };
	delete plain.Logs;
	const { json, ...files } =
		event.event === 'completed' && include.length > 0
			? await withEvidence(
					context,
					include.includes('log') ? document : plain,
					(part) => include.includes(part),
					simplify,
				)
			: { json: simplify ? simplifyDocument(plain, context.getTimezone()) : plain };
	return { json: { ...about(text(document.Reference), event, simplify), ...json }, ...files };
}

function about(reference: string, event: DocumentEvent, simplify: boolean): IDataObject {
	const { signer } = event;
	return {
		event: event.event,
		eventId: eventId(reference, event),
		...omitEmpty({
			occurredAt: event.occurredAt,
			signer: signer && (simplify ? simplifySigner(signer) : signer),
		}),
	};
}

/**
 * Nothing can be read of a document that is not there. There is what was remembered of it, and what its
 * list had shown where it could not be read: whatever that tells is told. A completed one was removed.
 */
async function loss(
	context: IPollFunctions,
	subject: Subject,
	choices: PollChoices,
	glance: Glance,
): Promise<Look> {
	const { reference, before, unread: { listed: shown, seen } = {} } = subject;
	const items = shown ? await itemsOf(context, subject, shown, choices, glance) : [];
	if (shown && isCompleted(shown)) return { document: shown, items };
	const lastSeen = before?.seen ?? seen ?? glance.seen;
	const last = shown ? remember(before, shown, choices.events) : before;
	const openAt = last?.unsure ? undefined : lastSeen;
	const event = absenceOf(glance.account, reference, openAt, glance.sightings[reference]);
	const document: RawDocument = {
		Reference: reference,
		...omitEmpty({
			Name: last?.name,
			ClientReference: last?.clientReference,
		}),
	};
	if (!choices.events.has(event) || !choices.matches(document)) return { items };
	const { documentReference, name, clientReference } = simplifyDocument(document);
	const simple = { documentReference, ...omitEmpty({ name, status: event, clientReference }) };
	const lastKnown = {
		status: last?.ended ?? last?.unsure ?? 'inProgress',
		signedCount: signedCountOf(last),
		// When it was seen before a break is not stored.
		...(lastSeen > 0 && { seenAt: new Date(lastSeen).toISOString() }),
	};
	const json = {
		...about(reference, { event }, choices.simplify),
		...(choices.simplify ? simple : document),
		lastKnown,
	};
	return { items: [...items, { json }] };
}

import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isNotFound, type Raw, type RawDocument } from '../../api';
import { simplifyDocument, simplifySigner } from '../../api/answers/document';
import { documentStatus, isOldEnd } from '../../api/answers/documentStatus';
import { absenceOf, type Confirm, type FirstMissed } from '../../api/gone';
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

/** The result of reading one document: its current state, and the items for it. */
export interface LookResult {
	/** Undefined if it no longer exists. */
	document?: RawDocument;
	/** Left for the next sweep: not found but not confirmed yet, its end came from a cache, or its log is missing and needed. */
	isPending?: true;
	/** Its list has no date, and by its own date, its completion was already reported, or is history. */
	isTold?: true;
	items: INodeExecutionData[];
}

/** What the looks of one sweep have in common. */
export interface SweepContext {
	/** The time of the sweep before; see eventsSince. */
	sweptAt: number;
	/** When this sweep began, in milliseconds. */
	now: number;
	/** The account of the documents (accountOf). */
	account: string;
	/** When the sweep before ran, in this activation; 0 for the first one. */
	seen: number;
	/** When documents were first not found. */
	sightings: FirstMissed;
	confirm: Confirm;
	/** See completions.ts. */
	isTold(reference: string, document: Raw<'Document'>): boolean;
}

/** How long to try to read a listed document before it is reported as its list shows it. */
const TOLD_BY_LIST_MS = DAY_MS;

/**
 * Reads one document with its log, and makes an item of each chosen event. A document that is still listed
 * exists, whatever the answer is.
 *
 * @throws NodeApiError when the document cannot be read, and TOLD_BY_LIST_MS is not over
 * Source: docs/api/API.md sections 5.2, 12.5 and 12.11
 */
export async function lookAt(
	context: IPollFunctions,
	subject: Subject,
	choices: PollChoices,
	sweepContext: SweepContext,
): Promise<LookResult> {
	const { reference, before, listed, unread } = subject;
	const outcome = await toResult(currentDocument(context, reference, () => true, before));
	if ('error' in outcome) {
		if (listed === undefined && isNotFound(outcome.error)) {
			return (await sweepContext.confirm(reference, outcome.error))
				? await loss(context, subject, choices, sweepContext)
				: { items: [], isPending: true };
		}
		if (before?.isGone && isNotFound(outcome.error)) return { items: [] };
		const isOverdue = unread !== undefined && sweepContext.now - unread.since > TOLD_BY_LIST_MS;
		if (listed === undefined || !isOverdue) throw outcome.error;
	}
	const found = 'value' in outcome ? outcome.value : (listed as RawDocument);
	delete sweepContext.sightings[reference];
	const document: RawDocument = {
		...found,
		Reference: reference,
		Folder: text(found.Folder) || listed?.Folder,
	};
	if (!before && listed && !isDated(listed, sweepContext.now) && isComplete(document)) {
		if (sweepContext.isTold(reference, document))
			return { document: listed, items: [], isTold: true };
	}
	if (isOldEnd(document) && before?.ended !== documentStatus(document))
		return { document, items: [], isPending: true };
	const items = await itemsOf(context, subject, document, choices, sweepContext);
	// Such as when it was extended, and may have expired before: only the log knows. That comes with the next look.
	const isLogNeeded = isExtended(before, document) || needLog(choices.events);
	const lacksLog = !Array.isArray(document.Logs) && isLogNeeded;
	return items.length === 0 && lacksLog
		? { document, items, isPending: true }
		: { document, items };
}

/** The chosen events of a document since it was remembered, as items. */
async function itemsOf(
	context: IPollFunctions,
	{ before }: Subject,
	document: Raw<'Document'>,
	choices: PollChoices,
	{ sweptAt }: SweepContext,
): Promise<INodeExecutionData[]> {
	const events = eventsSince(before, document, sweptAt).filter(
		({ event }) => choices.events.has(event) && choices.matches(document),
	);
	return await Promise.all(
		events.map(async (event) => await itemOf(context, document, event, choices)),
	);
}

/** One event as an item: what happened, then the current document. */
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
 * The result for a document that no longer exists. Only what was remembered, and the last list entry of a
 * document that could not be read, is known: their events are reported. A completed document was removed, not
 * deleted.
 */
async function loss(
	context: IPollFunctions,
	subject: Subject,
	choices: PollChoices,
	sweepContext: SweepContext,
): Promise<LookResult> {
	const { reference, before, unread: { listed: shown, seen } = {} } = subject;
	const items = shown ? await itemsOf(context, subject, shown, choices, sweepContext) : [];
	if (shown && isCompleted(shown)) return { document: shown, items };
	const lastSeen = before?.seen ?? seen ?? sweepContext.seen;
	const last = shown ? remember(before, shown, choices.events) : before;
	const openAt = last?.unsure ? undefined : lastSeen;
	const event = absenceOf(
		sweepContext.account,
		reference,
		openAt,
		sweepContext.sightings[reference],
	);
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
		// After a break, it is not known when it was last seen.
		...(lastSeen > 0 && { seenAt: new Date(lastSeen).toISOString() }),
	};
	const json = {
		...about(reference, { event }, choices.simplify),
		...(choices.simplify ? simple : document),
		lastKnown,
	};
	return { items: [...items, { json }] };
}

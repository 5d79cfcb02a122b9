import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { currentDocument, withEvidence } from '../SecuredSigning/finished';
import { absenceOf, type Confirm, type Sightings } from '../SecuredSigning/gone';
import { simplifyDocument, simplifySigner } from '../SecuredSigning/outputs/document';
import { settled } from '../SecuredSigning/settled';
import { isNotFound } from '../SecuredSigning/transport';
import { given, text } from '../SecuredSigning/values';
import type { Choices } from './choices';
import { eventId, eventsSince, isExtended, signedCountOf, type DocumentEvent } from './events';
import type { Subject } from './listing';

/** A document looked at closely: what it is now, and what comes out for it. */
export interface Look {
	/** Undefined when it is not there any more. */
	document?: IDataObject;
	/** Left for the next sweep: not found, and that is not confirmed yet, or without the log that it takes. */
	isPending?: true;
	items: INodeExecutionData[];
}

/** What the looks of one sweep share. */
export interface Glance {
	/** The moment of the sweep before; see eventsSince. */
	sweptAt: number;
	/** When the sweep before ran, in this activation; 0 for the first one. */
	seen: number;
	/** When documents were first not found. */
	sightings: Sightings;
	confirm: Confirm;
}

/**
 * Reads one document as it is now, with its log, and makes an item of each event that was asked for. A
 * document that is still listed is there, whatever the answer to the look is.
 *
 * @throws NodeApiError when the document, or a part of it that was asked for, cannot be read
 * Source: docs/api/API.md sections 5.2, 12.5 and 12.11
 */
export async function lookAt(
	context: IPollFunctions,
	subject: Subject,
	choices: Choices,
	glance: Glance,
): Promise<Look> {
	const { reference, before, listed } = subject;
	const outcome = await settled(currentDocument(context, reference, () => true));
	if ('error' in outcome) {
		if (listed !== undefined || !isNotFound(outcome.error)) throw outcome.error;
		return (await glance.confirm(reference))
			? { items: loss(subject, choices, glance) }
			: { items: [], isPending: true };
	}
	const found = outcome.value;
	delete glance.sightings[reference];
	const document: IDataObject = {
		...found,
		Reference: reference,
		Folder: text(found.Folder) || listed?.Folder,
	};
	const events = eventsSince(before, document, glance.sweptAt).filter(
		({ event }) => choices.events.has(event) && choices.matches(document),
	);
	// It was extended, and may have expired before: only the log knows. That comes with the next look.
	const lacksLog = !Array.isArray(document.Logs) && isExtended(before, document);
	if (events.length === 0 && lacksLog) return { document, items: [], isPending: true };
	const items = events.map(async (event) => await itemOf(context, document, event, choices));
	return { document, items: await Promise.all(items) };
}

/** One event as an item: what happened, then the document as it is now. */
async function itemOf(
	context: IPollFunctions,
	document: IDataObject,
	event: DocumentEvent,
	{ include, simplify }: Choices,
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
			: { json: simplify ? simplifyDocument(plain) : plain };
	return { json: { ...about(text(document.Reference), event, simplify), ...json }, ...files };
}

function about(reference: string, event: DocumentEvent, simplify: boolean): IDataObject {
	const { signer } = event;
	return {
		event: event.event,
		eventId: eventId(reference, event),
		...given({
			occurredAt: event.occurredAt,
			signer: signer && (simplify ? simplifySigner(signer) : signer),
		}),
	};
}

/** Nothing can be read of a document that is not there: there is what was remembered of it. */
function loss(
	{ reference, before }: Subject,
	{ events, matches, simplify }: Choices,
	{ seen, sightings, sweptAt }: Glance,
): INodeExecutionData[] {
	const lastSeen = before?.seen ?? seen;
	const event = absenceOf(lastSeen, sightings[reference]);
	const document: IDataObject = {
		Reference: reference,
		...given({ Name: before?.name, ClientReference: before?.clientReference }),
	};
	if (!events.has(event) || !matches(document)) return [];
	const { documentReference, name, clientReference } = simplifyDocument(document);
	const simple = { documentReference, ...given({ name, status: event, clientReference }) };
	const lastKnown = {
		status: before?.ended ?? 'inProgress',
		signedCount: signedCountOf(before),
		seenAt: new Date(lastSeen || sweptAt).toISOString(),
	};
	const json = {
		...about(reference, { event }, simplify),
		...(simplify ? simple : document),
		lastKnown,
	};
	return [{ json }];
}

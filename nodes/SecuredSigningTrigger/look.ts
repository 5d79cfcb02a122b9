import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { currentDocument, withEvidence } from '../SecuredSigning/finished';
import { simplifyDocument, simplifySigner } from '../SecuredSigning/outputs/document';
import { isNotFound, path, read } from '../SecuredSigning/transport';
import { given, text } from '../SecuredSigning/values';
import type { Choices } from './choices';
import { eventId, eventsSince, type DocumentEvent } from './events';
import type { Subject } from './listing';

/** A document looked at closely: what it is now, and what comes out for it. */
export interface Look {
	/** Undefined when it is deleted. */
	document?: IDataObject;
	items: INodeExecutionData[];
}

/**
 * Reads one document as it is now, with its log, and makes an item of each event that was asked for.
 *
 * @throws NodeApiError when the document, or a part of it that was asked for, cannot be read
 * Source: docs/api/API.md sections 5.2 and 4 (404)
 */
export async function lookAt(
	context: IPollFunctions,
	subject: Subject,
	choices: Choices,
	sweptAt: number,
): Promise<Look> {
	const { reference, before, listed } = subject;
	const found = await unlessDeleted(context, subject);
	if (found === undefined) return { items: deletion(subject, choices) };
	const document: IDataObject = {
		...found,
		Reference: reference,
		Folder: text(found.Folder) || listed?.Folder,
	};
	const events = eventsSince(before, document, sweptAt).filter(
		({ event }) => choices.events.has(event) && choices.matches(document),
	);
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

/** Nothing can be read of a deleted document: there is what was remembered of it. */
function deletion(
	{ reference, before, listed }: Subject,
	{ events, matches, simplify }: Choices,
): INodeExecutionData[] {
	const document: IDataObject = {
		Reference: reference,
		...given({
			Name: listed?.Name ?? before?.name,
			ClientReference: listed?.ClientReference ?? before?.clientReference,
		}),
	};
	if (!events.has('deleted') || !matches(document)) return [];
	const { documentReference, name, clientReference } = simplifyDocument(document);
	const simple = { documentReference, ...given({ name, status: 'deleted', clientReference }) };
	const json = { ...about(reference, { event: 'deleted' }, simplify) };
	return [{ json: { ...json, ...(simplify ? simple : document) } }];
}

/**
 * A document as it is now, with its log; undefined when it is deleted. One 404 may be a slip of the
 * service, and this cannot be taken back: the log has to be gone as well.
 */
async function unlessDeleted(
	context: IPollFunctions,
	{ reference, listed }: Subject,
): Promise<IDataObject | undefined> {
	return await currentDocument(context, reference, () => true).catch(async (error: unknown) => {
		if (isNotFound(error) && listed === undefined) {
			const isGone = await read(context, path`/Document/Log/${reference}`).then(
				() => false,
				isNotFound,
			);
			if (isGone) return undefined;
		}
		throw error;
	});
}

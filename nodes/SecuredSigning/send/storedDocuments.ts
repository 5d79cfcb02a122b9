import { UserError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { accountOf, read, type RawDocument } from '../api';
import { isSentStep, simplifyDocument, simplifyLogEntry } from '../api/answers/document';
import { storedReferences } from '../fields/documents';
import { oncePerRun } from '../shared/oncePerRun';
import { refusal } from '../shared/refusal';
import { toResult } from '../shared/toResult';
import { type Given, text } from '../shared/values';
import type { Attempt } from './attempt';
import { isSameReference, type ClientReference } from './clientReference';
import { documentsOf, find } from './find';
import { withLocks } from './locks';
import { cachedAnswerError, UNCONFIRMED } from './recovered';
import { nameOfDocument, recall } from './remembered';
import { isRetried } from './memory';
import { isSealed } from './seal';
import type { Sent } from './sent';

export const checkIfSentField: INodeProperties = {
	displayName: 'Check If Already Sent',
	name: 'checkIfSent',
	type: 'boolean',
	default: true,
	description:
		'Whether to look up each uploaded document before it is sent, and reject it if it was sent before. Turn this off to save one request per document in bulk sends.',
};

export const sendAgainField: INodeProperties = {
	displayName: 'Send Again',
	name: 'sendAgain',
	type: 'boolean',
	default: false,
	description:
		'Whether to send uploaded documents even if they were sent before, or are sent by another item of this run',
};

/** For each stored document, the first item of the run that sends it. */
const firstItems = oncePerRun((run) => {
	const first = new Map<string, number>();
	run.getInputData().forEach((_, item) => {
		try {
			for (const reference of storedReferences(run, item)) {
				if (!first.has(reference)) first.set(reference, item);
			}
		} catch {
			// An item whose values cannot be read sends nothing, and says why itself.
		}
	});
	return first;
});

/**
 * Refuses a stored document that another item of the run sends, or that was sent before: Secured Signing
 * might invite its signers a second time. To be called before anything is uploaded or sent.
 *
 * @throws UserError that names the other item, or the status of the document
 * @throws NodeApiError when a document cannot be looked up
 */
export async function checkStored(
	context: IExecuteFunctions,
	itemIndex: number,
	references: string[],
	options: Given,
	sentAs: ClientReference,
	attempt: Attempt,
): Promise<void> {
	if (references.length === 0) return;
	if (options.sendAgain !== true) {
		refuseSecondItem(context, itemIndex, references);
		if (!sentAs.once) refuseSecondTurn(references, attempt);
	}
	if (sentAs.once) return await refuseOtherReference(context, references, sentAs);
	if (options.sendAgain === true) return;
	// What was approved goes out once, and a retry may know nothing of the send before it, whatever is saved by not looking.
	if (options.checkIfSent === false && !isSealed(options) && !isRetried(context)) return;
	const { out, isOld } = await find(context, { clientReference: '', documents: references });
	if (out.length > 0) throw await sentBefore(context, out[0]);
	if (isOld) throw cachedAnswerError();
	const account = await accountOf(context);
	for (const reference of references) {
		const before = recall(nameOfDocument(account, reference));
		if (before?.isOut ?? before?.accepted) throw alreadySent(reference, 'This n8n');
		// An open attempt of this same send was already looked up before.
		if (before && before !== attempt.earlier) throw mayBeSent(reference, before);
	}
}

/**
 * Runs sends of the same stored documents one after the other: two sends that look them up at the same time
 * would both find them unsent.
 */
export async function withDocumentLocks<T>(
	context: IExecuteFunctions,
	references: string[],
	work: () => Promise<T>,
): Promise<T> {
	const account = await accountOf(context);
	return await withLocks(
		references.map((reference) => nameOfDocument(account, reference)),
		work,
	);
}

/**
 * Refuses what this execution already sent in another turn of a loop: the document's status may be outdated.
 */
function refuseSecondTurn(references: string[], attempt: Attempt): void {
	const sent = references.find((reference) => attempt.hasSent(reference));
	if (sent !== undefined) throw alreadySent(sent, 'This execution');
}

const alreadySent = (reference: string, who: string): UserError =>
	refusal(
		`${who} has already sent the document ${reference}`,
		"Give each send its own document, or turn on 'Send Again' in Options.",
	);

/**
 * The error for a document with an open send of this process: its status does not show it as sent, but may be
 * outdated.
 */
const mayBeSent = (reference: string, { trouble = 'its answer is not known' }: Sent): UserError =>
	new UserError(UNCONFIRMED, {
		description: `This n8n may have sent the document ${reference} before (${trouble}). Its status does not say so, but may lag behind. Nothing was sent this time. Look in Secured Signing, and again after a few minutes. If it is still in the InBox, turn on 'Send Again' in Options, run the workflow again as a new execution with only this item, and turn the option off again.`,
	});

/** @throws UserError when an earlier item of the run sends one of these stored documents */
export function refuseSecondItem(
	context: IExecuteFunctions,
	itemIndex: number,
	references: string[],
): void {
	const first = firstItems(context);
	const taken = references.find((reference) => (first.get(reference) ?? itemIndex) < itemIndex);
	if (taken === undefined) return;
	throw refusal(
		`Item ${first.get(taken)} (counted from 0) already sends the document ${taken}`,
		"Give each item its own document, or turn on 'Send Again' in Options.",
	);
}

/**
 * Refuses stored documents with another client reference: a later look-up finds a document only by its own.
 */
async function refuseOtherReference(
	context: IExecuteFunctions,
	references: string[],
	{ clientReference }: ClientReference,
): Promise<void> {
	const documents = await documentsOf(context, references);
	const other = documents.findIndex(
		({ ClientReference }) => !isSameReference(ClientReference, clientReference),
	);
	if (other === -1) return;
	const own = text(documents[other].ClientReference);
	throw refusal(
		`The document ${references[other]} has ${own ? `the client reference "${own}"` : 'no client reference'}, but the item has "${clientReference}"`,
		"'Send Once per Reference' finds a document again by the client reference that it was uploaded with. Upload it again with the client reference of this item, or turn the option off.",
	);
}

/** What the message says of a document whose status is that of a sent one. */
export const ALREADY_SENT = 'was already sent for signing';

async function sentBefore(context: IExecuteFunctions, document: RawDocument): Promise<UserError> {
	const { status, statusText, signedCount, signerCount } = simplifyDocument(document);
	const reference = text(document.Reference);
	const log = await toResult(
		read(context, '/Document/Log/{DocumentReference}', { path: { DocumentReference: reference } }),
	);
	const steps = 'value' in log ? log.value : [];
	const sent = steps.find(isSentStep) ?? steps.at(-1);
	const { action = '', date } = sent ? simplifyLogEntry(sent) : {};
	const since = sent ? ` Its log says “${text(action)}”${date ? ` on ${text(date)}` : ''}.` : '';
	return refusal(
		`The document “${text(document.Name) || reference}” ${ALREADY_SENT}`,
		`Its status is ${text(statusText) || String(status)}; ${String(signedCount)} of ${String(signerCount)} have signed.${since} To send it once more, turn on 'Send Again' in Options, run the workflow with only this item, and turn the option off again.`,
	);
}

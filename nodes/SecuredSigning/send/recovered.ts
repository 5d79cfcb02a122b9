import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { BYPASS_CACHE, FROM_CACHE, saysNothingDone, type RawDocument } from '../api';
import type { Result } from '../shared/toResult';
import { text } from '../shared/values';
import { find, isProvedUnsent, patiently, type Found } from './find';
import type { Sent } from './sent';

/** How long to wait before the result of a look-up is accepted. */
type Patience = 'none' | 'some' | 'much';

/**
 * The documents of a send that were sent, marked `recovered`; undefined if nothing was sent.
 *
 * @throws UserError when it was only partly sent, or when other documents have its client reference
 * @throws NodeApiError when the service could not be asked
 */
export async function recovered(
	context: IExecuteFunctions,
	sent: Sent,
	patience: Patience,
): Promise<RawDocument[] | undefined> {
	// A cache may still have answers from before the send, and those of the first looks from before its end.
	const look = async (isLast: boolean) => await find(context, sent, { DocumentLog: !isLast });
	const { out, inBox, unclear, isOld } =
		patience === 'none'
			? await find(context, { ...sent, begunAt: undefined })
			: await patiently(context, look, isWhole(sent), patience === 'much');
	// Before a first send, and after a certain refusal, no proof is needed that nothing was sent.
	const isProved = (document: RawDocument) =>
		!isOld && (patience === 'none' || isProvedUnsent(document));
	const unproved = inBox.filter((document) => !isProved(document));
	const open = [...unclear, ...unproved];
	if (open.length > 0) throw unclearWhether(open);
	if (out.length === 0) return undefined;
	if (sent.isRepeat) {
		throw new UserError(UNCONFIRMED, {
			description: `The document had already been sent before, so its folder and its status do not show whether it was sent once more: ${named(out)}. Look for a second invitation in its log in Secured Signing, or ask a signer. If there is one, do not run this item again. If there is none after a few minutes, run the workflow as a new execution with only this item, and with 'Send Again' on.`,
		});
	}
	if (!sent.documents && sent.isShared) {
		throw new UserError(UNCONFIRMED, {
			description: `Documents with the same client reference were sent: ${named(out)}. Look at them in Secured Signing. If one of them is for this item, do not run the item again. If none is, run the workflow as a new execution with only this item. If 'Send Once per Reference' is on, give the item another client reference first.`,
		});
	}
	if (inBox.length > 0) {
		throw new UserError('Only some of the documents were sent for signing', {
			description: `Sent: ${named(out)}. Not sent, and in the InBox: ${named(inBox)}. To send the others, set 'Documents' to 'Uploaded Documents', enter their references, turn off 'Send Once per Reference', and remove 'Approved Seal'. Run the workflow as a new execution with only this item, and set the node back.`,
		});
	}
	if (sent.count !== undefined && out.length < sent.count) throw foundInPart(out, sent.count);
	return marked(out);
}

/** What to do if some documents of an item were sent, and others are not found. */
export const SEND_THE_REST =
	"Look in Secured Signing, and again after a few minutes. Send only those that are still in the InBox, or nowhere, in a new execution without 'Send Once per Reference' and 'Approved Seal': for those in the InBox, set 'Documents' to 'Uploaded Documents' and enter their references; for the rest, use an item with only these files or forms. This item as a whole would send all of its documents again.";

/** One request makes all of its documents, so missing ones are probably only not listed yet. */
export const foundInPart = (out: RawDocument[], count: number): UserError =>
	new UserError(`Only ${out.length} of ${count} documents of this send were found`, {
		description: `Sent: ${named(out)}. The others may have been sent anyway: the lists of Secured Signing may lag behind. ${SEND_THE_REST}`,
	});

/** The result of a look-up, for n8n's log. */
export const becameOf = (search: Result<RawDocument[] | undefined>): string => {
	if ('error' in search) return 'it cannot be told whether it was sent';
	return search.value ? `it was sent (documents: ${search.value.length})` : 'it was not found';
};

/**
 * Whether an error is the result of a look-up. The error of a request that could not be made, such as for an
 * invalid reference, is not.
 */
export const isFinding = (error: Error & { description?: unknown }): boolean =>
	error instanceof UserError && !saysNothingDone(error.description);

/** The message if the result is not known. */
export const UNCONFIRMED = 'Could not confirm whether this was sent';

/**
 * The error of a send that was looked up and not found, but may have been sent.
 *
 * With 'Send Once per Reference', each execution would have the same doubt.
 *
 * @param why it had to be looked up
 */
export const unconfirmed = (why: string): UserError =>
	new UserError(UNCONFIRMED, {
		description: `${why}. It was looked up and not found among what is sent, but the lists of Secured Signing may lag behind. Look in Secured Signing, and again after a few minutes. If it is still only in the InBox, or nowhere, run the workflow again as a new execution with only this item. If 'Send Once per Reference' is on, turn it off for this, and on again afterwards. A retry only looks, and sends nothing.`,
	});

/**
 * Whether a look-up can prove that nothing was sent. For stored documents it can: their status is still "not
 * started". Documents that a send creates are looked for in lists, and no source says that these are complete
 * and up to date (docs/api/API.md sections 9 and 11).
 */
export const canBeProved = ({ documents, isNamed }: Sent): boolean =>
	documents !== undefined && !isNamed;

/** The error for documents that may belong to a send, or may have been sent. */
export function unclearWhether(documents: RawDocument[]): UserError {
	return new UserError(UNCONFIRMED, {
		description: `These documents may be with their signers: ${documents.map(described).join(', ')}. Look at them in Secured Signing before you run this item again.`,
	});
}

/** The error for an answer from a cache before a send: it may hide that the send was already made. */
export const cachedAnswerError = (): UserError =>
	new UserError(UNCONFIRMED, {
		description: `${FROM_CACHE} what was sent before. Nothing was sent this time. ${BYPASS_CACHE} Then retry the execution in n8n's list of executions, or run this item again with 'Send Once per Reference' on: both look first.`,
	});

/**
 * The error for fewer documents than expected: a file was added to the order later, or a document was deleted
 * since.
 */
export const sentInPart = (
	found: RawDocument[],
	count: number,
	clientReference: string,
): UserError =>
	new UserError(
		`Only ${found.length} of ${count} documents were sent with the client reference "${clientReference}"`,
		{
			description: `Sent before: ${byName(found)}. The others may have been sent as well: the lists of Secured Signing may lag behind. Nothing was sent this time, and 'Send Once per Reference' sends nothing more under this reference. ${SEND_THE_REST}`,
		},
	);

const described = ({ Reference, Status }: RawDocument): string =>
	`${text(Reference)} (${text(Status) || 'without a status'})`;

/** Marks documents as sent before. */
export const marked = (documents: RawDocument[]): RawDocument[] =>
	documents.map((document) => ({ ...document, recovered: true }));

const isWhole =
	({ count = 1 }: Sent) =>
	({ out, inBox }: Found) =>
		out.length >= count && inBox.length === 0;

const named = (documents: RawDocument[]): string =>
	documents.map(({ Reference }) => text(Reference)).join(', ');

/** Documents as a person finds them: “Lease.pdf” (its reference), … */
export const byName = (documents: RawDocument[]): string =>
	documents.map(({ Name, Reference }) => `“${text(Name)}” (${text(Reference)})`).join(', ');

import type { IExecuteFunctions } from 'n8n-workflow';

import { accountOf, type RawDocument } from '../api';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';
import { isSameReference } from './clientReference';
import { findByClientReference } from './find';
import { sendOf } from './remembered';
import { withWarning } from './warning';

/**
 * The documents of a send that is made once per client reference. If the service does not show that
 * reference, neither in the answer nor in its lists, they get a `warning`, which n8n also shows as a hint:
 * then only the memory of this process (remembered.ts) prevents a later execution from sending again. No
 * source says how long a reference may be, or that every answer repeats it (docs/api/API.md sections 3 and
 * 6).
 */
export async function withReferenceKept(
	context: IExecuteFunctions,
	itemIndex: number,
	documents: RawDocument[],
): Promise<RawDocument[]> {
	const options = context.getNodeParameter('options', itemIndex, {});
	const sent = text(options.clientReference);
	const isKept = ({ ClientReference }: RawDocument) => isSameReference(ClientReference, sent);
	if (options.oncePerClientReference !== true || documents.every(isKept)) return documents;
	const look = await toResult(findByClientReference(context, sent));
	const listed =
		'value' in look ? [...look.value.out, ...look.value.inBox, ...look.value.unclear] : [];
	const isFound = ({ Reference }: RawDocument) =>
		listed.some((document) => text(document.Reference) === text(Reference));
	return documents.map((document) => {
		if (isKept(document) || isFound(document)) return document;
		const warning = `Secured Signing ${
			text(document.ClientReference) === ''
				? 'does not show the client reference'
				: `shows the client reference "${text(document.ClientReference)}" instead of`
		} "${sent}" for document ${text(document.Reference)}. 'Send Once per Reference' recognizes it only until n8n is restarted, and only in this n8n process: after that, a later execution would send it again.`;
		return withWarning(context, [document], warning)[0];
	});
}

/**
 * Adds a warning to the documents of such a send if the look-up before it found a document of this process
 * that is listed without its client reference: then lists will not show it for these either.
 *
 * @param unlabelled what that look-up found without any client reference
 */
export async function withListsJudged(
	context: IExecuteFunctions,
	unlabelled: RawDocument[],
	documents: RawDocument[],
): Promise<RawDocument[]> {
	const account = await accountOf(context);
	const hidden = unlabelled.find(({ Reference }) => {
		const sent = sendOf(account, text(Reference));
		// A document that this process did not upload may never have had one.
		return sent !== undefined && (sent.uploads?.includes(text(Reference)) ?? true);
	});
	if (!hidden) return documents;
	return withWarning(
		context,
		documents,
		`Secured Signing lists document ${text(hidden.Reference)}, which this n8n sent, without its client reference. 'Send Once per Reference' may recognize what is sent now only until n8n is restarted, and only in this n8n process: after that, a later execution could send it again.`,
	);
}

import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { currentDocument, type Wants } from '../SecuredSigning/finished';
import { sentDocuments } from '../SecuredSigning/outputs/sentDocuments';
import { settled } from '../SecuredSigning/settled';
import { isNotFound, path, read } from '../SecuredSigning/transport';
import type { Gone } from './events';
import type { References } from './references';

/** What the service says of the things that a call names. */
interface Found {
	documents: IDataObject[];
	/** What was named clearly and is not there any more. */
	gone: Gone[];
}

/**
 * Reads what a call is about: the documents that it names; where it names none, the packages with
 * their documents; at last whatever an unclear name leads to.
 *
 * @throws NodeApiError when the service gives no answer, or refuses for another reason than that a
 * document is not there
 * Source: docs/api/API.md sections 5.2 and 5.3
 */
export async function lookUp(
	context: IWebhookFunctions,
	{ documents, packages, unclear }: References,
	wants: Wants,
): Promise<Found> {
	const found: Found = { documents: [], gone: [] };
	for (const reference of documents) {
		const document = await documentOf(context, reference, wants);
		if (document) found.documents.push(document);
		else found.gone.push({ documentReference: reference });
	}
	for (const reference of documents.length === 0 ? packages : []) {
		const held = await documentsOf(context, reference, wants);
		if (held) found.documents.push(...held);
		else found.gone.push({ packageReference: reference });
	}
	const isNamed = documents.length + packages.length > 0;
	for (const reference of isNamed ? [] : unclear) {
		const document = await documentOf(context, reference, wants);
		found.documents.push(
			...(document ? [document] : ((await documentsOf(context, reference, wants)) ?? [])),
		);
	}
	// A wrong address in the credential answers 404 to everything: no document is called deleted
	// unless the service is seen to be there.
	if (found.gone.length > 0) await read(context, '/Account/Info');
	return found;
}

async function documentOf(
	context: IWebhookFunctions,
	reference: string,
	wants: Wants,
): Promise<IDataObject | undefined> {
	const document = await unlessGone(currentDocument(context, reference, wants));
	return document && { ...document, Reference: reference };
}

async function documentsOf(
	context: IWebhookFunctions,
	reference: string,
	wants: Wants,
): Promise<IDataObject[] | undefined> {
	const answer = await unlessGone(
		read<IDataObject>(context, path`/Package/Status/${reference}`, {
			query: wants('log') ? { DocumentLog: true } : {},
		}),
	);
	return answer && sentDocuments({ PackageReference: reference, ...answer });
}

/** The answer; nothing where the service says that there is no such thing. */
async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
	const outcome = await settled(answer);
	if ('value' in outcome) return outcome.value;
	if (isNotFound(outcome.error)) return undefined;
	throw outcome.error;
}

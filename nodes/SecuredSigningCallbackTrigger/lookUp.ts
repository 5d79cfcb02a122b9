import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { currentDocument, type Wants } from '../SecuredSigning/finished';
import { confirming } from '../SecuredSigning/gone';
import { sentDocuments } from '../SecuredSigning/outputs/sentDocuments';
import { settled } from '../SecuredSigning/settled';
import { isNotFound, path, read } from '../SecuredSigning/transport';
import type { Gone, Lost } from './events';
import type { References } from './references';
import { note, sightOf, type Memory } from './seen';

/** What the service says of the things that a call names. */
interface Found {
	documents: IDataObject[];
	/** What was seen before and is confirmed to be not there any more. */
	gone: Lost[];
	/** Whether something that was seen before is not there now, and that is not confirmed yet. */
	isUnconfirmed: boolean;
}

/**
 * Reads what a call is about: the documents that it names; where it names none, the packages with
 * their documents; at last whatever an unclear name leads to. What was never seen to exist is passed
 * over, whoever names it.
 *
 * @throws NodeApiError when the service gives no answer, or refuses for another reason than that a
 * document is not there
 * Source: docs/api/API.md sections 5.2, 5.3 and 12.11
 */
export async function lookUp(
	context: IWebhookFunctions,
	{ documents, packages, unclear }: References,
	wants: Wants,
	memory: Memory,
): Promise<Found> {
	const found: Found = { documents: [], gone: [], isUnconfirmed: false };
	const confirm = confirming(context, memory.sightings);
	const lose = async (gone: Gone, evidence?: string) => {
		const [reference] = Object.values(gone);
		const sight = sightOf(memory, reference);
		if (sight === undefined) return;
		if (await confirm(reference, evidence)) {
			found.gone.push({ ...gone, sight, missedAt: memory.sightings[reference] });
		} else found.isUnconfirmed = true;
	};
	for (const reference of documents) {
		const document = await documentOf(context, reference, wants);
		if (document) found.documents.push(document);
		else await lose({ documentReference: reference });
	}
	for (const reference of documents.length === 0 ? packages : []) {
		const held = await documentsOf(context, reference, wants);
		if (held) found.documents.push(...held);
		else await lose({ packageReference: reference }, path`/Package/Status/${reference}`);
	}
	const isNamed = documents.length + packages.length > 0;
	for (const reference of isNamed ? [] : unclear) {
		const document = await documentOf(context, reference, wants);
		found.documents.push(
			...(document ? [document] : ((await documentsOf(context, reference, wants)) ?? [])),
		);
	}
	note(memory, found.documents);
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

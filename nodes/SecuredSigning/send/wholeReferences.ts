import type { IExecuteFunctions } from 'n8n-workflow';

import { accountOf, read, type RawDocument } from '../api';
import { mapConcurrently } from '../shared/mapConcurrently';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';
import { canonicalReference, isIdempotencyKey } from './clientReference';
import { beginningOf, mayBeCutIn, referenceKey } from './cutReferences';
import { Latest, nameOfDocument } from './remembered';

interface Labelled {
	documents: RawDocument[];
	/** Those of them that may have the client reference, and whose status did not tell. */
	unread: RawDocument[];
}

/** The client references of documents from their statuses, each read once. */
const known = new Latest<string>();

/**
 * The documents, each with its complete client reference: a list or an answer may show it cut or escaped,
 * while the document's status shows it as it was sent. No source says how long one may be (docs/api/API.md
 * section 3).
 *
 * @param sent the client reference that they may have; only documents that may have it are looked up
 */
export async function withWholeReferences(
	context: IExecuteFunctions,
	documents: RawDocument[],
	sent: string,
): Promise<Labelled> {
	const account = await accountOf(context);
	const mayBeSent = mayBePartOf(sent);
	const untold: RawDocument[] = [];
	const whole = async (document: RawDocument): Promise<RawDocument> => {
		const reference = text(document.Reference);
		if (reference === '' || !mayBeSent(document.ClientReference)) return document;
		const name = nameOfDocument(account, reference);
		const ClientReference = known.recall(name) ?? (await shownByStatus(context, reference));
		if (ClientReference === '') {
			untold.push(document);
			return document;
		}
		known.remember(name, ClientReference);
		return { ...document, ClientReference };
	};
	const labelled = await mapConcurrently(documents, whole);
	return { documents: labelled, unread: cutIn(documents, untold) };
}

/** The same for a comparison with the reference of a send: a generated one is recognised even if it was cut (others.ts). */
export const withReferencesToCompare = async (
	context: IExecuteFunctions,
	documents: RawDocument[],
	sent: string,
): Promise<RawDocument[]> =>
	isIdempotencyKey(sent)
		? documents
		: (await withWholeReferences(context, documents, sent)).documents;

/** Those of some documents of a list whose client reference it may have cut. */
function cutIn(documents: RawDocument[], some: RawDocument[]): RawDocument[] {
	// Lists are long, and mostly there is nothing to tell.
	if (some.length === 0) return some;
	const shown = ({ ClientReference }: RawDocument) => text(ClientReference);
	const mayBeCut = mayBeCutIn(documents.map(shown));
	return some.filter((document) => mayBeCut(shown(document)));
}

/** '' if it cannot be told. */
async function shownByStatus(context: IExecuteFunctions, reference: string): Promise<string> {
	const look = await toResult(
		read(context, '/Document/Status/{DocumentReference}', {
			path: { DocumentReference: reference },
		}),
	);
	return 'value' in look ? text(look.value.ClientReference) : '';
}

/** Whether a shown client reference may be a cut or escaped form of the one that was sent. */
function mayBePartOf(sent: string): (shown: unknown) => boolean {
	const [all, key] = [canonicalReference(sent), referenceKey(sent)];
	return (shown) => {
		const part = canonicalReference(shown);
		return part !== '' && part !== all && key.startsWith(beginningOf(referenceKey(shown)));
	};
}

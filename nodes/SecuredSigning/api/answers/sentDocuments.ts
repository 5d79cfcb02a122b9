import { isRecord, objectsIn, text } from '../../shared/values';
import type { RawDocument } from '../types';
import { withSigningKeys } from './signingKeys';

/** Properties that belong to one document, never to all documents of the send. */
const OWN = ['Reference', 'Name', 'Status', 'Signers', 'Documents'];

/**
 * The documents of an answer to a send. The sources disagree on which route answers with a document, a list
 * or a package, and on whether a package wraps each document once more (docs/api/API.md sections 5.5, 6 and
 * 10), so all of these are accepted. The package's own properties are copied to each document, and signing
 * keys that are listed beside the documents to their signers.
 */
export function sentDocuments(answer: unknown): RawDocument[] {
	if (Array.isArray(answer)) {
		return objectsIn(answer).flatMap((entry) =>
			Array.isArray(entry.Documents) ? sentDocuments(entry) : [entry],
		);
	}
	const own = isRecord(answer) ? answer : {};
	const listed = objectsIn(own.Documents);
	// A bare object with a reference is a document (section 10.11).
	if (listed.length === 0) return text(own.Reference) === '' ? [] : [own];
	const shared = Object.fromEntries(Object.entries(own).filter(([name]) => !OWN.includes(name)));
	const documents = sentDocuments(listed).map((document) => ({ ...shared, ...document }));
	return withSigningKeys(documents, objectsIn(own.Signers));
}

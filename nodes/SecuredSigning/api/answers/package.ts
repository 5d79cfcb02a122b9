import type { IDataObject } from 'n8n-workflow';

import { omitEmpty, objectsIn, text } from '../../shared/values';
import type { Raw, RawDocument } from '../types';
import { simplifyDocument } from './document';
import { documentStatus, type DocumentStatus } from './documentStatus';
import { sentDocuments } from './sentDocuments';
import { hasSigned } from './signerStatus';

/**
 * The values of a package that workflows need, and its documents. One person often signs several documents of
 * a package: `signerCount` counts people, `signedCount` those who have signed all of their documents.
 *
 * @param timezone as in `simplifyDocument`
 * @param readAgain marks each document as one that was just read
 */
export function simplifyPackage(
	answer: Raw<'PackageResponse'>,
	timezone?: string,
	readAgain = (document: RawDocument) => document,
): IDataObject {
	const documents = sentDocuments({ Documents: answer.Documents }).map(readAgain);
	const people = signedByPerson(documents);
	return {
		...omitEmpty({ name: answer.PackageName }),
		status: packageStatus(answer, documents),
		...omitEmpty({ statusText: answer.PackageStatus }),
		signedCount: people.filter(Boolean).length,
		signerCount: people.length,
		completedCount: documents.filter((document) => documentStatus(document) === 'completed').length,
		documentCount: documents.length,
		documents: documents.map((document) => simplifyDocument(document, timezone)),
		...omitEmpty({ queueReference: answer.QueueReference }),
		packageReference: answer.PackageReference,
	};
}

/**
 * The package's own status if it is a known word (docs/api/API.md section 6 does not list them), else the
 * status of its documents. It is completed only if all documents are.
 */
function packageStatus(
	{ PackageStatus }: Raw<'PackageResponse'>,
	documents: RawDocument[],
): DocumentStatus {
	const told = documentStatus({ Status: PackageStatus });
	const isEnough = told !== 'unknown' && told !== 'completed';
	return isEnough || documents.length === 0 ? told : statusOfAll(documents);
}

/** What all documents of a package say together. */
export function statusOfAll(documents: RawDocument[]): DocumentStatus {
	const all = documents.map(documentStatus);
	const ended = all.find((status) => ['declined', 'expired', 'rejected'].includes(status));
	if (ended !== undefined) return ended;
	if (all.includes('unknown')) return 'unknown';
	return all.every((status) => status === all[0]) ? all[0] : 'inProgress';
}

/** For each person, whether nothing is left to sign. */
function signedByPerson(documents: RawDocument[]): boolean[] {
	const people = new Map<string, boolean>();
	for (const signer of documents.flatMap(({ Signers }) => objectsIn(Signers))) {
		// Somebody who signs face to face may have no email.
		const person = (
			text(signer.Email) || `${text(signer.FirstName)} ${text(signer.LastName)}`
		).toLowerCase();
		people.set(person, (people.get(person) ?? true) && hasSigned(signer));
	}
	return [...people.values()];
}

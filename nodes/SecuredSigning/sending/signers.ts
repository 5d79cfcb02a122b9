import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { emailOf, nameOf } from '../outputs/people';
import { withSigningKeys } from '../outputs/signingKeys';
import { settled } from '../settled';
import { records, text } from '../values';
import { documentsOf } from './findings';

/**
 * The same documents, each with its signers: where an answer names none, or fewer than were given, the
 * documents are read again. A service that names nobody even then says nothing of who is missing.
 *
 * @param signers whom it was sent to; none where the documents themselves name them
 * @throws UserError when somebody is missing: that it was sent, its references, and who is missing
 * Source: docs/api/API.md section 6 (Document.Signers) and section 12.1
 */
export async function withAllSigners(
	context: IExecuteFunctions,
	documents: IDataObject[],
	signers: IDataObject[],
): Promise<IDataObject[]> {
	if (documents.every(namesSomebody) && missingFrom(documents, signers).length === 0) {
		return documents;
	}
	const references = documents.map(({ Reference }) => text(Reference));
	const outcome = await settled(documentsOf(context, references));
	const current =
		'value' in outcome
			? documents.map((document, index) => withSignersOf(document, outcome.value[index]))
			: documents;
	const missing = current.some(namesSomebody) ? missingFrom(current, signers) : [];
	if (missing.length === 0) return current;
	throw new UserError(`This was sent, but not to ${missing.map(whoIs).join(' and ')}`, {
		description: `Secured Signing does not name them as signers of ${references.join(', ')}. Open it in Secured Signing and check who signs it. Do not run this item again before: it would be sent a second time.`,
	});
}

const namesSomebody = ({ Signers }: IDataObject) => records(Signers).length > 0;

/** Keys come with the answer to the send alone. */
function withSignersOf(document: IDataObject, { Signers }: IDataObject): IDataObject {
	if (records(Signers).length === 0) return document;
	return withSigningKeys([{ ...document, Signers }], records(document.Signers))[0];
}

/** Those whom no document names: each signer that is named stands for one of them. */
function missingFrom(documents: IDataObject[], signers: IDataObject[]): IDataObject[] {
	const found = new Set<IDataObject>();
	for (const { Signers } of documents) {
		const left = records(Signers);
		for (const signer of signers) {
			const own = left.findIndex((other) => isSameSigner(signer, other));
			if (own < 0) continue;
			left.splice(own, 1);
			found.add(signer);
		}
	}
	return signers.filter((signer) => !found.has(signer));
}

/** By email; by name where the answer has no email, or hides a part of it. */
export function isSameSigner(one: IDataObject, other: IDataObject): boolean {
	if (emailOf(one) === emailOf(other)) return true;
	const isReadable = /^[^*\s]+@[^*\s]+$/.test(emailOf(other));
	return !isReadable && nameOf(one) !== '' && nameOf(one) === nameOf(other);
}

const whoIs = (signer: IDataObject): string =>
	`${[signer.FirstName, signer.LastName].map(text).join(' ')} (${text(signer.Email)})`;

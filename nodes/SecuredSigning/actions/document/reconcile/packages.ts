import { isIdempotencyKey } from '../../../send/clientReference';
import { referenceKey } from '../../../send/cutReferences';
import { text } from '../../../shared/values';
import type { Listed, Listing } from './listing';

/** The other listed documents of the packages that some documents belong to. */
interface Mates {
	/** Sent with them and without another client reference: part of the same send. */
	own: Listed[];
	/** With a client reference of their own: a row for one of them would contain that reference. */
	apart: Listed[];
}

export function matesOf({ byPackage, byClientReference }: Listing, documents: Listed[]): Mates {
	const packages = new Set(documents.map(({ document }) => text(document.PackageReference)));
	const sends = new Set(documents.map(sendKeyOf).filter(Boolean));
	const known = new Set(documents.map(({ document }) => text(document.Reference)));
	const keys = new Set(documents.map(keyOf));
	const mates: Mates = { own: [], apart: [] };
	const listed = [...packages].flatMap((name) => byPackage.get(name) ?? []);
	// A list may leave out the package: only the documents of one send have the same generated client reference.
	const sent = [...sends].flatMap((name) => byClientReference.get(name) ?? []);
	for (const one of new Set([...listed, ...sent])) {
		const reference = text(one.document.Reference);
		if (documents.includes(one) || (reference !== '' && known.has(reference))) continue;
		const key = keyOf(one);
		mates[key === '' || keys.has(key) ? 'own' : 'apart'].push(one);
	}
	return mates;
}

/** Others with the same client reference as documents whose package the list does not name. */
export function sameReferenceAs({ byClientReference }: Listing, documents: Listed[]): Listed[] {
	const known = new Set(documents.map(({ document }) => text(document.Reference)));
	return documents
		.filter(({ document }) => text(document.PackageReference) === '')
		.map(({ document }) => referenceKey(document.ClientReference))
		.flatMap((key) => (key === '' ? [] : (byClientReference.get(key) ?? [])))
		.filter(({ document }) => !known.has(text(document.Reference)));
}

/** As much of a generated client reference tells the item and the execution, even if a list cuts the rest. */
const TELLING_LENGTH = 16;

/** The client reference that a send generated for all of its documents; '' if the user chose it. */
function sendKeyOf({ document }: Listed): string {
	const key = referenceKey(document.ClientReference);
	return isIdempotencyKey(key) && key.length >= TELLING_LENGTH ? key : '';
}

/**
 * The client reference that the user chose; empty for one that a send generated, because it does not
 * distinguish documents.
 */
function keyOf({ document }: Listed): string {
	const key = referenceKey(document.ClientReference);
	return isIdempotencyKey(key) ? '' : key;
}

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

export function matesOf({ byPackage }: Listing, documents: Listed[]): Mates {
	const packages = new Set(documents.map(({ document }) => text(document.PackageReference)));
	const known = new Set(documents.map(({ document }) => text(document.Reference)));
	const keys = new Set(documents.map(keyOf));
	const mates: Mates = { own: [], apart: [] };
	for (const name of packages) {
		for (const one of byPackage.get(name) ?? []) {
			const reference = text(one.document.Reference);
			if (documents.includes(one) || (reference !== '' && known.has(reference))) continue;
			const key = keyOf(one);
			mates[key === '' || keys.has(key) ? 'own' : 'apart'].push(one);
		}
	}
	return mates;
}

/**
 * The client reference that the user chose; empty for one that a send generated, because it does not
 * distinguish documents.
 */
function keyOf({ document }: Listed): string {
	const key = referenceKey(document.ClientReference);
	return isIdempotencyKey(key) ? '' : key;
}

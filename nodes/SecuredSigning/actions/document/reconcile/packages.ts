import { isIdempotencyKey } from '../../../send/clientReference';
import { text } from '../../../shared/values';
import { referenceKey, type Listed, type Listing } from './listing';

/** What else is listed of the packages that some documents belong to. */
export interface Mates {
	/** What was sent with them and has no other client reference: the same send. */
	own: Listed[];
	/** What the builder gave a client reference of its own: a row that means it would name that one. */
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

/** The builder's own client reference; one that a send made itself tells no document from the others. */
function keyOf({ document }: Listed): string {
	const key = referenceKey(document.ClientReference);
	return isIdempotencyKey(key) ? '' : key;
}

import type { IDataObject } from 'n8n-workflow';

import { isRecord, objectsIn, omitEmpty, text } from '../../shared/values';
import type { RawDocument } from '../types';
import { orderOf } from './dates';
import { earlierOf, type Earlier } from './looks';
import { namesUnsigned } from './signerStatus';

/** What an item says of one document: the item itself, or one of those in it. */
export function documentIn(item: IDataObject, reference: string): IDataObject | undefined {
	const all = [item, ...objectsIn(item.documents)];
	return all.find((own) => [own.documentReference, own.Reference].map(text).includes(reference));
}

/** The doubt about a document that was read just now, for the item: a later look may be in another process. */
export function doubtOf(document: RawDocument): IDataObject {
	const since = earlierOf(document)?.doubtSince;
	return omitEmpty({ inDoubtSince: since === undefined ? since : new Date(since).toISOString() });
}

/** What an item tells of an earlier look at a document; nothing where it has none of it. */
export function earlierIn(item: unknown, reference: string): Earlier {
	const own = isRecord(item) ? documentIn(item, reference) : undefined;
	if (own === undefined) return {};
	const doubtSince = orderOf(own.inDoubtSince, undefined);
	const shown = isRecord(own.atStart) ? own.atStart : own;
	const signedAt = orderOf(shown.lastSignedDate ?? shown.LastSignedDate, shown.GMT);
	return (
		earlierOf(own) ?? {
			doubtSince,
			signers: Math.max(signersIn(own), signersIn(shown)),
			...(isSomebodyOpenIn(shown) && { named: 1 }),
			// In doubt, it may be that of the last signer.
			...(doubtSince === undefined && { signedAt }),
		}
	);
}

/** How many signers an item names for a document, raw or simplified. */
function signersIn({ signers, Signers, signerCount }: IDataObject): number {
	const listed = Math.max(objectsIn(signers).length, objectsIn(Signers).length);
	return typeof signerCount === 'number' ? Math.max(listed, signerCount) : listed;
}

/** Whether an item names somebody who had still to sign, raw or simplified. */
function isSomebodyOpenIn(item: IDataObject): boolean {
	return objectsIn(item.signers).some(({ signed }) => signed === false) || namesUnsigned(item);
}

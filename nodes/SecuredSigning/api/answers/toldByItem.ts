import type { IDataObject } from 'n8n-workflow';

import { isRecord, objectsIn, omitEmpty, text } from '../../shared/values';
import type { RawDocument } from '../types';
import { orderOf } from './dates';
import { earlierOf, type Earlier } from './looks';
import { namesUnsigned } from './signerStatus';

/** The part of an item that is about one document: the item itself, or one of its `documents`. */
export function documentIn(item: IDataObject, reference: string): IDataObject | undefined {
	const all = [item, ...objectsIn(item.documents)];
	return all.find((own) => [own.documentReference, own.Reference].map(text).includes(reference));
}

/**
 * `inDoubtSince` for the output item, if the document is in doubt: the next look may be made by another
 * process.
 */
export function doubtOf(document: RawDocument): IDataObject {
	const since = earlierOf(document)?.doubtSince;
	return omitEmpty({ inDoubtSince: since === undefined ? since : new Date(since).toISOString() });
}

/** What an item contains of an earlier look at a document; empty if it does not contain the document. */
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
			// Of a document in doubt, it may be the signature of the last signer.
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

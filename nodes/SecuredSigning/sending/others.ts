import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { accountOf } from '../gone';
import { unreadable } from '../transport';
import { text } from '../values';
import { markOf, type Sent } from './attempt';
import { isOtherReference, isSameReference } from './identity';
import { isMark, nameOfDocument, nameOfPackage, nameOfReference, owners } from './remembered';

/** Whether a document, or a package, is another send's. */
export type IsOthers = (named: IDataObject) => boolean;

/**
 * Tells what is another send's: it has the client reference that this process gave to another one, or is the
 * result of another one already. A proxy, or a connection on which the answers have got one behind, hands out
 * such answers. A client reference that no other send has says nothing: services may cut or change it.
 *
 * @param sent the send whose answer it should be; the documents that it sends are its own
 */
export async function othersThan(
	context: IExecuteFunctions,
	{ mark, clientReference, documents = [] }: Pick<Sent, 'mark' | 'clientReference' | 'documents'>,
): Promise<IsOthers> {
	const account = await accountOf(context);
	const isOfAnother = (name: string) => (owners.recall(name) ?? mark) !== mark;
	return ({ Reference, PackageReference, ClientReference }) =>
		!documents.includes(text(Reference)) &&
		(isOfAnother(nameOfDocument(account, text(Reference))) ||
			isOfAnother(nameOfPackage(account, text(PackageReference))) ||
			isReferenceOfAnother(account, text(ClientReference), { mark, clientReference }));
}

/** Whether a client reference that is shown for a send is one that another send has. */
export function isReferenceOfAnother(
	account: string,
	shown: string,
	{ mark, clientReference }: Pick<Sent, 'mark' | 'clientReference'>,
): boolean {
	// Nobody but this node makes marks, in whichever process.
	if (isMark(shown)) return [mark, clientReference].every((own) => isOtherReference(shown, own));
	const owner = owners.recall(nameOfReference(account, shown));
	return owner !== undefined && owner !== mark && !isSameReference(shown, clientReference);
}

/** Remembers what a send brought out: no other send's answer may name it. */
export async function claim(
	context: IExecuteFunctions,
	mark: string,
	documents: IDataObject[],
): Promise<void> {
	const account = await accountOf(context);
	for (const { Reference, PackageReference } of documents) {
		if (text(Reference)) owners.remember(nameOfDocument(account, text(Reference)), mark);
		if (text(PackageReference))
			owners.remember(nameOfPackage(account, text(PackageReference)), mark);
	}
}

/**
 * What a change brought out, for one that must not be made twice.
 *
 * @throws NodeApiError, uncertain, when it is what another change brought out: the answer to that one
 */
export async function asOwnResult<T extends IDataObject>(
	context: IExecuteFunctions,
	itemIndex: number,
	result: T,
): Promise<T> {
	const mark = markOf(context, itemIndex);
	const isOthers = await othersThan(context, { mark, clientReference: mark });
	if (isOthers(result)) throw unreadable(context.getNode(), 200, 'change', 'aboutAnother');
	await claim(context, mark, [result]);
	return result;
}

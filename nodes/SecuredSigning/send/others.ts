import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { accountOf, unreadable, type RawDocument } from '../api';
import { text } from '../shared/values';
import { isIdempotencyKey, isOtherReference, isSameReference } from './clientReference';
import { idempotencyKeyOf } from './memory';
import { nameOfDocument, nameOfPackage, nameOfReference, owners } from './remembered';
import type { Sent } from './sent';
import { CHECK_IT, withAllSigners } from './signers';
import { withWholeReferences } from './wholeReferences';

/** Whether a document, or a package, is another send's. */
export type IsOthers = (named: RawDocument) => boolean;

/**
 * Tells what is another send's: it has the client reference that this process gave to another one, or is the
 * result of another one already. A proxy, or a connection on which the answers have got one behind, hands out
 * such answers. A client reference that no other send has says nothing: services may cut or change it.
 *
 * @param sent the send whose answer it should be; the documents that it sends are its own
 */
export async function othersThan(
	context: IExecuteFunctions,
	{
		idempotencyKey,
		clientReference,
		documents = [],
	}: Pick<Sent, 'idempotencyKey' | 'clientReference' | 'documents'>,
): Promise<IsOthers> {
	const account = await accountOf(context);
	const isOfAnother = (name: string) => (owners.recall(name) ?? idempotencyKey) !== idempotencyKey;
	return ({ Reference, PackageReference, ClientReference }) => {
		if (documents.includes(text(Reference))) return false;
		if (isOfAnother(nameOfDocument(account, text(Reference)))) return true;
		// A new document under this send's own reference is its own: all answers of a service may name one package.
		const isNew = text(Reference) !== '' && isSameReference(ClientReference, clientReference);
		return (
			(!isNew && isOfAnother(nameOfPackage(account, text(PackageReference)))) ||
			isReferenceOfAnother(account, text(ClientReference), { idempotencyKey, clientReference })
		);
	};
}

/** Whether a client reference that is shown for a send is one that another send has. */
function isReferenceOfAnother(
	account: string,
	shown: string,
	{ idempotencyKey, clientReference }: Pick<Sent, 'idempotencyKey' | 'clientReference'>,
): boolean {
	// Nobody but this node makes such keys, in whichever process.
	if (isIdempotencyKey(shown))
		return [idempotencyKey, clientReference].every((own) => isOtherReference(shown, own));
	const owner = owners.recall(nameOfReference(account, shown));
	return (
		owner !== undefined && owner !== idempotencyKey && !isSameReference(shown, clientReference)
	);
}

/** Remembers what a send brought out: no other send's answer may name it. */
export async function claim(
	context: IExecuteFunctions,
	idempotencyKey: string,
	documents: RawDocument[],
): Promise<void> {
	const account = await accountOf(context);
	for (const { Reference, PackageReference } of documents) {
		if (text(Reference)) owners.remember(nameOfDocument(account, text(Reference)), idempotencyKey);
		if (text(PackageReference))
			owners.remember(nameOfPackage(account, text(PackageReference)), idempotencyKey);
	}
}

/** Remembers whose a client reference is, before anything with it leaves; several sends may have the same. */
export async function claimReference(
	context: IExecuteFunctions,
	idempotencyKey: string,
	clientReference: string,
): Promise<void> {
	owners.remember(nameOfReference(await accountOf(context), clientReference), idempotencyKey);
}

/**
 * The documents of a send, each with its signers (signers.ts).
 *
 * @throws UserError when it went out with the file of another one, or to others than it names
 */
export async function asOrdered(
	context: IExecuteFunctions,
	documents: RawDocument[],
	sent: Sent,
): Promise<RawDocument[]> {
	const account = await accountOf(context);
	const uploaded = documents.filter(({ Reference }) => sent.uploads?.includes(text(Reference)));
	const others = (await withWholeReferences(context, uploaded, sent.clientReference)).filter(
		({ ClientReference }) => isReferenceOfAnother(account, text(ClientReference), sent),
	);
	if (others.length > 0) throw withOthersFiles(others);
	return await withAllSigners(context, documents, sent);
}

function withOthersFiles(documents: RawDocument[]): UserError {
	const named = documents.map(
		({ Name, Reference, ClientReference }) =>
			`“${text(Name)}” (${text(Reference)}) with the client reference ${text(ClientReference)}`,
	);
	return new UserError('This was sent, but with the file of another item', {
		description: `Secured Signing shows ${named.join(', ')}, which belongs to another file. ${CHECK_IT}`,
	});
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
	const idempotencyKey = idempotencyKeyOf(context, itemIndex);
	const isOthers = await othersThan(context, { idempotencyKey, clientReference: idempotencyKey });
	if (isOthers(result)) throw unreadable(context.getNode(), 200, 'change', 'aboutAnother');
	await claim(context, idempotencyKey, [result]);
	return result;
}

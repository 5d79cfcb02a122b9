import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { accountOf, unreadable, type RawDocument } from '../api';
import { text } from '../shared/values';
import { isIdempotencyKey, isOtherReference, isSameReference } from './clientReference';
import { idempotencyKeyOf } from './memory';
import { nameOfDocument, nameOfPackage, nameOfReference, owners } from './remembered';
import type { Sent } from './sent';
import { CHECK_IT, withAllSigners } from './signers';
import { withReferencesToCompare } from './wholeReferences';

/** Whether a document or package belongs to another send. */
type IsOthers = (named: RawDocument) => boolean;

/**
 * Returns a function that says whether a document or package belongs to another send: it has a client
 * reference that this process used for another send, or was already the result of one. Such answers can come
 * from a proxy, or from a connection whose answers are off by one. An unknown client reference proves
 * nothing: services may cut or change it.
 *
 * @param sent the send that was answered; its own documents never belong to another one
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
		// A new document with this send's own client reference belongs to it, even if the service puts all
		// answers in one package.
		const isNew = text(Reference) !== '' && isSameReference(ClientReference, clientReference);
		return (
			(!isNew && isOfAnother(nameOfPackage(account, text(PackageReference)))) ||
			isReferenceOfAnother(account, text(ClientReference), { idempotencyKey, clientReference })
		);
	};
}

/** Whether a client reference in an answer belongs to another send. */
function isReferenceOfAnother(
	account: string,
	shown: string,
	{ idempotencyKey, clientReference }: Pick<Sent, 'idempotencyKey' | 'clientReference'>,
): boolean {
	// Only this node makes such keys, in any process.
	if (isIdempotencyKey(shown))
		return [idempotencyKey, clientReference].every((own) => isOtherReference(shown, own));
	const owner = owners.recall(nameOfReference(account, shown));
	return (
		owner !== undefined && owner !== idempotencyKey && !isSameReference(shown, clientReference)
	);
}

/** Remembers the documents of a send, so that no other send's answer may contain them. */
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

/**
 * Remembers the send of a client reference, before anything is sent with it. Several sends may have the same;
 * the latest counts.
 */
export async function claimReference(
	context: IExecuteFunctions,
	idempotencyKey: string,
	clientReference: string,
): Promise<void> {
	owners.remember(nameOfReference(await accountOf(context), clientReference), idempotencyKey);
}

/**
 * The documents of a send, each with its signers (signers.ts), checked against the order.
 *
 * @throws UserError when it was sent with the file of another send, or to other people
 */
export async function asOrdered(
	context: IExecuteFunctions,
	documents: RawDocument[],
	sent: Sent,
): Promise<RawDocument[]> {
	const account = await accountOf(context);
	const uploaded = documents.filter(({ Reference }) => sent.uploads?.includes(text(Reference)));
	const whole = await withReferencesToCompare(context, uploaded, sent.clientReference);
	const others = whole.filter(({ ClientReference }) =>
		isReferenceOfAnother(account, text(ClientReference), sent),
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
 * Checks and remembers the result of a change that must not be repeated; returns the result.
 *
 * @throws NodeApiError, uncertain, when it is the result of another change
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

import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import {
	certain,
	isRefusal,
	isSlow,
	isUncertain,
	unreadable,
	upload,
	type InputFile,
} from '../api';
import { toResult } from '../shared/toResult';
import { text } from '../shared/values';
import type { Attempt } from './attempt';
import { documentsOf, findByClientReference, patiently } from './find';
import { isOtherReference, type ClientReference } from './clientReference';
import { claim, claimReference, othersThan } from './others';
import type { Upload } from './sent';
import { besideOthers } from './uploadsAtOnce';

/**
 * Uploads the files of a send, in order, and returns their references. Files that an earlier attempt uploaded
 * are not uploaded again; an upload whose answer was lost is looked up.
 *
 * @throws the error of a file that could not be uploaded; nothing was sent for signing then
 */
export async function uploadOnce(
	context: IExecuteFunctions,
	files: InputFile[],
	attempt: Attempt,
	sentAs: ClientReference,
): Promise<string[]> {
	const taken: string[] = [];
	for (const file of files) {
		const { clientReference } = sentAs;
		// Only with the same client reference: otherwise it could not be found by the reference of this send.
		const earlier = attempt.uploads.find(
			(begun) =>
				begun.file === file.id &&
				begun.clientReference === clientReference &&
				!taken.includes(begun.reference ?? ''),
		);
		const begun: Upload = earlier ?? { file: file.id, clientReference };
		if (!earlier) attempt.uploads.push(begun);
		const findLeft = async () => await leftBehind(context, file, attempt, sentAs);
		begun.reference ??= earlier && (await findLeft());
		begun.reference ??= await uploadOne(context, file, attempt, sentAs, findLeft);
		taken.push(begun.reference);
	}
	return taken;
}

async function uploadOne(
	context: IExecuteFunctions,
	file: InputFile,
	attempt: Attempt,
	{ clientReference, isGenerated }: ClientReference,
	findLeft: () => Promise<string | undefined>,
): Promise<string> {
	await claimReference(context, attempt.idempotencyKey, clientReference);
	const { outcome, others } = await besideOthers(
		file.fileName,
		async () =>
			await upload(context, '/Document/Uploader', file, { ClientReference: clientReference }),
	);
	const answer: IDataObject = 'value' in outcome ? outcome.value : {};
	const reference = text(answer.Reference);
	if (reference !== '' && (await isOwn(context, answer, file, attempt, clientReference, others))) {
		await claim(context, attempt.idempotencyKey, [answer]);
		return reference;
	}
	const fault = reference === '' ? 'unreadable' : 'aboutAnother';
	const error =
		'error' in outcome ? outcome.error : unreadable(context.getNode(), 200, 'change', fault);
	if (!isUncertain(error) || context.getExecutionCancelSignal()?.aborted) throw error;
	const isEnough = (reference?: string) => reference !== undefined || !isGenerated;
	const left = await patiently(context, findLeft, isEnough, isSlow(error)).catch(() => undefined);
	if (left !== undefined) return left;
	if (isRefusal(error)) throw certain(error, 'Nothing was sent for signing.');
	throw new UserError(`The upload of “${file.fileName}” was interrupted`, {
		description: `${error.message}. Nothing was sent for signing. The file may be in the InBox, where nobody is asked to sign it. Run this item again.${certain(error, '').description ?? ''}`,
	});
}

/**
 * Whether an answer is about this file: with the reference of another file, people would get the wrong
 * document. A reference alone does not show it (docs/api/API.md section 10.11), so the document is read if
 * the answer could be another's.
 *
 * @param others the names of the files whose answers it could be
 */
async function isOwn(
	context: IExecuteFunctions,
	answer: IDataObject,
	{ fileName }: InputFile,
	attempt: Attempt,
	clientReference: string,
	others: Set<string>,
): Promise<boolean> {
	const reference = text(answer.Reference);
	const isOthers = await othersThan(context, {
		idempotencyKey: attempt.idempotencyKey,
		clientReference,
	});
	if (attempt.hasUploaded(reference) || isOthers(answer)) return false;
	const isBare = text(answer.ClientReference) === '';
	const look = await toResult(
		isBare && others.size > 0 ? documentsOf(context, [reference]) : Promise.resolve([answer]),
	);
	if ('error' in look) {
		if (context.getExecutionCancelSignal()?.aborted) throw look.error;
		return false;
	}
	const [shown] = look.value;
	const isOthersName = text(shown.Name) !== fileName && others.has(text(shown.Name));
	return (
		!isOthersName && !isOthers(shown) && !isOtherReference(shown.ClientReference, clientReference)
	);
}

/**
 * The reference of an upload that arrived although its answer was lost; undefined if it is not found. Only
 * with a generated client reference is it certain to be this file: under the user's own, it may be an older
 * version.
 */
async function leftBehind(
	context: IExecuteFunctions,
	{ fileName }: InputFile,
	{ uploads }: Attempt,
	{ clientReference, isGenerated }: ClientReference,
): Promise<string | undefined> {
	const isOnlyOne = uploads.filter(({ reference }) => reference === undefined).length === 1;
	if (!isGenerated || !isOnlyOne) return undefined;
	const { inBox } = await findByClientReference(context, clientReference);
	const known = uploads.map(({ reference }) => reference);
	return inBox
		.filter(({ Name }) => Name === fileName)
		.map(({ Reference }) => text(Reference))
		.find((reference) => !known.includes(reference));
}

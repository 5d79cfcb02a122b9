import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { settled } from '../settled';
import {
	certain,
	isRefusal,
	isSlow,
	isUncertain,
	unreadable,
	upload,
	type InputFile,
} from '../transport';
import { text } from '../values';
import type { Attempt, Upload } from './attempt';
import { findByClientReference, patiently } from './findings';
import { isOtherReference, type Identity } from './identity';

/**
 * Uploads the files of a send, in order, and returns their references. What an earlier attempt at the
 * same send uploaded is not uploaded again; an upload whose answer was lost is looked for.
 *
 * @throws when a file was not uploaded: nothing was sent for signing then
 */
export async function uploadOnce(
	context: IExecuteFunctions,
	files: InputFile[],
	attempt: Attempt,
	identity: Identity,
): Promise<string[]> {
	const taken: string[] = [];
	for (const file of files) {
		const earlier = attempt.uploads.find(
			(begun) => begun.file === file.id && !taken.includes(begun.reference ?? ''),
		);
		const begun: Upload = earlier ?? { file: file.id };
		if (!earlier) attempt.uploads.push(begun);
		const findLeft = async () => await leftBehind(context, file, attempt, identity);
		begun.reference ??= earlier && (await findLeft());
		begun.reference ??= await uploadOne(context, file, attempt, identity, findLeft);
		taken.push(begun.reference);
	}
	return taken;
}

async function uploadOne(
	context: IExecuteFunctions,
	file: InputFile,
	attempt: Attempt,
	{ clientReference, isMark }: Identity,
	findLeft: () => Promise<string | undefined>,
): Promise<string> {
	const outcome = await settled(
		upload(context, '/Document/Uploader', file, {
			ClientReference: clientReference,
		}),
	);
	if ('value' in outcome) {
		const reference = text(outcome.value.Reference);
		// Another one's answer would send this file to the people of that one.
		const isOurs =
			!isOtherReference(outcome.value.ClientReference, clientReference) &&
			!attempt.hasUploaded(reference);
		if (reference !== '' && isOurs) return reference;
	}
	const error = 'error' in outcome ? outcome.error : unreadable(context.getNode(), 200, 'change');
	if (!isUncertain(error) || context.getExecutionCancelSignal()?.aborted) throw error;
	const isEnough = (reference?: string) => reference !== undefined || !isMark;
	const left = await patiently(context, findLeft, isEnough, isSlow(error)).catch(() => undefined);
	if (left !== undefined) return left;
	if (isRefusal(error)) throw certain(error, 'Nothing was sent for signing.');
	throw new UserError(`The upload of “${file.fileName}” was interrupted`, {
		description: `${error.message}. Nothing was sent for signing; at most, the file is in the InBox. Run this item again.`,
	});
}

/**
 * An upload that arrived and whose answer did not. Only a mark tells for certain that it is this
 * file: under a reference of the builder's own, an older version may lie there.
 */
async function leftBehind(
	context: IExecuteFunctions,
	{ fileName }: InputFile,
	{ uploads }: Attempt,
	{ clientReference, isMark }: Identity,
): Promise<string | undefined> {
	const isOnlyOne = uploads.filter(({ reference }) => reference === undefined).length === 1;
	if (!isMark || !isOnlyOne) return undefined;
	const { inBox } = await findByClientReference(context, clientReference);
	const known = uploads.map(({ reference }) => reference);
	return inBox
		.filter(({ Name }) => Name === fileName)
		.map(({ Reference }) => text(Reference))
		.find((reference) => !known.includes(reference));
}

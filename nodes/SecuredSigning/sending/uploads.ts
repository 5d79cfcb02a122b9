import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import { isUncertain, upload, type Api, type UploadFile } from '../transport';
import type { Attempt } from './attempt';
import { findByClientReference, patiently } from './findings';
import type { Identity } from './identity';

/**
 * Uploads the files of a send, in order, and returns their references. What an earlier attempt at the
 * same send uploaded is not uploaded again; an upload whose answer was lost is looked for.
 *
 * @throws when a file was not uploaded: nothing was sent for signing then
 */
export async function uploadOnce(
	context: IExecuteFunctions,
	files: UploadFile[],
	attempt: Attempt,
	identity: Identity,
): Promise<string[]> {
	const { uploads } = attempt;
	const findLeft = async (file: UploadFile) => await leftBehind(context, file, uploads, identity);
	for (const file of files.slice(uploads.length)) {
		const left = attempt.hasUploads ? await findLeft(file) : undefined;
		uploads.push(left ?? (await uploadOne(context, file, identity, findLeft)));
	}
	return uploads;
}

async function uploadOne(
	context: IExecuteFunctions,
	file: UploadFile,
	{ clientReference }: Identity,
	findLeft: (file: UploadFile) => Promise<string | undefined>,
): Promise<string> {
	const outcome = await upload<Api<'UploadedDocument'>>(context, '/Document/Uploader', file, {
		ClientReference: clientReference,
	}).then(
		({ Reference }) => ({ Reference }),
		(error: Error) => ({ error }),
	);
	if ('Reference' in outcome) return outcome.Reference;
	const { error } = outcome;
	if (!isUncertain(error) || context.getExecutionCancelSignal()?.aborted) throw error;
	const left = await patiently(context, async () => await findLeft(file)).catch(() => undefined);
	if (left !== undefined) return left;
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
	{ fileName }: UploadFile,
	known: string[],
	{ clientReference, isMark }: Identity,
): Promise<string | undefined> {
	if (!isMark) return undefined;
	const { inBox } = await findByClientReference(context, clientReference);
	return inBox
		.filter(({ Name }) => Name === fileName)
		.map(({ Reference }) => String(Reference))
		.find((reference) => !known.includes(reference));
}

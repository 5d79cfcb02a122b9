import type { UploadFile } from '../api';
import { refusal } from '../shared/refusal';
import { readTags } from '../smartTags/read';
import { isWhollyKnown } from '../smartTags/signers';
import { shown, type SignatureTag } from '../smartTags/tags';

/** Contracts that are larger are mostly scanned pictures, and take time and memory for nothing. */
export const MOST_BYTES = 5 * 1024 * 1024;

/**
 * Refuses files with a Smart Tag for somebody whom nobody names, neither the node nor a tag of the same
 * signer: there is no address to invite, and what the service does then is unknown (docs/api/API.md section 5.4,
 * docs/api/SMART-TAGS.md). Only what is certain is refused. A file that was not read whole or a tag of an unknown kind
 * may name this signer in a way that nobody knows here.
 *
 * @param sent how many signers the node names, and whether the files go out one by one, not as one package
 * @param signal n8n's, for an execution that somebody stops
 * @throws UserError that names the file and the tag; when the execution was stopped
 */
export async function refuseUninvited(
	files: UploadFile[],
	{ given, isOneByOne }: { given: number; isOneByOne: boolean },
	signal?: AbortSignal,
): Promise<void> {
	// In one package, a tag of another file may name the signer.
	for (const together of isOneByOne ? files.map((file) => [file]) : [files]) {
		const tags = await certainTags(together, signal);
		const orders = [...new Set(tags.map(({ order }) => order))].sort((one, other) => one - other);
		const open = orders
			.slice(given)
			.find((order) => tags.every((tag) => tag.order !== order || tag.email === ''));
		const tag = tags.find(({ order }) => order === open);
		if (tag === undefined) continue;
		throw refusal(
			`“${tag.fileName}” has a Smart Tag for signer ${tag.order}, but no signer was entered for it: ${shown(tag.text)}`,
			`Signer ${tag.order} would get no invitation. Enter one signer for each number in the tags, in the order of the numbers: a number that is in several tags needs only one. Or write first name, last name and email into the tag. If Secured Signing knows this signer from something else, such as a Smart Tag workflow, upload the file first and choose 'Uploaded Documents'.`,
		);
	}
}

/** The tags of files that were read whole and hold nothing else; none where anything is not certain. */
async function certainTags(
	files: UploadFile[],
	signal?: AbortSignal,
): Promise<Array<SignatureTag & { fileName: string }>> {
	if (files.some(({ size }) => size > MOST_BYTES)) return [];
	const tags: Array<SignatureTag & { fileName: string }> = [];
	for (const file of files) {
		const read = await readTags(file, signal);
		if (!isWhollyKnown(read)) return [];
		tags.push(...read.signatures.map((tag) => ({ ...tag, fileName: read.fileName })));
	}
	return tags;
}

import type { UploadFile } from '../api';
import { refusal } from '../shared/refusal';
import { readTags } from '../smartTags/read';
import { isWhollyKnown } from '../smartTags/signers';
import { cutForMessage, type SignatureTag } from '../smartTags/tags';

/** Larger contracts are mostly scanned pictures: reading them takes time and memory, and finds nothing. */
export const MOST_CHECKED_BYTES = 5 * 1024 * 1024;

/**
 * Refuses files with a Smart Tag for a signer whom neither the node nor another tag names: there is no
 * address to invite, and it is not known what the service does then (docs/api/API.md section 5.4,
 * docs/api/SMART-TAGS.md). Refuses only if it is certain: a file that was not fully read, or a tag of an
 * unknown kind, may name this signer.
 *
 * @param sent how many signers the node names, and whether the files are sent separately, not as one package
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
			`“${tag.fileName}” has a Smart Tag for signer ${tag.order}, but no signer was entered for it: ${cutForMessage(tag.text)}`,
			`Signer ${tag.order} would get no invitation. Enter one signer for each number up to the highest one in the tags, in this order. A number that is in several tags needs only one. Or write first name, last name and email into the tag. If Secured Signing knows this signer from something else, such as a Smart Tag workflow, upload the file first and choose 'Uploaded Documents'.`,
		);
	}
}

/** The tags of the files if all of them were fully read and have only known tags; else none. */
async function certainTags(
	files: UploadFile[],
	signal?: AbortSignal,
): Promise<Array<SignatureTag & { fileName: string }>> {
	if (files.some(({ size }) => size > MOST_CHECKED_BYTES)) return [];
	const tags: Array<SignatureTag & { fileName: string }> = [];
	for (const file of files) {
		const read = await readTags(file, signal);
		if (!isWhollyKnown(read)) return [];
		tags.push(...read.signatures.map((tag) => ({ ...tag, fileName: read.fileName })));
	}
	return tags;
}

import { refusal } from '../descriptions/refusal';
import { readTags, type ReadFile } from '../smartTags/read';
import { isFullSignature, signersOf } from '../smartTags/signers';
import type { SignatureTag } from '../smartTags/tags';
import type { UploadFile } from '../transport';
import { ADVICE } from './read';

/**
 * Refuses files that may ask somebody else to sign: what was not read whole, a tag for one more
 * person, tags of one signer with different people, and a tag of an unknown kind: what these do, and whom
 * they reach, nobody knows (docs/api/API.md section 12).
 *
 * @param invitees how many people are given
 * @param signal n8n's, for an execution that somebody stops
 * @throws UserError that names the file, why, and what to do; when the execution was stopped
 */
export async function checkFiles(
	files: UploadFile[],
	invitees: number,
	signal?: AbortSignal,
): Promise<void> {
	// One after the other: each is held in memory while it is read.
	for (const file of files) checkFile(await readTags(file, signal), invitees);
}

function checkFile(file: ReadFile, invitees: number): void {
	const { fileName, readable, notRead } = file;
	if (readable !== 'whole') {
		throw refusal(
			`“${fileName}” was ${readable === 'partly' ? 'read in part only' : 'not read'}, and the people who may sign are limited`,
			`${notRead.replace(/\.$/, '')}. A Smart Tag that nobody has read could ask somebody else to sign: send it as a .docx or a PDF with text, made anew by a common program. ${ADVICE}`,
		);
	}
	const further = signersOf(file, []).find(({ order }) => order > invitees);
	if (further) {
		throw refusal(
			`“${fileName}” has a Smart Tag for signer ${further.order}, and only ${invitees} of the people who sign are given`,
			`Give one for each tag: the people who may sign are limited. ${ADVICE}`,
		);
	}
	const details = new Map<number, string>();
	const other = file.signatures.find((tag) => {
		const known = details.get(tag.order) ?? detailsOf(tag);
		details.set(tag.order, known);
		return known !== detailsOf(tag);
	});
	if (other) {
		throw refusal(
			`“${fileName}” has two Smart Tags for signer ${other.order} with different people: ${other.text}`,
			`The second could ask somebody else to sign, and the people who may sign are limited. Write the same into all tags of one signer, or nothing, as in [!Sign.1.F, , ,]. ${ADVICE}`,
		);
	}
	const unknown =
		file.others.at(0) ??
		file.signatures.find((tag) => tag.more !== '' || !isFullSignature(tag.kind));
	if (unknown) {
		throw refusal(
			`“${fileName}” has a Smart Tag that could ask somebody else: ${unknown.text}`,
			`What it does is not known, and the people who may sign are limited. Take it out of the file, or correct it. ${ADVICE}`,
		);
	}
}

const detailsOf = ({ firstName, lastName, email }: SignatureTag): string =>
	[firstName, lastName, email].join().toLowerCase();

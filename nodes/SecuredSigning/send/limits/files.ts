import type { UploadFile } from '../../api';
import { emailOf } from '../../api/answers/people';
import { refusal } from '../../shared/refusal';
import { readTags, type ReadFile } from '../../smartTags/read';
import { isFullSignature, signersOf } from '../../smartTags/signers';
import type { SignatureTag } from '../../smartTags/tags';
import { ADVICE } from './read';

/** The details in the first tag of each signer, and its file. */
type FirstTags = Map<number, { details: string; fileName: string }>;

/**
 * Refuses files that may ask somebody else to sign: files that were not fully read, a tag for a further
 * person, tags of one signer with different people (in one file, or in several of a package), and tags of an
 * unknown kind, whose effect is not documented (docs/api/SMART-TAGS.md).
 *
 * @param sent how many people are given, and whether the files are sent separately, not as one package
 * @param signal n8n's, for an execution that somebody stops
 * @throws UserError that names the file, why, and what to do; when the execution was stopped
 */
export async function checkFiles(
	files: UploadFile[],
	{ given, isOneByOne = false }: { given: number; isOneByOne?: boolean },
	signal?: AbortSignal,
): Promise<void> {
	let first: FirstTags = new Map();
	// One after the other: each is held in memory while it is read.
	for (const file of files) {
		if (isOneByOne) first = new Map();
		checkFile(await readTags(file, signal), given, first);
	}
}

function checkFile(file: ReadFile, given: number, first: FirstTags): void {
	const { fileName, readable, notRead } = file;
	if (readable !== 'whole') {
		throw refusal(
			`“${fileName}” was ${readable === 'partly' ? 'read only in part' : 'not read'}, but 'Sending Limits' restricts who may sign`,
			`${notRead.replace(/\.$/, '')}. A Smart Tag that was not read could ask somebody else to sign. Save the file again from Word or LibreOffice, as a .docx or a PDF with text. ${ADVICE}`,
		);
	}
	const further = signersOf(file, []).find(({ order }) => order > given);
	if (further) {
		throw refusal(
			`“${fileName}” has a Smart Tag for signer ${further.order}, but only ${given} of the people who sign are entered`,
			`'Sending Limits' restricts who may sign, so enter one person for each number up to the highest one in the tags, in this order. A number that is in several tags needs only one person. ${ADVICE}`,
		);
	}
	for (const tag of file.signatures) {
		const details = detailsOf(tag);
		const known = first.get(tag.order) ?? { details, fileName };
		first.set(tag.order, known);
		if (known.details === details) continue;
		const earlier = known.fileName === fileName ? 'an earlier tag' : `a tag in “${known.fileName}”`;
		throw refusal(
			`“${fileName}” has a Smart Tag for signer ${tag.order} whose details differ from ${earlier}: ${tag.text}`,
			`One of these two tags could ask somebody else to sign, but 'Sending Limits' restricts who may sign. Write the same into all tags of one signer, or nothing, as in [!Sign.1.F, , ,]. ${ADVICE}`,
		);
	}
	const unknown =
		file.others.at(0) ??
		file.signatures.find((tag) => tag.more !== '' || !isFullSignature(tag.kind));
	if (unknown) {
		throw refusal(
			`“${fileName}” has a Smart Tag that could ask somebody else to sign: ${unknown.text}`,
			`This node does not know what this tag does, and 'Sending Limits' restricts who may sign. Remove the tag from the file, or correct it. ${ADVICE}`,
		);
	}
}

const detailsOf = ({ firstName, lastName, email }: SignatureTag): string =>
	[firstName, lastName, emailOf({ Email: email })].join().toLowerCase();

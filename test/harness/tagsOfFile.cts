/** Smart Tags as they are read out of a file. */
import { join } from 'node:path';

import { readTags } from '../../nodes/SecuredSigning/smartTags/read';

/** The folder of the files that tests send. */
export const data = join(__dirname, '../data');
/** A file as the reader takes it. */
export const asFile = (fileName: string, content: Buffer) => ({
	fileName,
	mimeType: '',
	size: content.length,
	open: async () => content,
});
/** What is read of a file: its tags, and what could not be read. */
export const tagsOf = async (fileName: string, content: Buffer) => {
	const { readable, notRead, signatures, others } = await readTags(asFile(fileName, content));
	return {
		readable,
		notRead,
		tags: signatures.map(({ text }) => text),
		others: others.map(({ text }) => text),
	};
};
/** A text without blanks: a PDF does not say where they were. */
export const letters = (text: string) => text.replace(/\s/g, '');

/** A tag with a signer of its own. */
export const tag = (order: number, name = 'Ana') =>
	`[!Sign.${order}.F, ${name}, Lopez, ana@example.com]`;

import { extensionOf, type UploadFile } from '../transport';
import { contentOf } from './content';
import { Unreadable } from './limits';
import { readPdf } from './pdf';
import { TagFinder, type OtherTag, type SignatureTag } from './tags';
import { readWord } from './word';

/** What was found in a file, and how far it could be read. */
export interface ReadFile {
	fileName: string;
	readable: 'whole' | 'partly' | 'not';
	/** What was not read, and why; empty when all was. */
	notRead: string;
	signatures: SignatureTag[];
	others: OtherTag[];
	/** Why the service would not take the file at all. */
	refused?: string;
}

/** A file that is not even opened, because the service would not take it. */
export const refusedFile = (fileName: string, refused: string): ReadFile => ({
	fileName,
	readable: 'not',
	notRead: refused,
	signatures: [],
	others: [],
	refused,
});

/**
 * Finds the Smart Tags of a file. What cannot be read is told, not thrown: the service may well read it.
 */
export async function readTags(file: UploadFile): Promise<ReadFile> {
	const finder = new TagFinder();
	const onLine = (line: string) => finder.line(line);
	const result = (readable: ReadFile['readable'], notRead: string): ReadFile => ({
		fileName: file.fileName,
		readable,
		notRead,
		signatures: readable === 'not' ? [] : finder.signatures,
		others: readable === 'not' ? [] : finder.others,
	});
	const read = async () => {
		const gaps = await readText(file, onLine);
		finder.end();
		if (finder.hasText) return result(gaps.length > 0 ? 'partly' : 'whole', gaps.join('; '));
		return result('not', 'It holds no text that can be read, such as a scanned page');
	};
	return await read().catch((error: Error) => {
		if (error instanceof Unreadable) return result('not', error.message);
		throw error;
	});
}

async function readText(file: UploadFile, onLine: (line: string) => void): Promise<string[]> {
	const type = extensionOf(file.fileName);
	if (type === 'pdf') return await readPdf(await contentOf(file), onLine);
	if (type === 'docx') {
		await readWord(await contentOf(file), onLine);
		return [];
	}
	throw new Unreadable(`This check reads .docx and .pdf, not .${type}`);
}

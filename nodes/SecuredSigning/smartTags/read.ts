import { UserError } from 'n8n-workflow';

import { extensionOf, type UploadFile } from '../transport';
import { entry } from '../values';
import { contentOf } from './content';
import { TooMuch, Unreadable } from './limits';
import { Fragments } from './fragments';
import { Meter } from './meter';
import { readOpenDocument } from './openDocument';
import { readPdf } from './pdf';
import { TagFinder, type OtherTag, type SignatureTag } from './tags';
import { inTurn } from './turns';
import { readWord } from './word';

/** What was found in a file, and how far it could be read. */
export interface ReadFile {
	fileName: string;
	readable: 'whole' | 'partly' | 'not';
	/** What was not read, and why; empty when all was. */
	notRead: string;
	signatures: SignatureTag[];
	others: OtherTag[];
	/** Whether its letters may be in another order than they are read in. */
	orderUncertain?: boolean;
	/** Why the service would not take the file at all. */
	refused?: string;
}

type Reader = (bytes: Buffer, onLine: (line: string) => void, meter: Meter) => Promise<string[]>;

const READERS: Record<string, Reader> = {
	docx: readWord,
	docm: readWord,
	dotx: readWord,
	dotm: readWord,
	odt: readOpenDocument,
	pdf: readPdf,
};

/** Says nothing of the file: whoever meets it has found a fault of this check. Tests look for it. */
export const UNEXPECTED = 'It is built in a way that this check cannot read';

const RIGHT_TO_LEFT_GAP =
	'It has writing that runs from right to left, and the order of its letters is not certain';

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
 * Finds the Smart Tags of a file. What cannot be read is told, not thrown: the service may well read it. One
 * file at a time is in memory, whoever asks.
 *
 * @param signal n8n's, for an execution that somebody stops
 * @throws UserError when it was stopped; what n8n says when it cannot load the file
 */
export async function readTags(file: UploadFile, signal?: AbortSignal): Promise<ReadFile> {
	return await inTurn(async () => await readNow(file, signal), signal);
}

async function readNow(file: UploadFile, signal?: AbortSignal): Promise<ReadFile> {
	const meter = new Meter(signal);
	const finder = new TagFinder(meter);
	const fragments = new Fragments(meter);
	const onLine = (line: string) => {
		finder.line(line);
		fragments.line(line);
	};
	const result = (readable: ReadFile['readable'], notRead: string): ReadFile => ({
		fileName: file.fileName,
		readable,
		notRead,
		signatures: readable === 'not' ? [] : finder.signatures,
		others: readable === 'not' ? [] : finder.others,
		...(isUncertain() && { orderUncertain: true }),
	});
	// A PDF says where its letters are, and not in which order they are read; a .docx does.
	const isUncertain = () => finder.hasRightToLeft && extensionOf(file.fileName) === 'pdf';
	const read = async () => {
		const reader = readerOf(file);
		const bytes = await contentOf(file, signal);
		const gaps = await reader(bytes, onLine, meter).catch(expected);
		gaps.push(...fragments.end());
		if (isUncertain()) gaps.push(RIGHT_TO_LEFT_GAP);
		finder.end();
		if (!finder.hasText) return result('not', withoutText(gaps));
		return result(gaps.length > 0 ? 'partly' : 'whole', gaps.join('; '));
	};
	return await read().catch((error: Error) => {
		if (!(error instanceof Unreadable)) throw error;
		return result(error instanceof TooMuch && finder.hasText ? 'partly' : 'not', error.message);
	});
}

function readerOf({ fileName }: UploadFile): Reader {
	const type = extensionOf(fileName);
	const reader = entry(READERS, type);
	if (!reader) throw new Unreadable(`This check reads .docx, .odt and .pdf, not .${type}`);
	return reader;
}

/** A file may be built in ways that nobody thought of. Then it is not read, and the workflow goes on. */
function expected(error: Error): never {
	throw error instanceof UserError ? error : new Unreadable(UNEXPECTED);
}

const withoutText = (gaps: string[]): string =>
	gaps.length > 0
		? `No text of it could be read. ${gaps.join('; ')}`
		: 'It holds no text that can be read, such as a scanned page';

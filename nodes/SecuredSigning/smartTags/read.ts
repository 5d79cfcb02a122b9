import { UserError } from 'n8n-workflow';

import { extensionOf, type UploadFile } from '../api';
import { ownValue } from '../shared/values';
import type { Again } from './bookmarks';
import { contentOf } from './content';
import { typeDoubt } from './typeDoubt';
import { DOUBTS } from './doubts';
import { Fragments } from './fragments';
import { TooMuch, Unreadable } from './limits';
import { Meter } from './meter';
import { readOpenDocument } from './openDocument';
import { IN_FIELDS, ORDER_UNCERTAIN, readPdf } from './pdf';
import { runExclusive } from './runExclusive';
import { TagFinder, type OtherTag, type SignatureTag } from './tags';
import { readWord } from './word';

/** What was found in a file, and how much of it could be read. */
export interface ReadFile {
	fileName: string;
	readable: 'whole' | 'partly' | 'not';
	/** What was not read, and why; empty when all was. */
	notRead: string;
	signatures: SignatureTag[];
	others: OtherTag[];
	/** How many pages a PDF has; undefined where that is not certain, and for other files. */
	pages?: number;
	/** Whether the order of its letters is not certain. */
	orderUncertain?: boolean;
	/** Why the service would not accept the file at all. */
	refused?: string;
}

type Reader = (
	bytes: Buffer,
	onLine: (line: string) => void,
	meter: Meter,
	again: Again,
	onPages: (count: number) => void,
) => Promise<string[]>;

/** Receives the lines of a document, and keeps its tags and parts of tags. */
class Reading {
	readonly finder: TagFinder;
	private readonly fragments: Fragments;

	constructor(meter: Meter) {
		this.finder = new TagFinder(meter);
		this.fragments = new Fragments(meter);
	}

	readonly line = (line: string): void => {
		this.finder.line(line);
		this.fragments.line(line);
	};

	/** To be called after the last line. @returns the parts of tags, in words */
	end(): string[] {
		this.finder.end();
		return this.fragments.end();
	}

	hasTagsOf({ finder }: Reading): boolean {
		const { signatures, others } = this.finder;
		return (
			JSON.stringify([signatures, others]) === JSON.stringify([finder.signatures, finder.others])
		);
	}
}

const READERS: Record<string, Reader> = {
	docx: readWord,
	docm: readWord,
	dotx: readWord,
	dotm: readWord,
	odt: readOpenDocument,
	pdf: async (bytes, onLine, meter, _again, onPages) =>
		await readPdf(bytes, onLine, meter, onPages),
};

/**
 * The reason for an unexpected error: a bug of this check, not a property of the file. Tests search for it.
 */
export const UNEXPECTED = 'It is built in a way that this check cannot read';

/** A file that is not even opened, because the service would not take it. */
export const refusedFile = (fileName: string, refused: string): ReadFile => ({
	fileName,
	readable: 'not',
	notRead: refused,
	signatures: [],
	others: [],
	refused,
});

/** The results by file: a send may need the tags several times, but they are read once. */
const known = new WeakMap<UploadFile, Promise<ReadFile>>();

/**
 * Finds the Smart Tags of a file. A file that cannot be read is reported in the result, not thrown: the
 * service may be able to read it. Only one file at a time is in memory, for all executions.
 *
 * @param signal n8n's signal that somebody stopped the execution
 * @throws UserError when the execution was stopped; the error of n8n when it cannot load the file
 */
export async function readTags(file: UploadFile, signal?: AbortSignal): Promise<ReadFile> {
	const reading = known.get(file) ?? runExclusive(async () => await readNow(file, signal), signal);
	known.set(file, reading);
	return await reading;
}

async function readNow(file: UploadFile, signal?: AbortSignal): Promise<ReadFile> {
	const meter = new Meter(signal);
	const first = new Reading(meter);
	const { finder } = first;
	const further: Reading[] = [];
	const again: Again = () => {
		const reading = new Reading(meter);
		further.push(reading);
		return reading.line;
	};
	const result = (readable: ReadFile['readable'], notRead: string): ReadFile => ({
		fileName: file.fileName,
		readable,
		notRead,
		signatures: readable === 'not' ? [] : finder.signatures,
		others: readable === 'not' ? [] : finder.others,
		...(pages !== undefined && { pages }),
		...(isUncertain && { orderUncertain: true }),
	});
	let isUncertain = false;
	let pages: number | undefined;
	const read = async () => {
		const reader = readerOf(file);
		const bytes = await contentOf(file, signal);
		const other = typeDoubt(bytes, extensionOf(file.fileName));
		const onPages = (count: number) => {
			// A program that reads it as another file type would show something else.
			if (other === undefined) pages = count;
		};
		const gaps = new Set(await reader(bytes, first.line, meter, again, onPages).catch(expected));
		if (other !== undefined) gaps.add(other);
		for (const reading of [first, ...further]) {
			for (const gap of reading.end()) gaps.add(gap);
			if (!reading.hasTagsOf(first)) gaps.add(DOUBTS.computed);
		}
		isUncertain = gaps.has(ORDER_UNCERTAIN);
		const isInFields = gaps.delete(IN_FIELDS);
		if (!finder.hasText && !isInFields) return result('not', withoutText([...gaps]));
		return result(gaps.size > 0 ? 'partly' : 'whole', [...gaps].join('; '));
	};
	return await read().catch((error: Error) => {
		if (!(error instanceof Unreadable)) throw error;
		isUncertain = finder.hasRightToLeft && extensionOf(file.fileName) === 'pdf';
		return result(error instanceof TooMuch && finder.hasText ? 'partly' : 'not', error.message);
	});
}

function readerOf({ fileName }: UploadFile): Reader {
	const type = extensionOf(fileName);
	const reader = ownValue(READERS, type);
	if (!reader) throw new Unreadable(`This check reads .docx, .odt and .pdf, not .${type}`);
	return reader;
}

/**
 * Converts unexpected errors: a file with an unforeseen structure counts as unreadable, and the workflow
 * continues.
 */
function expected(error: Error): never {
	throw error instanceof UserError ? error : new Unreadable(UNEXPECTED);
}

const withoutText = (gaps: string[]): string =>
	gaps.length > 0
		? `No text of it could be read. ${gaps.join('; ')}`
		: 'It contains no text that can be read, as in a scanned page';

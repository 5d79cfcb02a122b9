import { Unreadable } from '../limits';
import type { Meter } from '../meter';
import { nextOf } from '../search';
import { isSpace, PdfSyntax } from './syntax';
import { isDictionary, isOperator, PdfOperator, type PdfDictionary, type PdfValue } from './values';

/** Where an object is: at a place in the file, or within the stream of that number. */
export type PdfPlace = { at: number; generation: number } | { within: number };

/** A dictionary followed by bytes: a page's contents, a font's table, a picture. */
export interface PdfStream {
	dictionary: PdfDictionary;
	/** Where its bytes begin. */
	at: number;
	/** The number of its object, and of its generation. */
	id: [number: number, generation: number];
}

/** An object of the file. */
export interface PdfObject {
	number: number;
	generation: number;
	value: PdfValue;
	stream?: PdfStream;
	/** Where it ends, or its stream begins. */
	end: number;
}

const END_OF_STREAM = 'endstream';
/** How many spaces may follow the keyword `stream`. */
const MOST_SPACES = 10;

/** The bytes of a PDF, starting at its header: offsets count from there. */
export class PdfFile {
	readonly bytes: Buffer;
	/** The last search for the end of a stream: where it began, and what it found. */
	private lastSearch = { from: 0, found: -2 };

	constructor(
		bytes: Buffer,
		readonly meter: Meter,
	) {
		const header = bytes.subarray(0, 1024).indexOf('%PDF-');
		if (header < 0) throw new Unreadable('The file is not a PDF, whatever its name says');
		this.bytes = bytes.subarray(header);
	}

	/** A reader of values that starts at a place. */
	syntaxAt(at: number): PdfSyntax {
		return new PdfSyntax(this.bytes, at, this.meter);
	}

	/** The object at a place, such as "12 0 obj …"; undefined when there is none. */
	objectAt(at: number): PdfObject | undefined {
		if (at >= this.bytes.length) return undefined;
		const syntax = this.syntaxAt(at);
		const number = syntax.next();
		const generation = syntax.next();
		if (typeof number !== 'number' || typeof generation !== 'number') return undefined;
		if (!isOperator(syntax.next(), 'obj')) return undefined;
		return this.objectBehind(number, generation, syntax);
	}

	/** @param syntax is positioned after "obj" */
	objectBehind(number: number, generation: number, syntax: PdfSyntax): PdfObject | undefined {
		const found = syntax.next();
		if (found === undefined) return undefined;
		const value = found instanceof PdfOperator ? null : found;
		if (isDictionary(value)) {
			const end = syntax.at;
			syntax.skipSpace();
			if (syntax.skipWord('stream')) {
				const from = behindLineBreak(this.bytes, syntax.at);
				const stream: PdfStream = { dictionary: value, at: from, id: [number, generation] };
				return { number, generation, value, stream, end: from };
			}
			syntax.at = end;
		}
		return { number, generation, value, end: syntax.at };
	}

	/**
	 * Where a stream ends: at the given length if "endstream" is there, else at the next "endstream".
	 * @returns undefined when there is none
	 */
	async endOfStream(from: number, length: PdfValue | undefined): Promise<number | undefined> {
		if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) {
			let at = from + length;
			while (at < from + length + 3 && isSpace(this.bytes[at])) at++;
			if (this.bytes.toString('latin1', at, at + END_OF_STREAM.length) === END_OF_STREAM) {
				return from + length;
			}
		}
		const found = await this.search(from);
		if (found < 0) return undefined;
		return Math.max(from, beforeLineBreak(this.bytes, found));
	}

	/** Whether a place is directly after a line break. */
	isBehindLineBreak(at: number): boolean {
		return this.bytes[at - 1] === 10 || this.bytes[at - 1] === 13;
	}

	/** Many streams may have no end, so the result of a search is reused for later ones. */
	private async search(from: number): Promise<number> {
		const { lastSearch } = this;
		const isKnown =
			from >= lastSearch.from && (from <= lastSearch.found || lastSearch.found === -1);
		if (isKnown) return lastSearch.found;
		const found = await nextOf(END_OF_STREAM, this.bytes, from, this.meter);
		this.lastSearch = { from, found };
		return found;
	}
}

/** The place after the line break, if only spaces come before it; else `behind` itself. */
function behindLineBreak(bytes: Buffer, behind: number): number {
	let at = behind;
	while (at < behind + MOST_SPACES && (bytes[at] === 0x20 || bytes[at] === 9)) at++;
	if (bytes[at] === 13) return bytes[at + 1] === 10 ? at + 2 : at + 1;
	return bytes[at] === 10 ? at + 1 : behind;
}

function beforeLineBreak(bytes: Buffer, at: number): number {
	if (bytes[at - 1] === 10) return bytes[at - 2] === 13 ? at - 2 : at - 1;
	return bytes[at - 1] === 13 ? at - 1 : at;
}

import { Unreadable } from '../limits';
import { glyphText } from './glyphs';
import type { PdfObjects } from './objects';
import {
	isDictionary,
	nameOf,
	PdfName,
	PdfOperator,
	PdfString,
	type PdfDictionary,
	type PdfValue,
} from './values';

/** How the bytes of a text become letters. */
export interface PdfFont {
	/** Bytes of one letter. */
	width: number;
	/** undefined for a letter that the PDF does not tell. */
	letter(code: number): string | undefined;
}

// Windows-1252, which all encodings share in what a Smart Tag needs. Not by TextDecoder: that of Node 20
// takes it for Latin-1.
const FROM_0X80 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';
const plain = (code: number): string => FROM_0X80[code - 0x80] ?? String.fromCharCode(code);
/** Codes of a font have two bytes at most. */
const LARGEST_TABLE = 0x10000;
/** A font whose name begins so holds only the letters in use, and numbers them as it likes. */
const SUBSET = /^[A-Z]{6}\+/;

/**
 * Reads what a font tells of its letters: its own table to Unicode, else the names of its encoding,
 * else the letters that all encodings share. Source: ISO 32000-1, section 9.10.2.
 */
export async function readFont(objects: PdfObjects, font: PdfDictionary): Promise<PdfFont> {
	const table = objects.stream(font.get('ToUnicode'));
	const toUnicode = table ? readTable(objects, await objects.content(table)) : undefined;
	if (nameOf(objects.value(font.get('Subtype'))) === 'Type0') {
		const isIdentity = nameOf(objects.value(font.get('Encoding'))).startsWith('Identity');
		const width = isIdentity ? 2 : (toUnicode?.width ?? 2);
		return { width, letter: (code) => toUnicode?.letters.get(code) };
	}
	const encoding = objects.value(font.get('Encoding'));
	const differences = isDictionary(encoding) ? objects.list(encoding.get('Differences')) : [];
	const named = namedLetters(differences, objects);
	const ownNumbers =
		encoding === undefined && SUBSET.test(nameOf(objects.value(font.get('BaseFont'))));
	return {
		width: 1,
		letter: (code) =>
			toUnicode?.letters.get(code) ??
			named.get(code) ??
			(ownNumbers || named.has(code) ? undefined : plain(code)),
	};
}

/** The letters that an encoding calls by name; undefined for names that are the font's own. */
function namedLetters(
	differences: PdfValue[],
	objects: PdfObjects,
): Map<number, string | undefined> {
	const letters = new Map<number, string | undefined>();
	let code = 0;
	objects.steps.take(differences.length);
	for (const entry of differences) {
		const value = objects.value(entry);
		if (typeof value === 'number') code = value;
		else if (value instanceof PdfName) letters.set(code++, glyphText(value.name));
	}
	return letters;
}

/** A table from codes to letters: CMap syntax, ISO 32000-1, section 9.10.3. */
function readTable(
	objects: PdfObjects,
	text: string,
): { width: number; letters: Map<number, string> } {
	const letters = new Map<number, string>();
	let width = 1;
	let values: PdfValue[] = [];
	const syntax = objects.syntax(text);
	for (let value = syntax.next(); value !== undefined; value = syntax.next()) {
		if (!(value instanceof PdfOperator)) {
			values.push(value);
			continue;
		}
		if (value.word === 'endcodespacerange' && values[0] instanceof PdfString) {
			width = Math.max(1, Math.min(4, values[0].bytes.length));
		} else if (value.word === 'endbfchar') {
			for (let n = 0; n + 1 < values.length; n += 2)
				letters.set(codeOf(values[n]), unicode(values[n + 1]));
		} else if (value.word === 'endbfrange') {
			for (let n = 0; n + 2 < values.length; n += 3) {
				addRange(objects, letters, codeOf(values[n]), codeOf(values[n + 1]), values[n + 2]);
			}
		}
		values = [];
	}
	return { width, letters };
}

function addRange(
	objects: PdfObjects,
	letters: Map<number, string>,
	first: number,
	last: number,
	to: PdfValue,
): void {
	if (last < first) return;
	if (last - first >= LARGEST_TABLE) throw new Unreadable('A font of the PDF is not a real one');
	// Dearer than a step elsewhere: each letter of the table stays in memory.
	objects.steps.take(4 * (last - first + 1));
	const start = Array.isArray(to) ? '' : unicode(to);
	for (let code = first; code <= last; code++) {
		const offset = code - first;
		letters.set(code, Array.isArray(to) ? unicode(to[offset] ?? null) : following(start, offset));
	}
}

const codeOf = (value: PdfValue): number =>
	value instanceof PdfString
		? Number.parseInt(Buffer.from(value.bytes, 'latin1').toString('hex') || '0', 16)
		: 0;

const unicode = (value: PdfValue): string => {
	if (!(value instanceof PdfString)) return '';
	const bytes = Buffer.from(value.bytes, 'latin1');
	return bytes.length % 2 ? bytes.toString('latin1') : bytes.swap16().toString('utf16le');
};

/** In a range the last letter counts up. */
const following = (text: string, offset: number): string =>
	text === ''
		? ''
		: text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + offset);

import { KEPT, WORK, type Meter } from '../meter';
import { namedEncoding, ownEncoding } from './encodings';
import type { PdfStream } from './file';
import { encodingInFont } from './fontFile';
import { glyphText, textByCode } from './glyphs';
import { LetterTable } from './letters';
import { significantText } from './marked';
import type { PdfObjects } from './objects';
import { PdfSyntax } from './syntax';
import {
	isDictionary,
	nameOf,
	PdfName,
	PdfReference,
	type PdfDictionary,
	type PdfValue,
} from './values';
import { compositeWidths, simpleWidths, type Widths } from './widths';

/** How the bytes of a text become letters. */
export interface PdfFont {
	/** Bytes of one code. */
	codeBytes: number;
	/** Undefined for a letter that the PDF does not define. */
	letter(code: number): string | undefined;
	/** How far a letter moves the pen, as a part of its size. */
	width: Widths;
	isVertical: boolean;
	/**
	 * The looked-up codes for which the ToUnicode table gives another letter than the encoding, by which
	 * glyphs are drawn.
	 */
	disputed?: Set<number>;
	/** The name of an encoding that is not known. */
	unknownEncoding?: string;
	/** The drawings of its letters (Type 3); undefined if they are outlines. */
	drawings?: PdfDictionary;
	/** What its drawings refer to by name. */
	resources?: PdfDictionary;
	/** Whether a letter of it is a drawing with a text in it. */
	drawsText?: boolean;
}

/**
 * Reads the letters of a font: by its ToUnicode table, else by the names of its encoding, else by the letters
 * that all encodings share. Source: ISO 32000-1, section 9.10.2.
 *
 * @param orGap records a part that cannot be read: the rest may be enough
 */
export async function readFont(
	objects: PdfObjects,
	font: PdfDictionary,
	orGap: <T>(part: Promise<T>) => Promise<T | undefined>,
): Promise<PdfFont> {
	objects.meter.work(WORK.font);
	const table = await objects.stream(font.get('ToUnicode'));
	const toUnicode = table && (await orGap(tableOf(objects, table)));
	const kind = nameOf(await objects.value(font.get('Subtype')));
	if (kind === 'Type0') return await compositeFont(objects, font, toUnicode);
	const encoding = await objects.value(font.get('Encoding'));
	const differences = isDictionary(encoding) ? await objects.list(encoding.get('Differences')) : [];
	const named = await namedLetters(differences, objects, kind === 'Type3');
	const base = isDictionary(encoding)
		? await objects.value(encoding.get('BaseEncoding'))
		: encoding;
	const fontName = nameOf(await objects.value(font.get('BaseFont')));
	const baseName = nameOf(base);
	// Codes without a name use the font's built-in encoding, usually the standard one.
	const own = encoding === undefined ? fontName : fontName.replace(/^[A-Z]{6}\+/, '');
	const rest =
		baseName === ''
			? ((await encodingInFont(objects, font)) ?? ownEncoding(own))
			: namedEncoding(baseName);
	const descriptor = await objects.dictionary(font.get('FontDescriptor'));
	const isItsOwn = await isOfItsOwn(objects, descriptor, baseName);
	const isDrawn = kind === 'Type3' || isItsOwn;
	// The fonts of readers have no glyphs for control characters.
	const isEmbedded = FONT_FILES.some((entry) => descriptor?.has(entry));
	const hasNothing = (code: number) =>
		code < 0x20 && kind !== 'Type3' && !isEmbedded && rest !== undefined;
	const disputed = new Set<number>();
	const letter = once(objects.meter, (code) => {
		const inTable = toUnicode?.letter(code);
		const mapped = told(inTable);
		const inEncoding = named.has(code) ? named.get(code) : rest?.(code);
		const drawn = inEncoding ?? (inTable === undefined && hasNothing(code) ? '' : undefined);
		if (!isDrawn && differ(mapped ?? drawn, drawn || mapped)) disputed.add(code);
		return mapped ?? (isItsOwn ? drawn || undefined : drawn);
	});
	return {
		codeBytes: 1,
		letter,
		disputed,
		width: await simpleWidths(objects, font, fontName, letter),
		isVertical: false,
		...(baseName !== '' && rest === undefined && { unknownEncoding: baseName.slice(0, 40) }),
		...(kind === 'Type3' && {
			drawings: await objects.dictionary(font.get('CharProcs')),
			resources: await objects.dictionary(font.get('Resources')),
		}),
	};
}

/**
 * Whether a font's codes lead directly to its own glyphs, whatever its encoding says: an embedded TrueType
 * font that is symbolic, or has no encoding (ISO 32000-1, section 9.6.6.4).
 */
async function isOfItsOwn(
	objects: PdfObjects,
	descriptor: PdfDictionary | undefined,
	encoding: string,
): Promise<boolean> {
	const flags = await objects.value(descriptor?.get('Flags'));
	const isSymbolic = typeof flags === 'number' && (flags & SYMBOLIC) !== 0;
	return descriptor?.has('FontFile2') === true && (isSymbolic || encoding === '');
}

const SYMBOLIC = 4;
const FONT_FILES = ['FontFile', 'FontFile2', 'FontFile3'];

/**
 * Whether two texts differ in characters that matter for a tag or an address. Others have several names, and
 * case is ignored because some fonts have no lower case.
 */
function differ(one = '', other = ''): boolean {
	const [first, second] = [one, other].map((text) => significantText(text).toLowerCase());
	return first !== second && OF_A_TAG.test(first + second);
}

const OF_A_TAG = /[A-Za-z\d[\]!@.,]/;

/** Looks up each letter only once. */
function once(meter: Meter, look: PdfFont['letter']): PdfFont['letter'] {
	const known = new Map<number, string | undefined>();
	return (code) => {
		const letter = known.get(code);
		if (letter !== undefined || known.has(code)) return letter;
		meter.work(WORK.glyph);
		meter.keep(KEPT.entry);
		const found = look(code);
		known.set(code, found);
		return found;
	};
}

/** Some tables give control characters or lone surrogates for unknown letters. */
const told = (letter: string | undefined): string | undefined =>
	letter === '' || (letter !== undefined && CONTROLS.test(letter)) ? undefined : letter;

const CONTROLS = /^[^\P{Cc}\s]+$|[\ufffe\uffff]|\p{Cs}/u;

async function compositeFont(
	objects: PdfObjects,
	font: PdfDictionary,
	toUnicode: LetterTable | undefined,
): Promise<PdfFont> {
	const own = await objects.stream(font.get('Encoding'));
	const map = own && (await tableOf(objects, own));
	const name = nameOf(await objects.value(font.get('Encoding')));
	const isIdentity = name.startsWith('Identity');
	const isUnicode = IS_UNICODE.test(name);
	const codeBytes = isIdentity || isUnicode ? 2 : ((map ?? toUnicode)?.width ?? 2);
	const [descendant] = await objects.list(font.get('DescendantFonts'));
	return {
		codeBytes,
		letter: once(objects.meter, (code) => {
			const inTable = toUnicode?.letter(code);
			if (isUnicode) return told(inTable) ?? ofItself(String.fromCharCode(code));
			// Glyph 0 is for missing characters.
			return isIdentity && code === 0 && inTable === undefined ? '' : told(inTable);
		}),
		width: await compositeWidths(
			objects,
			await objects.dictionary(descendant),
			glyphsOf(name, map),
		),
		isVertical: name.endsWith('-V'),
		...(!isIdentity && name !== '' && { unknownEncoding: name.slice(0, 40) }),
	};
}

/** Encodings whose codes are Unicode themselves: ISO 32000-1, table 118. */
const IS_UNICODE = /^Uni.*-(?:UCS2|UTF16)-/;

/**
 * A letter of a Unicode encoding; undefined for one that differs between fonts, such as private-use
 * characters.
 */
const ofItself = (letter: string): string | undefined =>
	/[\u2011\ue000-\uf8ff]/.test(letter) ? undefined : letter;

/** The function from codes to glyph numbers, if the encoding defines it. */
function glyphsOf(
	name: string,
	map: LetterTable | undefined,
): ((code: number) => number) | undefined {
	if (name.startsWith('Identity')) return (code) => code;
	if (IS_UNICODE.test(name)) return (code) => glyphOfUnicode(code, name);
	return map && ((code) => map.glyph(code));
}

/** The glyph number of an ASCII letter; NaN for others, which get the default width. */
function glyphOfUnicode(code: number, encoding: string): number {
	if (code < 0x20 || code > 0x7e) return NaN;
	if (!encoding.startsWith('UniJIS')) return code - 0x1f;
	const isHalfWidth = encoding.includes('-HW-');
	if (code === 0x5c) return isHalfWidth ? 8719 : 97;
	return code - 0x20 + (isHalfWidth ? 231 : 1);
}

async function tableOf(objects: PdfObjects, stream: PdfStream): Promise<LetterTable> {
	const content = await objects.content(stream);
	return await LetterTable.read(new PdfSyntax(content, 0, objects.meter), objects.meter);
}

/** The text of a glyph by its name. `.notdef` has no text, except as a space for code 0x20. */
function nameText(name: string, code: number, isDrawing: boolean): string | undefined {
	if (name === '.notdef') return code === 0x20 ? ' ' : '';
	return glyphText(name) ?? (isDrawing ? textByCode(name, code) : undefined);
}

/** The letters that an encoding gives by name; undefined for names that only the font knows. */
async function namedLetters(
	differences: PdfValue[],
	objects: PdfObjects,
	isDrawing: boolean,
): Promise<Map<number, string | undefined>> {
	const letters = new Map<number, string | undefined>();
	let code = 0;
	for (const entry of differences) {
		objects.meter.work(WORK.glyph);
		if (objects.meter.isDue) await objects.meter.pause();
		const value = entry instanceof PdfReference ? await objects.value(entry) : entry;
		if (typeof value === 'number') code = value;
		// A simple font has codes of one byte.
		else if (value instanceof PdfName && code <= 0xff) {
			objects.meter.keep(KEPT.entry + KEPT.string);
			letters.set(code, nameText(value.name, code, isDrawing));
			code++;
		}
	}
	return letters;
}

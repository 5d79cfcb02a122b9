import { KEPT, WORK } from '../meter';
import { glyphText } from './glyphs';
import { LetterTable } from './letters';
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

/** How the bytes of a text become letters. */
export interface PdfFont {
	/** Bytes of one letter. */
	width: number;
	/** undefined for a letter that the PDF does not tell. */
	letter(code: number): string | undefined;
	/** The name of an encoding that is not known. */
	unknownEncoding?: string;
}

// Windows-1252, which all encodings share in what a Smart Tag needs. Not by TextDecoder: that of Node 20
// takes it for Latin-1.
const FROM_0X80 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';
// ISO 32000-1, annex D.2.
const MAC_FROM_0X80 =
	'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\ufffdÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';
const plain = (code: number, table = FROM_0X80): string =>
	table[code - 0x80] ?? String.fromCharCode(code);
/** A font whose name begins so holds only the letters in use, and numbers them as it likes. */
const SUBSET = /^[A-Z]{6}\+/;

/**
 * Reads what a font tells of its letters: its own table to Unicode, else the names of its encoding,
 * else the letters that all encodings share. Source: ISO 32000-1, section 9.10.2.
 */
export async function readFont(objects: PdfObjects, font: PdfDictionary): Promise<PdfFont> {
	const table = await objects.stream(font.get('ToUnicode'));
	const toUnicode = table ? await tableOf(objects, await objects.content(table)) : undefined;
	if (nameOf(await objects.value(font.get('Subtype'))) === 'Type0') {
		const name = nameOf(await objects.value(font.get('Encoding')));
		const isIdentity = name.startsWith('Identity');
		const width = isIdentity ? 2 : (toUnicode?.width ?? 2);
		return {
			width,
			letter: (code) => toUnicode?.letter(code),
			...(!isIdentity && name !== '' && { unknownEncoding: name.slice(0, 40) }),
		};
	}
	const encoding = await objects.value(font.get('Encoding'));
	const differences = isDictionary(encoding) ? await objects.list(encoding.get('Differences')) : [];
	const named = await namedLetters(differences, objects);
	const base = isDictionary(encoding)
		? await objects.value(encoding.get('BaseEncoding'))
		: encoding;
	const letters = nameOf(base) === 'MacRomanEncoding' ? MAC_FROM_0X80 : FROM_0X80;
	const ownNumbers =
		encoding === undefined && SUBSET.test(nameOf(await objects.value(font.get('BaseFont'))));
	return {
		width: 1,
		letter: (code) =>
			toUnicode?.letter(code) ??
			named.get(code) ??
			(ownNumbers || named.has(code) ? undefined : plain(code, letters)),
	};
}

const tableOf = async ({ meter }: PdfObjects, content: Buffer): Promise<LetterTable> =>
	await LetterTable.read(new PdfSyntax(content, 0, meter), meter);

/** The letters that an encoding calls by name; undefined for names that are the font's own. */
async function namedLetters(
	differences: PdfValue[],
	objects: PdfObjects,
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
			letters.set(code++, glyphText(value.name));
		}
	}
	return letters;
}

import { LIMITS } from '../limits';
import { KEPT, WORK } from '../meter';
import type { PdfObjects } from './objects';
import { standardWidths } from './standardWidths';
import type { PdfDictionary, PdfValue } from './values';

/** The width of the letter of a code, relative to the font size. */
export type Widths = (code: number) => number;

const PER_SIZE = 1000;
const USUAL = 1000;

/** The widths of a font with codes of one byte (ISO 32000-1, table 111). */
export async function simpleWidths(
	objects: PdfObjects,
	font: PdfDictionary,
	fontName: string,
	letter: (code: number) => string | undefined,
): Promise<Widths> {
	const list = await objects.list(font.get('Widths'));
	if (list.length === 0) {
		const standard = standardWidths(fontName);
		const known: number[] = [];
		const widthOf = (text = '?') => (text === '' ? 0 : standard(text) / PER_SIZE);
		return (code) => (known[code] ??= widthOf(letter(code)));
	}
	const first = numberOf(await objects.value(font.get('FirstChar')), 0);
	const descriptor = await objects.dictionary(font.get('FontDescriptor'));
	const missing = numberOf(await objects.value(descriptor?.get('MissingWidth')), 0);
	const widths = new Map<number, number>();
	for (const [n, entry] of list.slice(0, 0x100).entries()) {
		widths.set(first + n, await numberIn(objects, entry));
	}
	// A font with drawn letters (Type 3) has its own scale.
	const [scale] = await objects.list(font.get('FontMatrix'));
	const unit = numberOf(await objects.value(scale), 1 / PER_SIZE);
	return (code) => (widths.get(code) ?? missing) * unit;
}

/**
 * The widths of a font with codes of several bytes (ISO 32000-1, section 9.7.4.3).
 * @param glyph gives the glyph number of a code, by which widths are listed; undefined if it is not known
 */
export async function compositeWidths(
	objects: PdfObjects,
	font: PdfDictionary | undefined,
	glyph: ((code: number) => number) | undefined,
): Promise<Widths> {
	const usual = numberOf(await objects.value(font?.get('DW')), USUAL) / PER_SIZE;
	if (glyph === undefined) return () => usual;
	const listed = new Map<number, number>();
	const widths = new Map<number, number>();
	const ranges: Array<{ first: number; last: number; width: number }> = [];
	const list = await objects.list(font?.get('W'));
	for (let n = 0; n + 1 < list.length; ) {
		const first = await numberIn(objects, list[n]);
		const next = await objects.value(list[n + 1]);
		if (Array.isArray(next)) {
			for (const [at, entry] of next.entries()) {
				objects.meter.keep(KEPT.entry);
				listed.set(first + at, (await numberIn(objects, entry)) / PER_SIZE);
			}
			n += 2;
			continue;
		}
		objects.meter.keep(KEPT.entry + 2 * KEPT.number);
		const width = (await numberIn(objects, list[n + 2])) / PER_SIZE;
		ranges.push({ first, last: numberOf(next, first), width });
		n += 3;
	}
	return (code) => {
		const known = widths.get(code);
		if (known !== undefined) return known;
		objects.meter.work(ranges.length);
		const number = glyph(code);
		const range = ranges.find(({ first, last }) => number >= first && number <= last);
		const width = listed.get(number) ?? range?.width ?? usual;
		if (widths.size < LIMITS.pdfValues) {
			objects.meter.keep(KEPT.entry);
			widths.set(code, width);
		}
		return width;
	};
}

async function numberIn(objects: PdfObjects, value: PdfValue | undefined): Promise<number> {
	objects.meter.work(WORK.glyph);
	if (objects.meter.isDue) await objects.meter.pause();
	return typeof value === 'number' ? value : numberOf(await objects.value(value), 0);
}

const numberOf = (value: PdfValue | undefined, usual: number): number =>
	typeof value === 'number' ? value : usual;

import { WORK } from '../meter';
import { nextOf } from '../search';
import { compactEncoding } from './compactFont';
import { namedEncoding, type Encoding } from './encodings';
import { glyphText } from './glyphs';
import type { PdfObjects } from './objects';
import { PdfSyntax } from './syntax';
import { isOperator, nameOf, PdfName, PdfOperator, type PdfDictionary } from './values';

const MOST_VALUES = 5000;

/**
 * The built-in encoding of an embedded font program (Adobe Type 1 Font Format, section 2.2): the part with
 * the encoding has the same syntax as PDF.
 * @returns undefined for a font of another kind
 */
export async function encodingInFont(
	objects: PdfObjects,
	font: PdfDictionary,
): Promise<Encoding | undefined> {
	const { meter } = objects;
	const descriptor = await objects.dictionary(font.get('FontDescriptor'));
	const compact = await objects.stream(descriptor?.get('FontFile3'));
	if (compact && nameOf(await objects.value(compact.dictionary.get('Subtype'))) === 'Type1C')
		return compactEncoding(await objects.content(compact), meter);
	// Other kinds also have an encoding, but it is not read.
	if (descriptor?.has('FontFile3')) return () => undefined;
	const file = await objects.stream(descriptor?.get('FontFile'));
	if (!file) return undefined;
	const content = await objects.content(file);
	return await meter.holding(content.length, async () => {
		const at = await nextOf('/Encoding', content, 0, meter);
		if (at < 0) return undefined;
		const syntax = new PdfSyntax(content, at, meter);
		const letters = new Map<number, string | undefined>();
		let code: number | undefined;
		syntax.next();
		for (let n = 0; n < MOST_VALUES; n++) {
			meter.work(WORK.glyph);
			if (meter.isDue) await meter.pause();
			const value = syntax.next();
			if (n === 0 && value instanceof PdfOperator) {
				syntax.release();
				return namedEncoding(value.word);
			}
			if (value === undefined || isOperator(value, 'def')) break;
			if (value instanceof PdfName && code !== undefined) letters.set(code, glyphText(value.name));
			code = typeof value === 'number' && value >= 0 && value <= 0xff ? value : undefined;
		}
		syntax.release();
		return (code) => letters.get(code);
	});
}

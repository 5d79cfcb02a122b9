import { WORK, type Meter } from '../meter';
import { UNTOLD, type PictureText } from './text';

const PIECE = 64 * 1024;
/** So much of an element is looked at, up to the beginning of its data. */
const WINDOW = 2000;
/** What shows text, or may bring it in: letters, pages, scripts, entities, what styles add. */
const TEXT = new RegExp(
	[
		'<(?:[\\w-]{1,40}:)?(?:text|tref|flowRoot|foreignObject|script)[\\s/>]',
		'<!ENTITY',
		'<\\?xml-stylesheet',
		'@import|content\\s{0,20}:',
	].join('|'),
	'i',
);
/** What shows a thing that stands elsewhere. */
const FROM_ELSEWHERE = /<(?:[\w-]{1,40}:)?(?:use|image|feImage)[\s/>]/gi;
const REFERENCE = /href\s{0,20}=\s{0,20}["']/gi;
/** Something in the same file, such as the drawn letters of a logo; or a picture of dots: PNG, JPEG. */
const HARMLESS =
	/^\s{0,20}(?:#|data:image\/(?:png;base64,\s{0,20}iVBORw0KGgo|jpe?g;base64,\s{0,20}\/9j\/))/i;

/** Undefined for a scalable vector graphic that holds text in any way; '' for one that draws alone. */
export async function svgText(bytes: Buffer, meter: Meter): Promise<PictureText> {
	for (let at = 0; at < bytes.length; at += PIECE) {
		const piece = bytes.toString('latin1', at, at + PIECE + WINDOW);
		meter.work(4 * piece.length * WORK.character);
		if (meter.isDue) await meter.pause();
		// UTF-16 has a zero in each letter of the markup.
		if (piece.includes('\0') || TEXT.test(piece)) return UNTOLD;
		for (const { index } of piece.matchAll(FROM_ELSEWHERE)) {
			meter.work(2 * WINDOW * WORK.character);
			if (meter.isDue) await meter.pause();
			if (!isHarmless(piece.slice(index, index + WINDOW))) return UNTOLD;
		}
	}
	return '';
}

function isHarmless(start: string): boolean {
	const end = start.indexOf('>');
	const element = end < 0 ? start : start.slice(0, end);
	const references = [...element.matchAll(REFERENCE)];
	if (references.length === 0) return end >= 0;
	return references.every(({ index, 0: { length } }) =>
		HARMLESS.test(element.slice(index + length)),
	);
}

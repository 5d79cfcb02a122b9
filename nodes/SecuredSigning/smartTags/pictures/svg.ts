import { WORK, type Meter } from '../meter';
import { UNTOLD, type PictureText } from './text';

const PIECE = 64 * 1024;
/** How much of an element is examined, up to the beginning of its data. */
const WINDOW = 2000;
/** Markup that shows text, or may add it: text elements, HTML, scripts, entities, style sheets. */
const TEXT = new RegExp(
	[
		'<(?:[\\w-]{1,40}:)?(?:text|tref|flowRoot|foreignObject|script)[\\s/>]',
		'<!ENTITY',
		'<\\?xml-stylesheet',
		'@import|content\\s{0,20}:',
	].join('|'),
	'i',
);
/** Elements that show content from elsewhere. */
const FROM_ELSEWHERE = /<(?:[\w-]{1,40}:)?(?:use|image|feImage)[\s/>]/gi;
const REFERENCE = /href\s{0,20}=\s{0,20}["']/gi;
/** References into the same file, such as a drawn logo, or to a bitmap: PNG, JPEG. */
const HARMLESS =
	/^\s{0,20}(?:#|data:image\/(?:png;base64,\s{0,20}iVBORw0KGgo|jpe?g;base64,\s{0,20}\/9j\/))/i;

/** UNTOLD for an SVG that contains text in any way; '' for one that only draws. */
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

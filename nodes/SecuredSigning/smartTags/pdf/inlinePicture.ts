import { WORK, type Meter } from '../meter';
import { nextOf } from '../search';
import { isSpace, type PdfSyntax } from './syntax';

/**
 * Skips an inline picture: its bytes in the content stream are no operators (ISO 32000-1, section 8.9.7).
 * @param syntax is positioned after "ID"
 * @returns whether the picture has an end
 */
export async function skipInlinePicture(syntax: PdfSyntax, meter: Meter): Promise<boolean> {
	const { bytes } = syntax;
	meter.work(WORK.lookup);
	const isEnd = (at: number) =>
		isSpace(bytes[at - 1]) && (at + 2 >= bytes.length || isSpace(bytes[at + 2]));
	let end = await nextOf('EI', bytes, syntax.at, meter);
	while (end >= 0 && !isEnd(end)) {
		meter.work(WORK.operator);
		end = await nextOf('EI', bytes, end + 1, meter);
	}
	syntax.at = end < 0 ? bytes.length : end;
	return end >= 0;
}

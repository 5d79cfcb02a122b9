import { WORK, type Meter } from '../meter';
import { emfText } from './emf';
import { UNTOLD, type PictureText } from './text';

const PLACEABLE = 0x9ac6cdd7;
const PLACEABLE_LENGTH = 22;
// [MS-WMF], section 2.1.1.1.
const END = 0;
const TEXT_OUT = 0x0521;
const EXT_TEXT_OUT = 0x0a32;
const ESCAPE = 0x0626;
/** Section 2.3.6.1: the same picture as an enhanced metafile, in pieces. */
const ENHANCED = 0x000f;
const ENHANCED_DATA = 38;
const ENHANCED_MARK = 0x43464d57;
const HAS_RECTANGLE = 6;
const GLYPHS = 0x10;

/** The text of a Windows metafile; UNTOLD for text that cannot be read, and for a broken file. */
export async function wmfText(bytes: Buffer, meter: Meter): Promise<PictureText> {
	const header = bytes.readUInt32LE(0) === PLACEABLE ? PLACEABLE_LENGTH : 0;
	if (header + 18 > bytes.length) return UNTOLD;
	let text = '';
	const enhanced: Buffer[] = [];
	for (let at = header + 18; at + 6 <= bytes.length; ) {
		const size = 2 * bytes.readUInt32LE(at);
		const type = bytes.readUInt16LE(at + 4);
		meter.work(WORK.element);
		if (meter.isDue) await meter.pause();
		if (type === END) return await withEnhanced(text, enhanced, meter);
		if (size < 6 || at + size > bytes.length) return UNTOLD;
		const data = bytes.subarray(at + 6, at + size);
		if (isEnhanced(type, data)) enhanced.push(data.subarray(ENHANCED_DATA));
		const found = recordText(type, data);
		if (found === UNTOLD) return UNTOLD;
		meter.work(4 * found.length * WORK.character);
		text += found;
		at += size;
	}
	return UNTOLD;
}

function recordText(type: number, data: Buffer): PictureText {
	if (type === TEXT_OUT)
		return lettersOf(data, 2, data.length < 2 ? Infinity : data.readUInt16LE(0));
	if (type === EXT_TEXT_OUT) {
		if (data.length < 8) return UNTOLD;
		const options = data.readUInt16LE(6);
		const from = (options & HAS_RECTANGLE) === 0 ? 8 : 16;
		return (options & GLYPHS) !== 0 ? UNTOLD : lettersOf(data, from, data.readUInt16LE(4));
	}
	return '';
}

const isEnhanced = (type: number, data: Buffer): boolean =>
	type === ESCAPE &&
	data.length >= 8 &&
	data.readUInt16LE(0) === ENHANCED &&
	data.readUInt32LE(4) === ENHANCED_MARK;

async function withEnhanced(text: string, pieces: Buffer[], meter: Meter): Promise<PictureText> {
	if (pieces.length === 0) return text;
	const enhanced = await emfText(Buffer.concat(pieces), meter);
	return enhanced === UNTOLD ? UNTOLD : text + enhanced;
}

const lettersOf = (data: Buffer, from: number, length: number): PictureText =>
	from + length > data.length ? UNTOLD : data.toString('latin1', from, from + length);

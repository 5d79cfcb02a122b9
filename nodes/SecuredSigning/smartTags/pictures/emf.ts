import { WORK, type Meter } from '../meter';
import { UNTOLD, type PictureText } from './text';

// [MS-EMF], section 2.1.1; [MS-EMFPLUS], section 2.1.1.1.
const END = 14;
const COMMENT = 70;
const TEXT = { ansi: 83, wide: 84 };
const OTHER_TEXTS = [96, 97, 108];
const GLYPHS = 0x10;
const EMF_PLUS = 0x2b464d45;
const PUBLIC = 0x43494447;
const MULTIFORMATS = 0x40000004;
/** An option of a driver string: it contains characters, not glyph numbers. */
const LETTERS = 1;
const PICTURE = 5;
/** The flag of an object that continues in another record; its data starts with its total size. */
const PARTED = 0x8000;
const VERSION = 0xdbc01;
const DOTS = 1;
const PLUS = { object: 0x4008, drawString: 0x401c, drawDriverString: 0x4036 };

/** The text of an enhanced metafile; UNTOLD for text that cannot be read, and for a broken file. */
export async function emfText(bytes: Buffer, meter: Meter): Promise<PictureText> {
	let text = '';
	for (let at = 0; at + 8 <= bytes.length; ) {
		const type = bytes.readUInt32LE(at);
		const size = bytes.readUInt32LE(at + 4);
		meter.work(WORK.element);
		if (meter.isDue) await meter.pause();
		if (type === END) return text;
		if (size < 8 || at + size > bytes.length) return UNTOLD;
		const record = bytes.subarray(at, at + size);
		const found = OTHER_TEXTS.includes(type) ? UNTOLD : recordText(type, record);
		if (found === UNTOLD) return UNTOLD;
		meter.work(4 * found.length * WORK.character);
		text += found;
		at += size;
	}
	return UNTOLD;
}

function recordText(type: number, record: Buffer): PictureText {
	if (type === COMMENT) return commentText(record);
	if (type !== TEXT.ansi && type !== TEXT.wide) return '';
	if (record.length < 56) return UNTOLD;
	const count = record.readUInt32LE(44);
	const from = record.readUInt32LE(48);
	const isWide = type === TEXT.wide;
	const end = from + count * (isWide ? 2 : 1);
	if ((record.readUInt32LE(52) & GLYPHS) !== 0 || end > record.length) return UNTOLD;
	return record.toString(isWide ? 'utf16le' : 'latin1', from, end);
}

/** The text of a comment, which may contain EMF+ records, or the same picture in another format. */
function commentText(record: Buffer): PictureText {
	if (record.length < 20) return '';
	const kind = record.readUInt32LE(12);
	if (kind === PUBLIC) return record.readUInt32LE(16) === MULTIFORMATS ? UNTOLD : '';
	if (kind !== EMF_PLUS) return '';
	let text = '';
	for (let at = 16; at + 12 <= record.length; ) {
		const type = record.readUInt16LE(at);
		const size = record.readUInt32LE(at + 4);
		// A large object may continue in the next comment.
		if (size < 12) return UNTOLD;
		const found = plusText(type, record.readUInt16LE(at + 2), record.subarray(at + 12, at + size));
		if (found === UNTOLD) return UNTOLD;
		text += found;
		at += size;
	}
	return text;
}

function plusText(type: number, flags: number, data: Buffer): PictureText {
	if (type === PLUS.drawDriverString) {
		const end = data.length < 16 ? Infinity : 16 + 2 * data.readUInt32LE(12);
		const isLetters = end <= data.length && (data.readUInt32LE(4) & LETTERS) !== 0;
		return isLetters ? data.toString('utf16le', 16, end) : UNTOLD;
	}
	if (type === PLUS.drawString) {
		const end = data.length < 28 ? Infinity : 28 + 2 * data.readUInt32LE(8);
		return end > data.length ? UNTOLD : data.toString('utf16le', 28, end);
	}
	const isPicture = type === PLUS.object && ((flags >> 8) & 0x7f) === PICTURE;
	return isPicture && !isOfDots(data.subarray((flags & PARTED) === 0 ? 0 : 4)) ? UNTOLD : '';
}

/**
 * Whether an embedded picture is a bitmap and not a metafile. Data that continues from another record has no
 * version.
 */
const isOfDots = (data: Buffer): boolean =>
	data.length >= 8 && (data.readUInt32LE(0) >>> 12 !== VERSION || data.readUInt32LE(4) === DOTS);

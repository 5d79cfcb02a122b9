import { WORK, type Meter } from '../meter';
import { UNTOLD, type PictureText } from './text';

const HEADER = 6;
/** The actions that write text, and how many bytes stand in front of their letters. */
const TEXTS = new Map([
	[112, 8],
	[113, 8],
	[114, 8],
	[115, 16],
]);
const TEXT_ARRAY = 113;
/** Between the letters in bytes and those in UTF-16. */
const BETWEEN = new Map([
	[112, 4],
	[114, 8],
	[115, 2],
]);
/** PostScript, and what is put through a filter: both hold a metafile of their own. */
const NESTED = [143, 147];

/**
 * The letters of a StarView metafile, which LibreOffice keeps for objects such as charts; UNTOLD for text that
 * cannot be told. Source: LibreOffice, vcl/source/filter/svm/SvmReader.cxx.
 */
export async function svmText(bytes: Buffer, meter: Meter): Promise<PictureText> {
	if (bytes.length < HEADER + 6) return UNTOLD;
	let text = '';
	let at = HEADER + 6 + bytes.readUInt32LE(HEADER + 2);
	while (at + 8 <= bytes.length) {
		const type = bytes.readUInt16LE(at);
		const end = at + 8 + bytes.readUInt32LE(at + 4);
		meter.work(WORK.element);
		if (meter.isDue) await meter.pause();
		if (end > bytes.length || NESTED.includes(type)) return UNTOLD;
		const isText = TEXTS.has(type);
		const found = isText
			? textOf(type, bytes.readUInt16LE(at + 2), bytes.subarray(at + 8, end))
			: '';
		if (found === UNTOLD) return UNTOLD;
		meter.work(4 * found.length * WORK.character);
		text += found;
		at = end;
	}
	return text;
}

/** The letters stand in bytes, or in UTF-16 where the font is one of Unicode; and since version 2 once more in UTF-16. */
function textOf(type: number, version: number, data: Buffer): PictureText {
	const from = TEXTS.get(type) ?? 0;
	if (from + 4 > data.length) return UNTOLD;
	const inBytes = from + 2 + data.readUInt16LE(from);
	const inUnicode = from + 4 + 2 * data.readUInt32LE(from);
	if (version < 2) return data.toString('latin1', from);
	return (
		again(type, data, inBytes, data.toString('latin1', from + 2, inBytes)) ??
		again(type, data, inUnicode, data.toString('utf16le', from + 4, inUnicode)) ??
		UNTOLD
	);
}

/** @param letters as they stand the first time, up to `at`; undefined when the second time is not where it should be */
function again(type: number, data: Buffer, at: number, letters: string): string | undefined {
	let wide = at + (BETWEEN.get(type) ?? 8);
	if (type === TEXT_ARRAY && wide <= data.length) wide += 4 * data.readUInt32LE(wide - 4);
	if (wide + 2 > data.length) return undefined;
	const end = wide + 2 + 2 * data.readUInt16LE(wide);
	return end === data.length ? letters + data.toString('utf16le', wide + 2, end) : undefined;
}

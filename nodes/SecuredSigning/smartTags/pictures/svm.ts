import { WORK, type Meter } from '../meter';
import { UNTOLD, type PictureText } from './text';

const HEADER = 6;
/** The actions that draw text, and how many bytes come before their letters. */
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
/** PostScript and filtered content: both contain their own metafile. */
const NESTED = [143, 147];

/**
 * The text of a StarView metafile, which LibreOffice stores for objects such as charts; UNTOLD for text that
 * cannot be read. Source: LibreOffice, vcl/source/filter/svm/SvmReader.cxx.
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

/**
 * The text of an action: in bytes, or in UTF-16 for a Unicode font; since version 2, it is repeated in
 * UTF-16.
 */
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

/**
 * @param letters the text as first given, which ends at `at`
 * @returns both texts; undefined if the second is not at the expected place
 */
function again(type: number, data: Buffer, at: number, letters: string): string | undefined {
	let wide = at + (BETWEEN.get(type) ?? 8);
	if (type === TEXT_ARRAY && wide <= data.length) wide += 4 * data.readUInt32LE(wide - 4);
	if (wide + 2 > data.length) return undefined;
	const end = wide + 2 + 2 * data.readUInt16LE(wide);
	return end === data.length ? letters + data.toString('utf16le', wide + 2, end) : undefined;
}

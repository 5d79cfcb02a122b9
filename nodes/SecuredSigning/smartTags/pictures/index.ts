import { WORK, type Meter } from '../meter';
import { emfText } from './emf';
import { svgText } from './svg';
import { svmText } from './svm';
import { UNTOLD, type PictureReader } from './text';
import { wmfText } from './wmf';

/** How many bytes are needed to recognise the type of a part. */
export const PICTURE_START = 32 * 1024;

const GZIP = '\u001f\u008b\u0008';
/** EPS with a preview before it. */
const PREVIEWED = '\u00c5\u00d0\u00d3\u00c6';
const EMF_MARK = 0x464d4520;
const PLACEABLE_WMF = 0x9ac6cdd7;
/** How each type is recognised: by its first bytes, as programs do, whatever its name is. */
const KINDS: Array<[(bytes: Buffer) => boolean, PictureReader]> = [
	[(bytes) => bytes.length >= 44 && bytes.readUInt32LE(40) === EMF_MARK, emfText],
	[(bytes) => bytes.length >= 18 && isWmf(bytes), wmfText],
	[(bytes) => startsWith(bytes, 'VCLMTF'), svmText],
	[(bytes) => isSvg(bytes), svgText],
	// Compressed pictures, PDF and PostScript are not read here.
	[
		(bytes) => [GZIP, '%PDF-', '%!PS', PREVIEWED].some((mark) => startsWith(bytes, mark)),
		async () => UNTOLD,
	],
];

/**
 * @param start the first bytes of a part, or all of them
 * @returns the reader for it; undefined if it is not a vector picture
 */
export function pictureReader(start: Buffer, meter: Meter): PictureReader | undefined {
	meter.work(WORK.value * KINDS.length);
	return KINDS.find(([is]) => is(start))?.[1];
}

const startsWith = (bytes: Buffer, text: string): boolean =>
	bytes.toString('latin1', 0, text.length) === text;

/** [MS-WMF], sections 2.3.2.2 and 2.3.2.3: the header, or a placeable header before it. */
const isWmf = (bytes: Buffer): boolean =>
	bytes.readUInt32LE(0) === PLACEABLE_WMF ||
	([1, 2].includes(bytes.readUInt16LE(0)) &&
		bytes.readUInt16LE(2) === 9 &&
		[0x100, 0x300].includes(bytes.readUInt16LE(4)));

/** Whether it is SVG, in a one-byte encoding or in UTF-16 of either byte order. */
const isSvg = (bytes: Buffer): boolean =>
	/^[\s\u00ef\u00bb\u00bf\u00fe\u00ff\0]*</.test(bytes.toString('latin1', 0, 100)) &&
	/<(?:[\w-]{1,40}:)?svg[\s>]/i.test(bytes.toString('latin1', 0, PICTURE_START).replace(/\0/g, ''));

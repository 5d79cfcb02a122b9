import { LIMITS } from '../limits';
import type { PdfString } from './values';

// ISO 32000-1, annex D.2: where PDFDocEncoding is not Latin-1.
const FROM_0X18 = '˘ˇˆ˙˝˛˚˜';
const FROM_0X80 = '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€';

/** Decodes a text string: UTF-16, UTF-8 or PDFDocEncoding (ISO 32000-2, section 7.9.2.2). */
export function textOf({ bytes }: PdfString): string {
	const content = Buffer.from(bytes.slice(0, LIMITS.pdfStringBytes), 'latin1');
	if (bytes.startsWith('\xfe\xff'))
		return content
			.subarray(2, content.length & ~1)
			.swap16()
			.toString('utf16le');
	if (bytes.startsWith('\xff\xfe')) return content.toString('utf16le', 2);
	if (bytes.startsWith('\xef\xbb\xbf')) return content.toString('utf8', 3);
	return Array.from(bytes, (letter) => {
		const code = letter.charCodeAt(0);
		return FROM_0X18[code - 0x18] ?? FROM_0X80[code - 0x80] ?? letter;
	}).join('');
}

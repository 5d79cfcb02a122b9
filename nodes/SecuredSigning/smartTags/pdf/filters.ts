import { inflated } from '../inflate';
import { LIMITS, Unreadable } from '../limits';
import { WORK, type Meter } from '../meter';

/** A filter of a stream, with its parameters as numbers (ISO 32000-1, section 7.4). */
export interface PdfFilter {
	name: string;
	predictor: number;
	/** Bytes of one row of a predictor, without the one in front. */
	rowBytes: number;
	pixelBytes: number;
}

/**
 * The bytes of a stream of a PDF as they were before its filters.
 * @throws Unreadable for a filter that packs pictures, or one that is rare for text; TooMuch by the meter
 */
export async function unfiltered(
	bytes: Buffer,
	filters: PdfFilter[],
	meter: Meter,
): Promise<Buffer> {
	let content = bytes;
	for (const filter of filters) {
		const { name } = filter;
		if (name === 'FlateDecode' || name === 'Fl') {
			content = unpredicted(await inflate(content, meter), filter, meter);
		} else if (name === 'ASCII85Decode' || name === 'A85') content = ascii85(content, meter);
		else if (name === 'ASCIIHexDecode' || name === 'AHx') content = asciiHex(content, meter);
		else
			throw new Unreadable(
				`A part of the PDF is packed in a way this check does not read: ${name.slice(0, 40)}`,
			);
	}
	return content;
}

async function inflate(bytes: Buffer, meter: Meter): Promise<Buffer> {
	const pieces: Buffer[] = [];
	let size = 0;
	try {
		for (const piece of inflated(bytes, 'deflate', meter)) {
			size += piece.length;
			refuseTooLarge(size);
			meter.keep(2 * piece.length);
			pieces.push(Buffer.from(piece));
			if (meter.isDue) await meter.pause();
		}
		return Buffer.concat(pieces);
	} finally {
		meter.drop(2 * pieces.reduce((sum, piece) => sum + piece.length, 0));
	}
}

function refuseTooLarge(size: number): void {
	if (size > LIMITS.pdfPartBytes) {
		throw new Unreadable('A part of the PDF unpacks to more than this check reads');
	}
}

/** Undoes the predictors of PNG: each row says how it differs (ISO 32000-1, section 7.4.4.4). */
function unpredicted(bytes: Buffer, filter: PdfFilter, meter: Meter): Buffer {
	const { predictor, rowBytes, pixelBytes } = filter;
	if (predictor <= 1) return bytes;
	if (predictor < 10) throw new Unreadable('A part of the PDF is packed like a picture');
	meter.work(bytes.length * WORK.byte);
	const rows = Math.ceil(bytes.length / (rowBytes + 1));
	const content = Buffer.alloc(rows * rowBytes);
	let size = 0;
	for (let from = 0; from < bytes.length; from += rowBytes + 1) {
		const kind = bytes[from];
		const end = Math.min(from + 1 + rowBytes, bytes.length);
		const start = size;
		for (let at = from + 1; at < end; at++, size++) {
			const isFirst = size - start < pixelBytes;
			const left = isFirst ? 0 : content[size - pixelBytes];
			const up = size < rowBytes ? 0 : content[size - rowBytes];
			const corner = isFirst || size < rowBytes ? 0 : content[size - rowBytes - pixelBytes];
			content[size] = bytes[at] + predicted(kind, left, up, corner);
		}
	}
	return content.subarray(0, size);
}

function predicted(kind: number, left: number, up: number, corner: number): number {
	if (kind === 1) return left;
	if (kind === 2) return up;
	if (kind === 3) return (left + up) >> 1;
	if (kind !== 4) return 0;
	const [a, b, c] = [left, up, corner].map((near) => Math.abs(left + up - corner - near));
	if (a <= b && a <= c) return left;
	return b <= c ? up : corner;
}

function asciiHex(bytes: Buffer, meter: Meter): Buffer {
	const end = bytes.indexOf('>');
	const digits = end < 0 ? bytes : bytes.subarray(0, end);
	refuseTooLarge(digits.length);
	meter.work(digits.length * WORK.byte);
	return Buffer.from(digits.toString('latin1').replace(/[^\da-f]/gi, ''), 'hex');
}

/** Five characters for four bytes; "z" for four zeros; "~>" is the end. */
function ascii85(bytes: Buffer, meter: Meter): Buffer {
	refuseTooLarge(bytes.length);
	meter.work(4 * bytes.length * WORK.byte);
	let zeros = 0;
	for (const code of bytes) if (code === 0x7a) zeros++;
	refuseTooLarge(bytes.length + 4 * zeros);
	const decoded = Buffer.alloc(bytes.length + 4 * zeros + 4);
	let size = 0;
	let digits: number[] = [];
	const flush = () => {
		const count = digits.length;
		while (digits.length < 5) digits.push(84);
		const word = digits.reduce((sum, digit) => sum * 85 + digit, 0) % 2 ** 32;
		decoded.writeUInt32BE(word, size);
		size += count - 1;
		digits = [];
	};
	for (const code of bytes) {
		if (code === 0x7e) break;
		if (code === 0x7a && digits.length === 0) size += 4;
		else if (code >= 0x21 && code <= 0x75) digits.push(code - 0x21);
		if (digits.length === 5) flush();
	}
	if (digits.length > 1) flush();
	return decoded.subarray(0, size);
}

import { inflated } from '../inflate';
import { LIMITS, Unreadable } from '../limits';
import { WORK, type Meter } from '../meter';
import { HEX_DIGITS } from './strings';

/** A filter of a stream, with its parameters as numbers (ISO 32000-1, section 7.4). */
export interface PdfFilter {
	name: string;
	predictor: number;
	/** Bytes of one row of a predictor, without its first byte. */
	rowBytes: number;
	pixelBytes: number;
}

/** How many bytes of a stream are processed in one step. */
const PIECE = 32 * 1024;
/**
 * Decodes the bytes of a PDF stream.
 * @throws Unreadable for a filter for pictures, or one that is rarely used for text; TooMuch by the meter
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
			content = await unpredicted(await inflate(content, meter), filter, meter);
		} else if (name === 'ASCII85Decode' || name === 'A85') content = await ascii85(content, meter);
		else if (name === 'ASCIIHexDecode' || name === 'AHx') content = await asciiHex(content, meter);
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

/** Reverses the PNG predictors: each row contains differences (ISO 32000-1, section 7.4.4.4). */
async function unpredicted(bytes: Buffer, filter: PdfFilter, meter: Meter): Promise<Buffer> {
	const { predictor, rowBytes, pixelBytes } = filter;
	if (predictor <= 1) return bytes;
	if (predictor < 10)
		throw new Unreadable(
			'A part of the PDF is compressed like a picture, which this check does not read',
		);
	const rows = Math.ceil(bytes.length / (rowBytes + 1));
	const content = Buffer.alloc(rows * rowBytes);
	let size = 0;
	for (let from = 0; from < bytes.length; from += rowBytes + 1) {
		meter.work(WORK.value + rowBytes * WORK.predictedByte);
		if (meter.isDue) await meter.pause();
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
	const toLeft = Math.abs(up - corner);
	const toUp = Math.abs(left - corner);
	const toCorner = Math.abs(left + up - 2 * corner);
	if (toLeft <= toUp && toLeft <= toCorner) return left;
	return toUp <= toCorner ? up : corner;
}

/** Calls `onByte` for each byte up to the end marker, and lets other work run in between. */
async function eachByte(
	bytes: Buffer,
	end: number,
	units: number,
	meter: Meter,
	onByte: (byte: number) => void,
): Promise<void> {
	for (let from = 0; from < bytes.length; from += PIECE) {
		const piece = bytes.subarray(from, from + PIECE);
		meter.work(piece.length * units);
		if (meter.isDue) await meter.pause();
		for (const byte of piece) {
			if (byte === end) return;
			onByte(byte);
		}
	}
}

/** Two digits for a byte; ">" is the end. */
async function asciiHex(bytes: Buffer, meter: Meter): Promise<Buffer> {
	const decoded = Buffer.alloc(Math.ceil(bytes.length / 2));
	let count = 0;
	await eachByte(bytes, 0x3e, WORK.byte, meter, (byte) => {
		const digit = HEX_DIGITS[byte];
		if (digit === 0xff) return;
		decoded[count >> 1] |= count % 2 ? digit : digit << 4;
		count++;
	});
	return decoded.subarray(0, (count + 1) >> 1);
}

/** Five characters for four bytes; "z" for four zeros; "~>" is the end. */
async function ascii85(bytes: Buffer, meter: Meter): Promise<Buffer> {
	let zeros = 0;
	await eachByte(bytes, 0x7e, WORK.byte, meter, (byte) => {
		if (byte === 0x7a) zeros++;
	});
	const room = bytes.length + 4 * zeros + 4;
	refuseTooLarge(room);
	const decoded = Buffer.alloc(room);
	let size = 0;
	let count = 0;
	let word = 0;
	const take = (digit: number) => {
		word = word * 85 + digit;
		if (++count < 5) return;
		decoded.writeUInt32BE(word % 2 ** 32, size);
		size += 4;
		count = word = 0;
	};
	await eachByte(bytes, 0x7e, WORK.ascii85Byte, meter, (byte) => {
		if (byte === 0x7a && count === 0) size += 4;
		else if (byte >= 0x21 && byte <= 0x75) take(byte - 0x21);
	});
	const left = count;
	while (left > 1 && count > 0) take(84);
	return decoded.subarray(0, left > 1 ? size - (5 - left) : size);
}

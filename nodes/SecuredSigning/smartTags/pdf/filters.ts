import { inflated } from '../inflate';
import { LIMITS, Unreadable, type Allowance } from '../limits';

/**
 * The bytes of a stream of a PDF as they were before its filters (ISO 32000-1, section 7.4).
 * @throws Unreadable for a filter that packs pictures, or one that is rare for text
 */
export async function unfiltered(
	bytes: Uint8Array,
	filters: string[],
	allowance: Allowance,
): Promise<Uint8Array> {
	let content = bytes;
	for (const filter of filters) {
		if (filter === 'FlateDecode' || filter === 'Fl') content = await inflate(content, allowance);
		else if (filter === 'ASCII85Decode' || filter === 'A85') content = ascii85(content, allowance);
		else if (filter === 'ASCIIHexDecode' || filter === 'AHx') content = asciiHex(content);
		else
			throw new Unreadable(
				`A part of the PDF is packed in a way this check does not read: ${filter}`,
			);
	}
	return content;
}

async function inflate(bytes: Uint8Array, allowance: Allowance): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of inflated(bytes, 'deflate', allowance)) {
		size += piece.length;
		if (size > LIMITS.pdfPartBytes) {
			throw new Unreadable('A part of the PDF unpacks to more than this check reads');
		}
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

function asciiHex(bytes: Uint8Array): Uint8Array {
	const [digits] = Buffer.from(bytes).toString('latin1').split('>');
	return Buffer.from(digits.replace(/[^\da-f]/gi, ''), 'hex');
}

/** Five characters for four bytes; "z" for four zeros; "~>" is the end. */
function ascii85(bytes: Uint8Array, allowance: Allowance): Uint8Array {
	allowance.take(bytes.length * 4);
	const decoded = Buffer.alloc(bytes.length * 4 + 4);
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

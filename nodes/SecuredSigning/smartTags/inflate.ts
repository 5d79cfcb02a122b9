import { Unreadable } from './limits';
import { WORK, type Meter } from './meter';

const WINDOW = 32 * 1024;
const LONGEST_MATCH = 258;
const FULL = 2 * WINDOW + LONGEST_MATCH;
const LONGEST_CODE = 15;
/** An empty piece, so that the reader can let other work run, even between empty blocks. */
const NOTHING = new Uint8Array(0);
const FAST_BITS = 10;
// RFC 1951, section 3.2.5: lengths and distances of matches, each a base and extra bits.
const LENGTHS = [
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
	163, 195, 227, 258,
];
const LENGTH_BITS = [
	0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCES = [
	1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
	3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
	0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const ORDER_OF_LENGTHS = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Decompresses data piece by piece, only as far as it is read. n8n's rules allow no import of zlib, and a
 * DecompressionStream is some thirty times slower for the small parts of a PDF: 200 µs for a page of 2 kB,
 * measured with Node 20. The checksum is not verified; other PDF readers do not verify it, either.
 *
 * @param format 'deflate-raw' in a ZIP archive (RFC 1951), 'deflate' in a PDF (RFC 1950)
 * @returns pieces of up to some 32 kB, some of them empty; each is valid only until the next one
 * @throws Unreadable when it is damaged, TooMuch by the meter
 */
export function* inflated(
	bytes: Uint8Array,
	format: 'deflate' | 'deflate-raw',
	meter: Meter,
): Generator<Uint8Array> {
	const bits = new Bits(bytes, format === 'deflate' ? afterZlibHeader(bytes) : 0);
	let window = new Uint8Array(Math.min(FULL, 4 * bytes.length + 2 * LONGEST_MATCH));
	let from = 0;
	let at = 0;
	let taken = 0;
	const charge = () => {
		meter.work((at - from) * WORK.byte + (bits.at - taken) * WORK.packedByte);
		taken = bits.at;
	};
	for (let isLast = false; !isLast; ) {
		meter.work(WORK.block);
		if (meter.isDue) yield NOTHING;
		isLast = bits.take(1) === 1;
		const block = blockOf(bits);
		for (;;) {
			at = block.unpack(bits, window, at);
			bits.refuseOverrun();
			if (block.isOver) break;
			if (window.length < FULL) {
				const larger = new Uint8Array(Math.min(FULL, 4 * window.length));
				larger.set(window);
				window = larger;
				continue;
			}
			charge();
			yield window.subarray(from, at);
			window.copyWithin(0, at - WINDOW, at);
			from = at = WINDOW;
		}
	}
	charge();
	yield window.subarray(from, at);
}

function afterZlibHeader(bytes: Uint8Array): number {
	const [method, flags] = bytes;
	const isDeflate = (method & 15) === 8 && (method * 256 + flags) % 31 === 0;
	if (bytes.length < 2 || !isDeflate || (flags & 32) !== 0) damaged();
	return 2;
}

/** Reads bits, the lowest of each byte first. */
class Bits {
	hold = 0;
	count = 0;

	constructor(
		private readonly bytes: Uint8Array,
		public at: number,
	) {}

	/** Loads at least 25 bits. After the end, a few zero bytes are supplied. */
	fill(): void {
		while (this.count <= 24) {
			if (this.at > this.bytes.length + 4) damaged();
			this.hold |= (this.bytes[this.at++] ?? 0) << this.count;
			this.count += 8;
		}
	}

	/** Refuses data of which more was read than exists (see fill). */
	refuseOverrun(): void {
		if (this.at - (this.count >> 3) > this.bytes.length) damaged();
	}

	take(count: number): number {
		this.fill();
		const value = this.hold & ((1 << count) - 1);
		this.skip(count);
		return value;
	}

	skip(count: number): void {
		this.hold >>>= count;
		this.count -= count;
	}

	/** The next bytes, after the rest of the current byte is dropped. */
	takeBytes(count: number): Uint8Array {
		this.at -= this.count >> 3;
		this.hold = this.count = 0;
		if (this.at + count > this.bytes.length) damaged();
		this.at += count;
		return this.bytes.subarray(this.at - count, this.at);
	}
}

interface Block {
	isOver: boolean;
	/** Writes into the window until it is full or the block is over; returns where it stopped. */
	unpack(bits: Bits, window: Uint8Array, at: number): number;
}

function blockOf(bits: Bits): Block {
	const type = bits.take(2);
	if (type === 0) return new StoredBlock(bits);
	if (type === 1) return new PackedBlock(fixedLetters, fixedDistances);
	return type === 2 ? dynamicBlock(bits) : damaged();
}

class StoredBlock implements Block {
	private rest: Uint8Array;

	constructor(bits: Bits) {
		const [low, high, notLow, notHigh] = bits.takeBytes(4);
		if (low + notLow !== 255 || high + notHigh !== 255) damaged();
		this.rest = bits.takeBytes(low + high * 256);
	}

	get isOver(): boolean {
		return this.rest.length === 0;
	}

	unpack(_bits: Bits, window: Uint8Array, at: number): number {
		const now = this.rest.subarray(0, window.length - LONGEST_MATCH - at);
		window.set(now, at);
		this.rest = this.rest.subarray(now.length);
		return at + now.length;
	}
}

class PackedBlock implements Block {
	isOver = false;

	constructor(
		private readonly letters: HuffmanCode,
		private readonly distances: HuffmanCode,
	) {}

	unpack(bits: Bits, window: Uint8Array, start: number): number {
		const end = window.length - LONGEST_MATCH;
		let at = start;
		while (at < end) {
			bits.fill();
			const symbol = this.letters.next(bits);
			if (symbol < 256) {
				window[at++] = symbol;
				continue;
			}
			if (symbol === 256) {
				this.isOver = true;
				break;
			}
			const length = (LENGTHS[symbol - 257] ?? damaged()) + bits.take(LENGTH_BITS[symbol - 257]);
			bits.fill();
			const code = this.distances.next(bits);
			const distance = (DISTANCES[code] ?? damaged()) + bits.take(DISTANCE_BITS[code]);
			if (distance > at) damaged();
			for (const stop = at + length; at < stop; at++) window[at] = window[at - distance];
		}
		return at;
	}
}

/** RFC 1951, section 3.2.7. */
function dynamicBlock(bits: Bits): Block {
	const letters = bits.take(5) + 257;
	const distances = bits.take(5) + 1;
	const count = bits.take(4) + 4;
	const ofLengths = new Uint8Array(19);
	for (let n = 0; n < count; n++) ofLengths[ORDER_OF_LENGTHS[n]] = bits.take(3);
	const code = new HuffmanCode(ofLengths);
	const lengths = new Uint8Array(letters + distances);
	for (let at = 0; at < lengths.length; ) {
		bits.fill();
		const symbol = code.next(bits);
		if (symbol < 16) {
			lengths[at++] = symbol;
			continue;
		}
		if (symbol === 16 && at === 0) damaged();
		const value = symbol === 16 ? lengths[at - 1] : 0;
		const times =
			symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
		if (at + times > lengths.length) damaged();
		lengths.fill(value, at, (at += times));
	}
	return new PackedBlock(
		new HuffmanCode(lengths.subarray(0, letters)),
		new HuffmanCode(lengths.subarray(letters)),
	);
}

/** A Huffman code: its symbols have different numbers of bits (RFC 1951, section 3.2.2). */
class HuffmanCode {
	/** The symbols of short codes, by the next bits: symbol * 16 + length. */
	private readonly fast = new Uint16Array(1 << FAST_BITS);
	private readonly counts = new Uint16Array(LONGEST_CODE + 1);
	/** In the order of their codes. */
	private readonly symbols: Uint16Array;

	constructor(lengths: Uint8Array) {
		for (const length of lengths) this.counts[length]++;
		this.counts[0] = 0;
		this.symbols = new Uint16Array(lengths.length);
		const places = new Uint16Array(LONGEST_CODE + 2);
		const codes = new Uint16Array(LONGEST_CODE + 2);
		let left = 1;
		for (let length = 1; length <= LONGEST_CODE; length++) {
			left = left * 2 - this.counts[length];
			if (left < 0) damaged();
			places[length + 1] = places[length] + this.counts[length];
			codes[length + 1] = (codes[length] + this.counts[length]) << 1;
		}
		for (let symbol = 0; symbol < lengths.length; symbol++) {
			const length = lengths[symbol];
			if (length === 0) continue;
			this.symbols[places[length]++] = symbol;
			const code = codes[length]++;
			if (length > FAST_BITS) continue;
			let reversed = 0;
			for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
			for (let at = reversed; at < this.fast.length; at += 1 << length) {
				this.fast[at] = symbol * 16 + length;
			}
		}
	}

	/** The next symbol; `fill` has to be called before. */
	next(bits: Bits): number {
		const found = this.fast[bits.hold & ((1 << FAST_BITS) - 1)];
		if (found === 0) return this.slow(bits);
		bits.skip(found & 15);
		return found >> 4;
	}

	private slow(bits: Bits): number {
		let code = 0;
		let first = 0;
		let index = 0;
		for (let length = 1; length <= LONGEST_CODE; length++) {
			code |= (bits.hold >>> (length - 1)) & 1;
			const count = this.counts[length];
			if (code - count < first) {
				bits.skip(length);
				return this.symbols[index + code - first];
			}
			index += count;
			first = (first + count) << 1;
			code <<= 1;
		}
		return damaged();
	}
}

/** RFC 1951, section 3.2.6. */
const fixedLetters = new HuffmanCode(
	Uint8Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8)),
);
const fixedDistances = new HuffmanCode(new Uint8Array(30).fill(5));

function damaged(): never {
	throw new Unreadable('A compressed part of the file is damaged');
}

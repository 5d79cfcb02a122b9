/** The unpacking of compressed data, held against Node's own zlib. */
import fc from 'fast-check';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';

import { inflated } from '../../nodes/SecuredSigning/smartTags/inflate';
import { TooMuch, Unreadable } from '../../nodes/SecuredSigning/smartTags/limits';
import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';

const unpacked = (bytes: Uint8Array, format: 'deflate' | 'deflate-raw' = 'deflate') =>
	Buffer.concat([...inflated(bytes, format, new Meter())].map((piece) => Buffer.from(piece)));

const { Z_DEFAULT_STRATEGY, Z_FIXED, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
const options = fc.record({
	level: fc.integer({ min: 0, max: 9 }),
	strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FIXED, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE),
	memLevel: fc.integer({ min: 1, max: 9 }),
	windowBits: fc.integer({ min: 9, max: 15 }),
});
/** Bytes that repeat near and far, up to several windows of them. */
const contents = fc
	.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 400 })), {
		maxLength: 12,
	})
	.map((parts) =>
		Buffer.concat(parts.flatMap(([bytes, times]) => Array<Uint8Array>(times).fill(bytes))),
	);

test('whatever zlib packs is unpacked', () => {
	fc.assert(
		fc.property(contents, options, (content, how) => {
			expect(unpacked(deflateSync(content, how)).equals(content)).toBe(true);
			expect(unpacked(deflateRawSync(content, how), 'deflate-raw').equals(content)).toBe(true);
		}),
		{ numRuns: 300 },
	);
});

test('what is damaged or cut short is said to be, or unpacks to something', () => {
	const packed = deflateSync(Buffer.from('Contract. '.repeat(500)));
	fc.assert(
		fc.property(
			fc.nat(packed.length - 1),
			fc.nat(255),
			fc.nat(packed.length),
			(at, byte, length) => {
				const harmed = Buffer.from(packed);
				harmed[at] = byte;
				try {
					unpacked(harmed.subarray(0, length));
				} catch (error) {
					expect(error).toBeInstanceOf(Unreadable);
				}
			},
		),
		{ numRuns: 1000 },
	);
	for (let length = 0; length < packed.length - 4 - 8; length++) {
		expect(() => unpacked(packed.subarray(0, length))).toThrow(Unreadable);
	}
});

test('a wrong checksum is not looked at, as by other readers of PDFs', () => {
	const packed = deflateSync(Buffer.from('Contract'));
	packed.fill(0, packed.length - 4);
	expect(unpacked(packed).toString()).toBe('Contract');
});

test('unpacking stops where the meter does', () => {
	const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
	let size = 0;
	expect(() => {
		for (const piece of inflated(bomb, 'deflate', new Meter())) {
			size += piece.length;
			expect(piece.length).toBeLessThan(100_000);
		}
	}).toThrow(TooMuch);
	expect(size).toBeGreaterThan(50_000_000);
	// Less than there is, by far: a byte costs a unit of work at least.
	expect(size).toBeLessThan(170_000_000);
});

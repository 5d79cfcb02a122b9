/** Word files that are a burden by their archive: directory, sizes, and what is packed. */
import { deflateRawSync } from 'node:zlib';

import fc from 'fast-check';

import { recipe, repeated, times, whole, type HostileFile } from './extremes.cts';
import {
	body,
	contentTypes,
	relationships,
	TAGGED,
	textPart,
	zip,
	type Entry,
} from './zipWriter.cts';

const text = () => textPart(body(TAGGED));

const directory = recipe(
	'directory',
	'docx',
	{
		entries: times,
		name: fc.constantFrom(
			'a@',
			'word/document.xml',
			'',
			'x'.repeat(60_000),
			'../a@',
			'\0',
			'WORD/Document.XML',
			'/word/a@',
		),
		listed: times,
		count: fc.option(whole, { nil: undefined }),
		size: fc.option(whole, { nil: undefined }),
		offset: fc.option(whole, { nil: undefined }),
		comment: fc.constantFrom(
			'',
			'PK\x05\x06',
			'x',
			'PK\x05\x06' + '\0'.repeat(18),
			'PK\x06\x06',
			'PK\x06\x07',
		),
		commentTimes: times,
	},
	(v) => {
		const most = Math.min(65_535, Math.floor(20_000_000 / (v.name.length + 100)));
		const others = Array.from({ length: Math.min(v.entries, most) }, (_, index) => ({
			name: v.name.replace('@', String(index)),
			content: '',
		}));
		const comment = Buffer.from(repeated(v.comment, v.commentTimes, 65_535), 'latin1');
		const listed = { ...text(), listed: Math.max(1, Math.min(v.listed, 100_000)) };
		const { count, size, offset } = v;
		return zip([contentTypes(), relationships(), listed, ...others], {
			count,
			size,
			offset,
			comment,
		});
	},
);

const sizes = recipe(
	'sizes',
	'docx',
	{
		packedSize: fc.option(whole, { nil: undefined }),
		size: fc.option(whole, { nil: undefined }),
		offset: fc.option(whole, { nil: undefined }),
		method: fc.constantFrom(8, 8, 0, 9, 12, 65_535),
		flags: fc.constantFrom(0, 1, 8, 2048, 65_535),
		extra: fc.constantFrom(
			'',
			'\x01\0',
			'\x01\0\x10\0' + '\xff'.repeat(16),
			'\x01\0\x18\0' + '\0'.repeat(24),
			'\x01\0\xff\xff',
			'\x07\0\0\0',
		),
		extraTimes: times,
		which: fc.nat(2),
	},
	(v) => {
		const entries: Entry[] = [contentTypes(), relationships(), text()];
		const { extraTimes, which, extra, ...fields } = v;
		const bytes = Buffer.from(repeated(extra, Math.max(1, extraTimes), 65_000), 'latin1');
		Object.assign(entries[which], { ...fields, extra: bytes });
		return zip(entries);
	},
);

/** Blocks of deflate (RFC 1951) that cost something and stand for nothing. */
const BLOCKS: Record<string, Buffer> = {
	'stored, empty': Buffer.from([0, 0, 0, 0xff, 0xff]),
	// Four times "fixed codes, end of block", ten bits each.
	'fixed, empty': Buffer.from([0x02, 0x08, 0x20, 0x80, 0x00]),
	// The codes of a text are told once more with each flush.
	'own codes': ownCodes(),
	'not deflate': Buffer.from([0xff, 0xfe]),
	zeros: Buffer.alloc(5),
};

function ownCodes(): Buffer {
	const letters = Array.from({ length: 3_000 }, (_, index) => 32 + ((index * index * 31) % 95));
	const whole = deflateRawSync(Buffer.from(letters), { level: 9, finishFlush: 3 });
	return whole;
}

const blocks = recipe(
	'deflate blocks',
	'docx',
	{
		block: fc.constantFrom(...Object.keys(BLOCKS)),
		count: times,
		after: fc.boolean(),
		size: fc.option(whole, { nil: undefined }),
		which: fc.nat(2),
	},
	(v) => {
		const block = BLOCKS[v.block];
		const many = Buffer.alloc(Math.min(v.count * block.length, 30_000_000), block);
		const entries: Entry[] = [contentTypes(), relationships(), text()];
		const content = Buffer.from(entries[v.which].content as string);
		entries[v.which].packed = v.after ? Buffer.concat([many, deflateRawSync(content)]) : many;
		entries[v.which].size = v.size;
		return zip(entries);
	},
);

const bombs = recipe(
	'bombs',
	'docx',
	{
		piece: fc.constantFrom('\0', ' ', '<w:p/>', TAGGED, 'x', '<!-- -->'),
		megabytes: fc.constantFrom(0, 1, 10, 60, 200, 400),
		which: fc.nat(2),
		cutAt: fc.double({ min: 0, max: 1, noNaN: true }),
		size: fc.option(whole, { nil: undefined }),
	},
	(v) => {
		const entries: Entry[] = [contentTypes(), relationships(), text()];
		const bytes = Buffer.alloc(v.megabytes * 1_000_000, v.piece);
		const packed = deflateRawSync(bytes, { level: 1 });
		const cut =
			v.cutAt < 0.3 ? packed.subarray(0, Math.floor(packed.length * v.cutAt * 3)) : packed;
		Object.assign(entries[v.which], { packed: cut, size: v.size ?? bytes.length });
		return zip(entries);
	},
);

const around = recipe(
	'around the archive',
	'docx',
	{
		piece: fc.constantFrom('PK\x05\x06', 'PK\x01\x02', 'PK\x03\x04', '\0', '\r\n', 'PK'),
		before: times,
		after: times,
	},
	(v) => {
		const junk = (count: number) => Buffer.from(repeated(v.piece, count, 20_000_000), 'latin1');
		return Buffer.concat([
			junk(v.before),
			zip([contentTypes(), relationships(), text()]),
			junk(v.after),
		]);
	},
);

export const archives: Array<fc.Arbitrary<HostileFile>> = [directory, sizes, blocks, bombs, around];

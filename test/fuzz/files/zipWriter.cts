/** Writes ZIP archives field by field, right or wrong (APPNOTE.TXT sections 4.3.7 to 4.3.16). */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
	name: string;
	content: string | Buffer;
	/** As stored; packed by deflate when left out. */
	packed?: Buffer;
	method?: number;
	flags?: number;
	/** What the directory says, where that is not so. */
	packedSize?: number;
	size?: number;
	offset?: number;
	extra?: Buffer;
	/** The same file once more in the directory, so often. */
	listed?: number;
}

/** An unsigned number of 2 or 4 bytes; what is larger loses its upper bits, as a writer's overflow would. */
const field = (value: number, bytes: 2 | 4): Buffer => {
	const field = Buffer.alloc(bytes);
	field.writeUIntLE(Number(BigInt.asUintN(bytes * 8, BigInt(value))), 0, bytes);
	return field;
};
const two = (value: number) => field(value, 2);
const four = (value: number) => field(value, 4);

/** @param end numbers of the end record that are not so */
export function zip(
	entries: Entry[],
	end: { count?: number; size?: number; offset?: number; comment?: Buffer } = {},
): Buffer {
	const files: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const entry of entries) {
		const content = Buffer.from(entry.content as string);
		const packed = entry.packed ?? deflateRawSync(content, { level: 1 });
		const name = Buffer.from(entry.name);
		const { extra = Buffer.alloc(0), flags = 0, method = 8 } = entry;
		const sizes = [
			four(crc32(content)),
			four(entry.packedSize ?? packed.length),
			four(entry.size ?? content.length),
		];
		const common = [
			two(20),
			two(flags),
			two(method),
			four(0),
			...sizes,
			two(name.length),
			two(extra.length),
		];
		const local = Buffer.concat([Buffer.from('PK\x03\x04'), ...common, name, extra, packed]);
		const listed = Buffer.concat([
			...[Buffer.from('PK\x01\x02'), two(20), ...common, two(0), two(0), two(0), four(0)],
			...[four(entry.offset ?? at), name, extra],
		]);
		files.push(local);
		for (let i = 0; i < (entry.listed ?? 1); i++) directory.push(listed);
		at += local.length;
	}
	const list = Buffer.concat(directory);
	const comment = end.comment ?? Buffer.alloc(0);
	const count = two(end.count ?? directory.length);
	return Buffer.concat([
		...[...files, list, Buffer.from('PK\x05\x06'), two(0), two(0), count, count],
		...[four(end.size ?? list.length), four(end.offset ?? at), two(comment.length), comment],
	]);
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** The parts that lead to the text of a .docx. */
export const contentTypes = (more = ''): Entry => ({
	name: '[Content_Types].xml',
	content: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${WORD}"/>${more}</Types>`,
});
export const relationships = (more = ''): Entry => ({
	name: '_rels/.rels',
	content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>${more}</Relationships>`,
});
export const textPart = (content: string | Buffer): Entry => ({
	name: 'word/document.xml',
	content,
});

/** A .docx with this text part. */
export const docx = (content: string | Buffer): Buffer =>
	zip([contentTypes(), relationships(), textPart(content)]);

const NAMESPACES = [
	'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
	'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
	'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
].join(' ');

/** A text part around its paragraphs. */
export const body = (content: string, attributes = ''): string =>
	`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${NAMESPACES}${attributes}><w:body>${content}</w:body></w:document>`;
export const TAGGED = '<w:p><w:r><w:t>[!Sign.1.F, , ,]</w:t></w:r></w:p>';

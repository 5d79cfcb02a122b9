import { crc32 } from 'node:zlib';
import { textPdf } from '../pdf.cts';

export const tagFor = (order: number, firstName = '', lastName = '', email = '') =>
	`[!Sign.${order}.F,${firstName},${lastName},${email}]`;

export const ana = tagFor(1, 'Ana', 'Lopez', 'ana@example.com');
export const ben = tagFor(2, 'Ben', 'Wu', 'ben@example.com');

export const pdfWith = (...lines: string[]) => textPdf(['Agreement', ...lines]);

/** A Word document with a paragraph for each text. */
export function docxWith(...paragraphs: string[]) {
	const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
	const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
	const types = 'http://schemas.openxmlformats.org/package/2006';
	const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
	const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	return zip({
		'[Content_Types].xml':
			`<Types xmlns="${types}/content-types"><Default Extension="rels" ` +
			'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
			`<Override PartName="/word/document.xml" ContentType="${word}"/></Types>`,
		'_rels/.rels':
			`<Relationships xmlns="${types}/relationships"><Relationship Id="r1" ` +
			`Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
		'word/document.xml': `<w:document xmlns:w="${w}"><w:body>${body}</w:body></w:document>`,
	});
}

/** An archive without compression. */
function zip(entries: Record<string, string>) {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [name, text] of Object.entries(entries)) {
		const content = Buffer.from(text);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt32LE(crc32(content), 10);
		common.writeUInt32LE(content.length, 14);
		common.writeUInt32LE(content.length, 18);
		common.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), content]);
		const end = Buffer.alloc(14);
		end.writeUInt32LE(offset, 10);
		directory.push(
			Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, end, Buffer.from(name)]),
		);
		locals.push(local);
		offset += local.length;
	}
	const central = Buffer.concat(directory);
	const trailer = Buffer.alloc(22);
	trailer.write('PK\x05\x06', 'latin1');
	trailer.writeUInt16LE(directory.length, 8);
	trailer.writeUInt16LE(directory.length, 10);
	trailer.writeUInt32LE(central.length, 12);
	trailer.writeUInt32LE(offset, 16);
	return Buffer.concat([...locals, central, trailer]);
}

/** Writes PDF files object by object, right or wrong, for what no program would write. */
import { deflateSync } from 'node:zlib';

/** The text or bytes of one object, between `obj` and `endobj`. */
export type PdfObject = string | Buffer;

/** A stream with its dictionary. */
export function stream(content: string | Buffer, entries = '', packed = false): Buffer {
	const bytes = Buffer.from(content as string, 'latin1');
	const kept = packed ? deflateSync(bytes, { level: 1 }) : bytes;
	const filter = packed ? '/Filter/FlateDecode' : '';
	return Buffer.concat([
		Buffer.from(`<<${filter}/Length ${kept.length}${entries}>>\nstream\n`, 'latin1'),
		kept,
		Buffer.from('\nendstream'),
	]);
}

/** A file with these objects, numbered from 1; the first one is the catalog. */
export function pdf(objects: PdfObject[], trailer = '', tail?: (at: number) => string): Buffer {
	const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n')];
	const offsets: number[] = [];
	let at = pieces[0].length;
	objects.forEach((object, index) => {
		offsets.push(at);
		const piece = Buffer.concat([
			Buffer.from(`${index + 1} 0 obj\n`),
			Buffer.from(object as string, 'latin1'),
			Buffer.from('\nendobj\n'),
		]);
		pieces.push(piece);
		at += piece.length;
	});
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	const end = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${at}\n%%EOF\n`;
	return Buffer.concat([...pieces, Buffer.from(tail ? tail(at) : end, 'latin1')]);
}

const HELVETICA = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>';

interface Page {
	content: string | Buffer;
	font?: PdfObject;
	/** From object 6 on. */
	more?: PdfObject[];
	/** Entries of the resources, besides font F1. */
	resources?: string;
	packed?: boolean;
	trailer?: string;
}

/** A file with one page: catalog 1, pages 2, page 3, content 4, font 5. */
export function onePage({
	content,
	font,
	more = [],
	resources = '',
	packed,
	trailer,
}: Page): Buffer {
	return pdf(
		[
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R]/Count 1>>',
			`<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>${resources}>>>>`,
			stream(content, '', packed),
			font ?? HELVETICA,
			...more,
		],
		trailer,
	);
}

/** Something that is drawn on a page as text. */
export const drawn = (text: string) => `BT /F1 12 Tf 50 700 Td ${text} ET`;
export const TAG = '([!Sign.1.F, , ,]) Tj';

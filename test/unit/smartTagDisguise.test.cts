/**
 * Files that programs take for one kind or for another. `file` (5.44) says application/pdf of a PDF with an archive
 * behind it, and text/rtf of a PDF with `{\rtf1` before it; pdftotext (22.12) prints the PDF of each file with both.
 */
import { readFileSync } from 'node:fs';

import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { zip } from '../fuzz/files/zipWriter.cts';

const pdf = readFileSync('test/data/confidentiality-agreement.pdf');
const docx = readFileSync('test/data/employment-agreement.docx');
const blank = Buffer.from('\ufeff\r\n');
const text = (content: string) => Buffer.from(content, 'latin1');
const odt = (...others: string[]) => {
	const urn = 'urn:oasis:names:tc:opendocument:xmlns';
	const content = `<office:document-content xmlns:office="${urn}:office:1.0" xmlns:text="${urn}:text:1.0"><office:body><office:text><text:p>x</text:p></office:text></office:body></office:document-content>`;
	return zip([
		{ name: 'content.xml', content },
		...others.map((name) => ({ name, content: '<a/>' })),
	]);
};
/** The archive's comment, with its length in front of it. */
const commented = (comment: Buffer) => {
	const file = Buffer.concat([docx, comment]);
	file.writeUInt16LE(comment.length, docx.length - 2);
	return file;
};
const read = async (fileName: string, ...parts: Buffer[]) => {
	const content = Buffer.concat(parts);
	return await readTags({
		...{ fileName, mimeType: '', size: content.length, open: async () => content },
	});
};

test.each<[what: string, fileName: string, parts: Buffer[], notRead: RegExp]>([
	[
		'a PDF called .docx',
		'a.docx',
		[pdf],
		/^The file is not a \.docx, whatever its name says: it begins as a PDF$/,
	],
	[
		'a PDF with a document behind it',
		'a.docx',
		[pdf, docx],
		/^The file is not a \.docx, .* as a PDF$/,
	],
	['a document called .pdf', 'a.pdf', [docx], /^The file is not a PDF, .* Word or OpenDoc/],
	[
		'a document with a PDF behind it, called .pdf',
		'a.pdf',
		[docx, pdf],
		/^The file is not a PDF, .* as a Word/,
	],
	['a PDF that begins as RTF', 'a.pdf', [text('{\\rtf1 '), pdf], /it begins as an RTF text$/],
	['a page that holds a PDF', 'a.pdf', [text('\n<html>'), pdf], /it begins as a web page/],
	['a page that holds a document', 'a.docx', [text('<html>'), docx], /it begins as a web page/],
	['a picture that holds a document', 'a.odt', [text('GIF89a'), docx], /it begins as a picture$/],
	[
		'a text called .docx',
		'a.docx',
		[odt()],
		/^The file is an OpenDocument text, and its name says oth/,
	],
	[
		'a .docx called .odt',
		'a.odt',
		[docx],
		/^The file is an Office file, such as \.docx, and its name/,
	],
	['RTF called .docx', 'a.docx', [text('{\\rtf1 x}')], /it begins as an RTF text$/],
])('%s is not read, with the reason', async (...[, fileName, parts, notRead]) => {
	expect(await read(fileName, ...parts)).toMatchObject({
		...{ readable: 'not', signatures: [], notRead: expect.stringMatching(notRead) },
	});
});

test.each<[what: string, fileName: string, parts: Buffer[], notRead: RegExp]>([
	['a document with a PDF behind it', 'a.docx', [docx, pdf], /^It also contains a PDF/],
	[
		'a document with the end of a PDF behind it',
		'a.docx',
		[docx, text('\nstartxref\n9\n')],
		/^It also contains a PDF/,
	],
	['a document with a PDF in its comment', 'a.docx', [commented(pdf)], /^It also contains a PDF/],
	['a document with something in front', 'a.docx', [text('x'), docx], /^It has something in front/],
	['a PDF with a document behind it', 'a.pdf', [pdf, docx], /^Its cross-reference table is broken/],
	['a PDF with something in front', 'a.pdf', [text('x'), pdf], /^It has something in front of it/],
	[
		'a text with a .docx in it',
		'a.odt',
		[odt('[Content_Types].xml')],
		/^It contains a Word and an OpenD/,
	],
])('%s is read in part', async (...[, fileName, parts, notRead]) => {
	expect(await read(fileName, ...parts)).toMatchObject({
		...{ readable: 'partly', notRead: expect.stringMatching(notRead) },
	});
});

test.each<[what: string, fileName: string, parts: Buffer[]]>([
	['a document', 'a.docx', [blank, docx, text('\n')]],
	['a document with a comment', 'a.docx', [commented(text('made by hand'))]],
	['a PDF', 'a.pdf', [blank, pdf, text('\n')]],
	['a text', 'a.odt', [odt()]],
])('%s is whole, whatever blanks are around it', async (_what, fileName, parts) => {
	expect(await read(fileName, ...parts)).toMatchObject({ readable: 'whole', notRead: '' });
});

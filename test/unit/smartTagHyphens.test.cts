/**
 * An optional and a non-breaking hyphen in a Smart Tag of an .odt and of a PDF, which write them as letters (ODF 1.3 part
 * 3, section 6.1.2; the ToUnicode table of a font). test/engine/smartTagHyphens.test.cts has Word's own ways.
 */
import { execFileSync } from 'node:child_process';

import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { zip } from '../fuzz/files/zipWriter.cts';
import { pdfFile, stream } from '../harness/pdfFile.cts';

const read = async (fileName: string, content: Buffer) =>
	await readTags({
		...{ fileName, mimeType: '', size: content.length },
		open: async () => content,
	});

const TAG = '[!Sign.1.F,Ana,Lopez,ana@exam~ple.com]';

/** @param letter what a tilde stands for */
const pdf = (letter: string) => {
	const code = letter.charCodeAt(0).toString(16).padStart(4, '0');
	const table = `1 beginbfchar\n<7e> <${code}>\nendbfchar`;
	return pdfFile(
		'<</Type/Catalog/Pages 2 0 R>>',
		'<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>',
		'<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
		stream(`BT /F1 10 Tf 50 700 Td (${TAG}) Tj ET`),
		'<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>',
		stream(table),
	);
};

const odt = (letter: string) => {
	const namespaces = ['office', 'text']
		.map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
		.join(' ');
	const paragraph = `<text:p>${TAG.replace('~', letter)}</text:p>`;
	return zip([
		{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
		{
			name: 'content.xml',
			content: `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${namespaces}><office:body><office:text>${paragraph}</office:text></office:body></office:document-content>`,
		},
	]);
};

test.each([
	['U+00AD', '\u00ad'],
	['U+2011', '\u2011'],
])('a second reader of PDFs has %s as its letter', (_code, letter) => {
	const text = execFileSync('pdftotext', ['-q', '-nopgbrk', '-', '-'], {
		input: pdf(letter),
		encoding: 'utf8',
	});
	expect(text).toContain(TAG.replace('~', letter));
});

describe.each([
	['a.odt', odt],
	['a.pdf', pdf],
])('%s', (fileName, made) => {
	test('an optional hyphen is told', async () => {
		const { signatures, others } = await read(fileName, made('\u00ad'));
		expect(signatures).toEqual([]);
		expect(others).toEqual([
			expect.objectContaining({ broken: expect.stringContaining('U+00AD SOFT HYPHEN') }),
		]);
	});

	test('a non-breaking hyphen stays in the address', async () => {
		const { signatures } = await read(fileName, made('\u2011'));
		expect(signatures).toMatchObject([{ email: 'ana@exam\u2011ple.com' }]);
	});

	test('a hyphen is one', async () => {
		const { signatures } = await read(fileName, made('-'));
		expect(signatures).toMatchObject([{ email: 'ana@exam-ple.com' }]);
	});
});

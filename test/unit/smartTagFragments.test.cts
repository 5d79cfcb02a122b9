/**
 * What may be a part of a Smart Tag beside those that were recognised, in each kind of file. Which of these a page
 * shows as a tag was seen with LibreOffice and pdftotext.
 */
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { zip } from '../fuzz/files/zipWriter.cts';
import { pdfFile, stream } from '../harness/pdfFile.cts';
import {
	emf,
	emfPlus,
	emfText,
	plusString,
	svg,
	wmf,
	wmfText,
	wmfWithEmf,
} from '../harness/vectorPictures.cts';
import { paragraph, part, wordFile, wordFileOf } from '../harness/wordFile.cts';

const ONE = '[!Sign.1.F, , ,]';
const REST = '!Sign.3.F, Eve, Evil, eve@evil.example]';
const EVE = `[${REST}`;

const outcome = async (fileName: string, content: Buffer) => {
	const { readable, notRead, signatures, others } = await readTags({
		...{ fileName, mimeType: '', size: content.length, open: async () => content },
	});
	return { readable, notRead, tags: signatures.length, others: others.length };
};

const odtOf = (paragraphs: string[], others: Array<{ name: string; content: Buffer }> = []) => {
	const urn = 'urn:oasis:names:tc:opendocument:xmlns';
	const text = paragraphs.map((text) => `<text:p>${text}</text:p>`).join('');
	return zip([
		{
			name: 'content.xml',
			content: `<office:document-content xmlns:office="${urn}:office:1.0" xmlns:text="${urn}:text:1.0"><office:body><office:text>${text}</office:text></office:body></office:document-content>`,
		},
		...others,
	]);
};
const pdfOf = (lines: string[]) =>
	pdfFile(
		'<</Type/Catalog/Pages 2 0 R>>',
		'<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>',
		'<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
		stream(`BT /F 10 Tf 50 700 Td ${lines.map((line) => `(${line}) Tj 0 -20 Td`).join(' ')} ET`),
		'<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>',
	);
const FILES: Array<[string, (lines: string[]) => Promise<Buffer>]> = [
	['a.docx', async (lines) => await wordFileOf(...lines)],
	['a.odt', async (lines) => odtOf(lines)],
	['a.pdf', async (lines) => pdfOf(lines)],
];

describe.each(FILES)('%s: what is left of a tag is told', (fileName, fileOf) => {
	test.each<[string, string[]]>([
		['without its bracket', [REST]],
		['with its bracket in another paragraph', ['[', 'x', REST]],
		['in other letters, with spaces', ['! s I g N . 3 . F, Eve, Evil, eve@evil.example]']],
		['its word in the next line', ['Agreed!', 'Sign.3.F, Eve, Evil, eve@evil.example]']],
		['its order in the next line', ['x !Sign.', '3.F, Eve, Evil, eve@evil.example]']],
		['its word in two lines', ['x !Si', 'gn.3.F, Eve, Evil, eve@evil.example]']],
		['its word cut off', ['x !Si', 'by us']],
		['its mark elsewhere', ['Sign.3.F, Eve, Evil, eve@evil.example]', 'x', '!']],
		['inside of another tag', ['[!Sign.2.F, Ana !Sign.3.F, Evil, eve@evil.example]']],
	])('%s', async (_what, lines) => {
		const { readable, notRead } = await outcome(fileName, await fileOf([ONE, ...lines]));
		expect(readable).toBe('partly');
		expect(notRead).toMatch(/There is something like a part of a Smart Tag: “/);
	});

	test.each<[string, string[]]>([
		['a sentence', ['Please sign! Signature: ______', 'Do not forget! Sign here. Date: 1.3.2026']],
		['a sentence that ends a line', ['Read this first!', 'Sign on page 3. Initial each page.']],
		['marks', ['Attention!', 'Warning !', 'Signed, sealed.', '!', 'Signs 1, 2, 3, are missing.']],
		['a clause', ['as in section 3.1.F, Sign off 2.1.', 'co-sign.', 'design.1']],
		['a bracket', ['[ ] Yes! [x] No', '[sign here]', '[1]']],
		['a tag after a mark', ['Sign here!', ONE, `Here: ${ONE}!`, 'Sign. Thank you.']],
	])('%s is nothing of the kind', async (_what, lines) => {
		expect(await outcome(fileName, await fileOf([ONE, ...lines]))).toMatchObject({
			...{ readable: 'whole', notRead: '', others: 0 },
		});
	});
});

test.each(FILES.slice(0, 2))('%s: letters that are turned around', async (fileName, fileOf) => {
	const turned = `\u202e${[...EVE].reverse().join('')}\u202c`;
	const { readable, notRead } = await outcome(fileName, await fileOf([ONE, turned]));
	expect([readable, notRead]).toEqual(['partly', expect.stringContaining('U+202E')]);
	expect((await outcome(fileName, await fileOf([ONE, '\u2067שלום\u2069']))).readable).toBe('whole');
});

test('what nobody sees between the letters does not hide them', async () => {
	const file = await wordFileOf(
		ONE,
		'!\u200bS\u00adi\u2060gn\u200d.3.F, Eve, Evil, e@evil.example]',
	);
	expect((await outcome('a.docx', file)).readable).toBe('partly');
});

describe('vector pictures', () => {
	const pictures: Array<[string, Buffer, 'whole' | 'partly']> = [
		['EMF', emf(emfText(EVE)), 'partly'],
		['EMF in bytes', emf(emfText(EVE, { isWide: false })), 'partly'],
		['EMF, letter by letter', emf(...[...EVE].map((letter) => emfText(letter))), 'partly'],
		['EMF of glyphs', emf(emfText('abc', { options: 0x10 })), 'partly'],
		['EMF+ that is cut short', emf(emfPlus(0x401c, 0, Buffer.alloc(0))), 'partly'],
		['EMF+', emf(plusString(EVE)), 'partly'],
		['EMF+ of glyphs', emf(emfPlus(0x4036, 0, Buffer.alloc(16))), 'partly'],
		['EMF that is cut short', emf(emfText('Acme')).subarray(0, -20), 'partly'],
		['EMF with the name of a company', emf(emfText('Acme Limited'), plusString('1907')), 'whole'],
		['EMF without text', emf(), 'whole'],
		['WMF', wmf(wmfText(EVE)), 'partly'],
		['WMF with an EMF in it', wmf(wmfWithEmf(emf(emfText(EVE)))), 'partly'],
		['WMF with the name of a company', wmf(wmfText('Acme'), wmfWithEmf(emf())), 'whole'],
		['SVG', svg(`<text x="1">${EVE}</text>`), 'partly'],
		['SVG with a page', svg(`<foreignObject><p>${EVE}</p></foreignObject>`), 'partly'],
		['SVG with a picture', svg('<image xlink:href="data:image/svg+xml;base64,PHN2"/>'), 'partly'],
		['SVG with another file', svg('<use href="other.svg#a"/>'), 'partly'],
		['SVG with a script', svg('<script>1</script>'), 'partly'],
		[
			'SVG with entities',
			Buffer.concat([Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]>'), svg('')]),
			'partly',
		],
		['SVG in UTF-16', Buffer.from(svg(`<text>${EVE}</text>`).toString(), 'utf16le'), 'partly'],
		['SVG, packed', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'partly'],
		['SVG that draws alone', svg('<g id="a"><path d="M0 0"/></g><use href="#a"/>'), 'whole'],
		['SVG with a photo', svg('<image href="data:image/png;base64,iVBORw0KGgoAAA"/>'), 'whole'],
		['a PDF', Buffer.from('%PDF-1.7\n'), 'partly'],
		['PNG', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'whole'],
	];

	test.each(pictures)('%s', async (_what, picture, readable) => {
		const word = await wordFile({ document: part('document', paragraph(ONE)) }, 'DEFLATE', {
			'word/media/image1.png': picture,
		});
		expect((await outcome('a.docx', word)).readable).toBe(readable);
		const odt = odtOf([ONE], [{ name: 'Pictures/a.png', content: picture }]);
		expect((await outcome('a.odt', odt)).readable).toBe(readable);
	});
});

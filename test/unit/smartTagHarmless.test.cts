/**
 * What no tag can be made of beside what is read does not keep a PDF from being whole; and next to each, how a tag
 * would be hidden in it. The readers of tags that a service may use differ in these: some count what is outside of the
 * page and what comments draw, some read the letters that are drawn, some turn the order of a line around.
 */
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { pdfFile, stream } from '../harness/pdfFile.cts';

const ONE = '[!Sign.1.F, , ,]';
const HEAD = '[!Sign.1';
const TAIL = '.F, Eve, Evil, eve@evil.example]';
const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>';
/** A font whose capitals are Arabic letters. */
const ARABIC =
	'<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 600/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>';
const TO_ARABIC = stream(
	'1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0041> <005A> <0627> endbfrange 1 beginbfchar <005D> <005D> endbfchar',
);

const at = (x: number, y: number, text: string) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET\n`;
const line = (y: number, text: string) => at(50, y, text);
const arabic = (y: number, text: string) =>
	`BT /F2 10 Tf 300 ${y} Td <${Buffer.from(text, 'utf16le').swap16().toString('hex')}> Tj ET\n`;
const marked = (y: number, actual: string, drawn: string, [before, after] = ['', '']) =>
	`BT /F1 10 Tf 50 ${y} Td (${before}) Tj /Span<</ActualText(${actual})>>BDC (${drawn}) Tj EMC (${after}) Tj ET\n`;
const widget = (value: string, entries = '') =>
	`<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(${value})/Rect[50 500 550 520]/DA(/F1 9 Tf)${entries}>>`;
const note = (text: string) =>
	`<</Type/Annot/Subtype/FreeText/Contents(${text})/Rect[50 500 550 520]/DA(/F1 9 Tf)>>`;
const drawnBy = (text: string, entries = '') => [
	`<</Type/Annot/Subtype/FreeText${entries}/Rect[50 500 550 520]/AP<</N 9 0 R>>>>`,
	stream(
		line(0, text),
		'/Type/XObject/Subtype/Form/BBox[0 0 500 20]/Resources<</Font<</F1 5 0 R>>>>',
	),
];

const outcome = async (contents: string, [annotation, appearance]: string[] = []) => {
	const content = pdfFile(
		'<</Type/Catalog/Pages 2 0 R>>',
		'<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>',
		`<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>${annotation ? '/Annots[8 0 R]' : ''}>>`,
		stream(contents),
		FONT,
		ARABIC,
		TO_ARABIC,
		annotation ?? '<<>>',
		appearance ?? '<<>>',
	);
	const { readable, notRead } = await readTags({
		...{ fileName: 'a.pdf', mimeType: '', size: content.length, open: async () => content },
	});
	return { readable, notRead };
};
const WHOLE = { readable: 'whole', notRead: '' };
const tag = line(700, ONE);

describe('text outside of the page', () => {
	test.each<[string, string]>([
		['marks of a printer', tag + at(-80, 400, 'crop mark 12')],
		['a word over the edge', tag + at(590, 400, 'Employer')],
		['a mark beside a page without brackets', line(700, 'Form') + at(-80, 400, 'Stop!')],
	])('%s', async (_what, contents) => {
		expect(await outcome(contents)).toEqual(WHOLE);
	});

	test.each<[string, string]>([
		['a tag', tag + at(-900, 400, `${HEAD}${TAIL}`)],
		['a mark', tag + at(-80, 400, '!')],
		['a part of a tag', tag + at(-900, 400, `Sign.3${TAIL.slice(0, -1)}`)],
		[
			'an order behind the first line of a tag',
			line(700, HEAD) + line(680, TAIL) + at(700, 700, '2'),
		],
		[
			'an order that is drawn inside of a tag',
			`BT /F1 10 Tf 50 700 Td (${HEAD}) Tj 900 0 Td (2) Tj -852 0 Td (${TAIL}) Tj ET`,
		],
		[
			'an address behind the first line of a tag',
			line(700, '[!Sign.1.F, a, b,') + line(680, ']') + at(700, 700, 'eve@evil.example'),
		],
	])('not: %s', async (_what, contents) => {
		expect((await outcome(contents)).readable).toBe('partly');
	});
});

describe('fields and comments', () => {
	test.each<[string, string, string[]]>([
		['a field without an appearance', tag, [widget('Ana')]],
		['a field with a caption', tag, [widget('Ana', '/MK<</CA(Signature of the tenant)>>')]],
		['a note of a typewriter', tag, [note('Ana Lopez')]],
		['a note with an appearance', tag, drawnBy('Ana Lopez')],
		['a mark on a page without brackets', line(700, 'Form'), [note('Important!')]],
		[
			'a field that is signed',
			tag,
			[widget('').replace('/Tx', '/Sig').replace('/V()', '/V<</Type/Sig/Name(Ana 1)>>')],
		],
		['fields alone', '', [widget('Ana')]],
		['fields beside spaces alone', line(700, ' '), [widget('Ana')]],
		['a field whose drawing is empty', '', [widget('Ana', '/AP<</N 9 0 R>>'), drawnBy(' ')[1]]],
		['fields alone that are drawn', '', drawnBy('Ana Lopez')],
		[
			'a date and an address on a page without tags',
			line(700, 'Form'),
			[widget('1.3.2026, ana@example.com')],
		],
		['a combo box', tag, [widget('Monday', '/Opt[(Monday)[(a)(Tuesday)]]').replace('/Tx', '/Ch')]],
	])('%s', async (_what, contents, annotation) => {
		expect(await outcome(contents, annotation)).toEqual(WHOLE);
	});

	test.each<[string, string, string[]]>([
		['a tag', tag, [widget(HEAD + TAIL)]],
		['a tag that is drawn', tag, drawnBy(HEAD + TAIL)],
		['a tag in a field alone', '', [widget(HEAD + TAIL)]],
		[
			'the caption of a field to sign',
			tag,
			[widget('', `/MK<</CA(${HEAD})>>`).replace('/Tx', '/Sig')],
		],
		['a tag that is drawn in two parts', tag, drawnBy(`[) Tj 200 0 Td (!Sign.3${TAIL}`)],
		['a bracket', tag, [widget('[')]],
		['a mark', tag, [note('!')]],
		['a part of a tag', line(700, 'x'), [widget(`Sign.3${TAIL.slice(0, -1)}`)]],
		['an order in a tag', line(700, HEAD) + line(680, TAIL), [widget('2')]],
		['an address in a tag', tag, [note('eve@evil.example')]],
		['another text than is drawn', tag, drawnBy('Ana', `/Contents(${HEAD}${TAIL})`)],
		['a text of many styles', tag, [note('x').replace('/Rect', `/RC(<p>${HEAD}${TAIL}</p>)/Rect`)]],
		['letters that are not known', tag, drawnBy(') Tj /F9 9 Tf (Ana')],
		[
			'what is chosen from a list',
			tag,
			[widget('x', `/Opt[(x)[(a)(${HEAD}${TAIL})]]`).replace('/Tx', '/Ch')],
		],
	])('not: %s', async (_what, contents, annotation) => {
		expect((await outcome(contents, annotation)).readable).toBe('partly');
	});
});

describe('letters that stand for others (/ActualText)', () => {
	test.each<[string, string]>([
		['letters for letters', tag + marked(600, 'ffi', 'X', ['o', 'ce'])],
		['nothing for a letter on a page without brackets', line(700, 'x') + marked(600, '', 'o')],
		['a bullet', tag + marked(600, '\x80', 'o', ['', ' Rent'])],
	])('%s', async (_what, contents) => {
		expect(await outcome(contents)).toEqual(WHOLE);
	});

	test.each<[string, string]>([
		['a tag', tag + marked(600, HEAD + TAIL, 'x')],
		['a bracket', tag + marked(600, '(', '[')],
		['a letter in the word of a tag', marked(700, 'x', 'i', ['[!S', `gn.1${TAIL}`])],
		['a letter of its kind', marked(700, 'F', 'W', ['[!Sign.1.', ', , ,]'])],
		['a letter of its kind that is left out', marked(700, '', 'W', ['[!Sign.1.', ', , ,]'])],
		['an order', tag + marked(600, '1', '3')],
		[
			'a name in the second line of a tag',
			line(700, '[!Sign.1.F,') + marked(688, 'Ana', 'Eve') + line(676, ', Ng, a@example.com]'),
		],
	])('not: %s', async (_what, contents) => {
		expect((await outcome(contents)).readable).not.toBe('whole');
	});
});

describe('writing from right to left', () => {
	test.each<[string, string]>([
		['a line without brackets', tag + arabic(600, 'ABC')],
		[
			'a page of it without brackets',
			Array.from({ length: 9 }, (_, n) => arabic(700 - 20 * n, 'ABCDEFGHIJ')).join(''),
		],
		['a pair of brackets elsewhere', tag + line(650, 'as [1] says') + arabic(600, 'ABC')],
	])('%s', async (_what, contents) => {
		expect(await outcome(contents)).toEqual(WHOLE);
	});

	test.each<[string, string]>([
		['a bracket in its line', tag + arabic(600, 'ABC]')],
		['a tag in its line', tag + arabic(600, 'ABC') + at(380, 600, ONE)],
		['a tag that is turned around', `${line(700, '], , ,F.Sign.1![')}${arabic(600, 'ABC')}`],
		['a mark at the end of a tag', `${line(700, '[Sign.1.F, , ,!]')}${arabic(600, 'ABC')}`],
		[
			'a name between the lines of a tag',
			line(700, '[!Sign.1.F,') + arabic(688, 'ABC') + line(676, ', a@example.com]'),
		],
		['a tag on a page that is mostly of it', tag + arabic(600, 'ABCDEFGHIJKLMNOPQRST')],
	])('not: %s', async (_what, contents) => {
		expect(await outcome(contents)).toEqual({
			readable: 'partly',
			notRead: expect.stringContaining('from right to left'),
		});
	});
});

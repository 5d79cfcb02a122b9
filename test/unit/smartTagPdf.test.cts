/** What a page shows as text is read, or told: held against pdftotext (poppler). */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readPdf } from '../../nodes/SecuredSigning/smartTags/pdf';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { tagsIn, wordsOf } from '../corpus/compare.cts';
import { pdfFile, stream } from '../harness/pdfFile.cts';

const ONE = '[!Sign.1.F, , ,]';
const EVE = '[!Sign.2.F, Eve, Evil, eve@evil.example]';
const HELVETICA = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>';
const COURIER = HELVETICA.replace('Helvetica', 'Courier');

interface Parts {
	contents: string;
	font?: string;
	fonts?: string;
	resources?: string;
	/** Of the page, and of the document's root. */
	entries?: string;
	root?: string;
	/** Objects from 6 on. */
	more?: string[];
}

const page = ({
	contents,
	font,
	fonts = '',
	resources = '',
	entries = '',
	root = '',
	more = [],
}: Parts) =>
	pdfFile(
		`<</Type/Catalog/Pages 2 0 R${root}>>`,
		'<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>',
		`<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R${fonts}>>${resources}>>${entries}>>`,
		stream(contents),
		font ?? HELVETICA,
		...more,
	);
const drawn = (text: string, y = 700) => `BT /F1 10 Tf 50 ${y} Td ${text} ET\n`;
const written = (text: string, y?: number) => drawn(`(${text}) Tj`, y);

const read = async (content: Buffer) =>
	await readTags({
		...{ fileName: 'a.pdf', mimeType: '', size: content.length },
		open: async () => content,
	});
const linesOf = async (content: Buffer) => {
	const lines: string[] = [];
	await readPdf(content, (line) => lines.push(line), new Meter());
	return lines;
};
const poppler = (content: Buffer) =>
	execFileSync('pdftotext', ['-q', '-nopgbrk', '-', '-'], { input: content, encoding: 'utf8' });

/** Reads the same words and tags as pdftotext. */
async function held(content: Buffer, readable: string, ...tags: string[]): Promise<void> {
	const found = await read(content);
	expect({ readable: found.readable, notRead: found.notRead }).toEqual({
		readable,
		notRead: readable === 'whole' ? '' : expect.stringMatching(/./),
	});
	expect(found.signatures.map(({ text }) => text)).toEqual(tags);
	const theirs = poppler(content);
	expect(tagsIn(theirs)).toEqual(tags.map((tag) => tag.replace(/\s/g, '')));
	expect(wordsOf((await linesOf(content)).join('\n')).sort()).toEqual(wordsOf(theirs).sort());
}

const inUtf16 = (text: string) => `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;

describe('text that stands for what is drawn (/ActualText)', () => {
	test.each<[string, string]>([
		['PDFDocEncoding', `(${EVE})`],
		['UTF-16BE', inUtf16(EVE)],
	])('in %s', async (_what, text) => {
		const span = `/Span<</ActualText${text}>>BDC (...) Tj EMC`;
		await held(page({ contents: written(ONE) + drawn(span, 600) }), 'partly', ONE, EVE);
	});

	// ISO 32000-2, section 7.9.2.2; ISO 32000-1, section 14.6.2. This poppler (22.12) knows neither.
	test.each<[string, string, string]>([
		['in UTF-8', `/Span<</ActualText(\xef\xbb\xbf${EVE})>>BDC (Contract) Tj EMC`, ''],
		['by the name of a property', '/Span /P1 BDC (Contract) Tj EMC', '/Properties<</P1 6 0 R>>'],
	])('%s', async (_what, span, resources) => {
		const contents = written(ONE) + drawn(span, 600);
		const more = [`<</ActualText(${EVE})>>`];
		expect(await read(page({ contents, resources, more }))).toMatchObject({
			readable: 'partly',
			notRead: expect.stringMatching(/not the ones stored/),
			signatures: [{ text: ONE }, { text: EVE }],
		});
	});

	test('that says the same is whole, and so is a ligature', async () => {
		const contents = drawn(
			`/Span<</ActualText(${ONE})>>BDC (${ONE}) Tj EMC /Span<</ActualText(ffi)>>BDC (\\001) Tj EMC (ce) Tj`,
		);
		const font = HELVETICA.replace('/WinAnsiEncoding', '<</Differences[1/g17]>>');
		const content = page({ contents, font });
		expect(await read(content)).toMatchObject({ readable: 'whole' });
		expect(poppler(content)).toContain('ffice');
	});

	test.each([
		[EVE, 'partly'],
		['office', 'whole'],
	])('in the structure of the document: %s', async (text, readable) => {
		const content = page({
			contents: written(ONE) + drawn('/P<</MCID 0>>BDC (Contract) Tj EMC', 600),
			root: '/StructTreeRoot 6 0 R',
			more: ['<</K[7 0 R]>>', `<</S/P/P 6 0 R/K[0 7 0 R]/ActualText${inUtf16(text)}>>`],
		});
		expect(await read(content)).toMatchObject({ readable, signatures: [{ text: ONE }] });
	});

	test('that hides a tag which is drawn is told', async () => {
		const contents = written(ONE) + drawn(`/Span<</ActualText()>>BDC (${EVE}) Tj EMC`, 600);
		const { readable, notRead } = await read(page({ contents }));
		expect({ readable, notRead }).toEqual({
			readable: 'partly',
			notRead: expect.stringMatching(/not the ones stored/),
		});
	});
});

describe('text in drawings', () => {
	const form = (text: string) =>
		stream(
			written(text, 600),
			'/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency>>/Resources<</Font<</F1 5 0 R>>>>',
		);

	test('a soft mask is read', async () => {
		await held(
			page({
				contents: `${written(ONE)} /G gs`,
				resources: '/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>',
				more: [form(EVE)],
			}),
			...(['whole', ONE, EVE] as const),
		);
	});

	test('a pattern is told', async () => {
		const content = page({
			contents: `${written(ONE)} /Pattern cs /P scn 0 0 600 800 re f`,
			resources: '/Pattern<</P 6 0 R>>',
			more: [
				stream(
					written(EVE),
					'/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 600 800]/XStep 600/YStep 800/Resources<</Font<</F1 5 0 R>>>>',
				),
			],
		});
		expect(await read(content)).toMatchObject({
			...{ readable: 'partly', notRead: expect.stringMatching(/Page 1: a pattern or a letter/) },
		});
	});

	test.each([
		[written(EVE), 'partly'],
		['0 0 500 500 re f', 'whole'],
	])('a letter that is a drawing: %s', async (glyph, readable) => {
		const content = page({
			contents: `${written(ONE)} BT /F2 9 Tf (a) Tj ET`,
			fonts: '/F2 6 0 R',
			more: [
				'<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97/Widths[500]/CharProcs<</a 7 0 R>>/Encoding<</Differences[97/a]>>/Resources<</Font<</F1 5 0 R>>>>>>',
				stream(glyph),
			],
		});
		expect(await read(content)).toMatchObject({ readable });
	});
});

describe('fields and comments that readers draw by themselves', () => {
	test.each<[string, Parts]>([
		[
			'a field without an appearance',
			{
				contents: written(ONE),
				root: '/AcroForm<</Fields[6 0 R]/NeedAppearances true/DA(/F1 9 Tf)/DR<</Font<</F1 5 0 R>>>>>>',
				entries: '/Annots[6 0 R]',
				more: [
					`<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(${EVE})/Rect[50 500 550 520]/DA(/F1 9 Tf)>>`,
				],
			},
		],
		[
			'a field whose value its parent has',
			{
				contents: written(ONE),
				root: '/AcroForm<</Fields[7 0 R]/DA(/F1 9 Tf)/DR<</Font<</F1 5 0 R>>>>>>',
				entries: '/Annots[6 0 R]',
				more: [
					'<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[50 500 550 520]/DA(/F1 9 Tf)>>',
					`<</FT/Tx/T(a)/Kids[6 0 R]/V(${EVE})>>`,
				],
			},
		],
		[
			'a comment on the page without an appearance',
			{
				contents: written(ONE),
				entries: '/Annots[6 0 R]',
				more: [
					`<</Type/Annot/Subtype/FreeText/Contents(${EVE})/Rect[50 500 550 520]/DA(/F1 9 Tf)>>`,
				],
			},
		],
		[
			'a list of which nothing is chosen',
			{
				contents: written(ONE),
				root: '/AcroForm<</Fields[6 0 R]/DA(/F1 9 Tf)/DR<</Font<</F1 5 0 R>>>>>>',
				entries: '/Annots[6 0 R]',
				more: [
					`<</Type/Annot/Subtype/Widget/FT/Ch/T(a)/Opt[(${EVE})(x)]/Rect[50 480 550 520]/DA(/F1 9 Tf)>>`,
				],
			},
		],
		[
			'a list that is drawn anew',
			{
				contents: written(ONE),
				root: '/AcroForm<</Fields[6 0 R]/NeedAppearances true/DA(/F1 9 Tf)/DR<</Font<</F1 5 0 R>>>>>>',
				entries: '/Annots[6 0 R]',
				more: [
					`<</Type/Annot/Subtype/Widget/FT/Ch/T(a)/Opt[(${EVE})(x)]/Rect[50 480 550 520]/DA(/F1 9 Tf)>>`,
				],
			},
		],
		[
			'the caption of a line',
			{
				contents: written(ONE),
				entries: '/Annots[6 0 R]',
				more: [
					`<</Type/Annot/Subtype/Line/L[50 500 550 500]/Cap true/Contents(${EVE})/Rect[50 490 550 520]>>`,
				],
			},
		],
		[
			'a form of another kind (XFA)',
			{
				contents: written(ONE),
				root: '/AcroForm<</Fields[]/XFA 6 0 R>>',
				more: [stream('<xdp/>')],
			},
		],
	])('%s', async (_what, parts) => {
		expect(await read(page(parts))).toMatchObject({ readable: 'partly' });
	});

	test('a link, empty fields and the note of a line are no text', async () => {
		const content = page({
			contents: written(ONE),
			entries: '/Annots[6 0 R 7 0 R 9 0 R 10 0 R]',
			more: [
				'<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/AP<</N 8 0 R>>>>',
				'<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V()/Rect[50 500 550 520]>>',
				stream('0 0 9 9 re S', '/Subtype/Form/BBox[0 0 9 9]'),
				// A combo box shows what is chosen, and the note of a line is not on the page.
				`<</Type/Annot/Subtype/Widget/FT/Ch/Ff 131072/T(b)/Opt[(${EVE})]/Rect[50 400 550 420]>>`,
				`<</Type/Annot/Subtype/Line/L[50 500 550 500]/Contents(${EVE})/Rect[50 490 550 520]>>`,
			],
		});
		expect(await read(content)).toMatchObject({ readable: 'whole', notRead: '' });
	});
});

describe('letters in whatever order they are drawn', () => {
	const placed = [...ONE].map((letter, n) => `1 0 0 1 ${50 + 6 * n} 600 Tm (${letter}) Tj`);
	const every = (rest: number) => placed.filter((_, n) => n % 2 === rest);
	test.each<[string, string[]]>([
		['forward', placed],
		['backward', [...placed].reverse()],
		['every second one', [...every(0), ...every(1)]],
		['shuffled', placed.map((_, n) => placed[(7 * n + 3) % placed.length])],
	])('%s', async (_what, letters) => {
		const contents = `BT /F1 10 Tf ${letters.join(' ')} ET ${written('Contract of work', 500)}`;
		await held(page({ contents, font: COURIER }), 'whole', ONE);
	});

	test('a space so narrow that the letters run back', async () => {
		const backward = [...ONE].reverse().join('');
		const contents = `BT /F1 10 Tf -12 Tc 300 600 Td (${backward}) Tj ET`;
		await held(page({ contents, font: COURIER }), 'whole', ONE);
	});

	test.each<[string, string]>([
		[
			'a scale below zero',
			`q BT /F1 10 Tf -100 Tz 400 600 Td (${[...EVE].reverse().join('')}) Tj ET Q`,
		],
		[
			'a matrix that turns left and right round',
			`q -1 0 0 1 600 0 cm ${[...EVE]
				.reverse()
				.map((letter, n) => `BT /F1 10 Tf ${50 + 6 * n} 600 Td (${letter}) Tj ET`)
				.join(' ')} Q`,
		],
		['a text that turns up and down round', `BT /F1 10 Tf 1 0 0 -1 50 600 Tm (${EVE}) Tj ET`],
	])('mirror writing is told: %s', async (_what, contents) => {
		const content = page({ contents: `${contents}\n${written(ONE, 500)}`, font: COURIER });
		// What is lost when only the letters are read, one behind the other.
		expect(poppler(content)).toContain(EVE);
		expect(await read(content)).toMatchObject({
			readable: 'partly',
			notRead: 'Page 1: there is mirror writing, which programs read in different directions',
		});
	});

	test.each<[string, string]>([
		['twice round is none', `q 1 0 0 -1 0 800 cm BT /F1 10 Tf 1 0 0 -1 50 200 Tm (${ONE}) Tj ET Q`],
		['nor is a text upside down', `BT /F1 -10 Tf -1 0 0 -1 50 600 Tm (${ONE}) Tj ET`],
	])('%s', async (_what, contents) => {
		await held(page({ contents, font: COURIER }), 'whole', ONE);
	});

	test('each letter drawn twice to look bold', async () => {
		const bold = [...ONE].flatMap((letter, n) =>
			[0, 0.3].map((more) => `1 0 0 1 ${50 + 6 * n + more} 600 Tm (${letter}) Tj`),
		);
		await held(
			page({ contents: `BT /F1 10 Tf ${bold.join(' ')} ET`, font: COURIER }),
			'whole',
			ONE,
		);
	});

	test('a part of a line drawn twice, and the same letters close below', async () => {
		const contents = [
			'BT /F1 10 Tf 50 600 Td (one two) Tj ET BT /F1 10 Tf 50.3 600 Td (one two three) Tj ET',
			'BT /F1 10 Tf 50 500 Td (all) Tj ET BT /F1 10 Tf 50 497 Td (all) Tj ET',
		].join('\n');
		await held(page({ contents, font: COURIER }), 'whole');
	});

	test('a space that the next letters are drawn over parts nothing', async () => {
		const contents = drawn('(Con ) Tj 18 0 Td (tract ) Tj 36 0 Td (of work) Tj');
		await held(page({ contents, font: COURIER }), 'whole');
	});

	test('a line drawn over a line of underscores keeps its letters', async () => {
		const contents = written('_'.repeat(40)) + written(ONE);
		const { readable, signatures } = await read(page({ contents }));
		expect(readable).toBe('whole');
		expect(signatures.map(({ text }) => text)).toEqual([ONE]);
	});

	test('two texts one over the other keep their words', async () => {
		const contents =
			'BT /F1 20 Tf 50 600 Td (Elizabeth) Tj 88 0 Td (Schultz) Tj ET ' +
			'BT /F1 9 Tf 60 603 Td (Elizabeth) Tj 45 0 Td (Schultz) Tj 40 0 Td (signed) Tj ET';
		await held(page({ contents: written(ONE) + contents }), 'whole', ONE);
	});

	test('words that may belong to either of two texts are told', async () => {
		const words = ['(One) Tj 25 0 Td (three) Tj', '8 0 Td (two) Tj 25 0 Td (four) Tj'];
		const [one, other] = words.map((text) => `BT /F1 10 Tf 50 600 Td ${text} ET `);
		const last = 'BT /F1 10 Tf 98 600 Td (five) Tj ET BT /F1 10 Tf 120 600 Td (six) Tj ET';
		expect(await read(page({ contents: written(ONE) + one + other + last }))).toMatchObject({
			readable: 'partly',
			notRead: expect.stringContaining('there is writing over other writing'),
		});
	});

	test('words that differ at the same place are told', async () => {
		const contents = ['7', '8']
			.map((number) => `BT /F1 10 Tf 50 600 Td (Total ${number}) Tj ET`)
			.join(' ');
		expect(await read(page({ contents: written(ONE) + contents }))).toMatchObject({
			readable: 'partly',
			notRead: expect.stringContaining('there is writing over other writing'),
		});
	});

	test('columns stand apart', async () => {
		const contents = [
			'BT /F1 10 Tf 12 TL 50 700 Td ([!Sign.1.F, Ana,) Tj T* (Lopez, ana@example.com]) Tj ET',
			'BT /F1 10 Tf 12 TL 300 700 Td (The other column) Tj T* (goes on) Tj ET',
		].join('\n');
		const { signatures } = await read(page({ contents }));
		expect(signatures).toMatchObject([
			{ firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com', isOverLines: true },
		]);
	});

	test.each([
		['[!Sign.1', '.F, Ana, Lopez, ana@example.com]'],
		['[!Si', 'gn.1.F, Ana, Lopez, ana@', 'example.com]'],
		['[!Sign.1.F, Ana,', 'Lopez, ana@example.', 'com]'],
	])('a tag that a narrow cell wraps: %s', async (...lines) => {
		const contents = `BT /F1 10 Tf 12 TL 50 700 Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`;
		const { signatures, others } = await read(page({ contents }));
		expect(others).toEqual([]);
		expect(signatures).toMatchObject([
			{ order: 1, kind: 'F', firstName: 'Ana', email: 'ana@example.com', isOverLines: true },
		]);
	});

	test.each<[string, string[]]>([
		['kerning', [...EVE].map((letter, n) => `(${letter})${(n % 5) - 2}`)],
		['narrow kerning', [...EVE].map((letter) => `(${letter})80`)],
		['each letter drawn again at its place', [...EVE].map((letter) => `(${letter})600(${letter})`)],
		['each letter on top of the last', [...EVE].map((letter) => `(${letter})600(${letter})0`)],
	])('one list of letters: %s', async (_what, list) => {
		const contents = drawn(`[${list.join('')}] TJ`);
		await held(page({ contents, font: COURIER }), 'whole', EVE);
	});

	test('a gap between words is a space', async () => {
		const contents = drawn('[([!Sign.1.F, Mary) -300 (Ann, Lo) 20 (pez, m@example.com])] TJ');
		await held(page({ contents }), 'whole', '[!Sign.1.F, Mary Ann, Lopez, m@example.com]');
	});
});

describe('pages', () => {
	test('one that comes twice is read twice', async () => {
		const content = pdfFile(
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2/MediaBox[0 0 600 800]>>',
			'<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
			stream(written(ONE)),
			HELVETICA,
		);
		await held(content, 'whole', ONE, ONE);
	});

	test('one without room is as large as a letter', async () => {
		const contents = `${written('Contract')}BT /F1 10 Tf 700 600 Td (Employer) Tj ET`;
		for (const box of ['', '/MediaBox[0 0 0 0]']) {
			const content = pdfFile(
				'<</Type/Catalog/Pages 2 0 R>>',
				'<</Type/Pages/Kids[3 0 R]/Count 1>>',
				`<</Type/Page/Parent 2 0 R${box}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>`,
				stream(contents),
				HELVETICA,
			);
			await held(content, 'whole');
		}
	});

	test('a part that begins on no line of its own is told', async () => {
		const second = (between: string) =>
			page({
				contents: written(ONE),
				entries: '/Contents[4 0 R 6 0 R]',
				more: [stream(written(EVE)).replace('stream\n', `stream${between}`)],
			});
		expect(await read(second(' '))).toMatchObject({
			readable: 'partly',
			notRead: 'Page 1: not all was read. A part of the PDF does not say where it begins',
			signatures: [{ text: ONE }],
		});
		expect(await read(second(' \r\n'))).toMatchObject({ readable: 'whole' });
	});

	test('a part that is not there is told', async () => {
		const file = page({ contents: written(ONE), more: ['[4 0 R 9 0 R]'] }).toString('latin1');
		const content = Buffer.from(file.replace('/Contents 4 0 R', '/Contents 6 0 R'), 'latin1');
		expect(await read(content)).toMatchObject({
			...{ readable: 'partly', notRead: expect.stringMatching(/not there/) },
			signatures: [{ text: ONE }],
		});
	});
});

describe('an encrypted PDF', () => {
	const folder = join(__dirname, '../data/encrypted');
	const files = readdirSync(folder).filter((file) => file !== 'password.pdf');

	// One tag is a text of the page, the other one the value of a field: streams and strings.
	test.each(files)('that opens without a password is read like any other: %s', async (file) => {
		const content = readFileSync(join(folder, file));
		expect(await read(content)).toMatchObject({
			...{ readable: 'partly', notRead: 'Page 1: form fields and comments are not read' },
			signatures: [{ text: ONE }],
		});
		const lines = [...(await linesOf(content)), '[!Sign.2.F, , ,]'];
		expect(wordsOf(lines.join('\n'))).toEqual(wordsOf(poppler(content)));
	});

	test('that asks for a password is not read', async () => {
		const content = readFileSync(join(folder, 'password.pdf'));
		expect(await read(content)).toMatchObject({ readable: 'not', notRead: 'The PDF is encrypted' });
	});

	test('one that says nothing of how it is encrypted is not read', async () => {
		const content = readFileSync(join(folder, 'aes-128.pdf'), 'latin1');
		for (const [entry, other] of [
			['/Filter /Standard', '/Filter /Unknown_'],
			['/CFM /AESV2', '/CFM /AESV9'],
			['/R 4', '/R 9'],
			['/Encrypt ', '/Encrypt 99'],
		]) {
			const changed = Buffer.from(content.replace(entry, other), 'latin1');
			expect(changed.toString('latin1')).not.toBe(content);
			expect(await read(changed)).toMatchObject({
				readable: 'not',
				notRead: 'The PDF is encrypted',
			});
		}
	});
});

test('a portfolio holds other files, which is told', async () => {
	const content = page({ contents: written(ONE), root: '/Collection<</View/T>>' });
	expect(await read(content)).toMatchObject({
		...{ readable: 'partly', notRead: 'It contains other files (a portfolio), which are not read' },
	});
});

describe('text beside the page', () => {
	test('is not counted, and told', async () => {
		const contents = written(ONE) + written(EVE, -300);
		expect(await read(page({ contents }))).toMatchObject({
			readable: 'partly',
			notRead: 'Page 1: there is text outside the visible page',
			signatures: [{ text: ONE }],
		});
	});

	test('also when a word begins on the page and ends beside it', async () => {
		const content = page({ contents: `${written(ONE)}BT /F1 10 Tf 590 600 Td (Sign[) Tj ET` });
		expect(await read(content)).toMatchObject({
			...{ readable: 'partly', notRead: 'Page 1: there is text outside the visible page' },
		});
	});

	test.each([
		[
			'the right edge',
			`BT /F1 10 Tf 575 600 Td (Employer) Tj ET ${drawn('[(Ten) -53400 (ant)] TJ', 500)}`,
		],
		['the left edge', 'BT /F1 10 Tf -25 600 Td (Employer) Tj ET'],
		['a word beside it', 'BT /F1 10 Tf 800 600 Td (Employer) Tj ET'],
	])('letters over the edge are none: %s', async (_what, contents) => {
		await held(page({ contents: written(ONE) + contents, font: COURIER }), 'whole', ONE);
	});

	test('letters of a slanted font up to the edge', async () => {
		const text = 'Contract_of_employment_for_Kim_Maxwell_of_Wellington_1757343764';
		const contents = `BT /F1 16 Tf 150 600 Td (${text}) Tj ET`;
		for (const name of ['Times-BoldItalic', 'Times-Italic'])
			await held(page({ contents, font: HELVETICA.replace('Helvetica', name) }), 'whole');
	});

	test('a word over the edge that is drawn askew is told', async () => {
		const contents = `${written(ONE)}BT /F1 10 Tf .7 .7 -.7 .7 590 600 Tm (Employer) Tj ET`;
		expect(await read(page({ contents }))).toMatchObject({
			...{ readable: 'partly', notRead: 'Page 1: there is text outside the visible page' },
		});
	});

	test('also beside the part of it that is shown', async () => {
		const { signatures } = await read(
			page({ contents: written(ONE) + written(EVE, 200), entries: '/CropBox[0 400 600 800]' }),
		);
		expect(signatures.map(({ text }) => text)).toEqual([ONE]);
	});
});

describe('what letters are', () => {
	test.each<[string, string, string]>([
		[
			'the standard encoding',
			HELVETICA.replace('WinAnsi', 'Standard'),
			"(it\\'s \\256 \\257 \\341)",
		],
		['Symbol', '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>', '(abc \\336 S)'],
		['codes that Windows has for others, or for none', HELVETICA, '(a\\177 \\255 b\\201)'],
		['control characters', HELVETICA, '(a\\000b\\001c d)'],
		[
			'a glyph for what is not there',
			HELVETICA.replace('/WinAnsiEncoding', '<</Differences[1/.notdef/circlecopyrt 32/.notdef]>>'),
			'(abc \\001 def \\002c)',
		],
		[
			'drawings that are named by their codes',
			'<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<<>>' +
				'/Encoding<</Differences[65/a65/C42 233/a233]>>/FirstChar 65/Widths[600 600]>>',
			'(AB\\351)',
		],
		[
			'a base and differences',
			HELVETICA.replace(
				'/WinAnsiEncoding',
				'<</BaseEncoding/MacRomanEncoding/Differences[1/Lslash/afii10017/uni00E9/f_f_i/A.sc/ohungarumlaut/Omega]>>',
			),
			'(\\001\\002\\003\\004\\005\\006 \\216)',
		],
	])('%s', async (_what, font, text) => {
		await held(page({ contents: drawn(`${text} Tj`), font }), 'whole');
	});

	test('the encoding that the font program has', async () => {
		const program =
			'%!PS-AdobeFont-1.0: A\n/FontName /A def\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 1 /H put\ndup 2 /i put\nreadonly def\ncurrentfile eexec\n';
		const content = page({
			contents: drawn('<0102> Tj'),
			font: '<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+A/FirstChar 1/LastChar 2/Widths[700 300]/FontDescriptor 6 0 R>>',
			more: [
				'<</Type/FontDescriptor/FontName/ABCDEF+A/Flags 4/FontFile 7 0 R>>',
				stream(program, `/Length1 ${program.length}/Length2 0/Length3 0`),
			],
		});
		expect(await linesOf(content)).toEqual(['Hi']);
		expect(await read(content)).toMatchObject({ readable: 'whole' });
	});

	/** A font of the compact form (Adobe's technical note 5176) whose glyphs are empty. */
	const compactFont = (names: string[], charset: number[], encoding: number[]) => {
		const index = (parts: string[]) => {
			let at = 1;
			const places = [1, ...parts.map((part) => (at += part.length))];
			return parts.length === 0
				? '\0\0'
				: String.fromCharCode(0, parts.length, 1, ...places) + parts.join('');
		};
		const entry = (operator: number, number: number) =>
			`\x1c${String.fromCharCode(number >> 8, number & 0xff, operator)}`;
		const head = `\x01\0\x04\x01${index(['A'])}`;
		const [texts, glyphs] = [index(names), index(Array<string>(charset.length + 1).fill('\x0e'))];
		const places = charset.flatMap((name) => [name >> 8, name & 0xff]);
		const [charsetTable, encodingTable] = [[0, ...places], encoding].map((bytes) =>
			String.fromCharCode(...bytes),
		);
		const at = head.length + 5 + 17 + texts.length + 2;
		const behind = at + charsetTable.length;
		const entries =
			entry(15, at) +
			entry(16, behind) +
			entry(17, behind + encodingTable.length) +
			`\x8b${entry(18, 0)}`;
		return Buffer.from(
			`${head}${index([entries])}${texts}\0\0${charsetTable}${encodingTable}${glyphs}`,
			'latin1',
		);
	};
	const compact = (program: Buffer, encoding = '') => ({
		font: `<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+A/FirstChar 0/LastChar 255/Widths[${'500 '.repeat(256)}]/FontDescriptor 6 0 R${encoding}>>`,
		more: [
			'<</Type/FontDescriptor/FontName/ABCDEF+A/Flags 4/FontBBox[0 0 1 1]/FontFile3 7 0 R>>',
			stream(program, '/Subtype/Type1C'),
		],
	});
	/** A number in so many bytes. */
	const far = (size: number, number: number) =>
		[
			...number
				.toString(16)
				.padStart(2 * size, '0')
				.matchAll(/../g),
		].map(([byte]) => parseInt(byte, 16));
	const NAMES = ['Omega', 'afii10017'];
	// H, fi, eacute, Omega, afii10017.
	const CHARSET = [41, 109, 207, 391, 392];

	test.each<[string, number[], string]>([
		['code by code', [0, 5, 65, 66, 67, 68, 69], '<41424344 45>'],
		['in ranges', [1, 2, 1, 1, 65, 2], '<0102 41 4243>'],
		['with more than one code for a letter', [0x80, 1, 65, 1, 97, 0, 207], '<4161>'],
	])('a compact font program says what its letters are: %s', async (_what, encoding, text) => {
		const content = page({
			contents: drawn(`${text} Tj`),
			...compact(compactFont(NAMES, CHARSET, encoding)),
		});
		await held(content, 'whole');
		expect((await linesOf(content)).join('')).not.toBe('');
	});

	test('a compact font program has ligatures among the names of experts', async () => {
		const program = compactFont([], [41, 266, 267, 268], [0, 4, 65, 66, 67, 68]);
		const content = page({ contents: drawn('(ABACAD) Tj'), ...compact(program) });
		await held(content, 'whole');
		expect((await linesOf(content)).join('')).toBe('HffHffiHffl');
	});

	// Found in review: the first one never ended.
	test.each([
		['offsets of 8 bytes that lead far behind the font', [8, ...far(8, 1), ...far(8, 2 ** 60)]],
		['offsets of 255 bytes', [255, ...far(255, 1), ...Array<number>(255).fill(255)]],
		['offsets that lead back', [1, 255, 1]],
	])('a compact font program with %s is left', async (_what, offsets) => {
		// The header, no names of fonts, and one dictionary: a number with a point that never ends.
		const program = Buffer.from([1, 0, 4, 1, 0, 0, 0, 1, ...offsets, 30]);
		const content = page({ contents: drawn('(A) Tj'), ...compact(program) });
		expect(await read(content)).toMatchObject({ readable: 'whole', signatures: [] });
	});

	test('a letter that a compact font program does not know is told', async () => {
		const program = compactFont(['own'], [41, 391], [0, 2, 65, 66]);
		for (const text of ['(B)', '(Z)']) {
			const content = page({ contents: drawn(`${text} Tj`), ...compact(program) });
			expect(await read(content)).toMatchObject({
				notRead: expect.stringContaining('Page 1: the PDF does not tell what 1 letter is'),
			});
		}
	});

	test('what a damaged compact font program says of its letters is not read, and told', async () => {
		const content = page({
			contents: drawn('(\\001a) Tj'),
			font: '<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</Differences[97/a]>>/FontDescriptor 6 0 R>>',
			more: [
				'<</Type/FontDescriptor/FontName/A/Flags 4/FontFile3 7 0 R>>',
				stream('', '/Subtype/Type1C'),
			],
		});
		expect(await read(content)).toMatchObject({
			...{ readable: 'partly', notRead: 'Page 1: the PDF does not tell what 1 letter is' },
		});
	});

	test('a string with everything that may be escaped (ISO 32000-1, section 7.3.4.2)', async () => {
		const text = '(\\050\\51\\9\\(\\)\\\\ a\\\nb\\\r\nc (d) \\x\\101z)';
		await held(page({ contents: drawn(`${text} Tj`) }), 'whole');
	});

	test('a table that has nothing for a letter leaves it to the encoding', async () => {
		const font = HELVETICA.replace('>>', '/ToUnicode 6 0 R>>');
		const more = [stream('1 beginbfrange <00> <FF> [<0041><0042>] endbfrange')];
		await held(page({ contents: written('ABC'), font, more }), 'whole');
	});

	test.each<[string, string, string]>([
		['a space for the bracket', '/Encoding/WinAnsiEncoding', '1 beginbfchar <5b> <0020> endbfchar'],
		[
			'an accent for each',
			'/Encoding/WinAnsiEncoding',
			'1 beginbfrange <00> <ff> <0300> endbfrange',
		],
		['an encoding that nobody names', '', '1 beginbfchar <5b> <0020> endbfchar'],
		[
			'names of letters',
			'/Encoding<</Differences[91/bracketleft]>>',
			'1 beginbfchar <5b> <0020> endbfchar',
		],
		[
			'names of letters, the other way round',
			'/Encoding<</Differences[91/x]>>',
			'1 beginbfchar <5b> <005b> endbfchar',
		],
	])('a table that says others than are drawn is told: %s', async (_what, encoding, map) => {
		const font = `<</Type/Font/Subtype/Type1/BaseFont/Courier${encoding}/ToUnicode 6 0 R>>`;
		const fonts = `/F2 7 0 R`;
		const contents = written(EVE) + written(ONE, 500).replace('/F1', '/F2');
		const content = page({ contents, font, fonts, more: [stream(map), COURIER] });
		expect(await read(content)).toMatchObject({
			readable: 'partly',
			notRead: expect.stringContaining(
				'the letters on the page are not the ones stored behind them',
			),
		});
	});

	test.each<[string, string, string]>([
		[
			'in other words',
			'/Encoding/WinAnsiEncoding',
			'2 beginbfchar <95> <25cf> <b5> <03bc> endbfchar',
		],
		[
			'a ligature',
			'/Encoding<</Differences[149/fi 181/mu]>>',
			'1 beginbfchar <95> <fb01> endbfchar',
		],
	])('a table that says the same is whole: %s', async (_what, encoding, map) => {
		const font = `<</Type/Font/Subtype/Type1/BaseFont/Courier${encoding}/ToUnicode 6 0 R>>`;
		const contents = drawn(`(\\225 \\265 ${ONE}) Tj`);
		expect(await read(page({ contents, font, more: [stream(map)] }))).toMatchObject({
			...{ readable: 'whole', notRead: '' },
		});
	});

	test.each([
		['cidrange', '1 begincidrange <20> <7e> 1 endcidrange'],
		['cidchar', `3 begincidchar <41> 34 <42> 35 <20> 1 endcidchar`],
	])('an encoding of its own says how wide they are: %s', async (_what, map) => {
		const space = 'begincodespacerange <00> <ff> endcodespacerange';
		const more = [
			stream(`/CMapName/Own def 1 ${space} ${map}`, '/Type/CMap/CMapName/Own'),
			stream(`1 ${space} 1 beginbfrange <20> <7e> <0020> endbfrange`),
			'<</Type/Font/Subtype/CIDFontType0/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 9 0 R/DW 5000/W[1[300] 34[600 600]]>>',
			'<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/Ascent 700/Descent -200>>',
		];
		const font =
			'<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/ToUnicode 7 0 R/DescendantFonts[8 0 R]>>';
		// As wide as its usual letters are, most of it would stand beside the page.
		const contents = drawn(`[(ABBA)-20(AB A)] TJ ${'(AB BA ABBA) Tj '.repeat(4)}`);
		await held(page({ contents, font, more }), 'whole');
	});

	test('what a font with many glyphs does not have is no letter', async () => {
		const more = [
			stream(
				'1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0020> <007e> <0020> endbfrange',
			),
			'<</Type/Font/Subtype/CIDFontType0/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 8 0 R/DW 600>>',
			'<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/Ascent 700/Descent -200>>',
		];
		const font =
			'<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>';
		await held(page({ contents: drawn('<004100200000002000420043> Tj'), font, more }), 'whole');
	});

	// Poppler has these encodings in a package of its own.
	test('an encoding of Unicode says how wide they are', async () => {
		const text = `Contract ${ONE} `.repeat(3);
		const inCodes = (written: string) => inUtf16(written).replace('FEFF', '');
		const more = [
			`<</Type/Font/Subtype/CIDFontType0/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/DW 1000/W[1 95 500]>>`,
		];
		const font =
			'<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>';
		const content = page({ contents: drawn(`${inCodes(text)} Tj`), font, more });
		expect((await linesOf(content)).join('').trim()).toBe(text.trim());
		expect(await read(content)).toMatchObject({ readable: 'whole' });
		const own = page({ contents: drawn(`${inCodes('A\ue687')} Tj`), font, more });
		expect(await read(own)).toMatchObject({
			readable: 'partly',
			notRead: expect.stringContaining('letters are in the encoding UniGB-UCS2-H'),
		});
	});

	test('a table whose words stand without a space between them', async () => {
		const font = HELVETICA.replace('>>', '/ToUnicode 6 0 R>>');
		const map =
			'1 begincodespacerange <01> <02> endcodespacerange2 beginbfchar <01> <00dc> <02> <00e4> endbfcharendcmap';
		await held(page({ contents: drawn('<4f01 02> Tj'), font, more: [stream(map)] }), 'whole');
	});

	test('half of a character is none', async () => {
		const font = HELVETICA.replace('/Encoding/WinAnsiEncoding', '/ToUnicode 6 0 R');
		const more = [stream('1 beginbfchar <01> <d800> endbfchar')];
		expect(await read(page({ contents: written(`${ONE} \\001`), font, more }))).toMatchObject({
			...{ readable: 'partly', notRead: 'Page 1: the PDF does not tell what 1 letter is' },
		});
	});

	test('an embedded font that numbers its letters as it likes has what its table says', async () => {
		const font =
			'<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+A/Encoding/WinAnsiEncoding/ToUnicode 6 0 R/FontDescriptor 7 0 R>>';
		const map = stream('1 beginbfrange <01> <7f> <0041> endbfrange');
		const descriptor = '<</Type/FontDescriptor/FontName/ABCDEF+A/Flags 4/FontFile2 8 0 R>>';
		const more = [map, descriptor, stream('')];
		expect(await read(page({ contents: written('123'), font, more }))).toMatchObject({
			readable: 'whole',
		});
	});

	test('an object of another generation is none', async () => {
		const file = page({ contents: written(ONE) }).toString('latin1');
		const other = Buffer.from(file.replace('4 0 obj', '4 1 obj'), 'latin1');
		expect(await read(other)).toMatchObject({ readable: expect.stringMatching(/partly|not/) });
		const asked = Buffer.from(file.replace('4 0 R', '4 2 R'), 'latin1');
		expect(await read(asked)).toMatchObject({ readable: expect.stringMatching(/partly|not/) });
	});
});

/** Reads the Smart Tags of real files, and of files that were made to harm. */
import { PDFDocument, PDFName, PDFRawStream, StandardFonts, degrees } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import mammoth from 'mammoth';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

import { checkedFiles } from '../../nodes/SecuredSigning/send/checkFirst';
import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readPdf } from '../../nodes/SecuredSigning/smartTags/pdf';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { TagFinder } from '../../nodes/SecuredSigning/smartTags/tags';
import { readWord } from '../../nodes/SecuredSigning/smartTags/word';
import { asFile, data, letters, tag, tagsOf } from '../harness/tagsOfFile.cts';
import { stream, tableOf, updated } from '../harness/pdfFile.cts';
import { paragraph, part, run, wordFile, wordFileOf } from '../harness/wordFile.cts';
import { pdfText } from '../../simulator/pdfText.cts';

const checked = async (fileName: string, content: Buffer, given: object[] = []) =>
	checkedFiles([await readTags(asFile(fileName, content))], given as never)[0];
const linesOf = async (read: typeof readWord | typeof readPdf, content: Buffer) => {
	const lines: string[] = [];
	const gaps = await read(content, (line) => lines.push(line), new Meter());
	return { lines, gaps };
};
describe('a .docx', () => {
	const samples = join(dirname(require.resolve('mammoth/package.json')), 'test/test-data');
	const names = readdirSync(samples).filter((name) => name.endsWith('.docx'));
	const files = [
		...names.map((name) => join(samples, name)),
		join(data, 'employment-agreement.docx'),
		join(data, 'tenancy-agreement.docx'),
	];

	test.each(files)('%s: every paragraph that mammoth reads is a line', async (path) => {
		const { value } = await mammoth.extractRawText({ path });
		const { lines } = await linesOf(readWord, readFileSync(path));
		const paragraphs = value.split('\n').map(letters).filter(Boolean);
		expect(lines.map(letters)).toEqual(expect.arrayContaining(paragraphs));
	});

	test('a tag that is split over runs is found wherever text can stand', async () => {
		const split = (order: number) =>
			paragraph('[!Sign', '.', `${order}.F, An`, 'a, Lopez, ana@', 'example.com', ']');
		const box = (order: number) => `<w:txbxContent>${split(order)}</w:txbxContent>`;
		const content = await wordFile({
			document: part(
				'document',
				split(1) +
					`<w:tbl><w:tr><w:tc>${split(2)}</w:tc></w:tr></w:tbl>` +
					`<w:p>${run('beside [!')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${box(3)}</wps:txbx></mc:Choice>` +
					`<mc:Fallback><w:pict>${box(3)}</w:pict></mc:Fallback></mc:AlternateContent></w:r>${run('Other.8]')}</w:p>`,
			),
			header1: part('header1', split(4)),
			footer1: part('footer1', split(5)),
			footnotes: part('footnotes', `<w:footnote>${split(6)}</w:footnote>`),
			endnotes: part('endnotes', `<w:endnote>${split(7)}</w:endnote>`),
		});
		const { readable, tags, others } = await tagsOf('contract.docx', content);
		expect(readable).toBe('whole');
		expect(tags.sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((order) => tag(order)));
		expect(others).toEqual(['[!Other.8]']);
	});

	test('what does not stand on the page is not read', async () => {
		const content = await wordFile({
			document: part(
				'document',
				paragraph(tag(1)) +
					`<w:p><w:del><w:r><w:delText>${tag(2)}</w:delText></w:r></w:del></w:p>` +
					`<w:p><w:moveFrom>${run(tag(3))}</w:moveFrom></w:p>` +
					`<w:p><w:r><w:instrText>${tag(4)}</w:instrText></w:r></w:p>` +
					`<!-- ${paragraph(tag(5))} --><?note ${tag(6)}?>`,
			),
		});
		expect((await tagsOf('contract.docx', content)).tags).toEqual([tag(1)]);
	});

	test('any way to write XML, any prefix, compressed or not', async () => {
		const xml =
			`<!-- > --><x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main' note="a>b'c">` +
			`<x:p><x:r><x:t>&#91;&#x21;Sign.1.F, </x:t><x:t><![CDATA[A<&]]></x:t><x:t> &amp;#33;, Māori &lt;, ana@example.com]</x:t></x:r></x:p></x:document>`;
		for (const compression of ['DEFLATE', 'STORE'] as const) {
			const { tags } = await tagsOf('a.docx', await wordFile({ document: xml }, compression));
			expect(tags).toEqual(['[!Sign.1.F, A<& &#33;, Māori <, ana@example.com]']);
		}
	});

	test('a long document is read to its end, wherever the pieces of it are cut', async () => {
		const many = Array.from({ length: 1500 }, (_, n) => `[!Sign.${n + 1}.F, Zoë &amp; 🖊, ,]`);
		const { tags } = await tagsOf('a.docx', await wordFileOf(...many));
		expect(tags).toEqual(many.map((text) => text.replace('&amp;', '&')));
	});
});

describe('a PDF', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'smart-tags-'));
	});
	afterAll(async () => await rm(folder, { recursive: true }));

	const referenceOf = async (content: Uint8Array) => {
		const path = join(folder, 'file.pdf');
		await writeFile(path, content);
		return letters(await pdfText(path));
	};

	const made = async (draw: (pdf: PDFDocument) => Promise<void>, useObjectStreams = true) => {
		const pdf = await PDFDocument.create();
		await draw(pdf);
		return Buffer.from(await pdf.save({ useObjectStreams }));
	};

	test.each(['confidentiality-agreement.pdf', 'no-tags.pdf'])(
		'%s reads as pdfjs reads it',
		async (name) => {
			const content = readFileSync(join(data, name));
			const { lines, gaps } = await linesOf(readPdf, content);
			expect(gaps).toEqual([]);
			expect(letters(lines.join(''))).toBe(await referenceOf(content));
		},
	);

	test.each([true, false])('fonts, forms and pages of pdf-lib, packed: %s', async (packed) => {
		const content = await made(async (pdf) => {
			const times = await pdf.embedFont(StandardFonts.TimesRoman);
			const first = pdf.addPage();
			first.setFont(times);
			first.drawText('Contract: “Zoë” (50 %) \\ 10 €', { x: 50, y: 700 });
			first.drawText('[!Sign.1', { x: 50, y: 600 });
			first.drawText('.F, Ana, Lopez, ana@example.com]', { x: 128, y: 600 });
			first.drawText(tag(2), { x: 300, y: 100, rotate: degrees(90) });
			const other = await PDFDocument.create();
			other.addPage([200, 200]).drawText(tag(3), { x: 10, y: 10 });
			const [form] = await pdf.embedPdf(await other.save());
			pdf.addPage().drawPage(form, { x: 0, y: 400 });
			pdf.addPage();
		}, packed);
		const { lines, gaps } = await linesOf(readPdf, content);
		expect(gaps).toEqual([]);
		expect(letters(lines.join(''))).toBe(await referenceOf(content));
		expect((await tagsOf('a.pdf', content)).tags).toEqual([tag(1), tag(2), tag(3)]);
	});

	test('what replaces an older page is what counts', async () => {
		const older = readFileSync(join(data, 'no-tags.pdf'));
		const [, page, fonts] = /\n(\d+) 0 obj\n<<\/Type\/Page\/.*?\/Resources (\d+ 0 R)/s.exec(
			older.toString('latin1'),
		) as RegExpExecArray;
		const text = `BT /F1 12 Tf (${tag(1).replace('Lopez', 'Lo\\160ez')}) Tj ET`;
		expect(fonts).toMatch(/ 0 R$/);
		const fontsOfPage = '<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>';
		const update = updated(
			older,
			[
				[Number(page), `<</Type/Page/Resources${fontsOfPage}/Contents 900 0 R>>`],
				[900, stream(text)],
			],
			tableOf(older),
		);
		expect(await tagsOf('a.pdf', update)).toMatchObject({ readable: 'whole', tags: [tag(1)] });
		expect(await referenceOf(update)).toContain(letters(tag(1)));
	});

	const withContents = async (bytes: Buffer | Uint8Array, entries: object) =>
		await made(async (pdf) => {
			const page = pdf.addPage();
			const font = await pdf.embedFont(StandardFonts.Helvetica);
			page.node.setFontDictionary(PDFName.of('F1'), font.ref);
			const stream = PDFRawStream.of(pdf.context.obj(entries as never) as never, bytes);
			page.node.set(PDFName.of('Contents'), pdf.context.register(stream));
		});
	const drawn = (text: string) => Buffer.from(`BT /F1 12 Tf 50 700 Td ${text} ET`);

	test('ASCII filters, alone and over compression', async () => {
		const plain = drawn(`(${tag(1)}) Tj`);
		const hex = Buffer.from(`${plain.toString('hex')}>`);
		const packed = Buffer.from(`${deflateSync(plain).toString('hex')}>`);
		for (const [bytes, Filter] of [
			[hex, ['ASCIIHexDecode']],
			[packed, ['ASCIIHexDecode', 'FlateDecode']],
			[Buffer.from(ascii85(deflateSync(plain))), ['ASCII85Decode', 'FlateDecode']],
		] as const) {
			const content = await withContents(bytes, { Filter });
			expect((await tagsOf('a.pdf', content)).tags).toEqual([tag(1)]);
			expect(await referenceOf(content)).toBe(letters(tag(1)));
		}
	});

	test('all ways to show a text, and a picture among them', async () => {
		const content = await withContents(
			drawn(
				`[(ab) -500 (c\\(\\)\\n)] TJ T* 14 TL (d) ' 1 2 (e) " <6 6> Tj q 1 0 0 1 1 0 cm (g) Tj Q % (no) Tj\n BI /W 1 /H 1 ID (\\ ( EI (h) Tj`,
			),
			{},
		);
		const { lines, gaps } = await linesOf(readPdf, content);
		expect(gaps).toEqual([]);
		expect(letters(lines.join(''))).toBe('abc()defgh');
		expect(lines).toHaveLength(3);
	});

	test('letters and parts that cannot be read are told by their pages', async () => {
		const content = await made(async (pdf) => {
			const page = pdf.addPage();
			page.drawText(tag(1));
			const font = pdf.context.register(
				pdf.context.obj({
					Type: 'Font',
					Subtype: 'Type0',
					BaseFont: 'ABCDEF+Secret',
					Encoding: 'Identity-H',
				}),
			);
			page.node.setFontDictionary(PDFName.of('Odd'), font);
			const add = (text: string, entries: object) =>
				page.node.addContentStream(
					pdf.context.register(
						PDFRawStream.of(pdf.context.obj(entries as never) as never, Buffer.from(text)),
					),
				);
			add('BT /Odd 12 Tf <00410042> Tj ET', {});
			add('whatever', { Filter: 'LZWDecode' });
			add('whatever', { Filter: 'FlateDecode' });
		});
		const result = await checked('a.pdf', content);
		expect(result).toMatchObject({
			readable: 'partly',
			notRead:
				'Page 1: the PDF does not tell what 2 letters are; Page 1: not all was read. A part of the PDF is packed in a way this check does not read: LZWDecode',
			ok: true,
			signers: [{ order: 1 }],
		});
		expect(result.findings.map(({ level, code }) => [level, code])).toEqual([
			['warning', 'partlyReadable'],
		]);
	});

	test.each([
		[
			'a PDF with a password',
			async () => {
				const pdf = await PDFDocument.load(readFileSync(join(data, 'no-tags.pdf')));
				pdf.encrypt({ userPassword: 'open sesame' });
				return Buffer.from(await pdf.save());
			},
			/encrypted/,
		],
		[
			'a page with nothing on it',
			async () => await made(async (pdf) => void pdf.addPage()),
			/no text/,
		],
		['no PDF', async () => Buffer.from('<html>Please sign in</html>'), /not a PDF/],
		[
			'half a PDF',
			async () => readFileSync(join(data, 'no-tags.pdf')).subarray(0, 9000),
			/broken or cut short|no text/,
		],
	])('%s', async (_what, file, message) => {
		const { readable, notRead, tags } = await tagsOf('a.pdf', await file());
		expect([readable, tags]).toEqual(['not', []]);
		expect(notRead).toMatch(message);
	});
});

const ascii85 = (bytes: Buffer): string => {
	const groups: string[] = [];
	for (let at = 0; at < bytes.length; at += 4) {
		const group = bytes.subarray(at, at + 4);
		let word = Buffer.concat([group, Buffer.alloc(4 - group.length)]).readUInt32BE();
		const digits: string[] = [];
		for (let n = 0; n < 5; n++, word = Math.floor(word / 85)) {
			digits.unshift(String.fromCharCode(33 + (word % 85)));
		}
		groups.push(
			word === 0 && digits.join('') === '!!!!!' && group.length === 4
				? 'z'
				: digits.join('').slice(0, group.length + 1),
		);
	}
	return `${groups.join('')}~>`;
};

describe('tags', () => {
	const found = (...lines: string[]) => {
		const finder = new TagFinder();
		for (const line of lines) finder.line(line);
		finder.end();
		return finder;
	};

	// docs/api/SMART-TAGS.md, section 8.
	test.each([
		'[!Sign.1.F, , ,]',
		'[!Sign.1.F,client, ,]',
		'[!Sign.2.F,Partner, ,]',
		'[!Sign.1, Ana, Lopez, ana@example.com]',
		'[!Sign.2, Ben, Wu, ben@example.com]',
		'[!Sign.1.F, Ana, Lopez, ana@example.com]',
		'[!Sign.2.F,Ben,Wu,ben@example.com]',
		'[!Sign.2.F, , ,]',
		'[!Sign.10.F, , ,]',
		'[!Sign.1.I, Ana, Lopez, ana@example.com]',
	])('%s is a tag', (text) => {
		const { signatures, others } = found(`Signed: ${text} and so on`);
		expect(signatures.map((signature) => signature.text)).toEqual([text]);
		expect(others).toEqual([]);
	});

	test.each([
		['[Sign.1.F, , ,]', /begins with \[!/],
		['[!Sign.F, , ,]', /number of the signer is not valid: “F”/],
		['[!Sign.0.F, , ,]', /number of the signer is 0/],
		['[!Sign, , ,]', /number of the signer is missing/],
		['[!Sign. 1.F, , ,]', /space/],
		['[!Sign.1.F; Ana; Lopez; ana@example.com]', /space|commas/],
		['[!Sign.1.F, Ana Lopez, ana@example.com]', /2 of the 3 commas/],
		['[!Sign.1.F, , ,', /not closed/],
		['[!Sign.1.F, [Ana], ,', /not closed/],
		['[!Sign/foo.1.F, , ,]', /word behind \[! is not Sign: “Sign\/foo”/],
		['[!Sign\u200b.1.F, , ,]', /U\+200B ZERO WIDTH SPACE/],
		['[!Si\u00adgn.1.F, , ,]', /U\+00AD SOFT HYPHEN/],
		['[\u2060!Sign.1.F, , ,]', /U\+2060 WORD JOINER/],
		['[ !Sign.1.F, , ,]', /space between/],
		['[!Sign.1.F, Ana\u202e, Lopez, ana@example.com]', /U\+202E RIGHT-TO-LEFT OVERRIDE/],
		['[!Sign.1.F, Ana, Lopez, ana\u200d@example.com]', /U\+200D ZERO WIDTH JOINER/],
	])('%j is broken', (text, why) => {
		const { signatures, others } = found(text);
		expect(signatures).toEqual([]);
		expect(others[0].broken).toMatch(why);
	});

	test.each(['{{Sign.1.F, , ,}}', '[Client Signer Name]', '[!', ''])('%s is no tag', (text) => {
		expect(found(text).signatures).toEqual([]);
		expect(found(`${text}]`).others.filter(({ broken }) => broken)).toEqual([]);
	});

	test('a tag of another kind is not known, and never wrong', () => {
		const others = ['[!Text.Name]', '[!SignWitness.1]', '[!Sign_2]', '[!📎]', '[! ]', '[!Text'];
		const finder = found(...others);
		expect(finder.others).toEqual(others.map((text) => ({ text })));
	});

	test.each(['Important [!] note', '[!!] Read this', '[!]'])('%s is a mark', (text) => {
		expect(found(text)).toMatchObject({ signatures: [], others: [] });
	});

	test.each(['[!\u200b]', '[!!Sign.3.F, Eve, Evil, eve@evil.example]', '[!', '[!]Sign.3.F, a, b]'])(
		'%s is not taken for one',
		(text) => {
			const read = found(text);
			expect(read.others.length + Number(text.startsWith('[!]'))).toBe(1);
		},
	);

	test('a tag over lines is put together, and told', () => {
		const { signatures, others } = found('[!Sign.1.F, Ana, Lopez, ana@', '', 'example.com] and');
		expect(others).toEqual([]);
		expect(signatures).toMatchObject([{ email: 'ana@example.com', isOverLines: true }]);
	});

	test('joiners are part of Persian and Indic names', () => {
		expect(found('[!Sign.1.F, می\u200cخواهم, അവന\u200d, a@example.com]').signatures).toHaveLength(
			1,
		);
	});

	// A narrow cell wraps where it has to.
	test.each([
		['[', '!Sign.1.F, , ,]'],
		['[!Si', 'gn.1.F, , ,]'],
		['[!Sign.1', '.F, , ,]'],
		['[!Sign.1.F', ', , ,]'],
		['[!Sign.1.F, ,', ',]'],
		['[!Sig', 'n.1', '.F, , ', ',]'],
	])('a tag over lines, parted behind %j', (...lines) => {
		const { signatures, others } = found('Signed:', ...lines, 'and so on');
		expect(others).toEqual([]);
		expect(signatures).toMatchObject([{ order: 1, kind: 'F', isOverLines: true }]);
	});

	test('a bracket at the end of a line begins no tag alone', () => {
		const { signatures, others } = found('see [', '!important', '[', '', tag(1));
		expect(others).toEqual([]);
		expect(signatures).toHaveLength(1);
	});

	test('whatever text there is, it is read to its end', () => {
		const piece = fc.constantFrom('[!', '[!Sign', '.1', '.F', ',', ']', '[', 'a@b.co', ' ', 'x');
		fc.assert(
			fc.property(fc.array(fc.array(piece).map((pieces) => pieces.join(''))), (lines) => {
				expect(found(...lines, tag(1)).signatures.at(-1)?.text).toBe(tag(1));
			}),
		);
	});
});

describe('findings', () => {
	const ana = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
	const ben = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' };
	const codes = async (paragraphs: string[], given: object[] = []) => {
		const { ok, findings } = await checked('a.docx', await wordFileOf(...paragraphs), given);
		expect(ok).toBe(!findings.some(({ level }) => level === 'error'));
		return findings.map(({ level, code, signer }) => [level, code, signer].join(' ').trim());
	};

	test.each<[string, string[], object[], string[]]>([
		['all is well', [tag(1), tag(2, 'Ben')], [], []],
		[
			'all is well with signers of the node',
			['[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]'],
			[ana, ben],
			[],
		],
		['no tag', ['Nothing to sign'], [], ['error noSignatureTag']],
		['a gap', [tag(1), tag(3)], [], ['error orderGap 2']],
		['no first', [tag(2)], [], ['error orderGap 1']],
		['blank details', ['[!Sign.1.F, , ,]'], [], ['error blankDetails 1']],
		['a role word', ['[!Sign.1.F,client, ,]'], [], ['error blankDetails 1']],
		['a blank name', ['[!Sign.1.F, Ana, , ana@example.com]'], [], ['warning blankName 1']],
		['a bad email', ['[!Sign.1, Ana, Lopez, ana@example]'], [], ['error badEmail 1']],
		[
			'a comma in a name',
			['[!Sign.1.F, Lopez, PhD, Ana, ana@example.com]'],
			[],
			['error badEmail 1', 'note moreParts 1'],
		],
		['a bad email that is replaced', ['[!Sign.1, Ana, Lopez, {{email}}]'], [ana], []],
		['more signers', ['[!Sign.1.F, , ,]'], [ana, ben], ['error moreSigners']],
		['fewer, with details', [tag(1), tag(2)], [ana], ['warning fewerSigners 2']],
		['fewer, without', [tag(1), '[!Sign.2.F, , ,]'], [ana], ['error blankDetails 2']],
		['broken', [tag(1), '[!Sign.2.F, , '], [], ['error tagBroken']],
		['another tag', [tag(1), '[!Text.Name]'], [], ['note tagNotKnown']],
		['another kind', ['[!Sign.1.Q, Ana, Lopez, ana@example.com]'], [], ['note kindNotKnown 1']],
		['twice', [tag(1), tag(1)], [], []],
		['twice, once blank', ['[!Sign.1.F, , ,]', tag(1)], [], []],
		['twice, not alike', [tag(1), tag(1, 'Ben')], [], ['warning detailsDiffer 1']],
		[
			'three times, once blank',
			['[!Sign.1.F, , ,]', tag(1), tag(1, 'Ben')],
			[],
			['warning detailsDiffer 1'],
		],
		[
			'over paragraphs',
			['[!Sign.1.F, Ana,', 'Lopez, ana@example.com]'],
			[],
			['error tagOverLines 1'],
		],
	])('%s', async (_what, paragraphs, given, expected) => {
		expect(await codes(paragraphs, given)).toEqual(expected);
	});

	test('files that are sent together share their signers', async () => {
		const read = await Promise.all(
			[[tag(1)], ['[!Sign.2.F, , ,]'], ['An annex']].map(async (texts) =>
				readTags(asFile('a.docx', await wordFileOf(...texts))),
			),
		);
		const results = checkedFiles(read, [ana, ben]);
		expect(
			results.map(({ findings }) => findings.map(({ level, code }) => `${level} ${code}`)),
		).toEqual([[], [], ['warning noSignatureTag']]);
	});

	test('files that are sent together and name different people for one signer', async () => {
		const read = await Promise.all(
			[[tag(1)], ['[!Sign.1.F, , ,]'], [tag(1, 'Ben')]].map(async (texts) =>
				readTags(asFile('a.docx', await wordFileOf(...texts))),
			),
		);
		const results = checkedFiles(read);
		expect(
			results.map(({ findings }) => findings.map(({ level, code }) => `${level} ${code}`)),
		).toEqual([[], ['warning blankDetails'], ['warning detailsDiffer']]);
	});

	test('of thousands of findings fifty of each kind are told', async () => {
		const paragraphs = Array.from(
			{ length: 1900 },
			(_, n) => `[!Sign.${n + 1}.F, A, B, ${'x'.repeat(300)}]`,
		);
		const { findings, ok } = await checked('a.docx', await wordFileOf(...paragraphs));
		expect(ok).toBe(false);
		const bad = findings.filter(({ code }) => code === 'badEmail');
		expect(bad).toHaveLength(51);
		expect(bad[50].message).toBe('There are 1850 more findings of this kind, which are not listed');
		expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(300);
	});

	test('of the long parts of a tag as much is put out as of the tag itself', async () => {
		const long = 'k'.repeat(200);
		const address = `${'a'.repeat(60)}@${'b'.repeat(63)}.${'c'.repeat(63)}.example.com`;
		const { signers } = await checked(
			'a.docx',
			await wordFileOf(
				`[!Sign.1.${long}.${long}, Ana, Lopez, ${address}]`,
				...['a', 'b'].map((last) => `[!Sign.2.${last}${long}, ${long}, ${long}, ${long}]`),
			),
		);
		const cut = `${'k'.repeat(120)}…`;
		expect(signers).toMatchObject([
			{ kind: cut, firstName: 'Ana', email: address },
			{ kind: `a${'k'.repeat(119)}…`, firstName: cut, lastName: cut, email: cut },
		]);
	});

	test('the messages read well', async () => {
		const { signers, findings } = await checked(
			'a.docx',
			await wordFileOf('[!Sign.1.F, , ,]', '[!Sign.3.F, Cleo, Ng, cleo]'),
			[ana],
		);
		expect(signers).toEqual([
			{
				order: 1,
				kind: 'full',
				firstName: 'Ana',
				lastName: 'Lopez',
				email: 'ana@example.com',
				blank: true,
				detailsFrom: 'node',
			},
			{
				order: 3,
				kind: 'full',
				firstName: 'Cleo',
				lastName: 'Ng',
				email: 'cleo',
				blank: false,
				detailsFrom: 'tag',
			},
		]);
		expect(findings.map(({ message }) => message)).toEqual([
			'The Smart Tags skip signer 2: the signers have to be numbered 1, 2, 3 and so on',
			'There is no signer 3 in the node. The details in the tag would count, as far as is known',
			'The email address of signer 3 is not valid: “cleo”. A comma inside a name moves all that follows',
		]);
	});
});

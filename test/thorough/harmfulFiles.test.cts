/** Files that were made to keep the reader of Smart Tags busy, or to fill its memory: each is refused or read, within its bounds. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import { LIMITS } from '../../nodes/SecuredSigning/smartTags/limits';
import { data, tag, tagsOf } from '../harness/tagsOfFile.cts';
import { pdfFile, stream } from '../harness/pdfFile.cts';
import { paragraph, part, wordFile } from '../harness/wordFile.cts';

describe('files that were made to harm', () => {
	const refused = async (fileName: string, content: Buffer, why: RegExp) => {
		const { readable, notRead, tags } = await tagsOf(fileName, content);
		expect([readable, tags]).toEqual(['not', []]);
		expect(notRead).toMatch(why);
	};
	const body = (content: string) => wordFile({ document: part('document', content) });

	test('a zip bomb: 33 MB of XML', async () => {
		const [head, tail] = part('document', ' ').split(' </w:body>');
		const paragraphs = Buffer.alloc(11 * 3_000_000, '<w:p></w:p>');
		const xml = Buffer.concat([Buffer.from(head), paragraphs, Buffer.from(`</w:body>${tail}`)]);
		await refused('a.docx', await wordFile({ document: xml }), /larger or more complex/);
	});

	test.each<[string, () => Promise<Buffer>, RegExp]>([
		[
			'a document type with entities',
			() => wordFile({ document: '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }),
			/document type/,
		],
		['a tag without an end', () => body(`<w:p a="${'x'.repeat(300_000)}`), /tag of XML/],
		['a comment without an end', () => body(`<!--${'x'.repeat(300_000)}`), /tag of XML/],
		[
			'paragraphs in paragraphs',
			() => body('<w:p>'.repeat(100_000)),
			/text boxes inside text boxes/,
		],
		[
			'a paragraph of 5 MB',
			() => body(paragraph('x'.repeat(5_000_000))),
			/paragraph that is longer/,
		],
		[
			'11,000 parts',
			() =>
				wordFile(
					{ document: part('document', '') },
					'STORE',
					Object.fromEntries(Array.from({ length: 11_000 }, (_, n) => [`${n}`, Buffer.alloc(0)])),
				),
			/more than 10000 entries/,
		],
		['no archive', async () => Buffer.from('Hello'), /archive is broken/],
		[
			'an archive of something else',
			async () => {
				const zip = await wordFile({});
				return zip;
			},
			/no text part/,
		],
		['a document with a password', async () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /password/],
		['more than 50 MB', async () => Buffer.alloc(LIMITS.fileBytes + 1), /larger than the 50 MB/],
	])('%s', async (_what, file, why) => await refused('a.docx', await file(), why));

	test('of thousands of tags, so many are read', async () => {
		const result = await tagsOf('a.docx', await body(paragraph('[!a]'.repeat(3000))));
		expect(result).toMatchObject({
			readable: 'partly',
			notRead: expect.stringMatching(/more than 2000 Smart Tags/),
		});
		expect(result.others).toHaveLength(2000);
	});

	test('deep elements, endless letters, brackets and quotes cost no more than their length', async () => {
		for (const text of [
			`${'<w:r>'.repeat(1_000_000)}`,
			`${'<w:r a="" b="">'.repeat(300_000)}`,
			Array.from({ length: 200 }, () => paragraph('[['.repeat(5000))).join(''),
			paragraph(`${'[!Sign.1.F'.repeat(1)}${','.repeat(900_000)}`),
			paragraph('&'.repeat(900_000)),
		]) {
			expect(await tagsOf('a.docx', await body(text))).toMatchObject({ tags: [] });
		}
	});

	const page = (contents: string, resources = '', ...more: string[]) =>
		pdfFile(
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R]>>',
			`<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>${resources}>>>>`,
			stream(contents),
			'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
			...more,
		);
	const text = (value: string) => `BT /F1 9 Tf (${value}) Tj ET`;
	const form = (contents: string, uses = '') =>
		stream(contents, `/Subtype/Form/Resources<</Font<</F1 5 0 R>>/XObject<<${uses}>>>>`);

	test('a hand-made PDF is read', async () => {
		expect(await tagsOf('a.pdf', page(text(tag(1))))).toMatchObject({
			readable: 'whole',
			tags: [tag(1)],
		});
	});

	test.each<[string, () => Buffer, string[]]>([
		[
			'pages that hang on themselves',
			() =>
				pdfFile(
					'<</Type/Catalog/Pages 2 0 R>>',
					'<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R 3 0 R]>>',
					'<</Type/Page/Contents 4 0 R/Resources<</Font<</F1<</Subtype/Type1>>>>>>>>',
					stream(text(tag(1))),
				),
			[tag(1), tag(1)],
		],
		[
			'a form that draws itself',
			() =>
				page(
					`${text(tag(1))} /X Do`,
					'/XObject<</X 6 0 R>>',
					form(`/X Do ${text(tag(2))}`, '/X 6 0 R'),
				),
			[tag(1), tag(2)],
		],
		[
			'references in a ring',
			() => page(text(tag(1)), '/XObject 6 0 R', '7 0 R', '6 0 R'),
			[tag(1)],
		],
		[
			'a wrong length',
			() =>
				pdfFile(
					'<</Type/Catalog/Pages 2 0 R>>',
					'<</Type/Pages/Kids[3 0 R]>>',
					'<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
					stream(text(tag(1)), '/Length 9999999'),
					'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
				),
			[tag(1)],
		],
		['a million saved states', () => page(`${'q '.repeat(1_000_000)}${text(tag(1))}`), [tag(1)]],
	])('%s', async (_what, file, tags) => {
		expect(await tagsOf('a.pdf', file())).toMatchObject({ readable: 'whole', tags });
	});

	test('streams without an end', async () => {
		const many = Buffer.from('9 0 obj <<>> stream '.repeat(100_000));
		const result = await tagsOf('a.pdf', Buffer.concat([page(text(tag(1))), many]));
		expect(result).toMatchObject({ readable: 'partly', tags: [tag(1)] });
	});

	test.each<[string, () => Buffer, RegExp]>([
		['lists in lists', () => pdfFile(`${'['.repeat(1_000_000)}`), /nested deeper/],
		['dictionaries in dictionaries', () => pdfFile(`${'<</A'.repeat(1_000_000)}`), /nested deeper/],
		['digits', () => pdfFile('1'.repeat(5_000_000)), /value in the PDF is longer/],
		[
			'a long number that is none',
			() => pdfFile(`${'1'.repeat(5_000_000)}x`),
			/value in the PDF is longer/,
		],
		['strings without an end', () => pdfFile(`${'1 0 obj ('.repeat(500_000)}`), /broken/],
		[
			'words of the structure',
			() => pdfFile('obj trailer endobj '.repeat(200_000)),
			/larger or more complex/,
		],
		[
			'a hundred thousand pages with one content',
			() =>
				pdfFile(
					'<</Type/Catalog/Pages 2 0 R>>',
					`<</Type/Pages/Kids[${'<</Type/Page/Contents 3 0 R>>'.repeat(100_000)}]>>`,
					stream('q Q '.repeat(1000)),
				),
			/list in the PDF is longer/,
		],
		[
			'a page of one content, a hundred thousand times',
			() =>
				pdfFile(
					'<</Type/Catalog/Pages 2 0 R>>',
					`<</Type/Pages/Kids[<</Type/Page/Contents[${'3 0 R '.repeat(100_000)}]>>]>>`,
					stream('Q'.repeat(1_000_000)),
				),
			/list in the PDF is longer/,
		],
		[
			'branches that all have all branches',
			() =>
				pdfFile(
					'<</Type/Catalog/Pages 3 0 R>>',
					`[${Array.from({ length: 5000 }, (_, n) => `${n + 3} 0 R`).join(' ')}]`,
					...Array(5000).fill('<</Type/Pages/Kids 2 0 R>>'),
				),
			/keeps in memory/,
		],
		[
			'forms that draw each other two at a time',
			() =>
				page(
					'/X Do',
					'/XObject<</X 6 0 R>>',
					...Array.from({ length: 30 }, (_, n) =>
						form(`/X Do /X Do ${text('a')}`, `/X ${n + 7} 0 R`),
					),
					form(''),
				),
			// Which of the two bounds comes first depends on the machine.
			/more complex|longer to read/,
		],
	])('%s', async (_what, file, why) => await refused('a.pdf', file(), why));

	test('a table for all letters, again and again', async () => {
		const ranges = '1 beginbfrange <0000> <FFFF> <0041> endbfrange '.repeat(20_000);
		const file = page(
			text('a'),
			'/Font<</F1 6 0 R>>',
			'<</Subtype/Type0/ToUnicode 7 0 R>>',
			stream(ranges),
		);
		expect(await tagsOf('a.pdf', file)).toMatchObject({ readable: 'whole' });
	});

	test('a table of letters to infinity tells nothing', async () => {
		const file = page(
			text('a'),
			'/Font<</F1 6 0 R>>',
			'<</Subtype/Type0/ToUnicode 7 0 R>>',
			stream(`1 beginbfrange <00> <${'F'.repeat(400)}> <0041> endbfrange`),
		);
		await refused('a.pdf', file, /No text of it could be read/);
	});

	test('a bomb in a page is a part that is not read', async () => {
		const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024, ' '));
		const file = page(text(tag(1)), '', stream(bomb.toString('latin1'), '/Filter/FlateDecode'));
		const both = Buffer.from(
			file.toString('latin1').replace('Contents 4 0 R', 'Contents[4 0 R 6 0 R]'),
			'latin1',
		);
		expect(await tagsOf('a.pdf', both)).toMatchObject({ readable: 'partly', tags: [tag(1)] });
	});

	const samples = ['employment-agreement.docx', 'confidentiality-agreement.pdf'].map(
		(name) => [name, readFileSync(join(data, name))] as const,
	);

	test.each(samples)(
		'%s, cut short or changed anywhere, is refused or read',
		async (name, whole) => {
			const harmed = fc.record({
				length: fc.oneof(fc.constant(whole.length), fc.nat(whole.length)),
				changes: fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 }),
			});
			await fc.assert(
				fc.asyncProperty(harmed, async ({ length, changes }) => {
					const content = Buffer.from(whole);
					for (const [at, byte] of changes) content[at] = byte;
					const { readable, notRead } = await tagsOf(name, content.subarray(0, length));
					expect(['whole', 'partly', 'not']).toContain(readable);
					expect(notRead === '').toBe(readable === 'whole');
				}),
				{ numRuns: 300 },
			);
		},
		60_000,
	);
});

/** How many pages a PDF has, where that is certain: held against pdfinfo (poppler). Where it is not, nothing is said. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { pdfFile, stream } from '../harness/pdfFile.cts';
import { wordFileOf } from '../harness/wordFile.cts';

const DATA = join(__dirname, '../data');

const pagesOf = async (content: Buffer, fileName = 'a.pdf') => {
	const open = async () => content;
	return (await readTags({ fileName, mimeType: '', size: content.length, open })).pages;
};
const poppler = (content: Buffer) =>
	Number(
		/^Pages: +(\d+)$/m.exec(
			execFileSync('pdfinfo', ['-'], { input: content, encoding: 'utf8', stdio: 'pipe' }),
		)?.[1],
	);

/** Numbers of objects as references. */
const references = (numbers: number[]) => numbers.map((number) => `${number} 0 R`).join(' ');
const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>';
const tree = (kids: number[], count: unknown = kids.length) =>
	`<</Type/Pages/Kids[${references(kids)}]/Count ${String(count)}>>`;

/** A flat tree. */
const pdfOf = (pages: number, { count = pages as unknown, root = '' } = {}) =>
	pdfFile(
		`<</Type/Catalog/Pages 2 0 R${root}>>`,
		tree(
			Array.from({ length: pages }, (_, at) => at + 3),
			count,
		),
		...Array.from({ length: pages }, () => PAGE),
	);

const CATALOG = '<</Type/Catalog/Pages 2 0 R>>';
const twoPages = pdfOf(2);
const picture = stream('\0', '/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8');

const files = readdirSync(DATA, { recursive: true, encoding: 'utf8' }).filter(
	(name) => name.endsWith('.pdf') && !name.endsWith('password.pdf'),
);

test.each(files)('%s', async (name) => {
	const content = readFileSync(join(DATA, name));
	expect(await pagesOf(content)).toBe(poppler(content));
});

test.each<[string, Buffer, number]>([
	['one page', pdfOf(1), 1],
	['two pages', twoPages, 2],
	['37 pages', pdfOf(37), 37],
	[
		'branches of branches',
		pdfFile(
			CATALOG,
			tree([3, 4], 5),
			tree([5, 6], 3),
			tree([7, 8]),
			PAGE,
			tree([9, 10]),
			...[PAGE, PAGE, PAGE, PAGE],
		),
		5,
	],
	['the same page twice', pdfFile(CATALOG, tree([3, 3]), PAGE), 2],
	[
		'a number of pages that is an object of its own',
		pdfFile(CATALOG, tree([3], '4 0 R'), PAGE, '1'),
		1,
	],
	[
		'a scanned page, of which no text is read',
		pdfFile(
			CATALOG,
			tree([3]),
			`${PAGE.slice(0, -2)}/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>`,
			stream('/P Do'),
			picture,
		),
		1,
	],
])('%s', async (_what, content, pages) => {
	expect(poppler(content)).toBe(pages);
	expect(await pagesOf(content)).toBe(pages);
});

test.each<[what: string, content: Buffer | (() => Promise<Buffer>), fileName?: string]>([
	['a number that is too high', pdfOf(2, { count: 5 })],
	['a number that is too low', pdfOf(2, { count: 1 })],
	['a number that is none', pdfOf(2, { count: '/Two' })],
	['a page that is not there', pdfFile(CATALOG, tree([3, 9]), PAGE)],
	['a page that is not there and not counted', pdfFile(CATALOG, tree([3, 9], 1), PAGE)],
	['a tree that leads to itself', pdfFile(CATALOG, tree([3, 2]), PAGE)],
	['more pages than are read', pdfOf(5001)],
	[
		'a form that programs lay out as they like (XFA)',
		pdfOf(1, { root: '/AcroForm<</XFA 3 0 R>>' }),
	],
	['other files in it (a portfolio)', pdfOf(1, { root: '/Collection<<>>' })],
	[
		'a table that leads nowhere',
		Buffer.from(twoPages.toString('latin1').replace(/startxref\s+\d+/, 'startxref 7'), 'latin1'),
	],
	['cut short', twoPages.subarray(0, twoPages.length / 2)],
	['something in front of it', Buffer.concat([Buffer.from('Hello '), twoPages])],
	['a password', readFileSync(join(DATA, 'encrypted/password.pdf'))],
	['no PDF', Buffer.from('Hello')],
	['a Word file', async () => await wordFileOf('Hello'), 'a.docx'],
	['a Word file that says it is a PDF', async () => await wordFileOf('Hello')],
	['an OpenDocument file', readFileSync(join(DATA, 'writer/tables.odt')), 'a.odt'],
])('not known: %s', async (_what, content, fileName = 'a.pdf') => {
	const made = Buffer.isBuffer(content) ? content : await content();
	expect(await pagesOf(made, fileName)).toBeUndefined();
});

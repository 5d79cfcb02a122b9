/** OpenDocument texts; the elements are those of ODF 1.3 part 3, in the sections that are named. */
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { zip } from '../fuzz/files/zipWriter.cts';

const NAMESPACES = ['text', 'office', 'style', 'table', 'form']
	.map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
	.concat('xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"')
	.concat('xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"')
	.join(' ');
const ONE = '[!Sign.1.F, , ,]';
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const EVE = '[!Sign.3.F, Eve, Evil, eve@evil.example]';
const p = (content: string) => `<text:p>${content}</text:p>`;

const read = async (body: string, others: Record<string, string> = {}, styles = '') => {
	const xml = (root: string, content: string) =>
		`<?xml version="1.0" encoding="UTF-8"?><office:${root} ${NAMESPACES}>${content}</office:${root}>`;
	const content = zip([
		{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
		{
			name: 'content.xml',
			content: xml(
				'document-content',
				`<office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${p(ONE)}${body}</office:text></office:body>`,
			),
		},
		...Object.entries(others).map(([name, inside]) => ({
			name,
			content: xml('document-styles', inside),
		})),
	]);
	const { readable, signatures } = await readTags({
		...{ fileName: 'a.odt', mimeType: '', size: content.length, open: async () => content },
	});
	return [readable, ...signatures.map(({ text }) => text).sort()];
};

// Rows of different lengths are taken as a rest: with parameters of their own, jest would give the shorter
// ones a `done` to wait for.
describe('what the page shows is read', () => {
	test.each<[string, string, Record<string, string>?]>([
		[
			'split text (6.1.7)',
			p('[!Sign.3<text:span>.F,<text:s/></text:span>Eve, Evil, eve@evil.example]'),
		],
		['a heading', `<text:h>${EVE}</text:h>`],
		['a cell', `<table:table><table:table-cell>${p(EVE)}</table:table-cell></table:table>`],
		[
			'a text box (10.4.3)',
			p(`[<draw:frame><draw:text-box>${p(EVE)}</draw:text-box></draw:frame>`),
		],
		[
			'a note (6.3)',
			p(
				`x<text:note><text:note-citation>1</text:note-citation><text:note-body>${p(EVE)}</text:note-body></text:note>`,
			),
		],
		['a footer (16.10)', '', { 'styles.xml': `<style:footer>${p(EVE)}</style:footer>` }],
	])('%s', async (...[, body, others]) => {
		expect(await read(body, others)).toEqual(['whole', ONE, EVE]);
	});
});

describe('what may be shown in its place is told', () => {
	const SECRET =
		'<style:style style:name="S"><style:text-properties text:display="none"/></style:style>';
	test.each<[string, string, Record<string, string>?]>([
		['hidden text (20.344)', p(`<text:span text:style-name="S">${EVE}</text:span>`)],
		['a hidden section', `<text:section text:display="none">${p(EVE)}</text:section>`],
		['deleted text (5.5)', `<text:tracked-changes>${p(EVE)}</text:tracked-changes>`],
		['a deletion in a tag', p('[!Sign.2.F, A<text:change/>, , ]')],
		['a comment (14.1)', p(`<office:annotation>${p(EVE)}</office:annotation>`)],
		['a variable (7.4)', p(`<text:user-field-get>x</text:user-field-get>!Sign.2`)],
		['what a variable holds', `<text:user-field-decl office:string-value="${EVE}"/>`],
		['a property (7.5)', p('<text:title>x</text:title>'), { 'meta.xml': EVE }],
		['a linked section (5.4.2)', '<text:section><text:section-source/></text:section>'],
		['numbers of a list (16.31)', `<text:list-level-style-bullet text:bullet-char="[!"/>`],
		['a formula or chart', '', { 'Object 1/content.xml': EVE }],
		['a page number in a tag (7.3.2)', p('[!Sign.<text:page-number>1</text:page-number>.F, , ,]')],
		[
			'a note in a tag (6.3)',
			p('[!Sign.1<text:note><text:note-citation>2</text:note-citation></text:note>.F, , ,]'),
		],
		[
			'a part of a tag as number',
			'<text:list-level-style-number style:num-prefix="!Sign." style:num-suffix="."/>',
		],
		[
			'a part of a tag in a format of numbers',
			'<text:list-level-style-number text:num-list-format="!Sign.%1%."/>',
		],
		[
			'a number of a list in a tag',
			`${p('[!Sign.')}<text:list><text:list-item>${p('F, , ,]')}</text:list-item></text:list>`,
		],
		[
			'the format of a date (16.29.12)',
			`<number:date-style><number:text>${EVE.slice(1)}</number:text></number:date-style>`,
		],
		[
			'the format of a number, in pieces',
			'<number:number-style><number:text>Si</number:text><number:embedded-text>gn.3</number:embedded-text></number:number-style>',
		],
		[
			'a picture in the text (10.4.4)',
			p(
				`<draw:image><office:binary-data>${Buffer.from(`<svg><text>${EVE}</text></svg>`).toString('base64')}</office:binary-data></draw:image>`,
			),
		],
		['a button (13)', `<form:button form:label="${EVE}"/>`],
	])('%s', async (...[, body, others]) => {
		expect((await read(body, others, SECRET))[0]).toBe('partly');
	});
});

test('an ordinary document is whole', async () => {
	const body =
		p(
			'Page <text:page-number>1</text:page-number>, <text:date>1 May</text:date>, <text:title>x</text:title>',
		) +
		p('see [<text:bookmark-ref>1</text:bookmark-ref>]') +
		p(`<draw:image><office:binary-data> ${PNG}</office:binary-data></draw:image>`) +
		'<number:date-style><number:day/><number:text> de </number:text><number:month/></number:date-style>' +
		'<text:list-level-style-number style:num-suffix="."/>';
	expect(await read(body, { 'meta.xml': 'x' })).toEqual(['whole', ONE]);
});

/**
 * Text that Word shows, or may show, and that is in no run of the body: read, or told. The elements are those of
 * ECMA-376 part 1, in the sections that are named.
 */
import JSZip from 'jszip';

import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { zip as zipOf } from '../fuzz/files/zipWriter.cts';
import { emf, emfText } from '../harness/vectorPictures.cts';
import { paragraph, part, run, wordFile, wordFileOf } from '../harness/wordFile.cts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const EVE = '[!Sign.3.F, Eve, Evil, eve@evil.example]';
const ONE = '[!Sign.1.F, , ,]';
const AFTER = EVE.slice(1);

const tagsOf = async (fileName: string, content: Buffer) => {
	const { readable, notRead, signatures } = await readTags({
		...{ fileName, mimeType: '', size: content.length, open: async () => content },
	});
	return { readable, notRead, tags: signatures.map(({ text }) => text) };
};
const outcome = async (content: Buffer) => {
	const { readable, tags } = await tagsOf('a.docx', content);
	return [readable, ...tags];
};
/** @param others the content of a part by the kind of its relationship */
const withParts = async (content: string, others: Record<string, string> = {}) => {
	const file = await JSZip.loadAsync(await wordFile({ document: part('document', content) }));
	const kinds = Object.entries(others);
	file.file(
		'word/_rels/document.xml.rels',
		`<Relationships xmlns="${PACKAGE}/relationships">${kinds.map(([kind]) => `<Relationship Id="${kind}" Type="${OFFICE}/${kind}" Target="${kind}.xml"/>`).join('')}</Relationships>`,
	);
	for (const [kind, xml] of kinds) file.file(`word/${kind}.xml`, xml);
	return await file.generateAsync({ type: 'nodebuffer' });
};
const w = (root: string, content: string) => `<w:${root} xmlns:w="${W}">${content}</w:${root}>`;
const field = (instruction: string, result: string) =>
	`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const p = (content: string) => `<w:p>${content}</w:p>`;
const math = (content: string) =>
	p(
		`<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${content}</m:oMath>`,
	);
const control = (binding: string, content: string) =>
	`<w:sdt><w:sdtPr>${binding}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
const BINDING = '<w:dataBinding w:xpath="/a/b" w:storeItemID="{1}"/>';
const numbering = (text: string) =>
	w('numbering', `<w:abstractNum><w:lvl><w:lvlText w:val="${text}"/></w:lvl></w:abstractNum>`);
const alternatives = (needs: string, choice: string, fallback: string) =>
	p(
		`<w:r><mc:AlternateContent xmlns:n="urn:not-known"><mc:Choice Requires="${needs}"><wps:txbx><w:txbxContent>${choice}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent>${fallback}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`,
	);

// Rows of different lengths are taken as a rest: with parameters of their own, jest would give the shorter
// ones a `done` to wait for.
describe('what Word shows is read', () => {
	test.each<[string, string]>([
		['the letters of a formula (22.1.2.116)', math(`<m:r><m:t>${EVE}</m:t></m:r>`)],
		[
			'the brackets of a formula (22.1.2.24)',
			math(
				`<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:r><m:t>${AFTER.slice(0, -1)}</m:t></m:r></m:e></m:d>`,
			),
		],
		['a symbol (17.3.3.30)', p(`<w:r><w:sym w:font="Arial" w:char="005B"/></w:r>${run(AFTER)}`)],
		['a symbol of a font for symbols', p(`<w:r><w:sym w:char="F05B"/></w:r>${run(AFTER)}`)],
		['a letter of a font for symbols', paragraph(`\uf05b${AFTER}`)],
		[
			'text art (VML, 19.1.2.23)',
			p(
				`<w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="${EVE}"/></w:pict></w:r>`,
			),
		],
		[
			'DrawingML (21.1.2.3.11)',
			p(
				`<w:r><w:drawing><a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>${EVE}</a:t></a:r></a:p></w:drawing></w:r>`,
			),
		],
		[
			'the reading above a letter (17.3.3.24)',
			p(
				`<w:r><w:ruby><w:rt>${run(EVE)}</w:rt><w:rubyBase>${run('漢')}</w:rubyBase></w:ruby></w:r>`,
			),
		],
		['a button (17.16.5.36)', p(field(`MACROBUTTON NoMacro ${EVE}`, ''))],
		['inserted text', p(`<w:ins>${run(EVE)}</w:ins>`)],
		['the result of a field', p(field('MERGEFIELD Tag', EVE))],
		['a content control', control('<w:text/>', paragraph(EVE))],
		['what is for older programs alone', alternatives('n', '', paragraph(EVE))],
	])('%s', async (_what, content) => {
		expect(await outcome(await withParts(paragraph(ONE) + content))).toEqual(
			expect.arrayContaining([ONE, EVE]),
		);
	});

	test('the reading above a letter joins no name', async () => {
		const ruby = `<w:r><w:ruby><w:rt>${run('かんじ')}</w:rt><w:rubyBase>${run('漢字')}</w:rubyBase></w:ruby></w:r>`;
		const tag = p(`${run('[!Sign.1, ')}${ruby}${run(', Ng, a@example.com]')}`);
		expect(await outcome(await withParts(tag))).toEqual([
			'whole',
			'[!Sign.1, 漢字, Ng, a@example.com]',
		]);
	});
});

describe('what Word may show in place of what is read is told', () => {
	test.each<[string, string, Record<string, string>?]>([
		['numbers of a list (17.9.11)', paragraph('x'), { numbering: numbering(EVE) }],
		['a bracket as number', paragraph(AFTER), { numbering: numbering('[') }],
		['a bracket in front of the number', paragraph(AFTER), { numbering: numbering('[%1') }],
		[
			'a comment (17.13.4.2)',
			paragraph('x'),
			{ comments: w('comments', `<w:comment>${paragraph('[', AFTER)}</w:comment>`) },
		],
		['a chart (21.2)', '', { chart: `<c><t>[</t><t>${AFTER}</t></c>` }],
		['a diagram (21.4)', '', { diagramData: `<c a="${EVE}"/>` }],
		['deleted text (17.13.5.14)', p(`<w:del><w:r><w:delText>${EVE}</w:delText></w:r></w:del>`)],
		['a deleted bracket', p(`<w:del><w:r><w:delText>[</w:delText></w:r></w:del>${run(AFTER)}`)],
		['text that was moved away', p(`<w:moveFrom>${run(EVE)}</w:moveFrom>`)],
		[
			'text of the style of a paragraph that names none (17.7.4.17)',
			paragraph(EVE) + p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>x</w:t></w:r>'),
			{
				styles: w(
					'styles',
					'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:vanish/></w:rPr></w:style>',
				),
			},
		],
		['hidden text (17.3.2.41)', p(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>${EVE}</w:t></w:r>`)],
		[
			'hidden letters inside of a tag',
			p(`${run('[')}<w:r><w:rPr><w:rStyle w:val="H2"/></w:rPr><w:t>x</w:t></w:r>${run(AFTER)}`),
			{
				styles: w(
					'styles',
					'<w:style w:styleId="H1"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="H2"><w:basedOn w:val="H1"/></w:style>',
				),
			},
		],
		[
			'a content control in a tag (17.5.2.6)',
			p(`${run('[!Sign.1, ')}${control(BINDING, run('Ana'))}${run(', Ng, a@example.com]')}`),
		],
		['a content control behind a bracket', p(`${run('[')}${control(BINDING, run('x'))}`)],
		[
			'what a content control is filled with',
			control(BINDING, paragraph('x')),
			{ customXml: `<a><b>${EVE}</b></a>` },
		],
		['a text in a field (17.16.5.48)', p(field(`QUOTE "${EVE}"`, 'x'))],
		['half a tag in a field', p(`${run('[')}${field(`QUOTE "${AFTER}"`, 'x')}`)],
		[
			'a field that is one element',
			p(
				`<w:fldSimple w:instr="DOCPROPERTY Email" w:dirty="true">${run('x')}</w:fldSimple>${run(AFTER)}`,
			),
		],
		[
			'a property in a tag',
			p(`${run('[!Sign.1, Ana, Ng, ')}${field('DOCPROPERTY Email', 'a@example.com')}${run(']')}`),
		],
		[
			'a variable (17.15.1.32)',
			p(field('DOCVARIABLE a', 'x')),
			{ settings: w('settings', `<w:docVars><w:docVar w:val="${EVE}"/></w:docVars>`) },
		],
		['the picture of a date', p(`${run('[')}${field(`DATE \\@ "'${AFTER}'"`, 'x')}`)],
		['text of another file', p(field('INCLUDETEXT "https://evil.example/a.docx"', 'x'))],
		['text copied behind a bracket', p(`${run('[')}${field('REF a', 'x')}`) + paragraph(AFTER)],
		['another document (17.17.2.1)', '<w:altChunk/>'],
		['a part of a master document (17.17.2.2)', '<w:subDoc/>'],
		['a control (17.3.3.3)', p('<w:r><w:control/></w:r>')],
		['other text for older programs', alternatives('wps', paragraph('x'), paragraph(EVE))],
		['a page number in a tag', p(run('[!Sign.') + field('PAGE', '1') + run('.F, , ,]'))],
		['a count in a tag', p(run('[!Sign.') + field('SEQ a \\r 3', '1') + run('.F, , ,]'))],
		[
			'a page number in the second line of a tag',
			paragraph('[!Sign.') + p(field('PAGE', '1') + run('.F, , ,]')),
		],
		[
			'a page number of its own element (17.3.3.22)',
			p(run('[!Sign.1') + '<w:r><w:pgNum/></w:r>' + run('.F, , ,]')),
		],
		[
			'the number of a note in a tag',
			p(run('[!Sign.1') + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run('.F, , ,]')),
		],
		[
			'a drop-down of a form in a tag',
			p(run('[!Sign.') + field('FORMDROPDOWN', '') + run('1.F, , ,]')),
		],
		[
			'what a drop-down of a form offers (17.16.15)',
			p(
				`<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:listEntry w:val="${AFTER}"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
			),
		],
		[
			'a part of a tag as number',
			paragraph('F, Eve, Evil, eve@evil.example]'),
			{ numbering: numbering('!Sign.%1.') },
		],
		[
			'a number of a list in a tag',
			paragraph('[!Sign.') +
				p('<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' + run('F, , ,]')),
			{ numbering: numbering('%1.') },
		],
		['a part of a tag in a field', paragraph('[') + p(field(`QUOTE "${AFTER}"`, 'x'))],
		[
			'a part of a tag in a property',
			paragraph('[') + p(field('TITLE', 'x')),
			{ 'core-properties': `<a>${AFTER}</a>` },
		],
		['a part of a tag in a comment', '', { comments: w('comments', paragraph(AFTER)) }],
		['a field without an end', p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>')],
		['text in no paragraph (17.2.2)', `<w:p2>${run(EVE)}</w:p2>`],
	])('%s', async (...[, content, others]) => {
		const file = await withParts(paragraph(ONE) + content, others);
		const { readable, notRead } = await tagsOf('a.docx', file);
		expect(readable).toBe('partly');
		expect(notRead).toMatch(/^[A-Z].{20,}[^.]$/);
	});
});

describe('an ordinary document stays whole', () => {
	test.each<[string, string, Record<string, string>?]>([
		['numbers', paragraph('x'), { numbering: numbering('[%1]') + '' }],
		['a page number', p(`${run('[!Sign.2.F, , ,] ')}${field('PAGE', '1')}`)],
		[
			'numbers beside a mark',
			p(`${run('Please sign! Signature, page ')}${field('PAGE', '1')}${run(' of 3!')}`),
		],
		[
			'an address that is a link',
			p(
				`${run('[!Sign.2.F, Ana, Ng, ')}${field('HYPERLINK "mailto:a@example.com"', 'a@example.com')}${run(']')}`,
			),
		],
		['bullets', paragraph('Sign here.'), { numbering: numbering('\uf021') }],
		[
			'a drop-down',
			p(
				field('FORMDROPDOWN', '') +
					'<w:r><w:ffData><w:ddList><w:listEntry w:val="[choose]"/></w:ddList></w:ffData></w:r>',
			),
		],
		['a reference to a source', p(`${run('as [')}${field('REF _Ref1 \\h', '1')}${run('] says')}`)],
		['a citation', p(field('ADDIN ZOTERO_ITEM CSL_CITATION {"items":[]}', '[1]'))],
		['a mail merge', p(`${run('Dear ')}${field('MERGEFIELD Name', 'Ana')}${run('!')}`)],
		['a property', p(field('DOCPROPERTY Company', 'Acme')), { 'core-properties': '<a>Acme</a>' }],
		['a template to click', p(field('MACROBUTTON NoMacro [Click here]', ''))],
		['a comment', paragraph('x'), { comments: w('comments', paragraph('Is that so?')) }],
		['a deletion elsewhere', p(`<w:del><w:r><w:delText>x</w:delText></w:r></w:del>`)],
		['a title that is filled in', control(BINDING, paragraph('[Title]')), { customXml: '<a/>' }],
		['a text box', alternatives('wps', paragraph('[x]!'), paragraph('[x]!'))],
		['a word hidden', p(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>`)],
	])('%s', async (...[, content, others]) => {
		const { readable, notRead } = await tagsOf(
			'a.docx',
			await withParts(paragraph(ONE) + content, others),
		);
		expect({ readable, notRead }).toEqual({ readable: 'whole', notRead: '' });
	});
});

describe('the picture of the first page, in the EMF that Word saves', () => {
	const thumbnail = async (isShown: boolean) => {
		const file = await JSZip.loadAsync(
			await wordFile({ document: part('document', paragraph(ONE)) }),
		);
		const relations = (kinds: string[][]) =>
			`<Relationships xmlns="${PACKAGE}/relationships">${kinds.map(([type, target], n) => `<Relationship Id="r${n}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`;
		file.file('docProps/thumbnail.emf', emf(emfText(ONE)));
		file.file(
			'_rels/.rels',
			relations([
				[`${OFFICE}/officeDocument`, 'word/document.xml'],
				[`${PACKAGE}/relationships/metadata/thumbnail`, 'docProps/thumbnail.emf'],
			]),
		);
		if (isShown) {
			file.file(
				'word/_rels/document.xml.rels',
				relations([[`${OFFICE}/other`, '../docProps/THUMB%6eail.emf']]),
			);
		}
		return await outcome(await file.generateAsync({ type: 'nodebuffer' }));
	};

	test('is on no page', async () => {
		expect(await thumbnail(false)).toEqual(['whole', ONE]);
	});

	test('is told when the document shows it', async () => {
		expect(await thumbnail(true)).toEqual(['partly', ONE]);
	});
});

describe('parts are found as the package names them (ECMA-376 part 2)', () => {
	const types = (content: string) => ({
		name: '[Content_Types].xml',
		content: `<Types xmlns="${PACKAGE}/content-types">${content}</Types>`,
	});
	const relations = (name: string, ...targets: Array<[kind: string, target: string]>) => ({
		name,
		content: `<Relationships xmlns="${PACKAGE}/relationships">${targets.map(([kind, target]) => `<Relationship Id="${kind}" Type="${OFFICE}/${kind}" Target="${target}"/>`).join('')}</Relationships>`,
	});
	const BY_DEFAULT = types(`<Default Extension="XML" ContentType="${MAIN}"/>`);
	const body = (content: string, name = 'word/document.xml') => ({
		name,
		content: part('document', content),
	});
	const root = (target = 'word/document.xml') =>
		relations('_rels/.rels', ['officeDocument', target]);
	const footer = { name: 'word/Footer1.xml', content: part('footer1', paragraph(EVE)) };
	const section = `<w:sectPr xmlns:r="${OFFICE}"><w:footerReference r:id="footer"/></w:sectPr>`;

	test('a main part that is declared by its extension', async () => {
		expect(await outcome(zipOf([BY_DEFAULT, root(), body(paragraph(ONE))]))).toEqual([
			'whole',
			ONE,
		]);
	});

	test.each([
		'/Word/DOCUMENT.xml',
		'word/d%6Fcument.xml',
		'x/../word/document.xml',
		'word\\document.xml',
	])('a main part called %s', async (target) => {
		const file = zipOf([BY_DEFAULT, root(target), body(paragraph(ONE))]);
		expect(await outcome(file)).toEqual(['whole', ONE]);
	});

	test('a footer in use, whatever the case of its name', async () => {
		const related = relations('word/_rels/document.xml.rels', ['footer', 'footer1.XML']);
		const file = zipOf([BY_DEFAULT, root(), related, body(paragraph(ONE) + section), footer]);
		expect(await outcome(file)).toEqual(['whole', ONE, EVE]);
	});

	test('a footer that nothing refers to is not read', async () => {
		const related = relations('word/_rels/document.xml.rels', ['footer', 'footer1.XML']);
		const file = zipOf([BY_DEFAULT, root(), related, body(paragraph(ONE)), footer]);
		expect(await outcome(file)).toEqual(['whole', ONE]);
	});

	test('a footer in use that is not there', async () => {
		const related = relations('word/_rels/document.xml.rels', ['footer', 'footer1.XML']);
		const file = zipOf([BY_DEFAULT, root(), related, body(paragraph(ONE) + section)]);
		expect(await outcome(file)).toEqual(['partly', ONE]);
	});

	test('two parts of one name', async () => {
		const file = zipOf([
			BY_DEFAULT,
			root(),
			body(paragraph(EVE)),
			body(paragraph(ONE), 'WORD/document.xml'),
		]);
		expect(await outcome(file)).toEqual(['partly', ONE]);
	});

	test('a presentation called .docx', async () => {
		const other = types('<Override PartName="/word/document.xml" ContentType="application/x"/>');
		expect(await outcome(zipOf([other, root(), body(paragraph(ONE))]))).toEqual(['not']);
	});

	test('bytes before and behind the archive', async () => {
		const file = await wordFileOf(ONE);
		const around = Buffer.concat([Buffer.from('\r\n'), file, Buffer.from('\n')]);
		expect(await outcome(around)).toEqual(['whole', ONE]);
	});

	test.each(['docm', 'dotx', 'dotm'])('.%s', async (extension) => {
		expect(await tagsOf(`a.${extension}`, await wordFileOf(ONE))).toMatchObject({ tags: [ONE] });
	});

	test.each(['doc', 'rtf'])('.%s is said not to be read', async (extension) => {
		const { readable, notRead } = await tagsOf(`a.${extension}`, Buffer.from('x'));
		expect([readable, notRead]).toEqual([
			'not',
			`This check reads .docx, .odt and .pdf, not .${extension}`,
		]);
	});
});

describe('the XML of a part', () => {
	test.each<[string, BufferEncoding, string]>([
		['UTF-16', 'utf16le', '\ufeff'],
		['UTF-16 without a mark', 'utf16le', ''],
		['Latin-1', 'latin1', ''],
	])('in %s', async (_what, encoding, mark) => {
		const xml = part('document', paragraph('[!Sign.1, José, Ng, a@example.com]'));
		const declared = xml.replace('UTF-8', encoding === 'latin1' ? 'ISO-8859-1' : 'UTF-16');
		const document = Buffer.from(mark + declared, encoding);
		expect(await outcome(await wordFile({ document }))).toEqual([
			'whole',
			'[!Sign.1, José, Ng, a@example.com]',
		]);
	});

	test('an attribute of 300 kB that draws a picture, between others', async () => {
		const long = `<w:x a="1" o:gfxdata="${'x'.repeat(300_000)}>" b='"'/>`;
		expect(await outcome(await withParts(long + paragraph(ONE)))).toEqual(['whole', ONE]);
	});

	test('an attribute of 300 kB that may be text', async () => {
		const long = `<w:x string="${'x'.repeat(300_000)}"/>`;
		expect(await outcome(await withParts(long + paragraph(ONE)))).toEqual(['not']);
	});
});

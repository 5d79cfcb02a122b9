/**
 * Tags that a word processor puts together from texts of other places of the document, from the codes of letters, or
 * from what a form offers. What LibreOffice 7.4 shows of each on the page is said beside it, and what Word shows by
 * ECMA-376 part 1 where LibreOffice does not know the field.
 */
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { zip } from '../fuzz/files/zipWriter.cts';
import { paragraph, part, run, wordFile } from '../harness/wordFile.cts';

const ONE = '[!Sign.1.F, , ,]';
const DETAILS = ', Eve, Evil, eve@evil.example]';
const THREE = `[!Sign.3.F${DETAILS}`;
const REST = `.3.F${DETAILS}`;

const outcome = async (fileName: string, content: Buffer) => {
	const { readable, notRead, signatures } = await readTags({
		...{ fileName, mimeType: '', size: content.length, open: async () => content },
	});
	return { readable, notRead, tags: signatures.map(({ text }) => text) };
};

const p = (content: string) => `<w:p>${content}</w:p>`;
const char = (type: string, inside = '') =>
	`<w:r><w:fldChar w:fldCharType="${type}">${inside}</w:fldChar></w:r>`;
const field = (instruction: string, result?: string) =>
	char('begin') +
	`<w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r>` +
	(result === undefined ? '' : char('separate') + run(result)) +
	char('end');
const chosen = (entry: string) =>
	char(
		'begin',
		`<w:ffData><w:ddList><w:result w:val="0"/><w:listEntry w:val="${entry}"/></w:ddList></w:ffData>`,
	) + `<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>${char('end')}`;
const marked = (name: string, content: string) =>
	`<w:bookmarkStart w:id="${name}" w:name="${name}"/>${content}<w:bookmarkEnd w:id="${name}"/>`;
const letters = (text: string) =>
	[...text].map((letter) => field(`SYMBOL ${letter.charCodeAt(0)} \\u \\f Arial`)).join('');
const styled = (style: string, text: string) =>
	p(`<w:pPr><w:pStyle w:val="${style}"/></w:pPr>${run(text)}`);
const gone = (text: string) => `<w:del><w:r><w:delText>${text}</w:delText></w:r></w:del>`;
/** "[1] see", "ok!" and "Sign here", of which parts are bookmarks. */
const SOURCES =
	p(marked('ba', run('[')) + run('1] see')) +
	p(run('ok') + marked('bb', run('!'))) +
	p(marked('bs', run('Sign')) + run(' here'));

const word = async (content: string, parts: Record<string, string> = {}) =>
	await outcome(
		'a.docx',
		await wordFile({ document: part('document', paragraph(ONE) + content), ...parts }),
	);

describe('a .docx: a tag that comes together on the page is told', () => {
	test.each<[string, string]>([
		// LibreOffice: [!Sign.3.F, Eve, …] for each of these, in two lines where it is in two paragraphs.
		['the entry of a drop-down field', p(chosen(THREE))],
		['the rest of it as such an entry', p(run('[') + chosen(THREE.slice(1)))],
		['a letter of it as such an entry', p(run('[!') + chosen('S') + run(`ign${REST}`))],
		[
			'three copies',
			SOURCES + p(field('REF ba', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		[
			'copies in front of what they copy',
			p(field('REF ba', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)) + SOURCES,
		],
		[
			'copies behind a bracket',
			SOURCES + p(run('[') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		[
			'a field that is one element',
			SOURCES +
				p(
					`<w:fldSimple w:instr=" REF ba ">${run('a')}</w:fldSimple>${field('REF bb', 'b')}${field('REF bs', 'c')}${run(REST)}`,
				),
		],
		[
			'copies in two paragraphs',
			SOURCES +
				p(field('REF ba', 'a')) +
				p(field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		// Word alone (17.16.5.45, and its own help for a name without REF).
		[
			'a copy of a copy',
			SOURCES +
				p(marked('na', field('REF ba', 'z'))) +
				p(field('REF na', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		[
			'the switches of copies',
			SOURCES +
				p(
					field('REF BA \\h', 'a') +
						field('REF "bb" \\* MERGEFORMAT', 'b') +
						field('REF bs \\* Upper', 'c') +
						run(REST),
				),
		],
		[
			'the names of bookmarks alone',
			SOURCES + p(field('ba', 'a') + field('bb', 'b') + field('bs', 'c') + run(REST)),
		],
		[
			'texts by their styles (17.16.5.59)',
			styled('A', '[') +
				styled('B', '!') +
				styled('C', 'Sign') +
				p(
					field('STYLEREF A', 'a') +
						field('STYLEREF B', 'b') +
						field('STYLEREF C', 'c') +
						run(REST),
				),
		],
		[
			'texts by their styles behind a bracket',
			styled('B', '!') +
				styled('C', 'Sign') +
				p(run('[') + field('STYLEREF B', 'b') + field('STYLEREF C', 'c') + run(REST)),
		],
		[
			'letters by their codes (17.16.5.48)',
			p(field('QUOTE 91 33 83 105 103 110 46 51', 'x') + run(`.F${DETAILS}`)),
		],
		[
			'other letters in the file than their codes say',
			p(
				letters('xxxx').replaceAll(char('end'), char('separate') + run('[!Sign') + char('end')) +
					run(REST),
			),
		],
		// Which text it is differs from program to program.
		[
			'a copy of what is in part deleted',
			p(marked('ba', run('[') + gone('x'))) +
				SOURCES.replace(marked('ba', run('[')), '') +
				p(field('REF ba', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		[
			'two bookmarks of one name',
			p(marked('ba', run('x'))) +
				SOURCES +
				p(field('REF ba', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		[
			'copies of each other',
			p(marked('ba', run('[') + field('REF bb', 'b'))) +
				p(marked('bb', run('!') + field('REF ba', 'a'))),
		],
		[
			'a copy of very long text',
			p(marked('bl', run('x'.repeat(20_000) + '['))) +
				SOURCES +
				p(field('REF bl', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
		[
			'copies of several paragraphs',
			p('<w:bookmarkStart w:id="1" w:name="ba"/>' + run('[')) +
				p(
					run('x') +
						'<w:bookmarkEnd w:id="1"/>' +
						'<w:bookmarkStart w:id="2" w:name="bb"/>' +
						run('!'),
				) +
				p(
					run('x') +
						'<w:bookmarkEnd w:id="2"/>' +
						'<w:bookmarkStart w:id="3" w:name="bs"/>' +
						run('Sign'),
				) +
				p(run('x') + '<w:bookmarkEnd w:id="3"/>') +
				p(field('REF ba', 'a') + field('REF bb', 'b') + field('REF bs', 'c') + run(REST)),
		],
	])('%s', async (_what, content) => {
		const { readable, notRead } = await word(content);
		expect([readable, notRead]).toEqual(['partly', expect.stringMatching(/^[A-Z].{20,}/)]);
	});

	test('the label of a list as a copy (17.16.5.45)', async () => {
		const numbering = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:lvl><w:lvlText w:val="!"/></w:lvl></w:numbering>`;
		const copy = p(field('REF ba \\n', '1'));
		expect((await word(SOURCES + copy, { numbering })).readable).toBe('partly');
		expect((await word(SOURCES + copy)).readable).toBe('whole');
	});

	test('letters by a style of their own (17.16.5.59)', async () => {
		const named = (id: string, name: string) =>
			`<w:style w:type="character" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
		const styles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${named('a', 'Odd One')}${named('Code', 'Code')}</w:styles>`;
		const letter = (style: string, text: string) =>
			`<w:r><w:rPr><w:rStyle w:val="${style}"/></w:rPr><w:t>${text}</w:t></w:r>`;
		const copies = p(field('STYLEREF "odd one"', 'x'));
		expect((await word(p(letter('a', '[') + run('1]')) + copies, { styles })).readable).toBe(
			'partly',
		);
		expect((await word(p(letter('Code', '[') + run('1]')) + copies, { styles })).readable).toBe(
			'whole',
		);
	});

	test('letters by their codes (17.16.5.62) are read', async () => {
		// LibreOffice shows both as [!Sign.3.F, Eve, …].
		expect(await word(p(letters('[!Sign.3') + run(`.F${DETAILS}`)))).toMatchObject({
			tags: [ONE, THREE],
		});
		const others = ['0x5B \\f Arial', '"33" \\a', '83', '105 \\s 10'].map((code) =>
			field(`SYMBOL ${code}`),
		);
		expect(await word(p(others.join('') + run(`gn${REST}`)))).toMatchObject({ tags: [ONE, THREE] });
		const stored = letters('[').replace(char('end'), char('separate') + run('[') + char('end'));
		expect(await word(p(stored + run(THREE.slice(1))))).toMatchObject({ tags: [ONE, THREE] });
	});
});

describe('a .docx: an ordinary document stays whole', () => {
	const NUMBERED = p(marked('_Ref1', run('[1]')) + run(' Civil Code, sections 1, 2 and 3'));
	test.each<[string, string]>([
		[
			'references to a list of sources',
			NUMBERED + p(run('as ') + field('REF _Ref1 \\h', '[1]') + run(', a, b, c')),
		],
		[
			'a bracket of references',
			p(marked('_Ref2', run('4'))) +
				p(
					run('[') +
						Array.from({ length: 4 }, () => field('REF _Ref2 \\h', '4')).join(run(', ')) +
						run(']'),
				),
		],
		[
			'a reference to a warning',
			p(marked('_Ref3', run('Stop!'))) +
				p(run('see “') + field('REF _Ref3 \\h', 'Stop!') + run('”')),
		],
		['a reference beside a tag', NUMBERED + p(run(`${ONE} as in `) + field('REF _Ref1', '[1]'))],
		[
			'a reference to what is not there',
			NUMBERED + p(run('as ') + field('REF _Ref1', '[1]') + field('REF _Ref9', 'x')),
		],
		[
			'the heading of a page',
			styled('A', 'Part [1]') +
				p(field('STYLEREF A', 'Part [1]') + run('.') + field('SEQ Figure', '2')),
		],
		[
			'bullets',
			p(
				letters('•').replace(char('end'), char('separate') + run('\uf0b7') + char('end')) +
					run(' one'),
			),
		],
		[
			'a part that is deleted',
			p(marked('_Ref4', run('Rent') + gone('al'))) + p(field('REF _Ref4', 'Rent')),
		],
		['a quotation', p(field('QUOTE 1 2 3', 'x'))],
	])('%s', async (_what, content) => {
		expect(await word(content)).toEqual({
			...{ readable: 'whole', notRead: '' },
			tags: content.includes('[!') ? [ONE, ONE] : [ONE],
		});
	});
});

const NAMESPACES = ['text', 'office', 'style']
	.map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
	.join(' ');
const odt = async (body: string) =>
	await outcome(
		'a.odt',
		zip([
			{
				name: 'content.xml',
				content: `<office:document-content ${NAMESPACES}><office:body><office:text><text:p>${ONE}</text:p>${body}</office:text></office:body></office:document-content>`,
			},
		]),
	);
const t = (content: string) => `<text:p>${content}</text:p>`;
const between = (kind: string, name: string, content: string) =>
	`<text:${kind}-start text:name="${name}"/>${content}<text:${kind}-end text:name="${name}"/>`;
const copy = (kind: string, name: string, format = 'text') =>
	`<text:${kind}-ref text:reference-format="${format}" text:ref-name="${name}">x</text:${kind}-ref>`;
const sources = (kind: string) =>
	t(`${between(kind, 'a', '[')}1] see`) +
	t(`ok${between(kind, 'b', '!')}`) +
	t(`${between(kind, 'c', 'Sign')} here`);
const caption = (name: string, text: string) =>
	t(`<text:sequence text:ref-name="${name}" text:name="Figure">1</text:sequence>${text}`);

describe('an .odt: the same (ODF 1.3 part 3, sections 6.2.1 and 7.7)', () => {
	test.each<[string, string]>([
		// LibreOffice: [!Sign.3.F, Eve, …] for the first two, and the caption's text for the third.
		[
			'bookmarks',
			sources('bookmark') +
				t(['a', 'b', 'c'].map((name) => copy('bookmark', name)).join('') + REST),
		],
		[
			'references',
			sources('reference-mark') +
				t(['a', 'b', 'c'].map((name) => copy('reference', name)).join('') + REST),
		],
		[
			'captions',
			caption('a', ' [') +
				caption('b', ' !') +
				caption('c', ' Sign') +
				t(['a', 'b', 'c'].map((name) => copy('sequence', name, 'caption')).join('') + REST),
		],
		[
			'a heading',
			`<text:h>Part [</text:h>${t(`<text:chapter>x</text:chapter>${copy('bookmark', 'a')}`)}`,
		],
	])('%s', async (_what, body) => {
		expect((await odt(body)).readable).toBe('partly');
	});

	test.each<[string, string]>([
		['a reference to a source', sources('bookmark') + t(`as ${copy('bookmark', 'a')}1], a, b`)],
		['a number of a list', sources('bookmark') + t(copy('bookmark', 'a', 'number'))],
		[
			'the number of a caption',
			caption('a', ' The [old] house!') + t(`see ${copy('sequence', 'a', 'value')}`),
		],
	])('%s is no tag', async (_what, body) => {
		expect(await odt(body)).toEqual({ readable: 'whole', notRead: '', tags: [ONE] });
	});
});

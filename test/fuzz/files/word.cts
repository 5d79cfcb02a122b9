/** Word files that are a burden by their XML. */
import fc from 'fast-check';

import { recipe, repeated, times, type HostileFile } from './extremes.cts';
import { body, contentTypes, docx, relationships, TAGGED, textPart, zip } from './zipWriter.cts';

const FRAGMENTS = [
	...[
		'<w:p/>',
		'<w:t/>',
		'<w:r><w:t>x</w:t></w:r>',
		'<a/>',
		'<w:br/>',
		'<w:tab/>',
		'<w:p><w:r><w:t>[!</w:t></w:r></w:p>',
	],
	...[
		'<w:t>[!</w:t>',
		'<w:t>[!Sign.1.F, , ,]</w:t>',
		'<w:t>]</w:t>',
		'<!---->',
		'<![CDATA[]]>',
		'<![CDATA[x]]>',
		'<?x?>',
	],
	...[
		'&amp;',
		'&#x41;',
		'&#xFFFFFFFF;',
		'&a;',
		'&',
		']]>',
		'<',
		'>',
		'x',
		' ',
		'\u200b',
		'\0',
		'\n',
		'李',
		'💡',
		']',
		'[!',
		'[! ',
	],
	...[
		'[!Sign.1.F, , ,]',
		'[!Text.1.',
		'<w:t>',
		'</w:t>',
		'<w:p>',
		'</w:p>',
		'<w:tr/>',
		'<mc:AlternateContent/>',
		'</',
		'<!--',
		'<w:p ',
	],
];
const OPENINGS = [
	...[
		'<w:txbxContent>',
		'<w:p>',
		'<w:r>',
		'<w:t>',
		'<w:ins>',
		'<w:del>',
		'<w:sdt>',
		'<a>',
		'<w:tbl><w:tr><w:tc>',
	],
	...[
		'<mc:AlternateContent><mc:Fallback>',
		'<mc:AlternateContent><mc:Choice Requires="wps">',
		'<w:p><w:r><w:txbxContent>',
	],
	...['<b xmlns:w="urn:x">', '<b xmlns="urn:y">', '<w:instrText>', '<!-- ', '<![CDATA['],
];
const closing = (opening: string) =>
	[...opening.matchAll(/<([\w:]+)/g)]
		.reverse()
		.map(([, name]) => `</${name}>`)
		.join('');

const repetition = recipe(
	'repetition',
	'docx',
	{
		fragment: fc.constantFrom(...FRAGMENTS),
		second: fc.constantFrom('', '', ...FRAGMENTS),
		count: times,
		inText: fc.boolean(),
		tagFirst: fc.boolean(),
	},
	(v) => {
		const content = repeated(v.fragment + v.second, v.count);
		return docx(
			body(
				`${v.tagFirst ? TAGGED : ''}${v.inText ? `<w:p><w:r><w:t>${content}</w:t></w:r></w:p>` : content}`,
			),
		);
	},
);

const nesting = recipe(
	'nesting',
	'docx',
	{
		opening: fc.constantFrom(...OPENINGS),
		depth: times,
		inside: fc.constantFrom('', '<w:t>[!Sign.1.F, , ,]</w:t>', 'x'),
		closed: fc.boolean(),
	},
	(v) =>
		docx(
			body(
				`${repeated(v.opening, v.depth, 40_000_000)}${v.inside}${v.closed ? repeated(closing(v.opening), v.depth, 40_000_000) : ''}`,
			),
		),
);

const attributes = recipe(
	'attributes',
	'docx',
	{
		attribute: fc.constantFrom(
			' a@="x"',
			' xmlns:p@="urn:x"',
			' a="x"',
			' w:val="x"',
			' a',
			' =',
			' a="',
			" a='x'",
			' "',
			' xmlns:p@="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
		),
		count: times,
		value: fc.constantFrom('', 'x', '&amp;', '<', '>', '&#x41;', '李'),
		length: times,
		everywhere: times,
		onRoot: fc.boolean(),
	},
	(v) => {
		const count = Math.min(v.count, 1_000_000);
		const all = v.attribute.includes('@')
			? Array.from({ length: count }, (_, index) => v.attribute.replace('@', String(index))).join(
					'',
				)
			: repeated(v.attribute, count);
		const long = ` b="${repeated(v.value, v.length, 30_000_000)}"`;
		const element = `<w:p${all}${long}><w:r${long.length < 1000 ? long : ''}/></w:p>`;
		return docx(
			body(repeated(element, Math.max(1, v.everywhere), 40_000_000) + TAGGED, v.onRoot ? all : ''),
		);
	},
);

const beginnings = recipe(
	'in front of the body',
	'docx',
	{
		kind: fc.constantFrom(
			'<!DOCTYPE a [@]>',
			'<!DOCTYPE a [@',
			'<!--@-->',
			'<!--@',
			'<?x @?>',
			'<?x @',
			'<![CDATA[@',
			'<!@>',
			'@',
			'<@',
			'\ufeff@',
		),
		piece: fc.constantFrom(
			'<!ENTITY a "x">',
			'<!ENTITY b "&a;&a;&a;&a;&a;&a;">',
			'x',
			'-',
			'--',
			'?',
			'<',
			'>',
			'"',
			"'",
			' ',
			'\ufeff',
			'<!--',
		),
		count: times,
	},
	(v) =>
		docx(
			v.kind.replace('@', () => repeated(v.piece, v.count)) +
				body(`${TAGGED}<w:p><w:t>&b;</w:t></w:p>`),
		),
);

const encodings = recipe(
	'encoding',
	'docx',
	{
		encoding: fc.constantFrom<BufferEncoding>('utf16le', 'latin1', 'utf8'),
		swapped: fc.boolean(),
		mark: fc.constantFrom('', '\ufeff', '\ufffe'),
		fragment: fc.constantFrom('<w:p/>', 'x', '李', '\xff', '\u0800', '\ud800', '\0'),
		count: times,
	},
	(v) => {
		const bytes = Buffer.from(
			v.mark + body(repeated(v.fragment, v.count, 50_000_000)) + TAGGED,
			v.encoding,
		);
		return docx(v.swapped && bytes.length % 2 === 0 ? bytes.swap16() : bytes);
	},
);

const tags = recipe(
	'Smart Tags',
	'docx',
	{
		kind: fc.constantFrom(
			'[!Sign.@.F, , ,]',
			'[!Text.1.F@.x]',
			'[!Sign.1.F,@,a@b.c,]',
			'[!Sign.@',
			'[!@]',
			'[!Sign.@.F]',
			'[!Sign.1.N,Ana,Lopez,a@x.nz,]',
		),
		filling: fc.constantFrom('', 'x', '9', '.', ',', '[!', ' ', '\u200b'),
		length: times,
		count: times,
		numbered: fc.boolean(),
		perParagraph: fc.boolean(),
	},
	(v) => {
		const filling = repeated(v.filling, v.length, 200_000);
		const count = Math.min(v.count, 1_000_000, Math.ceil(30_000_000 / (filling.length + 30)));
		const one = (index: number) =>
			v.kind.replaceAll('@', v.numbered ? `${filling}${index}` : filling);
		const texts = Array.from({ length: count }, (_, index) => one(index));
		const paragraphs = v.perParagraph ? texts : [texts.join('')];
		return docx(
			body(paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')),
		);
	},
);

const parts = recipe(
	'parts',
	'docx',
	{
		kind: fc.constantFrom(
			'<Override PartName="/word/document.xml" ContentType="a"/>',
			'<Override PartName="/word/p@.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>',
			'<Override/>',
			'<Default Extension="e@" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
			'<Default/>',
		),
		count: times,
		relations: times,
		files: times,
		text: times,
		isZipBomb: fc.boolean(),
	},
	(v) => {
		const count = Math.min(v.count, 700_000);
		const overrides = Array.from({ length: count }, (_, index) =>
			v.kind.replace('@', String(index)),
		).join('');
		const relation = '<Relationship Id="r2" Type="a" Target="word/p0.xml"/>';
		const part = Buffer.from(body(repeated(TAGGED, v.text, 3_000_000)));
		const files = Math.min(v.files, 20_000);
		return zip([
			contentTypes(overrides),
			relationships(repeated(relation, v.relations, 60_000_000)),
			textPart(body(TAGGED)),
			// Parts that are listed many times over one content, or many small ones.
			...(v.isZipBomb
				? [{ name: 'word/p0.xml', content: part, listed: Math.max(1, files) }]
				: Array.from({ length: files }, (_, index) => ({
						name: `word/p${index}.xml`,
						content: TAGGED,
					}))),
		]);
	},
);

export const wordFiles: Array<fc.Arbitrary<HostileFile>> = [
	repetition,
	nesting,
	attributes,
	beginnings,
	encodings,
	tags,
	parts,
];

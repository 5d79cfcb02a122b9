/** PDF files that are a burden by how they are built: objects, their tables, filters, pages. */
import { deflateSync } from 'node:zlib';

import fc from 'fast-check';

import { number, recipe, repeated, times, type HostileFile } from './extremes.cts';
import { drawn, onePage, pdf, stream, TAG } from './pdfWriter.cts';

const VALUES = [
	'<<>>',
	'[]',
	'null ',
	'()',
	'<>',
	'/a',
	'1 ',
	'1 0 R ',
	'<</a 1>>',
	'[[]]',
	'(',
	'[',
	'<<',
	'%',
];

const objectStream = recipe(
	'object stream',
	'pdf',
	{
		n: number,
		first: number,
		pairs: times,
		pair: fc.constantFrom(
			'9 0 ',
			'3 0 ',
			'1 99999999999999999999 ',
			'-1 -1 ',
			'9007199254740993 1 ',
			'x ',
		),
		value: fc.constantFrom(...VALUES),
		count: times,
		extends: fc.constantFrom('', '/Extends 6 0 R', '/Extends 7 0 R'),
		inTable: fc.boolean(),
	},
	(v) => {
		const pairs = repeated(v.pair, v.pairs, 4_000_000);
		const first = v.first === '0' ? `${pairs.length}` : v.first;
		const body = stream(
			`${pairs}${repeated(v.value, v.count, 40_000_000)}`,
			`/Type/ObjStm/N ${v.n}/First ${first}${v.extends}`,
			true,
		);
		const objects = [
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[9 0 R 3 0 R]/Count 2>>',
			'<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
			stream(drawn(TAG)),
			'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
			body,
			stream('', '/Type/ObjStm/N 1/First 0/Extends 6 0 R'),
		];
		if (!v.inTable) return pdf(objects);
		// A cross-reference stream that finds object 9 in stream 6.
		return pdf(objects, '', (at) => {
			const rows = Array.from({ length: 9 }, () => '\x02\0\x06\0').join('');
			const table = stream(rows, '/Type/XRef/W[1 2 1]/Index[1 9]/Size 10/Root 1 0 R').toString(
				'latin1',
			);
			return `8 0 obj\n${table}\nendobj\nstartxref\n${at}\n%%EOF`;
		});
	},
);

const table = recipe(
	'cross-reference table',
	'pdf',
	{
		start: number,
		said: number,
		row: fc.constantFrom(
			'0000000009 00000 n \n',
			'9999999999 00000 n \n',
			'0000000000 65535 f \n',
			'x\n',
			'9 0 n\n',
		),
		rows: times,
		sections: times,
		prev: fc.constantFrom(
			'',
			'/Prev @',
			'/Prev 0',
			'/Prev -1',
			'/Prev 9',
			'/Prev 1e308',
			'/Prev 6 0 R',
			'/XRefStm @',
		),
		size: number,
		startxref: fc.constantFrom('@', '@', '0', '-1', '1e308', '9'.repeat(400), ''),
		times,
	},
	(v) =>
		pdf(
			[
				'<</Type/Catalog/Pages 2 0 R>>',
				'<</Type/Pages/Kids[3 0 R]/Count 1>>',
				'<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
				stream(drawn(TAG)),
				'<</Type/Font/Subtype/Type1>>',
			],
			'',
			(at) => {
				const section = `${v.start} ${v.said}\n${repeated(v.row, v.rows, 4_000_000)}`;
				const one = `xref\n${repeated(section, v.sections, 8_000_000)}trailer\n<</Size ${v.size}/Root 1 0 R${v.prev}>>\nstartxref\n${v.startxref}\n%%EOF\n`;
				return repeated(one, Math.max(1, Math.min(v.times, 2_000)), 16_000_000).replaceAll(
					'@',
					String(at),
				);
			},
		),
);

const tableStream = recipe(
	'cross-reference stream',
	'pdf',
	{
		widths: fc.array(number, { maxLength: 5 }),
		index: fc.array(number, { maxLength: 6 }),
		indexTimes: times,
		size: number,
		bytes: times,
		byte: fc.constantFrom('\0', '\x01', '\x02', '\xff'),
		prev: fc.constantFrom('', '/Prev @', '/Prev 0', '/Prev 1e308', '/Prev -5'),
	},
	(v) =>
		pdf(
			[
				'<</Type/Catalog/Pages 2 0 R>>',
				'<</Type/Pages/Kids[3 0 R]>>',
				'<</Type/Page/Contents 4 0 R>>',
				stream(drawn(TAG)),
			],
			'',
			(at) => {
				const entries = `/Type/XRef/W[${v.widths.join(' ')}]/Index[${repeated(`${v.index.join(' ')} `, v.indexTimes, 4_000_000)}]/Size ${v.size}/Root 1 0 R${v.prev.replace('@', String(at))}`;
				const body = stream(repeated(v.byte, v.bytes, 60_000_000), entries, true).toString(
					'latin1',
				);
				return `7 0 obj\n${body}\nendobj\nstartxref\n${at}\n%%EOF`;
			},
		),
);

const FILTERS = [
	'/FlateDecode',
	'/LZWDecode',
	'/ASCII85Decode',
	'/ASCIIHexDecode',
	'/RunLengthDecode',
	'/DCTDecode',
	'/Crypt',
	'/A',
];
const filters = recipe(
	'filters',
	'pdf',
	{
		chain: fc.array(fc.constantFrom(...FILTERS), { maxLength: 6 }),
		chainTimes: times,
		flates: fc.integer({ min: 0, max: 4 }),
		piece: fc.constantFrom(
			'x',
			'>',
			'~>',
			'z',
			'!!!!!',
			'\x80\0',
			'\xff\xff',
			'4',
			' ',
			'\0',
			'(x) Tj ',
		),
		count: times,
		predictor: number,
		columns: number,
		colors: number,
		bits: number,
		inContent: fc.boolean(),
	},
	(v) => {
		let bytes = Buffer.from(repeated(v.piece, v.count), 'latin1');
		for (let i = 0; i < v.flates; i++) bytes = deflateSync(bytes, { level: 6 });
		const flates = Array.from({ length: v.flates }, () => '/FlateDecode').join('');
		const parameters = `<</Predictor ${v.predictor}/Columns ${v.columns}/Colors ${v.colors}/BitsPerComponent ${v.bits}>>`;
		const entries = `/Filter[${flates}${repeated(v.chain.join(''), v.chainTimes, 1_000_000)}]/DecodeParms[${parameters}${parameters}]`;
		const object = stream(bytes, entries);
		return onePage(
			v.inContent
				? { content: '/X Do', resources: '/XObject<</X 6 0 R>>', more: [object] }
				: {
						content: drawn(TAG),
						font: '<</Type/Font/Subtype/Type1/ToUnicode 6 0 R>>',
						more: [object],
					},
		);
	},
);

const pageTree = recipe(
	'page tree',
	'pdf',
	{
		kids: times,
		kid: fc.constantFrom(
			'3 0 R ',
			'2 0 R ',
			'6 0 R ',
			'1 0 R ',
			'99 0 R ',
			'null ',
			'[2 0 R]',
			'<</Type/Page/Contents 4 0 R>>',
		),
		count: number,
		contents: fc.constantFrom(' 4 0 R', '[4 0 R 4 0 R]', ' 3 0 R', ' 7 0 R'),
		contentTimes: times,
		drawnTimes: times,
		levels: times,
	},
	(v) => {
		const levels = Math.min(v.levels, 70_000);
		const contents = v.contents.startsWith('[')
			? `[${repeated('4 0 R ', v.contentTimes, 6_000_000)}]`
			: v.contents;
		return pdf([
			'<</Type/Catalog/Pages 2 0 R>>',
			`<</Type/Pages/Kids[${repeated(v.kid, v.kids, 12_000_000)}3 0 R]/Count ${v.count}/Resources<</Font<</F1 5 0 R>>>>>>`,
			`<</Type/Page/Parent 2 0 R/Contents${contents}>>`,
			stream(drawn(repeated(`${TAG} `, v.drawnTimes, 8_000_000)), '', true),
			'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
			...Array.from(
				{ length: levels },
				(_, i) =>
					`<</Type/Pages/Kids[${i + 1 < levels ? i + 7 : 6} 0 R ${i + 1 < levels ? i + 7 : 3} 0 R]/Parent ${i + 5} 0 R>>`,
			),
		]);
	},
);

const forms = recipe(
	'forms in forms',
	'pdf',
	{
		levels: fc.integer({ min: 1, max: 60 }),
		branches: times,
		ring: fc.boolean(),
		matrix: number,
		text: times,
	},
	(v) =>
		onePage({
			content: '/X Do',
			resources: '/XObject<</X 6 0 R>>',
			more: Array.from({ length: v.levels }, (_, level) => {
				const isLast = level === v.levels - 1;
				const next = isLast ? (v.ring ? 6 : 5) : level + 7;
				const content =
					isLast && !v.ring
						? drawn(repeated(`${TAG} `, v.text, 1_000_000))
						: repeated('/X Do ', v.branches, 1_000_000);
				return stream(
					content,
					`/Type/XObject/Subtype/Form/Matrix[${v.matrix} 0 0 1 0 0]/Resources<</Font<</F1 5 0 R>>/XObject<</X ${next} 0 R>>>>`,
				);
			}),
		}),
);

const RAW = [
	...[
		'1 0 obj\n',
		'1 0 obj<<>>endobj\n',
		'9 0 obj\n<</Length 5>>stream\n',
		'endstream\n',
		'endobj\n',
		'stream\n',
	],
	...[
		'trailer<</Root 1 0 R>>\n',
		'startxref\n0\n',
		'%%EOF\n',
		'%PDF-1.7\n',
		'9 0 obj<</Type/Pages/Kids[9 0 R]>>endobj ',
		'xref\n',
	],
	...[
		'99999999999999999999 0 obj ',
		'<</Type/ObjStm/N 9/First 9/Length 9>>stream\n',
		'1 0 R ',
		'\0',
		' ',
		'obj ',
	],
];
const raw = recipe(
	'raw',
	'pdf',
	{
		piece: fc.constantFrom(...RAW),
		second: fc.constantFrom('', ...RAW),
		count: times,
		isFirst: fc.boolean(),
		length: number,
		lengthIn: fc.boolean(),
	},
	(v) => {
		const junk = Buffer.from(repeated(v.piece + v.second, v.count, 20_000_000));
		const length = v.lengthIn ? '7 0 R' : v.length;
		const file = pdf([
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R]/Count 1>>',
			'<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
			`<</Length ${length}>>\nstream\n${drawn(TAG)}\nendstream`,
			'<</Type/Font/Subtype/Type1>>',
			'7 0 R',
			'6 0 R',
		]);
		return Buffer.concat(v.isFirst ? [junk, file] : [file, junk]);
	},
);

const manyObjects = recipe(
	'many objects',
	'pdf',
	{
		object: fc.constantFrom(
			...VALUES,
			'<</Length 9>>stream\n',
			'@ 0 R',
			'[@ 0 R @ 0 R]',
			'<</a @ 0 R>>',
		),
		count: times,
		from: fc.constantFrom('Contents', 'Resources', 'Parent', 'Font'),
	},
	(v) => {
		const count = Math.min(v.count, 300_000);
		const chain = Array.from({ length: count }, (_, index) =>
			v.object.replaceAll('@', String(index + 7)),
		);
		return pdf([
			'<</Type/Catalog/Pages 2 0 R>>',
			'<</Type/Pages/Kids[3 0 R]/Count 1>>',
			`<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/${v.from} 6 0 R>>`,
			stream(drawn(TAG)),
			'<</Type/Font/Subtype/Type1>>',
			...chain,
		]);
	},
);

const encryption = recipe(
	'encryption',
	'pdf',
	{
		version: fc.constantFrom('1', '2', '4', '5', '6', '0', '-1', '1e308'),
		revision: fc.constantFrom('2', '3', '4', '5', '6', '9', 'null'),
		length: number,
		permissions: number,
		method: fc.constantFrom('None', 'V2', 'AESV2', 'AESV3', 'A'),
		streams: fc.constantFrom('Identity', 'StdCF', 'Other'),
		strings: fc.constantFrom('Identity', 'Identity', 'StdCF'),
		byte: fc.constantFrom('\0', 'x', '\xff'),
		bytes: times,
		id: times,
		nested: fc.constantFrom('', '6 0 R', '7 0 R'),
	},
	(v) => {
		const text = `<${repeated(v.byte.charCodeAt(0).toString(16).padStart(2, '0'), v.bytes, 4_000_000)}>`;
		const filter = v.nested || `<</CFM/${v.method}/Length ${v.length}>>`;
		return onePage({
			content: drawn(TAG),
			trailer: `/Encrypt 6 0 R/ID[<${repeated('00', v.id, 4_000_000)}>]`,
			more: [
				`<</Filter/Standard/V ${v.version}/R ${v.revision}/Length ${v.length}/P ${v.permissions}/O ${text}/U ${text}/UE ${text}/CF<</StdCF ${filter}>>/StmF/${v.streams}/StrF/${v.strings}>>`,
				'<</CFM 7 0 R>>',
			],
		});
	},
);

export const pdfStructures: Array<fc.Arbitrary<HostileFile>> = [
	objectStream,
	table,
	tableStream,
	filters,
	pageTree,
	forms,
	raw,
	manyObjects,
	encryption,
];

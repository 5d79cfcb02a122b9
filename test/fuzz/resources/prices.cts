/**
 * `npm run fuzz:prices`: what each kind of step costs. Each file repeats one step until the meter stops it, so its
 * processor time is what the whole meter costs in steps of this kind: all should take about a second. `--only WORD`.
 */
import { deflateSync } from 'node:zlib';
import { parseArgs } from 'node:util';

import { body, contentTypes, docx, zip } from '../files/zipWriter.cts';
import { drawn, onePage, pdf, stream, TAG } from '../files/pdfWriter.cts';
import { Reader } from './reader.cts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const MB = 1_000_000;
const fill = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / piece.length));
/** A page draws a part of 8 MB at most, but the same one again and again. */
const many = (piece: string, bytes = 7.9 * MB) =>
	pdf([
		'<</Type/Catalog/Pages 2 0 R>>',
		'<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>',
		'<</Type/Page/Contents 4 0 R>>',
		stream(fill('/X Do ', 600)),
		'<</Type/Font/Subtype/Type1>>',
		stream(fill(piece, bytes), '/Type/XObject/Subtype/Form', true),
	]);
const word = (fragment: string, bytes = 90 * MB) => docx(body(fill(fragment, bytes)));
const type0 = '<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R>>';
const table = (map: string, content: string) =>
	onePage({ content, font: type0, more: [stream(map, '', true)], packed: true });
const filtered = (name: string, bytes: Buffer, entries = '') =>
	onePage({
		content: fill('/X Do ', 600),
		resources: '/XObject<</X 6 0 R>>',
		more: [
			stream(
				deflateSync(bytes, { level: 9 }),
				`/Type/XObject/Subtype/Form/Filter[/FlateDecode${name}]${entries}`,
			),
		],
	});
const PNG = '/DecodeParms[<</Predictor 15/Columns 60000>>]';
const raw = (piece: string, bytes = 45 * MB) =>
	Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(fill(piece, bytes), 'latin1')]);
const tree = (entries: string, font = '<</Type/Font/Subtype/Type1>>') =>
	pdf([
		'<</Type/Catalog/Pages 2 0 R>>',
		`<</Type/Pages/Kids[${fill('3 0 R ', 170_000)}]/Count 1>>`,
		`<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${entries}>>`,
		stream(drawn(TAG)),
		font,
	]);
/** So many blocks with nothing in them: those of fixed codes have 10 bits, those that are stored 40. */
const emptyBlocks = (count: number) =>
	Buffer.concat([
		Buffer.from([0x78, 0x9c]),
		Buffer.alloc(5 * count, Buffer.from([0, 0, 0, 255, 255])),
	]);

type Make = () => Buffer | Promise<Buffer>;
const PDF: Record<string, Make> = {
	'operator q': () => many('q '),
	'operator q Q': () => many('q Q '),
	'operator of one letter': () => many('x '),
	'operator, long': () => many('abcdefgh '),
	'BT ET': () => many('BT ET '),
	cm: () => many('1 0 0 1 0 0 cm '),
	number: () => many('1 '),
	'number, long': () => many('1234567.12345 '),
	reference: () => many('1 0 R '),
	name: () => many('/a '),
	'name, escaped': () => many('/#41#41 '),
	'list, empty': () => many('[]x '),
	'list in lists': () => many(`${'[]'.repeat(50)}x `),
	'small lists': () => many(`[${'[0]'.repeat(14_000)}]x `),
	'dictionary, empty': () => many('<<>>x '),
	'dictionary, small': () => many('<</a 1>>x '),
	'string, empty': () => many('()x '),
	'string, escaped': () => many(`(${'\\101'.repeat(20_000)})x `),
	'string, long': () => many(`(${'x'.repeat(200_000)})x `),
	'hex string, long': () => many(`<${'41'.repeat(100_000)}>x `),
	'hex string, spaces': () => many(`<${' '.repeat(200_000)}>x `),
	spaces: () => many(`${' '.repeat(100_000)}x `),
	comments: () => many(`${'%\n'.repeat(50_000)}x `),
	brackets: () => many('{}'),
	'letter drawn': () => many('(x) Tj '),
	'letters drawn': () => many(`(${'x'.repeat(2_000)}) Tj T* `),
	'letters in lines': () => many("(x) ' "),
	'letters in lists': () => many(`[${'(x)1'.repeat(200)}] TJ T* 0 -50 Td `),
	'letters, tags': () => many(`(${'[sign.1,'.repeat(200)}) Tj 0 -50 Td `),
	'font chosen': () => many('/F1 1 Tf '),
	'form drawn': () => many('/X Do '),
	'form without end': () => many('/Y Do '),
	'pictures in the page': () => many('BI ID EI '),
	'end of a picture searched': () => many(`ID ${'EI'.repeat(100_000)} EI `),
	'end of a picture searched, E': () => many(`ID ${'E'.repeat(200_000)} EI `),
	'letters of a font': () =>
		table(
			fill('<0001> <0041> ', 7 * MB).replace(/^/, '100 beginbfchar ') + 'endbfchar',
			drawn(fill('<0001> Tj ', 7 * MB)),
		),
	'ranges of a font': () =>
		table(`beginbfrange ${fill('<0001><0002><0041>', 7 * MB)} endbfrange`, drawn('<0001> Tj')),
	'letters not found in ranges': () =>
		table(
			`beginbfrange ${fill('<0001><0002><0041>', 1 * MB)} endbfrange`,
			drawn(`<${fill('0009', 400_000)}> Tj`),
		),
	'inflating letters': () => filtered('', Buffer.from(fill('%abcdefghijklmnopqrstuvwxyz', 8 * MB))),
	'inflating noise': () =>
		filtered(
			'',
			Buffer.from(
				Uint8Array.from({ length: 8 * MB }, (_, n) => (n * n * 31 + (n >> 3) * 7) & 255 || 37),
			),
		),
	'empty blocks': () =>
		onePage({
			content: fill('/X Do ', 600),
			resources: '/XObject<</X 6 0 R>>',
			more: [stream(emptyBlocks(1_000_000), '/Type/XObject/Subtype/Form/Filter/FlateDecode')],
		}),
	'predictor sub': () =>
		filtered(
			'',
			Buffer.alloc(8 * MB, Buffer.concat([Buffer.from([1]), Buffer.alloc(60_000, 0)])),
			PNG,
		),
	'predictor paeth': () =>
		filtered(
			'',
			Buffer.alloc(8 * MB, Buffer.concat([Buffer.from([4]), Buffer.alloc(60_000, 1)])),
			PNG,
		),
	'predictor, rows of one': () =>
		filtered('', Buffer.alloc(8 * MB, 4), '/DecodeParms[<</Predictor 15/Columns 1>>]'),
	ascii85: () => filtered('/ASCII85Decode', Buffer.from(fill('+9a', 8 * MB))),
	'ascii85 z': () => filtered('/ASCII85Decode', Buffer.from(fill('z', 1.6 * MB))),
	asciihex: () => filtered('/ASCIIHexDecode', Buffer.from(fill('25', 8 * MB))),
	'asciihex, none': () => filtered('/ASCIIHexDecode', Buffer.from(fill(' ', 8 * MB))),
	'scan obj': () => raw('obj '),
	'scan objects': () => raw('1 0 obj<<>>\n'),
	'scan objects of number': () => raw('1 0 obj 1 '),
	'scan streams': () => raw('1 0 obj<</Length 9>>stream\n'),
	'scan streams with end': () => raw('1 0 obj<</Length 9>>stream\nendstream '),
	'scan streams of objects': () => raw('1 0 obj<</Type/ObjStm/Length 9>>stream\nendstream '),
	'scan o': () => raw('o'),
	'scan t': () => raw('t'),
	'scan ob': () => raw('obob'),
	'scan trailers': () => raw('trailer '),
	'scan trailers of dictionaries': () => raw('trailer<<>> '),
	'scan endstrea': () => Buffer.concat([raw('1 0 obj<<>>stream\n', 10), raw('endstrea')]),
	'scan catalogs': () => raw('trailer<</Root 1 0 R>>1 0 obj<</Type/Catalog>>'),
	'pages again': () => tree(''),
	annotations: () => tree(`/Annots[${fill('3 0 R ', 170_000)}]`),
	'annotations, plain': () => tree(`/Annots[${fill('<<>>', 110_000)}]`),
	contents: () => tree(`/Contents[${fill('4 0 R ', 170_000)}]`),
	differences: () =>
		onePage({
			content: drawn(fill('/F1 1 Tf ', 100_000)),
			font: `<</Type/Font/Subtype/Type1/Encoding<</Differences[0 ${fill('/Aacute ', 230_000)}]>>>>`,
		}),
	'rows of a table': () =>
		pdf(
			['<</Type/Catalog/Pages 2 0 R>>'],
			'',
			(at) => `xref\n0 9999999\n${fill('0000000009 00000 n \n', 40 * MB)}startxref\n${at}\n%%EOF`,
		),
	'rows of a stream': () =>
		pdf(
			['<</Type/Catalog/Pages 2 0 R>>'],
			'',
			(at) =>
				`2 0 obj\n${stream(fill('\x01\0\x09\0', 8 * MB), '/Type/XRef/W[1 2 1]/Size 9/Root 1 0 R', true).toString('latin1')}\nendobj\nstartxref\n${at}\n%%EOF`,
		),
	'rows of a stream, no kind': () =>
		pdf(
			['<</Type/Catalog/Pages 2 0 R>>'],
			'',
			(at) =>
				`2 0 obj\n${stream(fill('\x09', 8 * MB), '/Type/XRef/W[1 0 0]/Size 9/Root 1 0 R', true).toString('latin1')}\nendobj\nstartxref\n${at}\n%%EOF`,
		),
};
const WORD: Record<string, Make> = {
	paragraph: () => word('<w:p/>'),
	'element of another kind': () => word('<a/>'),
	'runs of text': () => word('<w:p><w:r><w:t>x</w:t></w:r></w:p>'),
	'line breaks': () => word(`<w:p>${'<w:br/>'.repeat(200_000)}</w:p>`),
	tabs: () => word(`<w:p>${'<w:tab/>'.repeat(200_000)}</w:p>`),
	text: () => word(`<w:p><w:t>${'x'.repeat(200_000)}</w:t></w:p>`),
	'text, many scripts': () => word(`<w:p><w:t>${'李'.repeat(200_000)}</w:t></w:p>`),
	'text, line feeds': () => word(`<w:p><w:t>${'\n'.repeat(200_000)}</w:t></w:p>`),
	'text, brackets': () => word(`<w:p><w:t>${'[sign.1,'.repeat(20_000)}</w:t></w:p>`),
	'text that does not count': () => word('x'),
	'character entities': () => word(`<w:p><w:t>${'&#x41;'.repeat(40_000)}</w:t></w:p>`),
	ampersands: () => word(`<w:p><w:t>${'&'.repeat(200_000)}</w:t></w:p>`),
	comments: () => word('<!---->'),
	instructions: () => word('<?x?>'),
	CDATA: () => word('<![CDATA[]]>'),
	'CDATA in text': () => word(`<w:p><w:t>${'<![CDATA[x]]>'.repeat(20_000)}</w:t></w:p>`),
	attributes: () => word(`<a ${fill('x="" ', 60_000)}/>`),
	'attributes, quotes': () => word(`<a x="${fill("'", 60_000)}"/>`),
	namespaces: () => word('<a xmlns:b="c"/>'),
	'namespaces, many': () =>
		word(`<a ${Array.from({ length: 190 }, (_, n) => `xmlns:a${n}=""`).join(' ')}/>`),
	'namespace and spaces': () =>
		word(
			`<a xmlns="" ${Array.from({ length: 3000 }, (_, n) => `a${n}=""`).join(' ')}${' '.repeat(30_000)}/>`,
		),
	'content types': () => zip([contentTypes(fill('<Override/>', 90 * MB))]),
	'content types, parts': () =>
		zip([contentTypes(fill('<Override PartName="/a" ContentType="b"/>', 90 * MB))]),
	'entries of the archive': () => zip([{ name: 'a'.repeat(60_000), content: '', listed: 700 }]),
};

async function main(): Promise<void> {
	const reader = new Reader();
	console.log('   ms   MB block  step');
	for (const [make, extension] of [
		[PDF, 'pdf'],
		[WORD, 'docx'],
	] as const) {
		for (const [what, content] of Object.entries(make)) {
			if (!`${extension} ${what}`.includes(values.only)) continue;
			const file = { what, fileName: `price.${extension}`, content };
			const reading = await reader.readAlone(file, await content());
			if ('died' in reading) {
				console.log(`${reading.died}: ${extension}, ${what}`);
				continue;
			}
			const { seconds, megabytes, block, notRead, thrown } = reading;
			const numbers = [1000 * seconds, megabytes, block];
			const columns = numbers.map((number) => number.toFixed(0).padStart(5)).join('');
			console.log(`${columns}  ${extension}, ${what}: ${thrown ?? notRead}`);
		}
	}
	reader.close();
}

void main();

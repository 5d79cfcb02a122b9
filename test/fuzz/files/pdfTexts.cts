/** PDF files that are a burden by their text: fonts, their tables, and what a page draws. */
import fc from 'fast-check';

import { number, recipe, repeated, times, whole, type HostileFile } from './extremes.cts';
import { drawn, onePage, stream, TAG } from './pdfWriter.cts';

const hex = fc.constantFrom(
	...[
		'',
		'0',
		'00',
		'41',
		'0041',
		'FFFF',
		'00000000',
		'FFFFFFFF',
		'20000000000000',
		'7FFFFFFFFFFFFF',
	],
	...['FFFFFFFFFFFFFFFF', '0'.repeat(64), 'F'.repeat(1000), 'F'.repeat(100_000), 'GG', '4 1'],
);

const font = (encoding: string) =>
	`<</Type/Font/Subtype/Type0/BaseFont/A/Encoding${encoding}/DescendantFonts[<</Type/Font/Subtype/CIDFontType2>>]/ToUnicode 6 0 R>>`;

const characterMap = recipe(
	'character map',
	'pdf',
	{
		space: fc.tuple(hex, hex),
		range: fc.tuple(hex, hex, hex),
		char: fc.tuple(hex, hex),
		said: number,
		targetLength: times,
		rangeTimes: times,
		charTimes: times,
		inList: fc.boolean(),
		use: fc.constantFrom('', '/Identity-H usecmap', '/A usecmap', '7 0 R usecmap'),
		encoding: fc.constantFrom('/Identity-H', '/90ms-RKSJ-H', ' 6 0 R', '/A', ' null'),
		code: hex,
		drawnTimes: times,
	},
	(v) => {
		const target = `<${v.range[2]}${repeated('0041', v.targetLength, 2_000_000)}>`;
		const one = `<${v.range[0]}><${v.range[1]}>${v.inList ? `[${repeated(target, 3)}]` : target}\n`;
		const map = [
			`begincmap ${v.use} 1 begincodespacerange <${v.space[0]}><${v.space[1]}> endcodespacerange`,
			`${v.said} beginbfrange ${repeated(one, v.rangeTimes, 4_000_000)} endbfrange`,
			`${v.said} beginbfchar ${repeated(`<${v.char[0]}><${v.char[1]}>`, v.charTimes, 4_000_000)} endbfchar endcmap`,
		].join('\n');
		return onePage({
			content: drawn(repeated(`<${v.code}41> Tj `, v.drawnTimes, 4_000_000)),
			font: font(v.encoding),
			more: [stream(map, '/CMapName/A/UseCMap 6 0 R', true), stream('', '/UseCMap 6 0 R')],
			packed: true,
		});
	},
);

const differences = recipe(
	'font tables',
	'pdf',
	{
		first: number,
		code: number,
		name: fc.constantFrom(
			'/A',
			'/Aacute',
			'/u10FFFF',
			'/uni' + '0041'.repeat(5_000),
			'/g' + 'x'.repeat(1_000_000),
			'1',
		),
		nameTimes: times,
		width: number,
		widthTimes: times,
		base: fc.constantFrom('/WinAnsiEncoding', '/MacRomanEncoding', '/None', ' 5 0 R', '[]'),
		subtype: fc.constantFrom('/Type1', '/Type3', '/TrueType', '/Type0', '/MMType1'),
		size: number,
	},
	(v) =>
		onePage({
			content: `BT /F1 ${v.size} Tf 1 0 0 1 50 700 Tm ${TAG} (\\101\\377) Tj ET`,
			font: `<</Type/Font/Subtype${v.subtype}/BaseFont/A/FirstChar ${v.first}/LastChar ${v.code}/Widths[${repeated(`${v.width} `, v.widthTimes, 8_000_000)}]/FontMatrix[${v.width} 0 0 ${v.width} 0 0]/DescendantFonts[<</W[${v.first}[${repeated(`${v.width} `, v.widthTimes, 2_000_000)}]]/DW ${v.width}>>]/Encoding<</BaseEncoding${v.base}/Differences[${v.code} ${repeated(`${v.name} `, v.nameTimes, 8_000_000)}]>>/CharProcs<</A 4 0 R>>>>`,
		}),
);

const manyFonts = recipe('many fonts', 'pdf', { fonts: times, switches: times }, (v) => {
	const fonts = Math.min(v.fonts, 20_000);
	const map = stream(`beginbfrange <00><FF><${'0041'.repeat(100)}> endbfrange`);
	const names = Array.from({ length: fonts }, (_, index) => `/G${index} ${index + 7} 0 R`);
	const switching = names.map((name) => `${name.split(' ')[0]} 9 Tf (x) Tj `).join('');
	return onePage({
		content: drawn(repeated(switching, v.switches, 4_000_000)),
		resources: `/Font<</F1 5 0 R${names.join('')}>>`,
		more: [map, ...names.map(() => '<</Type/Font/Subtype/Type1/ToUnicode 6 0 R>>')],
		packed: true,
	});
});

/** Each word stands in a direction and at a place of its own. */
const directions = recipe(
	'directions',
	'pdf',
	{
		words: times,
		turn: fc.double({ min: 0, max: 7, noNaN: true }),
		text: fc.constantFrom('[!', 'x'),
	},
	(v) => {
		const words = Array.from({ length: Math.min(v.words, 100_000) }, (_, n) => {
			const [cos, sin] = [Math.cos(n * v.turn).toFixed(4), Math.sin(n * v.turn).toFixed(4)];
			return `${cos} ${sin} ${-sin} ${cos} ${n % 600} ${n % 800} Tm (${v.text}) Tj `;
		});
		return onePage({ content: drawn(words.join('')), packed: true });
	},
);

const OPERATORS = [
	...[
		'q ',
		'Q ',
		'BT ',
		'ET ',
		'q BT ET Q ',
		'(x) Tj ',
		"(x) ' ",
		'1 2 (x) " ',
		'T* ',
		'[(x) -300 (y)] TJ ',
	],
	...[
		'[]TJ ',
		'1 0 0 1 0 0 cm ',
		'/F1 1 Tf ',
		'/X Do ',
		'/P BMC ',
		'EMC ',
		'/P <</ActualText(x)>> BDC ',
	],
	...[
		'[',
		'<<',
		'(',
		'((',
		'<',
		'/',
		'%',
		'\\',
		') ',
		'>> ',
		'] ',
		'/a ',
		'1 ',
		'.',
		'-',
		'{',
		'x',
		'true ',
	],
	...[
		'BI ',
		'BI /W 1 ID ',
		'BI ID EI ',
		'EI ',
		'1 0 0 1 50 700 Tm (a) Tj ',
		'0 -20 Td (a) Tj ',
		'[!',
		'[!Sign.1.F',
	],
];
const contents = recipe(
	'operators',
	'pdf',
	{
		before: fc.constantFrom('', drawn(TAG), 'BT /F1 12 Tf '),
		operator: fc.constantFrom(...OPERATORS),
		count: times,
		second: fc.constantFrom('', ...OPERATORS),
		after: fc.constantFrom('', drawn(TAG), ' Tj ', ' TJ ', '>> BDC '),
		packed: fc.boolean(),
	},
	(v) =>
		onePage({
			content: `${v.before}${repeated(v.operator + v.second, v.count, v.packed ? 60_000_000 : 20_000_000)}${v.after}`,
			packed: v.packed,
		}),
);

const numbers = recipe(
	'numbers of a page',
	'pdf',
	{
		matrix: fc.array(number, { minLength: 6, maxLength: 6 }),
		moves: fc.array(number, { maxLength: 8 }),
		size: number,
		count: times,
	},
	(v) => {
		const moves = v.moves.map(
			(move) => `${move} ${move} Td ${move} Tz ${move} Tc ${move} TL T* [(a) ${move} (b)] TJ `,
		);
		return onePage({
			content: `BT /F1 ${v.size} Tf ${v.matrix.join(' ')} Tm ${v.matrix.join(' ')} cm ${repeated(moves.join(''), v.count, 4_000_000)}${TAG} ET`,
		});
	},
);

const longThings = recipe(
	'long values',
	'pdf',
	{
		open: fc.constantFrom(
			'(',
			'<',
			'/',
			'%',
			'[',
			'<<',
			'/P <</ActualText(',
			'/P <</ActualText<FEFF',
			'BI /W ',
		),
		inside: fc.constantFrom(
			'x',
			'ab',
			'\\(',
			'\\101',
			'\\\n',
			'41',
			'#41',
			'\0',
			'\r',
			'((',
			'))',
			' ',
			'/a',
		),
		close: fc.constantFrom('', ') Tj', '> Tj', '\n', '] TJ', '>> BDC', ')>> BDC (a) Tj EMC'),
		length: times,
		packed: fc.boolean(),
	},
	(v) =>
		onePage({
			content: `BT /F1 9 Tf ${v.open}${repeated(v.inside, v.length, 30_000_000)}${v.close} ET ${drawn(TAG)}`,
			packed: v.packed,
		}),
);

/** A number in so many bytes; what is larger is cut. */
const inBytes = (value: number, size: number): number[] =>
	[
		...BigInt(value)
			.toString(16)
			.padStart(2 * size, '0')
			.slice(-2 * size)
			.matchAll(/../g),
	].map(([byte]) => parseInt(byte, 16));

const compactFont = recipe(
	'compact font',
	'pdf',
	{
		headSize: fc.constantFrom(4, 4, 0, 1, 255),
		offsetSize: fc.constantFrom(0, 1, 2, 3, 4, 8, 255),
		count: fc.constantFrom(0, 1, 1, 2, 255, 65_535),
		offsets: fc.array(whole, { maxLength: 6 }),
		// A number with a point, operators for charset and encoding, and numbers of all sizes.
		entry: fc.constantFrom(
			...['\x1e', '\x1d\x7f\xff\xff\xff\x0f', '\x1d\0\0\0\x20\x10', '\x1c\0\x30\x10'],
			...['\x0c\x1e', '\xff', '\x8b', '\x0c'],
		),
		entries: times,
		tail: fc.constantFrom('\0', '\x01', '\x80', '\x81', '\xff'),
		tailTimes: times,
	},
	(v) => {
		const index = [...inBytes(v.count, 2), v.offsetSize];
		const program = Buffer.concat([
			Buffer.from([1, 0, v.headSize, 4, 0, 0, ...index]),
			Buffer.from(v.offsets.flatMap((offset) => inBytes(offset, v.offsetSize))),
			Buffer.from(repeated(v.entry, v.entries, 4_000_000), 'latin1'),
			Buffer.from(repeated(v.tail, v.tailTimes, 4_000_000), 'latin1'),
		]);
		const font =
			'<</Type/Font/Subtype/Type1/BaseFont/A/FirstChar 0/LastChar 255/FontDescriptor 6 0 R>>';
		return onePage({
			content: drawn('(AB) Tj'),
			font,
			more: [
				'<</Type/FontDescriptor/FontName/A/Flags 4/FontFile3 7 0 R>>',
				stream(program, '/Subtype/Type1C'),
			],
		});
	},
);

export const pdfTexts: Array<fc.Arbitrary<HostileFile>> = [
	characterMap,
	differences,
	manyFonts,
	directions,
	contents,
	numbers,
	longThings,
	compactFont,
];

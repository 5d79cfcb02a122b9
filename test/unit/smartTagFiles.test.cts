/** Files of strangers: each a kind that was once read wrongly, or could stop n8n. */
import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';

import { checkedFiles } from '../../nodes/SecuredSigning/send/checkFirst';
import { Meter } from '../../nodes/SecuredSigning/smartTags/meter';
import { readPdf } from '../../nodes/SecuredSigning/smartTags/pdf';
import { readTags } from '../../nodes/SecuredSigning/smartTags/read';
import { pdfFile, stream, tableOf, updated } from '../harness/pdfFile.cts';
import { part, wordFile } from '../harness/wordFile.cts';

const read = async (fileName: string, content: Buffer, signal?: AbortSignal) =>
	await readTags(
		{ fileName, mimeType: '', size: content.length, open: async () => content },
		signal,
	);
const tagsOf = async (fileName: string, content: Buffer) => {
	const { readable, notRead, signatures } = await read(fileName, content);
	return { readable, notRead, tags: signatures.map(({ text }) => text) };
};

const ONE = '[!Sign.1.F, , ,]';
const EVE = '[!Sign.2.F,Eve,Evil,eve@evil.com]';
const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>';
const drawn = (...texts: string[]) =>
	`BT /F1 12 Tf 0 800 Td ${texts.map((text) => `0 -50 Td (${text}) Tj`).join(' ')} ET`;
/** One page: objects 1 to 5 are the root, the tree, the page, its contents and its font. */
const page = (contents: string, font = FONT, more: string[] = [], entries = '') => [
	'<</Type/Catalog/Pages 2 0 R>>',
	'<</Type/Pages/Kids[3 0 R]/Count 1>>',
	`<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${entries}>>`,
	contents,
	font,
	...more,
];
const packed = (content: string | Buffer, entries = '') =>
	stream(deflateSync(content), `${entries}/Filter/FlateDecode`);
const withTable = (table: string, text = 'A'.repeat(20)) =>
	pdfFile(...page(stream(drawn(text)), FONT.replace('>>', '/ToUnicode 6 0 R>>'), [packed(table)]));

describe('which object of a PDF counts', () => {
	test('the one that the cross-reference table names, as poppler and qpdf have it', async () => {
		const last = pdfFile(...page(stream(drawn(ONE, EVE))), '7').toString('latin1');
		// A second object 4 stands in a comment's place behind all others, where no table leads.
		const again = `4 0 obj\n${stream(drawn(ONE))}\nendobj\n`;
		const end = last.indexOf('xref\n');
		const file =
			last.slice(0, end) +
			again +
			last.slice(end).replace(/startxref\n\d+/, `startxref\n${end + again.length}`);
		expect(await tagsOf('a.pdf', Buffer.from(file, 'latin1'))).toEqual({
			...{ readable: 'whole', notRead: '', tags: [ONE, EVE] },
		});
	});

	test('the newest one, also over a stream of objects', async () => {
		const older = [page(stream('')), page(stream(drawn(EVE)))].map((objects) => objects[2]);
		const inStream = `3 0 ${older[0]}`;
		const container = stream(inStream, '/Type/ObjStm/N 1/First 4');
		const file = pdfFile(...page(stream(drawn('Contract'))), container);
		const newer = updated(
			file,
			[
				[3, page('')[2].replace('4 0 R', '[4 0 R 10 0 R]')],
				[10, stream(drawn(ONE))],
			],
			tableOf(file),
		);
		expect(await tagsOf('a.pdf', newer)).toEqual({ readable: 'whole', notRead: '', tags: [ONE] });
	});

	test('never one of a PDF that is attached', async () => {
		const inner = pdfFile(...page(stream(drawn(EVE)))).toString('latin1');
		const attached = stream(inner, '/Type/EmbeddedFile/Length 7 0 R');
		const outer = pdfFile(...page(stream(drawn(ONE)), FONT, [attached, `${inner.length}`]));
		expect(await tagsOf('a.pdf', outer)).toEqual({ readable: 'whole', notRead: '', tags: [ONE] });
	});

	test.each<[string, (file: string) => string]>([
		['is missing', (file) => file.replace('startxref', 'nowhere')],
		['leads nowhere', (file) => file.replace(/startxref\n\d+/, 'startxref\n9999999')],
		[
			'leads to another place',
			(file) => file.replace(/(0000000\d\d)\d( 00000 n \n.*trailer)/s, '$19$2'),
		],
		[
			'has a previous one that is missing',
			(file) => file.replace('/Root 1 0 R', '/Root 1 0 R/Prev 5'),
		],
	])(
		'a table that %s: all objects are searched for, and the file is read partly',
		async (_what, harm) => {
			const file = pdfFile(...page(stream(drawn(ONE)))).toString('latin1');
			const { readable, notRead, tags } = await tagsOf('a.pdf', Buffer.from(harm(file), 'latin1'));
			expect({ readable, tags }).toEqual({ readable: 'partly', tags: [ONE] });
			expect(notRead).toMatch(/cross-reference table is broken/);
		},
	);

	test('a ring of tables is read once', async () => {
		const file = pdfFile(...page(stream(drawn(ONE))));
		const at = String(tableOf(file));
		const ring = file.toString('latin1').replace('/Root 1 0 R', `/Root 1 0 R/Prev ${at}`);
		expect(await tagsOf('a.pdf', Buffer.from(ring, 'latin1'))).toMatchObject({ tags: [ONE] });
	});

	test.each(['/Length 30', '/Length 9999999', '/Length -1', '/Length 99 0 R', '/Length 4 0 R'])(
		'a stream ends at "endstream", whatever its %s says',
		async (length) => {
			const file = pdfFile(...page(stream(drawn('Signatures follow', ONE), length)));
			expect(await tagsOf('a.pdf', file)).toEqual({ readable: 'whole', notRead: '', tags: [ONE] });
		},
	);
});

describe('tables beside tables, and rows that differ from the row above', () => {
	const rows = (...entries: Array<[kind: number, place: number]>) =>
		Buffer.from(entries.flatMap(([kind, place]) => [kind, place >> 8, place & 255, 0]));
	/** ISO 32000-1, section 7.4.4.4, kind 2 of a row: each byte less the one above. */
	const lessAbove = (bytes: Buffer, columns: number) => {
		const out: number[] = [];
		for (let at = 0; at < bytes.length; at++) {
			if (at % columns === 0) out.push(2);
			out.push((bytes[at] - (at < columns ? 0 : bytes[at - columns])) & 255);
		}
		return Buffer.from(out);
	};
	/** Objects 3 and 4 are free in the table, and known to readers of the stream alone (section 7.5.8.4). */
	const hybrid = (predictor: boolean) => {
		const plain = pdfFile(...page(stream(drawn(ONE, EVE)))).toString('latin1');
		const at = (number: number) => plain.indexOf(`\n${number} 0 obj`) + 1;
		const objects = plain.slice(0, tableOf(Buffer.from(plain, 'latin1')));
		const content = rows([1, at(3)], [1, at(4)]);
		const how = predictor ? '/DecodeParms<</Predictor 12/Columns 4>>' : '';
		const table = packed(
			predictor ? lessAbove(content, 4) : content,
			`/Type/XRef/W[1 2 1]/Index[3 2]/Size 7${how}`,
		);
		const beside = `7 0 obj\n${table}\nendobj\n`;
		const row = (number: number) => `${String(at(number)).padStart(10, '0')} 00000 n \n`;
		const free = '0000000000 65535 f \n';
		const end = `xref\n0 6\n${free}${row(1)}${row(2)}${free}${free}${row(5)}trailer\n<</Size 8/Root 1 0 R/XRefStm ${objects.length}>>\n`;
		const start = objects.length + beside.length;
		return Buffer.from(`${objects}${beside}${end}startxref\n${start}\n%%EOF\n`, 'latin1');
	};

	test.each([false, true])(
		'a table that hides what a stream beside it tells; predictor: %p',
		async (predictor) => {
			expect(await tagsOf('a.pdf', hybrid(predictor))).toEqual({
				...{ readable: 'whole', notRead: '', tags: [ONE, EVE] },
			});
		},
	);
});

describe('what a PDF says of its letters', () => {
	test('MacRomanEncoding', async () => {
		const font = '<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+H/Encoding/MacRomanEncoding>>';
		const tag = '[!Sign.1, Jos\\216, Garc\\222a, jose@example.com]';
		expect(await tagsOf('a.pdf', pdfFile(...page(stream(drawn(tag)), font)))).toMatchObject({
			...{ readable: 'whole', tags: ['[!Sign.1, José, García, jose@example.com]'] },
		});
	});

	test('an encoding that is not known is named', async () => {
		const font = '<</Type/Font/Subtype/Type0/BaseFont/MS-Gothic/Encoding/90ms-RKSJ-H>>';
		const { readable, notRead } = await tagsOf('a.pdf', pdfFile(...page(stream(drawn(ONE)), font)));
		expect(readable).toBe('not');
		expect(notRead).toMatch(/90ms-RKSJ-H/);
		expect(notRead).not.toMatch(/scanned/);
	});

	test('what a comment draws is not read, and said', async () => {
		const annotation = '<</Type/Annot/Subtype/FreeText/AP<</N 7 0 R>>>>';
		const file = pdfFile(
			...page(stream(drawn('Contract')), FONT, [annotation, stream(drawn(ONE))], '/Annots[6 0 R]'),
		);
		const { readable, notRead } = await tagsOf('a.pdf', file);
		expect(readable).toBe('partly');
		expect(notRead).toMatch(/comments are not read/);
	});

	test('right-to-left writing makes the order uncertain, and no tag broken', async () => {
		const table = '1 beginbfrange <41> <5A> <0627> endbfrange';
		const file = pdfFile(
			...page(
				stream(
					`${drawn(', ,Sign.1.F![')} BT /F2 9 Tf 0 100 Td (ABC) Tj /F1 9 Tf 0 -20 Td ([!Sign.1.F) Tj ET`,
				),
				FONT,
				[`<</Type/Font/Subtype/Type1/ToUnicode 7 0 R>>`, stream(table)],
			),
		)
			.toString('latin1')
			.replace('/F1 5 0 R', '/F1 5 0 R/F2 6 0 R');
		const found = await read('a.pdf', Buffer.from(file, 'latin1'));
		expect(found.readable).toBe('partly');
		const codes = checkedFiles([found])[0].findings.map(({ level, code }) => `${level} ${code}`);
		expect(codes).toContain('warning orderUncertain');
		expect(codes.filter((code) => code.startsWith('error'))).toEqual([]);
	});
});

describe('what a small file means, and could cost', () => {
	test.each<[string, string]>([
		['codes above 2^53', '1 beginbfrange <20000000000000> <20000000000002> <0041> endbfrange'],
		['all codes there are', '1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange'],
		['a range that runs backwards', '1 beginbfrange <FF> <00> <0041> endbfrange'],
	])('%s', async (_what, table) => {
		const { readable } = await tagsOf('a.pdf', withTable(table, ONE));
		expect(['whole', 'partly']).toContain(readable);
	});

	test('a letter that stands for a long text is cut', async () => {
		const { readable } = await tagsOf(
			'a.pdf',
			withTable(`1 beginbfchar <41> (${'ab'.repeat(4_000_000)}) endbfchar`),
		);
		expect(readable).toBe('partly');
	});

	test('a range whose target is long', async () => {
		const { readable } = await tagsOf(
			'a.pdf',
			withTable(
				`1 beginbfrange <0000> <ffff> <${'0041'.repeat(200_000)}> endbfrange`,
				'A'.repeat(200_000),
			),
		);
		expect(['partly', 'not']).toContain(readable);
	});

	test('millions of empty dictionaries', async () => {
		const container = packed(`6 0 [${'<<>>'.repeat(2_000_000)}]`, '/Type/ObjStm/N 1/First 4');
		const { readable } = await tagsOf(
			'a.pdf',
			pdfFile(...page(stream(drawn(ONE)), FONT, [container])),
		);
		expect(readable).toBe('whole');
		const content = `${drawn(ONE)} ${'<<>>'.repeat(1_900_000)}`;
		expect(await tagsOf('a.pdf', pdfFile(...page(packed(content))))).toMatchObject({
			readable: expect.stringMatching(/partly|not/),
		});
	});

	test.each<[string, string]>([
		['empty elements', '<w:proofErr/>'.repeat(3_000_000)],
		['empty paragraphs', '<w:p/>'.repeat(5_000_000)],
	])('millions of %s', async (_what, content) => {
		const file = await wordFile({ document: part('document', content) });
		expect(await tagsOf('a.docx', file)).toMatchObject({ readable: 'not', tags: [] });
	});

	test('the clock counts no time that other programs had', async () => {
		let now = 0;
		const meter = new Meter(undefined, () => now);
		const slice = async (milliseconds: number) => {
			meter.work(500_001);
			now += milliseconds;
			await meter.pause();
		};
		await slice(4);
		// Half a minute by the clock, and all of it is somebody else's.
		for (let n = 0; n < 10; n++) await slice(3000);
	});

	test('a machine that is too slow for the whole file stops', async () => {
		let now = 0;
		const meter = new Meter(undefined, () => now);
		const slices = async () => {
			for (let n = 0; n < 30; n++) {
				meter.work(500_001);
				now += 400;
				await meter.pause();
			}
		};
		await expect(slices()).rejects.toThrow(/longer to read/);
	});

	test('others get their turn between thousands of streams that cannot be unpacked', async () => {
		class WatchedMeter extends Meter {
			most = 0;
			private sincePause = 0;

			override work(units: number) {
				this.sincePause += units;
				this.most = Math.max(this.most, this.sincePause);
				super.work(units);
			}

			override async pause() {
				this.sincePause = 0;
				await super.pause();
			}
		}
		const meter = new WatchedMeter();
		const streams = `1 0 obj${stream('', '/Type/ObjStm/N 0/First 0/Filter/Rare')}endobj\n`.repeat(
			10_000,
		);
		// Without a cross-reference table, all of them are looked into.
		const reading = readPdf(Buffer.from(`%PDF-1.7\n${streams}`), () => {}, meter);
		await expect(reading).rejects.toThrow('The PDF is broken');
		expect(meter.most).toBeLessThan(1_000_000);
	});

	test.each([NaN, Infinity, -1])('the meter refuses %p', (amount) => {
		expect(() => new Meter().work(amount)).toThrow(/number that cannot be right/);
		expect(() => new Meter().keep(amount)).toThrow(/number that cannot be right/);
	});
});

describe('what is not read is told', () => {
	test.each<[string, () => Buffer, string]>([
		['a text without an end', () => pdfFile(...page(stream(`${drawn(ONE)} (`))), 'has no end'],
		['a very long text', () => pdfFile(...page(stream(drawn(ONE, 'x'.repeat(70_000))))), 'longer'],
		['a picture without an end', () => pdfFile(...page(stream(`${drawn(ONE)} BI ID x`))), 'no end'],
		[
			'a page that is not there',
			() =>
				pdfFile(
					...page(stream(drawn(ONE))).map((object) => object.replace('[3 0 R]', '[3 0 R 77 0 R]')),
				),
			'not there',
		],
	])('%s', async (_what, file, why) => {
		expect(await tagsOf('a.pdf', file())).toEqual({
			...{ readable: 'partly', notRead: expect.stringContaining(why), tags: [ONE] },
		});
	});

	test('a font that is chosen by settings is used (ISO 32000-1, table 58)', async () => {
		const entries = '/Resources<</Font<</F1 5 0 R>>/ExtGState<</G<</Font[6 0 R 12]>>>>>>';
		const secret = '<</Type/Font/Subtype/Type0/Encoding/Identity-H>>';
		const contents = stream(`BT /F1 12 Tf /G gs (${ONE}) Tj ET`);
		const file = pdfFile(
			...page(contents, secret, [FONT]).map((object) =>
				object.replace('/Resources<</Font<</F1 5 0 R>>>>', entries),
			),
		);
		expect(await tagsOf('a.pdf', file)).toEqual({ readable: 'whole', notRead: '', tags: [ONE] });
	});

	test('a reference to a reference leads to a stream', async () => {
		const objects = page(stream(drawn(ONE)), FONT, ['7 0 R', stream(drawn(EVE))]);
		const file = pdfFile(
			...objects.map((object) => object.replace('/Contents 4 0 R', '/Contents[4 0 R 6 0 R]')),
		);
		expect(await tagsOf('a.pdf', file)).toMatchObject({ readable: 'whole', tags: [ONE, EVE] });
	});

	test('another document inside of a .docx (ECMA-376 part 1, section 17.17.2.1)', async () => {
		const content = `<w:p><w:r><w:t>${ONE}</w:t></w:r></w:p><w:altChunk/>`;
		const file = await wordFile({ document: part('document', content) });
		expect(await tagsOf('a.docx', file)).toMatchObject({ readable: 'partly', tags: [ONE] });
	});
});

describe('names of WordprocessingML', () => {
	const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
	const text = (p: string, value: string) =>
		`<${p}p><${p}r><${p}t>${value}</${p}t></${p}r></${p}p>`;
	test.each<[string, string, string[]]>([
		['any prefix', `<a:document xmlns:a="${W}">${text('a:', ONE)}</a:document>`, [ONE]],
		['no prefix', `<document xmlns="${W}">${text('', ONE)}</document>`, [ONE]],
		[
			'two prefixes',
			`<a:document xmlns:a="${W}" xmlns:b='${W}'>${text('a:', ONE)}${text('b:', EVE)}</a:document>`,
			[ONE, EVE],
		],
		[
			'a prefix that is declared anew deeper down',
			`<w:document xmlns:w="${W}">${text('w:', ONE)}<w:x xmlns:w="urn:x">${text('w:', '[!Sign.9.F, , ,]')}<y:p xmlns:y="${W}"><y:t>${EVE}</y:t></y:p></w:x></w:document>`,
			[ONE, EVE],
		],
		[
			'a URI with entities',
			`<w:document xmlns:w="${W.replace('h', '&#104;')}">${text('w:', ONE)}</w:document>`,
			[ONE],
		],
	])('%s', async (_what, document, tags) => {
		expect(await tagsOf('a.docx', await wordFile({ document }))).toEqual({
			...{ readable: 'whole', notRead: '', tags },
		});
	});

	test.each<[string, string]>([
		[
			'a document type in front',
			`<!DOCTYPE a><w:document xmlns:w="${W}">${text('w:', ONE)}</w:document>`,
		],
		[
			'a prefix that nothing declares',
			`<w:document xmlns:w="${W}">${text('v:', ONE)}</w:document>`,
		],
		['ends in another order', `<w:document xmlns:w="${W}"><w:p><w:r></w:p></w:r></w:document>`],
		['no end', `<w:document xmlns:w="${W}">${text('w:', ONE)}`],
	])('%s is not read', async (_what, document) => {
		expect(await tagsOf('a.docx', await wordFile({ document }))).toMatchObject({ readable: 'not' });
	});
});

describe('one file at a time', () => {
	test('a file is opened when its turn has come; a stopped execution leaves the queue', async () => {
		const opened: string[] = [];
		let load: (content: Buffer) => void = () => {};
		const loaded = new Promise<Buffer>((resolve) => (load = resolve));
		const open = (fileName: string, content: Promise<Buffer>, signal?: AbortSignal) =>
			readTags(
				{
					...{ fileName, mimeType: '', size: 10 },
					open: async () => {
						opened.push(fileName);
						return await content;
					},
				},
				signal,
			);
		const file = pdfFile(...page(stream(drawn(ONE))));
		const stop = new AbortController();
		const first = open('first.pdf', loaded);
		const second = open('second.pdf', Promise.resolve(file), stop.signal);
		const third = open('third.pdf', Promise.resolve(file));
		stop.abort();
		await expect(second).rejects.toThrow('The execution was stopped');
		expect(opened).toEqual(['first.pdf']);
		load(file);
		expect(await first).toMatchObject({ readable: 'whole' });
		expect(await third).toMatchObject({ readable: 'whole' });
		expect(opened).toEqual(['first.pdf', 'third.pdf']);
	});

	test('one that is being loaded is left when its execution stops', async () => {
		const stop = new AbortController();
		const open = async () => await new Promise<Buffer>(() => {});
		const stuck = readTags({ fileName: 'a.pdf', mimeType: '', size: 10, open }, stop.signal);
		const next = read('b.pdf', pdfFile(...page(stream(drawn(ONE)))));
		stop.abort();
		await expect(stuck).rejects.toThrow('The execution was stopped');
		expect(await next).toMatchObject({ readable: 'whole' });
	});

	describe('a storage', () => {
		beforeEach(() => void jest.useFakeTimers());
		afterEach(() => void jest.useRealTimers());
		const file = pdfFile(...page(stream(drawn(ONE))));
		const dripping = () =>
			new Readable({
				read() {
					setTimeout(() => this.push(' '), 2_000);
				},
			});

		test.each<[string, () => Promise<Buffer | Readable>]>([
			['never answers', async () => await new Promise<Buffer>(() => {})],
			['opens a stream that brings nothing', async () => new Readable({ read() {} })],
			['drips', async () => dripping()],
		])('that %s keeps the others for a minute', async (_what, open) => {
			const stuck = readTags({ fileName: 'stuck.pdf', mimeType: '', size: 5_000, open });
			const next = read('next.pdf', file);
			await jest.advanceTimersByTimeAsync(59_000);
			expect(await Promise.race([next, Promise.resolve('waits')])).toBe('waits');
			await jest.advanceTimersByTimeAsync(5_000);
			expect(await stuck).toMatchObject({
				readable: 'not',
				notRead: 'n8n could not load “stuck.pdf”: its storage does not answer',
			});
			expect(await next).toMatchObject({ readable: 'whole' });
			// Nothing goes on that would keep the process.
			await jest.advanceTimersByTimeAsync(2_000);
			expect(jest.getTimerCount()).toBe(0);
		});

		test('that answers too late has its stream closed', async () => {
			const late = dripping();
			let answer: (content: Readable) => void = () => {};
			const opened = new Promise<Readable>((resolve) => (answer = resolve));
			const open = async () => await opened;
			const stuck = readTags({ fileName: 'late.pdf', mimeType: '', size: 5_000, open });
			await jest.advanceTimersByTimeAsync(61_000);
			expect(await stuck).toMatchObject({ readable: 'not' });
			answer(late);
			await jest.advanceTimersByTimeAsync(2_000);
			expect([late.destroyed, jest.getTimerCount()]).toEqual([true, 0]);
		});

		test('that fails is told as it says itself, and the others go on', async () => {
			const gone = new Error('The store is gone');
			const broken = new Readable({ read: () => void broken.destroy(gone) });
			for (const open of [async () => await Promise.reject(gone), async () => broken]) {
				const failed = readTags({ fileName: 'a.pdf', mimeType: '', size: 5_000, open });
				const told = expect(failed).rejects.toThrow('The store is gone');
				const next = read('next.pdf', file);
				await jest.advanceTimersByTimeAsync(1_000);
				await told;
				expect(await next).toMatchObject({ readable: 'whole' });
				expect(jest.getTimerCount()).toBe(0);
			}
		});

		test('of a stopped execution is left, with nothing that goes on', async () => {
			const stop = new AbortController();
			const open = async () => await new Promise<Buffer>(() => {});
			const stuck = readTags({ fileName: 'a.pdf', mimeType: '', size: 10, open }, stop.signal);
			const told = expect(stuck).rejects.toThrow('The execution was stopped');
			await jest.advanceTimersByTimeAsync(1_000);
			stop.abort();
			await told;
			await jest.advanceTimersByTimeAsync(1_000);
			expect(jest.getTimerCount()).toBe(0);
		});
	});
});

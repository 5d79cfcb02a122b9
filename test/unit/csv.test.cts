import { readCsv, writeCsv } from '../../nodes/SecuredSigning/shared/csv';
import { decoded, formData } from '../../nodes/SecuredSigning/api/answers/formData';
import { simplifyMailMerge } from '../../nodes/SecuredSigning/api/answers/mailMerge';

describe('CSV', () => {
	test('what is written is read again, whatever stands in the cells', async () => {
		const cells = ['plain', 'a,b', 'say "hi"', 'two\r\nlines', ' spaces ', '', 'Zoë Ñandú 李'];
		const columns = cells.map((_, index) => `column "${index}"`);
		const [row, ...more] = await readCsv(writeCsv(columns, [cells]));
		expect(Object.keys(row)).toEqual(columns);
		expect(Object.values(row)).toEqual(cells);
		expect(more).toEqual([]);
	});

	test('is written as RFC 4180 has it', () => {
		expect(writeCsv(['Name', 'Note'], [['Lopez, Ana', 'says "yes"']])).toBe(
			'Name,Note\r\n"Lopez, Ana","says ""yes"""\r\n',
		);
	});

	test.each<[string, string]>([
		['commas', 'A,B\n1,"2;3"\n'],
		['semicolons', 'A;B\r\n1;2;3\r\n'],
		['tabs', 'A\tB\r\n1\t2;3'],
		['lines as on an old Mac', 'A,B\r1,"2;3"\r'],
		['a byte order mark', '\uFEFFA,B\n1,"2;3"'],
		['blank lines', '\n\nA,B\n\n1,"2;3"\n\n'],
		['quotes that never end', 'A,B\n1,"2;3'],
	])('with %s', async (name, text) => {
		const [row] = await readCsv(text);
		expect(row).toEqual(
			name === 'semicolons' ? { A: '1', B: '2', 'column 3': '3' } : { A: '1', B: '2;3' },
		);
	});

	test('short rows, nameless columns and names that come twice lose nothing', async () => {
		expect(await readCsv('A,,A\n1,2,3\n4')).toEqual([
			{ A: '1', 'column 2': '2', 'A 3': '3' },
			{ A: '4', 'column 2': '', 'A 3': '' },
		]);
	});

	test('a number that makes a name is not the name of another column', async () => {
		expect(await readCsv('A 3,A,A,A 3\n1,2,3,4')).toEqual([
			{ 'A 3': '1', A: '2', 'A 3 3': '3', 'A 3 4': '4' },
		]);
	});

	test.each([
		['its first row begins after blank lines', '\n\nA;B\n1;2,3,4'],
		['a quote stands inside of a cell', 'A "x";B\n1;2,3,4'],
		['a name holds the others in quotes', '"A,,""x,";B\n1;2,3,4'],
	])('the separator is found where %s', async (_what, text) => {
		expect(Object.values((await readCsv(text))[0])).toEqual(['1', '2,3,4']);
	});

	test('a wide list is read, up to 5,000 columns and 200,000 cells', async () => {
		const wide = (columns: number, rows: number) =>
			writeCsv(
				Array.from({ length: columns }, (_, index) => `c${index}`),
				Array.from({ length: rows }, () => ['1']),
			);
		expect(Object.keys((await readCsv(wide(5_000, 40)))[39])).toHaveLength(5_000);
		await expect(readCsv(wide(5_001, 1))).rejects.toThrow('more than 5000 columns');
		await expect(readCsv(wide(5_000, 41))).rejects.toThrow('more than 200000 cells');
		await expect(readCsv(wide(1, 200_001))).rejects.toThrow('more than 200000 cells');
		await expect(readCsv(wide(20_000, 1))).rejects.toThrow('more than 5000 columns');
	});

	test.each<[string, string, string, string[]]>([
		['two quotes each', 'x""', 'x"', ['""']],
		['quotes alone', '""', '"', ['""', 'y']],
		['letters of several bytes', '李""', '李"', []],
	])(
		'a long cell of %s is read whole, and others have their turn',
		async (_what, part, one, more) => {
			const times = 300_000;
			let turns = 0;
			let isOver = false;
			const other = (async () => {
				for (; !isOver; turns++) await new Promise((resolve) => setTimeout(resolve, 0));
			})();
			const text = `A\n"${part.repeat(times)}${more.join('')}"`;
			const [{ A }] = await readCsv(await decoded(Buffer.from(text)));
			isOver = true;
			await other;
			const rest = more.join('').replace('""', '"');
			// Whole strings in a message would be megabytes.
			expect(A === one.repeat(times) + rest).toBe(true);
			expect(turns).toBeGreaterThanOrEqual(times / 100_000);
		},
	);

	test('letters are whole where a file is decoded in pieces', async () => {
		for (const [text, encoding] of [
			[`x${'李'.repeat(700_000)}`, 'utf8'],
			[`\uFEFFxx${'😀'.repeat(300_000)}`, 'utf16le'],
		] as const) {
			const found = await decoded(Buffer.from(text, encoding));
			expect(found === text.replace('\uFEFF', '')).toBe(true);
		}
	});

	test('nothing is no rows', async () => {
		expect(await readCsv('')).toEqual([]);
	});
});

describe('values of a form', () => {
	test.each<[string, string, object | undefined]>([
		[
			'a line for each field',
			'Field,Value\nHours,Full time\nTrial,Yes',
			{ Hours: 'Full time', Trial: 'Yes' },
		],
		[
			'a row of names over a row of values',
			'Hours,Trial\nFull time,Yes',
			{ Hours: 'Full time', Trial: 'Yes' },
		],
		[
			'fields of one name',
			'Field,Value\nDate,1 May\nDate,2 May\nDate (2),3 May\nDate,4 May',
			{ Date: '1 May', 'Date (2)': '2 May', 'Date (2) (2)': '3 May', 'Date (3)': '4 May' },
		],
		['several rows', 'Hours,Trial\nFull time,Yes\nPart time,No', undefined],
		['no rows', 'Hours,Trial', undefined],
	])('%s', async (_layout, csv, values) => {
		const data = await formData(csv);
		expect(data.values).toEqual(values);
		expect(data.rows).toEqual(await readCsv(csv));
	});

	// The bytes are those of iconv: `printf 'Field,Value\nName,Zoë €' | iconv -t WINDOWS-1252`.
	test('a file in Windows-1252, as older spreadsheets write it', async () => {
		const file = Buffer.from('4669656c642c56616c75650a4e616d652c5a6feb2080', 'hex');
		expect((await formData(await decoded(file))).values).toEqual({ Name: 'Zoë €' });
	});

	test('a file in UTF-16 the other way round', async () => {
		const file = Buffer.from('\uFEFFField,Value\nName,Zoë', 'utf16le').swap16();
		expect((await formData(await decoded(file))).values).toEqual({ Name: 'Zoë' });
	});

	test('a file in UTF-16, as spreadsheets write it', async () => {
		const file = Buffer.from('\uFEFFField,Value\nName,Zoë', 'utf16le');
		expect((await formData(await decoded(file))).values).toEqual({ Name: 'Zoë' });
	});
});

test.each<[string | undefined, string, boolean]>([
	['Processing', 'inProgress', false],
	['In Progress', 'inProgress', false],
	['Pending', 'inProgress', false],
	['Not Completed', 'inProgress', false],
	['Complete', 'completed', true],
	['Finished', 'completed', true],
	['Processed', 'completed', true],
	['Failed', 'failed', true],
	['Unprocessed', 'inProgress', false],
	['ProcessedPartially', 'unknown', false],
	['Completed With Errors', 'unknown', false],
	['Sideways', 'unknown', false],
	[undefined, 'unknown', false],
])('a mail merge that is %s', (ProcessingStatus, status, processed) => {
	expect(simplifyMailMerge({ Reference: '1', ProcessingStatus, Documents: null })).toMatchObject({
		mailMergeReference: '1',
		status,
		processed,
		documents: [],
	});
});

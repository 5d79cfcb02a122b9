import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { startBench, type Bench } from './node.cts';
import { byReference, DOCX, inDays } from './samples.cts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let bench: Bench;
let document: string;

beforeAll(async () => (bench = await startBench()));
afterAll(async () => await bench.close());
beforeEach(async () => {
	bench.simulator.faults.clear();
	const file = await bench.file(docxWith(tagFor(1)), 'NDA.docx', DOCX);
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [file] },
	);
	document = items[0].json.documentReference as string;
	bench.simulator.requests.length = 0;
});

const people = [
	{ FirstName: 'Ana', LastName: 'Lopez, Dr', Email: 'ana@example.com' },
	{ FirstName: 'Zoë "Z"', LastName: 'Wu', Email: 'zoe@example.com', Note: 'two\nlines' },
];
const send = async (
	parameters: INodeParameters = {},
	rows: IDataObject[] = people,
	more: Parameters<Bench['run']>[1] = {},
) =>
	await bench.run(
		{
			resource: 'mailMerge',
			operation: 'send',
			document: byReference(document),
			dueDate: inDays(10),
			...parameters,
		},
		{ items: rows.map((json) => ({ json })), ...more },
	);
const get = async (reference: unknown, parameters: INodeParameters = {}) =>
	await bench.run({
		resource: 'mailMerge',
		operation: 'get',
		mailMergeReference: reference as string,
		...parameters,
	});
/** The lists that were sent; before the first of a run, the account is asked how late a due date may be. */
const lists = () =>
	bench.simulator.requests
		.filter(({ operationId }) => operationId === 'sendMailMerge')
		.map(({ body }) => body as Record<string, string>);
const request = () => lists()[0];
const list = () => Buffer.from(request().MailMergeListFileData, 'base64').toString('utf8');

describe('send', () => {
	// README, "Bad input is refused before anything is sent, with the number of the item".
	test.each<[string, IDataObject, RegExp]>([
		['no address', { FirstName: 'Dan' }, /^Item 2 .*no email address in "Email"/],
		['an empty address', { FirstName: 'Dan', Email: ' ' }, /^Item 2 .*no email address in "Email"/],
		['null as its address', { FirstName: 'Dan', Email: null }, /^Item 2 .*no email address/],
		['half an address', { FirstName: 'Dan', Email: 'dan' }, /"Email" of item 2 .*not valid: "dan"/],
		['two addresses', { Email: 'a@example.com, b@example.com' }, /"Email" of item 2 .*not valid/],
		['nothing in it', {}, /^Item 2 .*empty row/],
		['another spelling of the column', { email: 'dan@example.com' }, /both "Email" and "email"/],
		['only the error of an earlier node', { error: 'x' }, /^Item 2 .*no email address/],
	])('an item with %s is refused, with its number', async (_, row, message) => {
		const { error } = await send({}, [...people, row]);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent/);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('fields that are not among the columns need hold no address', async () => {
		await send({ options: { columns: 'FirstName' } }, [...people, { FirstName: 'Dan', email: '' }]);
		expect(list()).toBe('FirstName\r\nAna\r\n"Zoë ""Z"""\r\nDan\r\n');
	});

	test('all input items in one request, a row for each', async () => {
		const { items, error } = await send({
			options: { embedded: true, returnUrl: 'https://www.example.com/thanks' },
		});
		expect(error).toBeUndefined();
		expect(bench.simulator.requests.map(({ operationId }) => operationId)).toEqual([
			'getAccountInfo',
			'sendMailMerge',
		]);
		expect(request()).toMatchObject({
			DocumentReference: document,
			MailMergeListFileType: 'csv',
			DueDate: expect.stringMatching(/Z$/),
			Embedded: true,
			ReturnUrl: 'https://www.example.com/thanks',
		});
		expect(list()).toBe(
			'FirstName,LastName,Email,Note\r\n' +
				'Ana,"Lopez, Dr",ana@example.com,\r\n' +
				'"Zoë ""Z""",Wu,zoe@example.com,"two\nlines"\r\n',
		);
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items[0].json).toMatchObject({
			mailMergeReference: expect.any(String),
			status: 'inProgress',
			processed: false,
		});
	});

	test('chosen columns, and cells of any plain kind', async () => {
		const rows = [
			{ ...people[0], Rent: 450.5, Pets: false, Since: null, Extra: { nested: true } },
			{ ...people[1], Rent: 300, Pets: true, Since: '2030-01-01' },
		];
		const { error } = await send({ options: { columns: 'Email, Rent,Pets, Since,Email' } }, rows);
		expect(error).toBeUndefined();
		expect(list()).toBe(
			'Email,Rent,Pets,Since\r\nana@example.com,450.5,false,\r\nzoe@example.com,300,true,2030-01-01\r\n',
		);
	});

	test('a column whose name holds a comma', async () => {
		const rows = [{ 'Name, First': 'Ana', Email: 'ana@example.com', First: 'no' }];
		await send({ options: { columns: 'Name, First, Email' } }, rows);
		expect(list()).toBe('"Name, First",Email\r\nAna,ana@example.com\r\n');
	});

	// The same for a file, whose rows are counted as spreadsheets show them.
	describe.each([',', ';', '\t'])('a row of a list that is separated by %j', (separator) => {
		const csv = (...rows: string[][]) =>
			[['FirstName', 'LastName', 'Email'], ['Ana', 'Lopez', 'ana@example.com'], ...rows]
				.map((row) => row.join(separator))
				.join('\r\n');

		test.each<[string, string[], RegExp]>([
			['no address', ['Ben', 'Wu', ''], /^Row 3 .*no email address in "Email"/],
			['half an address', ['Ben', 'Wu', 'ben@'], /"Email" of row 3 .*not valid: "ben@"/],
			['too few cells', ['Ben', 'Wu'], /^Row 3 .*no email address in "Email"/],
			['nothing in its cells', ['', '', ''], /^Row 3 .*is an empty row/],
			[
				'a quote that is never closed',
				['"Ben', 'Wu', 'ben@example.com'],
				/quotation mark in row 3/,
			],
			[
				'a comma that is in no quotes',
				['Ben', 'Wu, Dr', 'ben@example.com', 'x'],
				/^Row 3 .*has \d cells, but there are 3 columns/,
			],
		])('with %s is refused, with its number', async (_what, row, message) => {
			for (const content of [csv(row), csv(row, ['Cleo', 'Ng', 'cleo@example.com'])]) {
				const file = await bench.file(Buffer.from(content), 'list.csv');
				const { error } = await send({ listFrom: 'file' }, [], { items: [file] });
				expect(error?.message).toMatch(message);
				expect(error?.description).toMatch(/Nothing was sent\.$/);
				expect(bench.simulator.requests).toEqual([]);
			}
		});

		test('a line without anything is a row in the middle, and none at the end', async () => {
			const middle = await bench.file(
				Buffer.from(csv([], ['Cleo', 'Ng', 'cleo@example.com'])),
				'list.csv',
			);
			const { error } = await send({ listFrom: 'file' }, [], { items: [middle] });
			expect(error?.message).toMatch(/^Row 3 .*is an empty row/);
			const end = await bench.file(Buffer.from(csv([], [])), 'list.csv');
			const sent = await send({ listFrom: 'file' }, [], { items: [end] });
			expect(sent.error?.message ?? '').not.toMatch(/row/i);
		});
	});

	test('a list whose lines end in the old way of a Mac is read as well', async () => {
		const content = Buffer.from('Name,Email\rAna,ana@example.com\rBen,ben@');
		const file = await bench.file(content, 'list.csv');
		const { error } = await send({ listFrom: 'file' }, [], { items: [file] });
		expect(error?.message).toMatch(/of row 3 .*not valid: "ben@"/);
	});

	test('without a column that is called Email, the tags of the document decide', async () => {
		const content = Buffer.from('Name,Tenant\nAna,ana@example.com\nBen,\n');
		const file = await bench.file(content, 'list.csv');
		await send({ listFrom: 'file' }, [], { items: [file] });
		expect(lists()).toHaveLength(1);
	});

	test.each(['={{ $json.nope }}', '={{ "" }}', '={{ [] }}', '={{ [""] }}', ' , '])(
		"'Columns' as %j is not all columns",
		async (columns) => {
			const { error } = await send({ options: { columns } });
			expect(error?.message).toBe("'Columns' is empty");
			expect(bench.simulator.requests).toEqual([]);
		},
	);

	test("'Columns' that was left empty is all of them", async () => {
		const { error } = await send({ options: { columns: '' } });
		expect(error).toBeUndefined();
	});

	test('lists in other encodings, and a CSV that begins like a spreadsheet', async () => {
		const lists = [
			Buffer.from('\uFEFFName,Email\r\nAna,ana@example.com', 'utf16le'),
			Buffer.from('PK,Email\n1,ana@example.com\n'),
		];
		for (const content of lists) {
			bench.simulator.requests.length = 0;
			await send({ listFrom: 'file' }, [], { items: [await bench.file(content, 'list.csv')] });
			expect(request().MailMergeListFileData).toBe(content.toString('base64'));
		}
	});

	test('settings are those of the first item', async () => {
		const rows = people.map((row, index) => ({ ...row, due: index === 0 ? inDays(10) : 'never' }));
		const { error } = await send({ dueDate: '={{ $json.due }}' }, rows);
		expect(error).toBeUndefined();
	});

	test('a list file of each item, as it is', async () => {
		const csv = await bench.file(Buffer.from('FirstName,Email\nAna,ana@example.com\n'), 'a.csv');
		const excel = await bench.file(Buffer.from('PK\x03\x04xl/workbook.xml'), 'b', XLSX);
		const { items } = await send({ listFrom: 'file', requestOptions: { itemsAtATime: 1 } }, [], {
			items: [csv, excel],
			onError: 'continueRegularOutput',
		});
		expect(lists().map(({ MailMergeListFileType }) => MailMergeListFileType)).toEqual([
			'csv',
			'xlsx',
		]);
		expect(list()).toBe('FirstName,Email\nAna,ana@example.com\n');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items[0].json).toMatchObject({ mailMergeReference: expect.any(String) });
		// The simulator merges CSV alone.
		expect(items[1].json.error).toMatch(/merges csv lists only/);
	});

	test.each<[string, INodeParameters, IDataObject[], RegExp]>([
		['no document', { document: byReference('={{ "" }}') }, people, /'Document' is empty/],
		[
			'no due date',
			{ dueDate: '={{ "" }}', dueInDays: '={{ "" }}' },
			people,
			/'Due Date' is empty/,
		],
		['items without fields', {}, [{}, {}], /no fields to make a list of/],
		['an unknown column', { options: { columns: 'Name' } }, people, /No item has a field "Name"/],
		[
			'a list in a cell',
			{},
			[people[0], { ...people[1], Note: ['a'] }],
			/"Note" of item 1 contains a list or an object/,
		],
	])('%s is refused before anything is sent', async (_what, parameters, rows, message) => {
		const { error } = await send(parameters, rows);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test.each<[string, string, string | Buffer, RegExp]>([
		['a PDF', 'list.pdf', 'x', /does not accept a list like “list.pdf”/],
		['an empty list', 'list.csv', '', /The list “list.csv” is empty/],
		['a list of column names alone', 'list.csv', 'Name,Email\r\n', /no row below its column names/],
		['one with empty rows', 'list.csv', '"Na\nme";Email\n;\n  \n', /no row below/],
		['one for Excel alone', 'list.csv', 'sep=;\nName;Email\nAna;ana@x.nz', /begins with “sep=”/],
		[
			'UTF-16 that does not say so',
			'list.csv',
			Buffer.from('Name,Email\nAna,ana@x.nz\n', 'utf16le'),
			/not in an encoding that can be read/,
		],
		['a spreadsheet by the name of a CSV', 'list.csv', 'PK\x03\x04', /not what its name says/],
		['a text by the name of a spreadsheet', 'list.xlsx', 'Name\nAna', /not what its name says/],
		['a PDF by the name of a spreadsheet', 'list.xls', '%PDF-1.7', /not what its name says/],
		['a Word file by the name of one', 'list.xlsx', docxWith(tagFor(1)), /not what its name says/],
		[
			'JSON by the name of a CSV',
			'list.csv',
			'[{"Email":"a@b.nz"},\n{}]',
			/not what its name says/,
		],
		['a web page', 'list.csv', '\ufeff <!DOCTYPE html><table></table>', /not what its name says/],
		['a picture', 'list.csv', Buffer.from('89504e470d0a1a0a', 'hex'), /not what its name says/],
		['an archive', 'list.csv', Buffer.from('1f8b08000000', 'hex'), /not what its name says/],
	])('%s as a list is refused before anything is sent', async (_what, name, content, message) => {
		const file = await bench.file(Buffer.from(content), name);
		const { error } = await send({ listFrom: 'file' }, [], { items: [file] });
		expect(error?.message).toMatch(message);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a list that the service does not take, with "Continue": one item, linked to all', async () => {
		bench.simulator.faults.add({ kind: 'planExhausted', operation: 'sendMailMerge' });
		const { items } = await send({}, people, { onError: 'continueRegularOutput' });
		expect(items).toHaveLength(1);
		expect(items[0].json.error).toMatch(/no documents left/);
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('an ambiguous answer is not followed by a second send', async () => {
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendMailMerge' });
		const { error } = await send();
		expect(error?.description).toMatch(/may have been carried out/);
		expect(lists()).toHaveLength(1);
	});
});

describe('get', () => {
	test('progress, and the document of each row', async () => {
		const { mailMergeReference } = (await send()).items[0].json;
		const { items, error } = await get(mailMergeReference);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			mailMergeReference,
			status: 'completed',
			statusText: 'Complete',
			processed: true,
			documentCount: 2,
			completedCount: 0,
			documents: [
				{ status: 'inProgress', signers: [{ name: 'Ana Lopez, Dr' }] },
				{ status: 'inProgress', signers: [{ name: 'Zoë "Z" Wu' }] },
			],
		});
	});

	test.each(['iso', 'servicestack'] as const)('dates as %s', async (dates) => {
		const { mailMergeReference } = (await send()).items[0].json;
		bench.simulator.readings.dates = dates;
		const { items } = await get(mailMergeReference);
		bench.simulator.readings.dates = 'iso';
		const [first] = items[0].json.documents as IDataObject[];
		expect(first.dueDate).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	test('the answer as it came', async () => {
		const { mailMergeReference } = (await send()).items[0].json;
		const { items } = await get(mailMergeReference, { simplify: false });
		expect(items[0].json).toMatchObject({
			Reference: mailMergeReference,
			ProcessingStatus: 'Complete',
		});
	});

	test('without a reference nothing is asked', async () => {
		const { error } = await get('={{ " " }}');
		expect(error?.message).toMatch(/'Mail Merge Reference' is empty/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of a mail merge that does not exist', async () => {
		const { error } = await get('1');
		expect(error?.message).toMatch(/Unable to find document/);
	});
});

describe('workflows for Smart Tags', () => {
	const workflows = async (parameters: INodeParameters = {}) =>
		await bench.run({
			resource: 'smartTag',
			operation: 'getWorkflows',
			simplify: false,
			...parameters,
		});

	test('are listed', async () => {
		const { items } = await workflows();
		expect(items.map(({ json }) => json.Name)).toEqual(['Two directors', 'Manager approves first']);
		expect((await workflows({ limit: 1 })).items).toHaveLength(1);
	});

	test('a list that is refused says why', async () => {
		bench.simulator.faults.add({ kind: 'unauthorized' });
		const { error } = await workflows();
		expect(error?.message).toMatch(/did not accept the credential/);
	});
});

test('every answer was as described', () => {
	expect(bench.simulator.problems).toEqual([]);
});

// Items with two fields that would be one column are refused as well (README: items and CSV files alike).
test.each(['Email,Email', 'Email,EMAIL', 'Email, email '])(
	'a list with the columns %s is refused',
	async (columns) => {
		const content = `FirstName,LastName,${columns}\r\nAna,Lopez,ana@example.com,ben@example.com\r\n`;
		const file = await bench.file(Buffer.from(content), 'list.csv');
		const { error } = await send({ listFrom: 'file' }, [], { items: [file] });
		expect(error?.message).toMatch(
			/has two columns whose names mean the same: "Email" and "email"/i,
		);
		expect(bench.simulator.requests).toEqual([]);
	},
);

test('cells without anything behind the last column are none', async () => {
	const content = 'FirstName,LastName,Email\r\nAna,Lopez,ana@example.com,,\r\n';
	const file = await bench.file(Buffer.from(content), 'list.csv');
	expect((await send({ listFrom: 'file' }, [], { items: [file] })).error).toBeUndefined();
});

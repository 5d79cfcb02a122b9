/** Mail Merge > Send: which lists are read, and which are refused. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { NO_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { people, useMailMerge } from './mailMerges.cts';
import type { Bench } from './node.cts';
import { byReference } from './samples.cts';

let bench: Bench;
const { send, lists, request } = useMailMerge((own) => ({ bench } = own));

describe('send', () => {
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

	test.each<[string, INodeParameters, IDataObject[], RegExp | string]>([
		['no document', { document: byReference('={{ "" }}') }, people, /'Document' is empty/],
		['no due date', { dueDate: '={{ "" }}', dueInDays: '={{ "" }}' }, people, NO_DUE_DATE],
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

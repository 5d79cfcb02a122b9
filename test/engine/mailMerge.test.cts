/** Mail Merge > Send and Get, and the workflows for Smart Tags. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { toldOn } from '../harness/told.cts';
import { people, useMailMerge } from './mailMerges.cts';
import type { Bench } from './node.cts';
import { inDays } from './samples.cts';

let bench: Bench;
let document: string;
const { send, lists, request } = useMailMerge((own) => ({ bench, document } = own));

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const get = async (reference: unknown, parameters: INodeParameters = {}) =>
	await bench.run({
		resource: 'mailMerge',
		operation: 'get',
		mailMergeReference: reference as string,
		...parameters,
	});
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

	test('a list that the service does not take, with "Continue": one item, linked to all', async () => {
		bench.simulator.faults.add({ kind: 'planExhausted', operation: 'sendMailMerge' });
		const { items } = await send({}, people, { onError: 'continueRegularOutput' });
		expect(items).toHaveLength(1);
		expect(items[0].json.error).toMatch(toldOn(426));
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
		expect(error?.message).toMatch(toldOn(401));
	});
});

test('every answer was as described', () => {
	expect(bench.simulator.problems).toEqual([]);
});

import { DateTime } from 'luxon';
import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import * as listSearch from '../../nodes/SecuredSigning/pickers/listSearch';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { toldOn } from '../harness/told.cts';
import { editorContext } from './editor.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
let signedByOne: string;
beforeAll(async () => {
	bench = await startBench();
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
	await bench.run({ resource: 'document', operation: 'upload' }, { items: [file] });
	const { items } = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(5) },
		{ items: [file] },
	);
	await bench.simulator.sign(items[0].json.documentReference as string);
	signedByOne = items[0].json.documentReference as string;
	await bench.run(
		{
			resource: 'attachment',
			operation: 'upload',
			simplify: false,
			options: { fileName: 'Policy.pdf' },
		},
		{ items: [file] },
	);
});
afterAll(async () => await bench.close());

/** Calls a search as the editor does when somebody opens the list and types. */
async function search(
	method: keyof typeof listSearch,
	filter?: string,
	parameters: INodeParameters = {},
): Promise<INodeListSearchResult> {
	return await listSearch[method].call(editorContext(bench, parameters), filter);
}

test('every list that a field names exists', () => {
	const named = JSON.stringify(new SecuredSigning().description.properties).matchAll(
		/"searchListMethod":"(\w+)"/g,
	);
	expect(new Set([...named].map(([, method]) => method))).toEqual(new Set(Object.keys(listSearch)));
});

// What a person tells two of one name by: who signs, whose turn it is, until when.
const dueDay = () => DateTime.utc().plus({ days: 5 }).toFormat('d LLL yyyy');
const open = () => `Lease.pdf · waiting for Ben Wu · due ${dueDay()} · Ana Lopez and Ben Wu`;

test('documents with their people, and how far they are', async () => {
	const { results } = await search('searchDocuments');
	expect(results.map(({ name }) => name)).toEqual([open(), 'Lease.pdf · not sent yet']);
	expect(results[0].value).toMatch(/^\d{48}$/);
});

test('two that cannot be told apart show the end of their references', async () => {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Twin.pdf');
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [file, file] },
	);
	const ends = items.map(({ json }) => String(json.documentReference).slice(-6));
	const { results } = await search('searchDocuments', 'twin');
	expect(results.map(({ name }) => name).sort()).toEqual(
		ends.map((end) => `Twin.pdf · not sent yet · …${end}`).sort(),
	);
});

test.each(['progress', 'BEN', 'ben wu', 'waiting'])('a document is found by %s', async (filter) => {
	const { results } = await search('searchDocuments', filter);
	expect(results.map(({ name }) => name)).toEqual([open()]);
});

test.each<[keyof typeof listSearch, string, string]>([
	['searchForms', 'tax', 'Tax Declaration'],
	['searchForms', 'tax\u00a0declaration', 'Tax Declaration'],
	['searchTemplates', 'tenancy', 'Tenancy Agreement'],
	['searchInvitationTemplates', 'FRIENDLY', 'Friendly invitation'],
	['searchCompletionTemplates', 'archive', 'Completion for the archive'],
	['searchWorkflows', 'two', 'Two directors'],
	['searchAttachments', 'POLICY', 'Policy.pdf'],
	['searchInvoices', '1002', 'INV-1002: Sandbox invoice INV-1002'],
	['searchDocuments', 'lease.pdf · not', 'Lease.pdf · not sent yet'],
])('%s finds by a part of the name', async (method, filter, name) => {
	const { results } = await search(method, filter);
	expect(results.map((result) => result.name)).toEqual([name]);
});

test('the signers of the chosen document, with how far they are', async () => {
	const document = byReference(signedByOne);
	const { results } = await search('searchSigners', '', { document });
	expect(results).toEqual([
		{ name: 'Ana Lopez <ana@example.com> (signed)', value: expect.stringMatching(/^\d{48}$/) },
		{ name: 'Ben Wu <ben@example.com> (invited)', value: expect.any(String) },
	]);
	const found = await search('searchSigners', 'ben@', { document });
	expect(found.results).toEqual([results[1]]);
});

test('signers come in the order in which they sign', async () => {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Order.pdf');
	const signers = { signer: [...both.signer].reverse() };
	const { items } = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers, dueDate: inDays(5) },
		{ items: [file] },
	);
	const document = byReference(items[0].json.documentReference);
	const { results } = await search('searchSigners', '', { document });
	expect(results.map(({ name }) => name)).toEqual([
		'Ben Wu <ben@example.com> (invited)',
		expect.stringMatching(/^Ana Lopez/),
	]);
});

test('signers need a document first', async () => {
	const document = { __rl: true as const, mode: 'list', value: '' };
	const { results } = await search('searchSigners', '', { document });
	// What n8n does with an error is red; this one chooses nobody.
	expect(results).toEqual([{ name: 'Choose a Document First', value: '' }]);
});

test('a reference that was pasted into the search is found', async () => {
	const { results } = await search('searchForms');
	const found = await search('searchForms', ` ${results[1].value} `);
	expect(found.results).toEqual([results[1]]);
});

test('a list that cannot be fetched says why', async () => {
	bench.simulator.faults.add({ kind: 'unauthorized' });
	await expect(search('searchForms')).rejects.toThrow(toldOn(401));
});

test('packages are those that the documents name', async () => {
	const { binary } = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Annex.pdf');
	const { items } = await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			binaryPropertyName: 'one,two',
			signers: both,
			dueDate: inDays(5),
		},
		{ items: [{ json: {}, binary: { one: binary!.data, two: binary!.data } }] },
	);
	await bench.simulator.sign(items[0].json.documentReference as string);
	await bench.simulator.sign(items[0].json.documentReference as string);
	const all = await search('searchPackages');
	expect(all.results).toEqual([
		{
			name: 'Annex.pdf, Annex.pdf (1 of 2 completed)',
			value: items[0].json.packageReference,
		},
	]);
	expect((await search('searchPackages', 'annex')).results).toEqual(all.results);
	expect((await search('searchPackages', 'nothing')).results).toEqual([]);
});

// What the lists say, as docs/api/API.md section 5.2 has it, for documents that this file makes up.
describe('documents that are hard to tell apart', () => {
	afterEach(() => bench.simulator.faults.clear());

	const signer = (FirstName: string, Email: string, HasSigned = false) => ({
		...{ FirstName, LastName: FirstName && 'Lopez', Email, HasSigned, SignedStatus: 'Invitation' },
	});
	const documents = (...listed: object[]) =>
		bench.simulator.faults.spoil((answer, { path }) => {
			if (!/GetActiveDocuments/.test(path)) return answer;
			return path.endsWith('/Progress')
				? listed.map((document) => ({ Folder: 'Progress', ...document }))
				: [];
		});
	const labels = async (filter?: string) =>
		(await search('searchDocuments', filter)).results.map(({ name }) => name);
	/** A reference of 48 digits. */
	const reference = (end: string, start = '1') => start + '0'.repeat(47 - end.length) + end;

	// A person types what is remembered, in any order.
	test.each([
		'lease lopez',
		'Lopez LEASE',
		'Ben, Ana',
		'wu; lease',
		'ana@example.com ben',
		'…000023',
	])('%s finds it', async (filter) => {
		const people = [signer('Ana', 'ana@example.com'), { ...signer('Ben', ''), LastName: 'Wu' }];
		documents(
			{ Name: 'Lease.pdf', Reference: reference('777000023'), Signers: people },
			{ Name: 'Lease.pdf', Reference: reference('2'), Signers: [signer('', 'eva@x.com')] },
			{ Name: 'Offer.pdf', Reference: reference('3'), Signers: [people[1]] },
		);
		const { results } = await search('searchDocuments', filter);
		expect(results.map(({ value }) => value)).toEqual([reference('777000023')]);
	});

	test('a number that is short is no part of a reference, and every word has to be there', async () => {
		documents({ Name: 'Lease.pdf', Reference: reference('777000023'), Signers: [] });
		expect(await labels('777')).toEqual([]);
		expect(await labels('777000')).toEqual(['Lease.pdf']);
		expect(await labels('lease offer')).toEqual([]);
	});

	test('addresses tell them apart, where names do not', async () => {
		const one = (Email: string, end: string) => ({
			...{ Name: 'Lease.pdf', Reference: reference(end), Signers: [signer('Ana', Email)] },
		});
		documents(one('ana@work.com', '1'), one('ana@home.com', '2'), one('ana@home.com', '3'));
		const begin = 'Lease.pdf · waiting for Ana Lopez · Ana Lopez';
		expect((await labels()).sort()).toEqual([
			`${begin} · ana@home.com · …000002`,
			`${begin} · ana@home.com · …000003`,
			`${begin} · ana@work.com`,
		]);
	});

	test('as many digits as differ', async () => {
		const one = (digits: string) => ({
			Name: 'Draft.pdf',
			Reference: reference(digits),
			Signers: [],
		});
		documents(one('1123456'), one('2123456'), one('777777'));
		expect((await labels()).sort()).toEqual([
			...['Draft.pdf · …0777777', 'Draft.pdf · …1123456', 'Draft.pdf · …2123456'],
		]);
		documents(
			...[reference('5', '1'), reference('5', '2')].map((Reference) => ({ Name: 'A', Reference })),
		);
		expect(new Set(await labels()).size).toBe(2);
	});

	test('a signer without a name and an address', async () => {
		documents(
			{ Name: 'Lease.pdf', Reference: reference('1'), Signers: [signer('', '')] },
			{ Name: 'Two.pdf', Reference: reference('2'), Signers: [signer('', ''), signer('', '')] },
		);
		expect((await labels()).sort()).toEqual([
			'Lease.pdf · waiting for 1 signer',
			'Two.pdf · waiting for 2 signers',
		]);
	});

	// Unicode Standard Annex 9: what follows U+202E is shown from right to left.
	test.each([
		['invoice\u202efdp.exe', 'invoicefdp.exe'],
		['Lea\u200bse\u00ad.pdf', 'Lease.pdf'],
		['Lease\r\n\tA.pdf', 'Lease A.pdf'],
		['Lease\u2028\u2066A.pdf', 'Lease A.pdf'],
		// A joiner is part of a Persian word, a variant of an emoji.
		['می\u200cخواهم ❤\ufe0f', 'می\u200cخواهم ❤\ufe0f'],
	])('%j is shown as %j', async (Name, shown) => {
		const people = [signer('Ana\u202e', 'ana@example.com')];
		documents({ Name, Reference: reference('1'), Signers: people });
		expect(await labels()).toEqual([`${shown} · waiting for Ana Lopez · Ana Lopez`]);
	});

	test('two that differ in what nobody sees are told apart', async () => {
		const one = (Name: string, end: string) => ({ Name, Reference: reference(end), Signers: [] });
		documents(one('Lease.pdf', '1'), one('Lea\u200bse.pdf', '2'));
		expect((await labels()).sort()).toEqual(['Lease.pdf · …000001', 'Lease.pdf · …000002']);
	});

	test('forms and packages as well', async () => {
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getFormList' ? [{ Name: 'Tax\u202e\nForm', Reference: '7' }] : answer,
		);
		expect((await search('searchForms', 'form tax')).results).toEqual([
			{ name: 'Tax Form', value: '7' },
		]);
		documents({
			Name: 'A\u202e.pdf',
			PackageReference: '8',
			Reference: reference('1'),
			Signers: [],
		});
		const [found] = (await search('searchPackages', 'completed a.pdf')).results;
		expect(found).toEqual({ name: 'A.pdf (0 of 1 completed)', value: '8' });
	});
});

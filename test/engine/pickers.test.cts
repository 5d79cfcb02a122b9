import { DateTime } from 'luxon';
import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import * as listSearch from '../../nodes/SecuredSigning/pickers/listSearch';
import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
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
const open = () => `Lease.pdf · Ana Lopez, Ben Wu · waiting for Ben Wu · due ${dueDay()}`;

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
		{ name: 'Ana Lopez <ana@example.com> (Signed)', value: expect.stringMatching(/^\d{48}$/) },
		{ name: 'Ben Wu <ben@example.com> (Invitation)', value: expect.any(String) },
	]);
	const found = await search('searchSigners', 'ben@', { document });
	expect(found.results).toEqual([results[1]]);
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
	await expect(search('searchForms')).rejects.toThrow(/did not accept the credential/);
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

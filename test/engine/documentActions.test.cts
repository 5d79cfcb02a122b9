/** Document > Combine, Delete and Extend. */
import { NO_DUE_DATE, PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { toldOn } from '../harness/told.cts';
import type { Bench } from './node.cts';
import { byReference, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';
import { useSentDocuments } from './sentDocuments.cts';

let bench: Bench;
const { document, send, references } = useSentDocuments((own) => ({ bench } = own));

describe('combine', () => {
	test('in the order of the list, hidden or in the InBox', async () => {
		const [one, two, three] = [
			await storedDocument(bench, '1.pdf'),
			await storedDocument(bench, '2.pdf'),
			await storedDocument(bench, '3.pdf'),
		];
		bench.simulator.requests.length = 0;
		const { items, error } = await document('combine', {
			documents: documentList(two, `${one}, ${three}`),
			name: ' All.pdf ',
			options: { clientReference: 'all-1', showInInBox: true },
		});
		expect(error).toBeUndefined();
		expect(bench.simulator.requests[0].body).toEqual({
			DocumentReferences: [two, one, three],
			CombinedDocumentName: 'All.pdf',
			ClientReference: 'all-1',
			Folder: 'InBox',
		});
		expect(items[0].json).toEqual({
			documentReference: expect.stringMatching(/^\d{48}$/),
			name: 'All.pdf',
			status: 'notStarted',
			clientReference: 'all-1',
		});
		await document('combine', { documents: documentList(one, two), name: 'Two' });
		expect(bench.simulator.requests[1].body).toEqual({
			DocumentReferences: [one, two],
			CombinedDocumentName: 'Two',
		});
	});

	test.each([
		['no document', {}, 'All.pdf', /not two documents/],
		['one document', documentList('1'), 'All.pdf', /not two documents/],
		['no name', documentList('1', '2'), ' ', /'Name' is empty/],
	])('%s is refused before anything is sent', async (_what, documents, name, message) => {
		const { error } = await document('combine', { documents, name });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a document that the service does not have', async () => {
		const { error } = await document('combine', {
			documents: documentList(await storedDocument(bench, 'Lease.pdf'), '1'),
			name: 'All',
		});
		expect(error?.message).toMatch(toldOn(404));
	});
});

describe('delete', () => {
	test.each(['optional', 'required'] as const)(
		'takes one document out of its package unless told otherwise (RemoveFromPackage %s)',
		async (removeFromPackage) => {
			const [one, two] = await send('One.pdf', 'Two.pdf');
			bench.simulator.readings.removeFromPackage = removeFromPackage;
			const { items, error } = await document('delete', {
				document: byReference(one.documentReference),
			});
			bench.simulator.readings.removeFromPackage = 'optional';
			expect(error).toBeUndefined();
			expect(items[0].json).toEqual({ deleted: true, documentReference: one.documentReference });
			expect(bench.simulator.requests[0]).toMatchObject({
				operationId: 'deleteDocument',
				query: { RemoveFromPackage: 'true' },
			});
			expect(references()).not.toContain(one.documentReference);
			expect(references()).toContain(two.documentReference);
		},
	);

	test('with the whole package', async () => {
		const [one, two] = await send('One.pdf', 'Two.pdf');
		const { items } = await document('delete', {
			document: byReference(one.documentReference),
			ifInPackage: 'package',
		});
		expect(items[0].json.deleted).toBe(true);
		expect(bench.simulator.requests[0].query).toEqual({ RemoveFromPackage: 'false' });
		expect(references()).not.toContain(two.documentReference);
	});

	test('a document by itself', async () => {
		const reference = await storedDocument(bench, 'Lease.pdf');
		await document('delete', { document: byReference(reference) });
		expect(references()).not.toContain(reference);
	});

	test('is tried once, and says that it may have been done', async () => {
		const reference = await storedDocument(bench, 'Lease.pdf');
		bench.simulator.requests.length = 0;
		bench.simulator.faults.add({ kind: 'gateway', operation: 'deleteDocument' });
		const { error } = await document('delete', { document: byReference(reference) });
		expect(error?.message).toMatch(/status 502/);
		expect(error?.description).toMatch(/may have been carried out/);
		expect(bench.simulator.requests).toHaveLength(1);
	});
});

describe('extend', () => {
	test.each([
		['iso', 'ignored'],
		['servicestack', 'shifts'],
	] as const)('moves the due date (dates %s, GMT %s)', async (dates, gmtWithZone) => {
		const [{ documentReference }] = await send('Lease.pdf');
		Object.assign(bench.simulator.readings, { dates, gmtWithZone });
		const { items, error } = await document('extend', {
			document: byReference(documentReference),
			dueDate: `${inDays(30)}T12:00:00Z`,
		});
		Object.assign(bench.simulator.readings, { dates: 'iso', gmtWithZone: 'ignored' });
		expect(error).toBeUndefined();
		expect(bench.simulator.requests[0].body).toEqual({
			DocumentReference: documentReference,
			DueDate: `${inDays(30)}T12:00:00.000Z`,
			GMT: '0',
		});
		expect(items[0].json).toMatchObject({
			status: 'inProgress',
			dueDate: `${inDays(30)}T12:00:00.000Z`,
		});
	});

	test('raw', async () => {
		const [{ documentReference }] = await send('Lease.pdf');
		const { items } = await document('extend', {
			document: byReference(documentReference),
			dueDate: inDays(30),
			simplify: false,
		});
		expect(items[0].json).toMatchObject({ Reference: documentReference, Status: 'Signing' });
	});

	test.each([
		['={{ "" }}', NO_DUE_DATE],
		['2020-01-01', PAST_DUE_DATE],
		['soon', /not a date/],
	])('the due date “%s” is refused before anything is sent', async (dueDate, message) => {
		const { error } = await document('extend', { document: byReference('1'), dueDate });
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a document that cannot be extended', async () => {
		const { error } = await document('extend', {
			document: byReference(await storedDocument(bench, 'Lease.pdf')),
			dueDate: inDays(30),
		});
		expect(error?.message).toMatch(`${toldOn(400)}: “Only a document in progress`);
	});
});

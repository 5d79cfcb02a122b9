import type { IDataObject } from 'n8n-workflow';

import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { passTime, realTime } from '../harness/clock.cts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';
import { ENDINGS } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});
afterEach(() => expect(bench.simulator.problems).toEqual([]));

const packages = async (operation: string, reference: unknown, parameters: object = {}) =>
	await bench.run({
		resource: 'package',
		operation,
		package: byReference(reference),
		...parameters,
	});
/** Two documents for the same two people. */
const send = async () => {
	const { binary } = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
	const { items } = await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			binaryPropertyName: 'one,two',
			signers: both,
			dueDate: inDays(9),
			options: { packageName: 'Moving in' },
		},
		{ items: [{ json: {}, binary: { one: binary!.data, two: binary!.data } }] },
	);
	bench.simulator.requests.length = 0;
	return items[0].json as { packageReference: string; documentReference: string };
};

describe('get', () => {
	test.each([
		['documents', 'omitted'],
		['wrapper', 'omitted'],
		['documents', 'null'],
		['wrapper', 'null'],
	] as const)('how far it is (%s, no value: %s)', async (packageDocuments, nullFields) => {
		const { packageReference, documentReference } = await send();
		await bench.simulator.sign(packageReference, 'ana@example.com');
		await bench.simulator.sign(documentReference, 'ben@example.com');
		Object.assign(bench.simulator.readings, { packageDocuments, nullFields });
		const { items, error } = await packages('get', packageReference);
		Object.assign(bench.simulator.readings, {
			packageDocuments: 'documents',
			nullFields: 'omitted',
		});
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({
			packageReference,
			name: 'Moving in',
			status: 'inProgress',
			statusText: 'InProgress',
			// Ana has signed both documents, Ben only one of his.
			signedCount: 1,
			signerCount: 2,
			completedCount: 1,
			documentCount: 2,
			documents: [
				expect.objectContaining({ documentReference, status: 'completed', signedCount: 2 }),
				expect.objectContaining({ status: 'inProgress', signedCount: 1, signerCount: 2 }),
			],
		});
	});

	test.each(ENDINGS)('%s', async (status, end) => {
		const { packageReference } = await send();
		await end(bench, packageReference);
		const { items } = await packages('get', packageReference);
		expect(items[0].json.status).toBe(status);
	});

	// What `PackageStatus` may be is unknown (docs/api/API.md section 6), and its documents tell.
	test('called complete before all of its documents are', async () => {
		const { packageReference, documentReference } = await send();
		await bench.simulator.sign(documentReference);
		await bench.simulator.sign(documentReference);
		bench.simulator.faults.spoil((answer) => ({
			...(answer as IDataObject),
			PackageStatus: 'Complete',
		}));
		const { items } = await packages('get', packageReference);
		expect(items[0].json).toMatchObject({ status: 'inProgress', completedCount: 1 });
	});

	test('a signer of a complete document has still to sign: in doubt, and completed when it is said again', async () => {
		const { packageReference } = await send();
		for (let signer = 0; signer < 2; signer++) await bench.simulator.sign(packageReference);
		bench.simulator.faults.spoil((answer) => {
			const { Documents = [], ...own } = answer as { Documents?: IDataObject[] };
			const [first, ...others] = Documents;
			const [ana, ben] = (first?.Signers ?? []) as IDataObject[];
			const open = { ...ben, HasSigned: false, SignedStatus: 'Pending' };
			return { ...own, Documents: [{ ...first, Signers: [ana, open] }, ...others] };
		});
		expect((await packages('get', packageReference)).items[0].json.status).toBe('unknown');
		passTime(5 * 60_000);
		expect((await packages('get', packageReference)).items[0].json.status).toBe('completed');
		realTime();
	});

	test('with the log, simplified and raw', async () => {
		const { packageReference } = await send();
		const options = { includeLog: true };
		const { items } = await packages('get', packageReference, { options });
		expect(bench.simulator.requests[0].query).toEqual({ DocumentLog: 'true' });
		expect(items[0].json.documents).toMatchObject([
			{ log: [{ action: 'Sent', date: expect.stringMatching(/Z$/) }, { action: 'Invited' }] },
			{ log: expect.any(Array) },
		]);
		const raw = await packages('get', packageReference, { options, simplify: false });
		expect(raw.items[0].json).toMatchObject({
			PackageReference: packageReference,
			PackageStatus: 'InProgress',
			Documents: [{ Name: 'Lease.pdf', Logs: expect.any(Array) }, {}],
		});
	});
});

describe('extend', () => {
	test.each(['documents', 'wrapper'] as const)('every document of it (%s)', async (reading) => {
		const { packageReference } = await send();
		bench.simulator.readings.packageDocuments = reading;
		const { items, error } = await packages('extend', packageReference, {
			dueDate: `${inDays(30)}T12:00:00Z`,
		});
		bench.simulator.readings.packageDocuments = 'documents';
		expect(error).toBeUndefined();
		const dueDate = `${inDays(30)}T12:00:00.000Z`;
		expect(bench.simulator.requests[0].body).toEqual({
			PackageReference: packageReference,
			DueDate: dueDate,
			GMT: '0',
		});
		expect(items[0].json.documents).toMatchObject([{ dueDate }, { dueDate }]);
	});

	test('a due date in the past is refused before anything is sent', async () => {
		const { error } = await packages('extend', '1', { dueDate: '2020-01-01' });
		expect(error?.message).toMatch(PAST_DUE_DATE);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a package that is finished', async () => {
		const { packageReference } = await send();
		await bench.simulator.sign(packageReference);
		await bench.simulator.sign(packageReference);
		const { error } = await packages('extend', packageReference, { dueDate: inDays(30) });
		expect(error?.message).toMatch(`${toldOn(400)}: “Only a document in progress`);
	});
});

describe('delete', () => {
	test('with all of its documents', async () => {
		const { packageReference } = await send();
		const { items, error } = await packages('delete', packageReference);
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({ deleted: true, packageReference });
		expect(bench.simulator.requests[0]).toMatchObject({ operationId: 'deletePackage' });
		const left = bench.simulator.documents().map((document) => document.packageReference);
		expect(left).not.toContain(packageReference);
	});
});

describe.each([
	['delete', {}],
	['extend', { dueDate: inDays(9) }],
	['get', {}],
])('%s', (operation, parameters) => {
	test('without a package is refused before anything is sent', async () => {
		const { error } = await packages(operation, '={{ "" }}', parameters);
		expect(error?.message).toMatch(/'Package' is empty/);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of a package that is not there', async () => {
		const { error } = await packages(operation, '1', parameters);
		expect(error?.message).toMatch(`${toldOn(404)}: “`);
		expect(error?.httpCode).toBe('404');
	});
});

import { fieldValues } from '../../nodes/SecuredSigning/api/answers/fields';
import { simplifyPackage } from '../../nodes/SecuredSigning/api/answers/package';
import { simplifyVerification } from '../../nodes/SecuredSigning/api/answers/verification';
import { binaryData } from '../harness/engine.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, documentList, inDays } from './samples.cts';

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

const pdf = dataFile('confidentiality-agreement.pdf');
const document = async (operation: string, parameters: object = {}) =>
	await bench.run({ resource: 'document', operation, ...parameters });
const upload = async (name = 'Lease.pdf') => {
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [await bench.file(pdf, name)] },
	);
	return items[0].json.documentReference as string;
};
const send = async (...names: string[]) => {
	const references = await Promise.all(names.map(upload));
	const { items } = await bench.run({
		resource: 'smartTag',
		operation: 'send',
		documentsFrom: 'documents',
		documents: documentList(...references),
		signers: both,
		dueDate: inDays(9),
	});
	bench.simulator.requests.length = 0;
	return items.map(({ json }) => json as { documentReference: string; packageReference: string });
};
const signed = async (name = 'Lease.pdf') => {
	const [{ documentReference }] = await send(name);
	await bench.simulator.sign(documentReference);
	await bench.simulator.sign(documentReference);
	return documentReference;
};
const references = () => bench.simulator.documents().map(({ reference }) => reference);
const operationIds = () => bench.simulator.requests.map(({ operationId }) => operationId);

describe('combine', () => {
	test('in the order of the list, hidden or in the InBox', async () => {
		const [one, two, three] = [await upload('1.pdf'), await upload('2.pdf'), await upload('3.pdf')];
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
			documents: documentList(await upload(), '1'),
			name: 'All',
		});
		expect(error?.message).toMatch(/could not find what was asked for/);
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
		const reference = await upload();
		await document('delete', { document: byReference(reference) });
		expect(references()).not.toContain(reference);
	});

	test('is tried once, and says that it may have been done', async () => {
		const reference = await upload();
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
		['={{ "" }}', /'Due Date' is empty/],
		['2020-01-01', /in the past/],
		['soon', /not a date/],
	])('the due date “%s” is refused before anything is sent', async (dueDate, message) => {
		const { error } = await document('extend', { document: byReference('1'), dueDate });
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a document that cannot be extended', async () => {
		const { error } = await document('extend', {
			document: byReference(await upload()),
			dueDate: inDays(30),
		});
		expect(error?.message).toMatch(/did not accept the values: “Only a document in progress/);
	});
});

describe('get log', () => {
	test.each(['iso', 'servicestack'] as const)('an item for each step (dates %s)', async (dates) => {
		const reference = await signed();
		bench.simulator.readings.dates = dates;
		const { items } = await document('getLog', { document: byReference(reference) });
		bench.simulator.readings.dates = 'iso';
		expect(items.map(({ json }) => json.action)).toEqual([
			...['Sent', 'Invited', 'Signed', 'Invited', 'Signed', 'Completed'],
		]);
		expect(items[2]).toMatchObject({
			json: {
				documentReference: reference,
				action: 'Signed',
				name: 'Ana Lopez',
				email: 'ana@example.com',
				date: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			},
			pairedItem: { item: 0 },
		});
	});
});

describe('get field values', () => {
	test('by the name of the field, and as the service sends them', async () => {
		const [{ documentReference }] = await send('Lease.pdf');
		await bench.simulator.sign(documentReference, undefined, { Comment: 'Fine with me' });
		const before = await document('getFieldValues', { document: byReference(documentReference) });
		expect(before.items[0].json).toEqual({ documentReference, values: {}, fields: [] });
		await bench.simulator.sign(documentReference);
		const { items } = await document('getFieldValues', {
			document: byReference(documentReference),
		});
		expect(items[0].json).toMatchObject({
			documentReference,
			values: { Comment: 'Fine with me' },
			fields: [{ ID: 'Comment', Label: 'Comment', Value: 'Fine with me', FieldType: 'Text' }],
		});
	});
});

describe('get download URL', () => {
	test('leads to the file', async () => {
		const { items } = await document('getDownloadUrl', { document: byReference(await signed()) });
		const answer = await fetch(items[0].json.url as string);
		expect(answer.headers.get('content-type')).toBe('application/pdf');
	});
});

describe('verify', () => {
	const verifyFile = async (content: Buffer, name = 'signed.pdf', parameters = {}) =>
		await bench.run(
			{ resource: 'document', operation: 'verify', source: 'file', ...parameters },
			{ items: [await bench.file(content, name)] },
		);

	test.each(['omitted', 'null'] as const)(
		'a signed document (no value: %s)',
		async (nullFields) => {
			const reference = await signed();
			bench.simulator.readings.nullFields = nullFields;
			const { items } = await document('verify', { document: byReference(reference) });
			bench.simulator.readings.nullFields = 'omitted';
			expect(items[0].json).toEqual({
				documentReference: reference,
				valid: true,
				signatureCount: 2,
				validCount: 2,
				name: 'Lease.pdf',
				documentUrl: expect.stringMatching(/^http/),
				signatures: [
					{
						valid: true,
						signedAt: expect.stringMatching(/Z$/),
						name: 'Ana Lopez',
						email: 'ana@example.com',
					},
					expect.objectContaining({ valid: true, name: 'Ben Wu' }),
				],
			});
		},
	);

	test('a document without signatures is not valid', async () => {
		const { items } = await document('verify', { document: byReference(await upload()) });
		expect(items[0].json).toMatchObject({ valid: false, signatureCount: 0, signatures: [] });
	});

	test('a file of the item: signed, and one that nobody signed', async () => {
		const { items } = await document('download', { document: byReference(await signed()) });
		const content = await (await binaryData()).getAsBuffer(items[0].binary!.data);
		bench.simulator.requests.length = 0;
		expect((await verifyFile(content)).items[0].json).toMatchObject({
			valid: true,
			signatureCount: 2,
		});
		expect((await verifyFile(pdf)).items[0].json).toMatchObject({ valid: false });
		expect(operationIds()).toEqual(['validateDocumentFile', 'validateDocumentFile']);
		const named = await verifyFile(content, 'the "one".pdf', { options: { fileName: 'one.pdf' } });
		expect(named.items[0].json).toMatchObject({ valid: true, name: 'one.pdf' });
	});

	test('a file that the service does not take is refused before anything is sent', async () => {
		const { error } = await verifyFile(Buffer.from('x'), 'photo.png');
		expect(error?.message).toMatch(/does not accept files like/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('a file that the service cannot look at', async () => {
		bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'validateDocumentFile' });
		expect((await verifyFile(pdf)).error?.message).toMatch(/status 500/);
	});
});

describe.each([
	['delete', {}],
	['download', {}],
	['extend', { dueDate: inDays(9) }],
	['getDownloadUrl', {}],
	['getFieldValues', {}],
	['getLog', {}],
	['verify', {}],
])('%s', (operation, parameters) => {
	test('without a document is refused before anything is sent', async () => {
		const { error } = await document(operation, {
			document: byReference('={{ "" }}'),
			...parameters,
		});
		expect(error?.message).toMatch(/'Document' is empty/);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of a document that is not there', async () => {
		const { error } = await document(operation, { document: byReference('1'), ...parameters });
		expect(error?.message).toMatch(/could not find what was asked for: “/);
		expect(error?.httpCode).toBe('404');
	});
});

describe('what the simulator does not play', () => {
	test('fields go by their client field, else by their label; a name twice loses nothing', () => {
		expect(
			fieldValues([
				{ ClientField: 'rent', Label: 'Weekly rent', Value: '400' },
				{ Label: 'Initials', Value: 'AL' },
				{ Label: 'Initials', Value: 'BW' },
				{ Label: null, ID: '7', Value: null },
			]),
		).toEqual({ rent: '400', Initials: 'AL', 'Initials (2)': 'BW', '7': '' });
	});

	test('one signature that does not hold makes a file not valid', () => {
		const Signatures = [{ isValid: true }, { isValid: false, User: 'Ben Wu' }];
		expect(simplifyVerification({ Signatures })).toMatchObject({
			valid: false,
			signatureCount: 2,
			validCount: 1,
			signatures: [{ valid: true }, { valid: false, name: 'Ben Wu' }],
		});
		expect(simplifyVerification({ Signatures: [{}] })).toMatchObject({ valid: false });
	});

	test('a package whose status nobody knows is as far as its documents', () => {
		const statusOf = (...states: string[]) =>
			simplifyPackage({
				PackageStatus: 'Something New',
				Documents: states.map((Status) => ({ Status, Signers: [] })),
			}).status;
		expect(statusOf('Complete', 'Complete')).toBe('completed');
		expect(statusOf('Complete', 'Signing')).toBe('inProgress');
		expect(statusOf('Complete', 'Declined')).toBe('declined');
		expect(statusOf()).toBe('unknown');
	});
});

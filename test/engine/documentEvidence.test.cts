/** Document > Get Log, Get Field Values, Get Download URL and Verify: what tells of a document. */
import { fieldValues } from '../../nodes/SecuredSigning/api/answers/fields';
import { simplifyPackage } from '../../nodes/SecuredSigning/api/answers/package';
import { simplifyVerification } from '../../nodes/SecuredSigning/api/answers/verification';
import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import type { Bench } from './node.cts';
import { byReference, dataFile, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';
import { useSentDocuments } from './sentDocuments.cts';

let bench: Bench;
const { document, send } = useSentDocuments((own) => ({ bench } = own));

const pdf = dataFile('confidentiality-agreement.pdf');
const signed = async (name = 'Lease.pdf') => {
	const [{ documentReference }] = await send(name);
	await bench.simulator.sign(documentReference);
	await bench.simulator.sign(documentReference);
	return documentReference;
};
const operationIds = () => bench.simulator.requests.map(({ operationId }) => operationId);

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

	// README and the field 'valid': every signature is good. One that cannot be read is not known to be.
	test.each([[null], ['broken'], [[]], [{}], [{ isValid: 'false' }]])(
		'with a signature that reads %j, it is not valid',
		async (signature) => {
			const reference = await signed();
			bench.simulator.faults.spoil((answer) => {
				const { Signatures } = answer as { Signatures?: unknown[] };
				return Signatures
					? { ...(answer as object), Signatures: [...Signatures, signature] }
					: answer;
			});
			const { items } = await document('verify', { document: byReference(reference) });
			bench.simulator.faults.clear();
			expect(items[0].json).toMatchObject({ valid: false, signatureCount: 3, validCount: 2 });
		},
	);

	test('a document without signatures is not valid', async () => {
		const { items } = await document('verify', {
			document: byReference(await storedDocument(bench, 'Lease.pdf')),
		});
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
		expect(error?.message).toMatch(`${toldOn(404)}: “`);
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

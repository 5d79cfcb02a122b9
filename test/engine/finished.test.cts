import type { IBinaryData } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import type { Fault } from '../../simulator/index.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

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

const zip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
const send = async (on = bench) => {
	const { items } = await on.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
		{ items: [await on.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
	);
	on.simulator.requests.length = 0;
	return items[0].json.documentReference as string;
};
const signed = async (on = bench) => {
	const reference = await send(on);
	await on.simulator.sign(reference, undefined, { Comment: 'Fine' });
	await on.simulator.sign(reference, undefined, { Comment: 'Fine with me' });
	return reference;
};
/** A second certificate, as the API allows for. */
const certifyAgain = (wanted: string) => {
	const { certificates } = bench.simulator
		.documents()
		.find(({ reference }) => reference === wanted)!;
	certificates.push({ ...certificates[0], reference: '7'.repeat(48) });
};
const document = async (operation: string, reference: unknown, parameters: object = {}) =>
	await bench.run({
		resource: 'document',
		operation,
		document: byReference(reference),
		...parameters,
	});
const operationIds = () => bench.simulator.requests.map(({ operationId }) => operationId);
const contentOf = async (file: IBinaryData) => await (await binaryData()).getAsBuffer(file);

describe('get finished', () => {
	test.each([
		['omitted', 'iso'],
		['null', 'servicestack'],
	] as const)('everything in one item (no value: %s, dates %s)', async (nullFields, dates) => {
		const reference = await signed();
		await bench.simulator.leave(reference, 'uploads', 'passport.zip', zip);
		certifyAgain(reference);
		Object.assign(bench.simulator.readings, { nullFields, dates });
		const { items, error } = await document('getFinished', reference);
		Object.assign(bench.simulator.readings, { nullFields: 'omitted', dates: 'iso' });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		const { json, binary } = items[0];
		const signer = { signed: true, status: 'signed' };
		const certificate = { certificateStatus: 'Complete', signingDate: expect.stringMatching(/Z$/) };
		expect(json).toMatchObject({
			documentReference: reference,
			status: 'completed',
			finished: true,
			missing: [],
			files: ['data', 'certificate', 'certificate2', 'uploadedFiles'],
			signers: [
				{ ...signer, name: 'Ana Lopez' },
				{ ...signer, name: 'Ben Wu' },
			],
			fieldValues: { Comment: 'Fine with me' },
			certificates: [certificate, { ...certificate, certificateReference: '7'.repeat(48) }],
		});
		expect((json.log as object[]).at(-1)).toMatchObject({
			action: 'Completed',
			date: expect.stringMatching(/Z$/),
		});
		expect(binary).toMatchObject({
			data: { fileName: 'Lease.pdf', mimeType: 'application/pdf' },
			certificate: { fileName: 'Lease certificate.pdf', mimeType: 'application/pdf' },
			certificate2: { mimeType: 'application/pdf' },
			uploadedFiles: { fileName: 'passport.zip', mimeType: 'application/zip' },
		});
		expect((await contentOf(binary!.uploadedFiles)).equals(zip)).toBe(true);
		expect(operationIds()[0]).toBe('getDocumentStatus');
		expect(operationIds().sort()).toEqual([
			'downloadDocument',
			'downloadSigningCompletionCertificate',
			'downloadSigningCompletionCertificate',
			'downloadUploadedFiles',
			'getDocumentStatus',
			'getFieldData',
			'getSigningCompletionCertificates',
		]);
	});

	test('raw', async () => {
		const { items } = await document('getFinished', await signed(), { simplify: false });
		expect(items[0].json).toMatchObject({
			Status: 'Complete',
			Logs: expect.any(Array),
			FieldData: [{ ID: 'Comment', Value: 'Fine with me' }],
			Certificates: [{ Status: 'Complete' }],
			finished: true,
			missing: [],
			files: ['data', 'certificate'],
		});
	});

	test('only what is asked for', async () => {
		const reference = await signed();
		const { items } = await document('getFinished', reference, { include: ['signedFile'] });
		expect(operationIds()).toEqual(['getDocumentStatus', 'downloadDocument']);
		expect(bench.simulator.requests[0].query).toEqual({});
		expect(items[0].json).toMatchObject({ finished: true, missing: [], files: ['data'] });
		for (const left of ['log', 'fieldValues', 'certificates']) {
			expect(items[0].json).not.toHaveProperty(left);
		}
	});

	test('nothing is missing when nobody uploaded anything', async () => {
		const { items } = await document('getFinished', await signed());
		expect(items[0].json).toMatchObject({ missing: [], files: ['data', 'certificate'] });
		expect(operationIds()).not.toContain('downloadUploadedFiles');
	});

	test('a certificate that is not there yet is missing', async () => {
		const reference = await signed();
		bench.simulator.documents().find((held) => held.reference === reference)!.certificates.length =
			0;
		const { items, error } = await document('getFinished', reference);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			finished: true,
			missing: ['certificates', 'certificateFiles'].map((part) => ({
				part,
				reason: 'There is no certificate of this document',
			})),
			certificates: [],
			files: ['data'],
		});
	});

	test.each([
		['inProgress', async () => {}],
		['declined', async (reference: string) => await bench.simulator.decline(reference)],
	])('a document that is not finished (%s) says what is missing', async (status, end) => {
		const reference = await send();
		await end(reference);
		const { items, error } = await document('getFinished', reference);
		expect(error).toBeUndefined();
		expect(operationIds()).toEqual(['getDocumentStatus']);
		expect(items[0].json).toMatchObject({
			status,
			finished: false,
			missing: [
				'certificateFiles',
				'certificates',
				'fieldValues',
				'signedFile',
				'uploadedFiles',
			].map((part) => ({ part, reason: 'Not everybody has signed this document' })),
			files: [],
			log: expect.any(Array),
		});
		expect(items[0].binary ?? {}).toEqual({});
	});

	test('without a document is refused before anything is sent', async () => {
		const { error } = await document('getFinished', '={{ "" }}');
		expect(error?.message).toMatch(/'Document' is empty/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	interface Finished {
		missing: Array<{ part: string; reason: string }>;
		files: string[];
	}

	describe('a part that cannot be had is missing, and keeps nothing else back', () => {
		/** What a service may answer to one of the requests behind the status of a document. */
		const answers = {
			'a refusal': { kind: 'paymentRequired' },
			'no such thing': { kind: 'notFound' },
			'an error': { kind: 'serverErrorHtml' },
			'no service': { kind: 'gateway', status: 503 },
			'a web page': { kind: 'wrongBody', body: 'html' },
			'half of it': { kind: 'wrongBody', body: 'truncated' },
			'nothing at all': { kind: 'wrongBody', body: 'empty' },
		} as const;
		const parts: Array<[Fault['operation'], string[]]> = [
			['downloadDocument', ['signedFile']],
			['downloadSigningCompletionCertificate', ['certificateFiles']],
			['getSigningCompletionCertificates', ['certificates', 'certificateFiles']],
			['getFieldData', ['fieldValues']],
			['downloadUploadedFiles', ['uploadedFiles']],
		];

		// Side by side: what may pass is tried again for half a minute.
		test('whatever the service answers instead', async () => {
			await Promise.all(
				Object.entries(answers).map(async ([what, fault]) => {
					const own = await startBench();
					own.records = false;
					const reference = await signed(own);
					await own.simulator.leave(reference, 'uploads', 'passport.zip', zip);
					own.simulator.faults.choose(({ operationId }) =>
						parts.some(([operation]) => operation === operationId) ? { ...fault } : undefined,
					);
					const { items, error } = await own.run({
						resource: 'document',
						operation: 'getFinished',
						document: byReference(reference),
						requestOptions: { retries: 0 },
					});
					expect([what, error]).toEqual([what, undefined]);
					const { missing, ...json } = items[0].json as unknown as Finished;
					expect(json).toMatchObject({
						documentReference: reference,
						status: 'completed',
						finished: true,
						files: [],
					});
					expect(missing.map(({ part }) => part).sort()).toEqual(
						[...new Set(parts.flatMap(([, names]) => names))].sort(),
					);
					for (const { reason } of missing) expect(reason).toMatch(/Secured Signing/);
					await own.close();
				}),
			);
		});

		test.each(parts)('%s alone', async (operation, missing) => {
			const reference = await signed();
			await bench.simulator.leave(reference, 'uploads', 'passport.zip', zip);
			bench.simulator.faults.add({ kind: 'paymentRequired', operation, times: 9 });
			const { items, error } = await document('getFinished', reference);
			expect(error).toBeUndefined();
			const json = items[0].json as unknown as Finished;
			expect(json).toMatchObject({ status: 'completed', finished: true });
			expect(json.missing).toEqual(
				missing.map((part) => ({
					part,
					reason: expect.stringMatching(/^The Secured Signing account is on hold until it is paid/),
				})),
			);
			const files = { signedFile: 'data', certificateFiles: 'certificate', uploadedFiles: '' };
			expect(json.files).toEqual(
				['data', 'certificate', 'uploadedFiles'].filter(
					(file) =>
						!missing.includes(file) && !missing.some((part) => files[part as never] === file),
				),
			);
		});

		test('what passes after some tries is not missing', async () => {
			const reference = await signed();
			for (const [operation] of parts) {
				bench.simulator.faults.add({ kind: 'notFound', operation, times: 2 });
			}
			const { items } = await document('getFinished', reference);
			expect(items[0].json).toMatchObject({ missing: [], files: ['data', 'certificate'] });
		});

		test('a log that comes with the status only as an error', async () => {
			const reference = await signed();
			bench.simulator.faults.choose(({ operationId, query }) =>
				operationId === 'getDocumentStatus' && 'DocumentLog' in (query as object)
					? { kind: 'serverErrorHtml' }
					: undefined,
			);
			const { items, error } = await document('getFinished', reference);
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({ status: 'completed', missing: [] });
			expect((items[0].json.log as object[]).length).toBeGreaterThan(3);
		});

		test('a 404 says that there is no such document or no such address, and no more', async () => {
			for (const operation of ['getFinished', 'get', 'await']) {
				const { error } = await document(operation, '9'.repeat(48));
				expect(error?.description).toMatch(/no such document, or no such address/i);
				expect(error?.message).not.toMatch(/deleted|gone/);
			}
		});
	});
});

describe('download', () => {
	test('one item for each certificate', async () => {
		const reference = await signed();
		certifyAgain(reference);
		const { items, error } = await document('download', reference, {
			file: 'certificate',
			binaryPropertyName: 'proof',
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect(items[1]).toMatchObject({
			json: {
				documentReference: reference,
				certificateReference: '7'.repeat(48),
				certificateStatus: 'Complete',
				fileName: 'Lease certificate.pdf',
			},
			binary: { proof: { mimeType: 'application/pdf' } },
			pairedItem: { item: 0 },
		});
	});

	test('a certificate before everybody has signed', async () => {
		const { error, items } = await document('download', await send(), { file: 'certificate' });
		expect(error?.message).toMatch(/no certificate of completion yet/);
		expect(items).toEqual([]);
	});

	test.each([
		['idVerification', {}, 'downloadIDVerification', 'pdf'],
		['idVerification', { format: 'json' }, 'downloadIDVerification', 'json'],
		['notaryJournal', {}, 'downloadENotaryJournal', 'pdf'],
		['notaryJournal', { format: 'json' }, 'downloadENotaryJournal', 'json'],
		['notaryJournal', { format: 'xlsx' }, 'downloadENotaryJournal', 'xlsx'],
		['snapshots', {}, 'downloadSnapshots', 'zip'],
		['uploadedFiles', {}, 'downloadUploadedFiles', 'zip'],
		['videoRecording', {}, 'downloadVideoSigningRecording', 'mp4'],
	])('%s %j', async (file, parameters, operationId, extension) => {
		const reference = await signed();
		await bench.simulator.leave(reference, 'uploads', 'passport.zip', zip);
		await bench.simulator.leave(reference, 'snapshots', 'faces.zip', zip);
		await bench.simulator.leave(reference, 'recording', 'talk.mp4', Buffer.from('....ftypmp42'));
		for (const headers of ['present', 'absent'] as const) {
			bench.simulator.readings.downloadHeaders = headers;
			const { items, error } = await document('download', reference, { file, ...parameters });
			bench.simulator.readings.downloadHeaders = 'present';
			expect(error).toBeUndefined();
			expect(items[0].json.documentReference).toBe(reference);
			expect(items[0].json.fileName).toMatch(new RegExp(`\\.${extension}$`));
			expect(items[0].binary?.data.fileExtension).toBe(extension);
		}
		expect(operationIds()).toEqual([operationId, operationId]);
	});

	test('a notary journal that the service does not have as xlsx', async () => {
		bench.simulator.readings.notaryJournalTypes = 'pdfAndJson';
		const { error } = await document('download', await signed(), {
			file: 'notaryJournal',
			format: 'xlsx',
		});
		bench.simulator.readings.notaryJournalTypes = 'withXlsx';
		expect(error?.message).toMatch(/did not accept the values: “The notary journal is available/);
	});

	test('a recording that nobody took is not an empty file', async () => {
		const { error } = await bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference(await signed()),
			file: 'videoRecording',
			requestOptions: { retries: 0 },
		});
		expect(error?.message).toMatch(/cannot be read/);
	});

	test('a kind of file that there is not is refused before anything is sent', async () => {
		const { error } = await document('download', '1', { file: '={{ "photo" }}' });
		expect(error?.message).toMatch(/^'Download' is not in the list: "photo"$/);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});
});

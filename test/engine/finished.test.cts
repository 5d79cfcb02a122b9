/** Get Finished: all that is kept of a document that everybody has signed, in one item. */
import JSZip from 'jszip';
import type { IBinaryData } from 'n8n-workflow';

import { binaryData } from '../harness/engine.cts';
import type { Bench } from './node.cts';
import { emptyZip } from './samples.cts';
import { useSigned } from './signedDocuments.cts';

let bench: Bench;
const { send, signed, certifyAgain, document, operationIds } = useSigned(
	(own) => ({ bench } = own),
);

const contentOf = async (file: IBinaryData) => await (await binaryData()).getAsBuffer(file);

describe('get finished', () => {
	test.each([
		['omitted', 'iso'],
		['null', 'servicestack'],
	] as const)('everything in one item (no value: %s, dates %s)', async (nullFields, dates) => {
		const reference = await signed();
		await bench.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
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
		expect((await contentOf(binary!.uploadedFiles)).equals(emptyZip)).toBe(true);
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

	// docs/api/API.md section 3: whatever is not required may be missing. Whether files were uploaded is not known then.
	describe.each([undefined, null])('a status with HasFileUploaded: %j', (HasFileUploaded) => {
		const without = () =>
			bench.simulator.faults.spoil((answer, { operationId }) =>
				operationId === 'getDocumentStatus' ? { ...(answer as object), HasFileUploaded } : answer,
			);

		test('files that were uploaded are there', async () => {
			const reference = await signed();
			const zip = await new JSZip()
				.file('passport.txt', 'A passport')
				.generateAsync({ type: 'nodebuffer' });
			await bench.simulator.leave(reference, 'uploads', 'passport.zip', zip);
			without();
			const { items } = await document('getFinished', reference);
			bench.simulator.faults.clear();
			expect(items[0].json.files).toContain('uploadedFiles');
			expect(items[0].json.missing).toEqual([]);
		});

		test('without such files, nothing is missing', async () => {
			const reference = await signed();
			without();
			const { items } = await document('getFinished', reference);
			bench.simulator.faults.clear();
			expect(items[0].json.files).not.toContain('uploadedFiles');
			expect(items[0].json.missing).toEqual([]);
		});

		test('if they cannot be fetched, they are missing', async () => {
			const reference = await signed();
			without();
			bench.simulator.faults.choose(({ operationId }) =>
				operationId === 'downloadUploadedFiles' ? { kind: 'paymentRequired' } : undefined,
			);
			const { items } = await document('getFinished', reference);
			bench.simulator.faults.clear();
			expect(items[0].json.missing).toMatchObject([{ part: 'uploadedFiles' }]);
		});
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
});

/** Download: certificates, and whatever else is kept of a signed document. */
import { toldOn } from '../harness/told.cts';
import type { Bench } from './node.cts';
import { byReference, emptyZip } from './samples.cts';
import { useSigned } from './signedDocuments.cts';

let bench: Bench;
const { send, signed, certifyAgain, document, operationIds } = useSigned(
	(own) => ({ bench } = own),
);

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
		await bench.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
		await bench.simulator.leave(reference, 'snapshots', 'faces.zip', emptyZip);
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
		expect(error?.message).toMatch(`${toldOn(400)}: “The notary journal is available`);
	});

	test('a recording that nobody took is not an empty file', async () => {
		const { error } = await bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference(await signed()),
			file: 'videoRecording',
			requestOptions: { retries: 0 },
		});
		expect(error?.message).toMatch(toldOn('unreadable'));
	});

	test('a kind of file that there is not is refused before anything is sent', async () => {
		const { error } = await document('download', '1', { file: '={{ "photo" }}' });
		expect(error?.message).toMatch(/^'Download' is not in the list: "photo"$/);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});
});

/** Get Finished, when a part of what is kept of a document cannot be had. */
import { toldOn } from '../harness/told.cts';
import type { Fault } from '../../simulator/index.cts';
import { startBench, type Bench } from '../engine/node.cts';
import { byReference, emptyZip } from '../engine/samples.cts';
import { useSigned } from '../engine/signedDocuments.cts';

let bench: Bench;
const { signed, document } = useSigned((own) => ({ bench } = own));

interface Finished {
	missing: Array<{ part: string; reason: string }>;
	files: string[];
}

describe('get finished', () => {
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
					await own.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
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
			await bench.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
			bench.simulator.faults.add({ kind: 'paymentRequired', operation, times: 9 });
			const { items, error } = await document('getFinished', reference);
			expect(error).toBeUndefined();
			const json = items[0].json as unknown as Finished;
			expect(json).toMatchObject({ status: 'completed', finished: true });
			expect(json.missing).toEqual(
				missing.map((part) => ({
					part,
					reason: expect.stringMatching(toldOn(402)),
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

/** The evidence manifest: what it says is held against the bytes that the simulator gave. */

import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { version } from '../../package.json';
import { binaryData } from '../harness/engine.cts';
import { Client } from '../../simulator/testing/client.cts';
import {
	EVERYTHING,
	contentOf,
	expectManifest,
	manifestIn,
	sha256,
	useManifests,
} from './manifests.cts';
import type { Bench } from './node.cts';
import { both, dataFile, emptyZip, inDays } from './samples.cts';

let bench: Bench;
const { signed, finished } = useManifests((own) => ({ bench } = own));

describe('what a manifest says', () => {
	test.each([true, false])('of a signed document (simplified: %s)', async (simplify) => {
		const reference = await signed();
		const { items, error } = await finished(reference, { simplify });
		expect(error).toBeUndefined();
		const { json, binary } = items[0];
		expect(json).toMatchObject({
			missing: [],
			files: ['data', 'certificate', 'uploadedFiles', 'manifest'],
		});
		expect(binary?.manifest.fileName).toBe('Lease manifest.json');
		const held = bench.simulator.documents().find((one) => one.reference === reference)!;
		const manifest = await manifestIn(binary);
		const { reference: certificate } = held.certificates[0];
		const fileOf = async (part: string, path: string, name: string) => {
			const answer = await new Client(bench.simulator).fetch('GET', `/Download/${path}`);
			const content = Buffer.from(await answer.arrayBuffer());
			return { part, name, size: content.length, sha256: sha256(content) };
		};
		expect(manifest).toMatchObject({
			format: 'n8n-nodes-secured-signing/evidence-manifest',
			version: 1,
			madeAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			madeBy: { package: 'n8n-nodes-secured-signing', version },
			document: { reference, name: 'Lease.pdf', status: 'completed', signedCount: 2 },
			signers: [
				{ name: 'Ana Lopez', email: 'ana@example.com', signed: true },
				{ name: 'Ben Wu', email: 'ben@example.com', signed: true },
			],
			certificates: [{ certificateReference: certificate }],
			fieldValues: { Comment: 'Fine with me' },
			included: expect.arrayContaining(EVERYTHING) as string[],
			missing: [],
			files: [
				await fileOf('signedFile', `GetDocumentData/${reference}`, 'Lease.pdf'),
				await fileOf(
					'certificateFiles',
					`SigningCompletionCertificate/${certificate}`,
					'Lease certificate.pdf',
				),
				{
					part: 'uploadedFiles',
					name: 'passport.zip',
					size: emptyZip.length,
					sha256: sha256(emptyZip),
				},
			],
			seal: {
				algorithm: 'HMAC-SHA256',
				keyId: expect.stringMatching(/^[\w-]{22}$/),
				value: expect.stringMatching(/^[\w-]{43}$/),
			},
		});
		expect((manifest.log as object[]).at(-1)).toMatchObject({ action: 'Completed' });
	});

	test('costs no request, and is not there where nobody asked for it', async () => {
		const reference = await signed();
		const without = EVERYTHING.filter((part) => part !== 'manifest');
		const { items } = await finished(reference, { include: without });
		expect(items[0].json.files).toEqual(['data', 'certificate', 'uploadedFiles']);
		const asked = bench.simulator.requests.length;
		await finished(reference);
		expect(bench.simulator.requests).toHaveLength(2 * asked);
	});

	test('what could not be fetched is in it as missing', async () => {
		const reference = await signed();
		bench.simulator.documents().find((one) => one.reference === reference)!.certificates.length = 0;
		const { items } = await finished(reference);
		const manifest = await manifestIn(items[0].binary);
		const reason = 'There is no certificate of this document';
		expect(manifest.missing).toEqual([
			{ part: 'certificates', reason },
			{ part: 'certificateFiles', reason },
		]);
		expect(manifest.missing).toEqual(items[0].json.missing);
		expect(manifest.files).toMatchObject([{ part: 'signedFile' }, { part: 'uploadedFiles' }]);
	});

	test('the hash is that of the whole file, also if a download was cut before', async () => {
		const reference = await signed();
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'downloadDocument', times: 2 });
		const { items } = await finished(reference, { include: ['manifest', 'signedFile'] });
		const downloads = bench.simulator.requests.filter(
			({ operationId }) => operationId === 'downloadDocument',
		);
		expect(downloads).toHaveLength(3);
		await expectManifest(bench.simulator, reference, items[0].binary);
	});

	test('one that cannot be stored is missing, and keeps nothing else back', async () => {
		const reference = await signed();
		const storage = (await binaryData()) as unknown as Record<string, unknown>;
		const store = storage.store as (...given: unknown[]) => Promise<unknown>;
		storage.store = async (...given: unknown[]) => {
			const isManifest = (given[2] as IBinaryData).fileName === 'Lease manifest.json';
			if (isManifest) throw new Error('The disk is full');
			return await store.apply(storage, given);
		};
		const { items, error } = await finished(reference).finally(() => delete storage.store);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			missing: [{ part: 'manifest', reason: 'The disk is full' }],
			files: ['data', 'certificate', 'uploadedFiles'],
		});
	});

	test('certificates of one name are saved and listed under different names', async () => {
		const reference = await signed();
		const held = bench.simulator.documents().find((one) => one.reference === reference)!;
		const [{ at, file }] = held.certificates;
		for (const number of [2, 3]) {
			const content = number === 2 ? held.signed! : file;
			held.certificates.push({
				...{ reference: String(number).repeat(48), at },
				file: { ...content, name: file.name },
			});
		}
		const { items } = await finished(reference);
		const { binary } = items[0];
		const names = [
			...['Lease.pdf', 'Lease certificate.pdf', 'Lease certificate 2.pdf'],
			...['Lease certificate 3.pdf', 'passport.zip'],
		];
		expect(Object.values(binary ?? {}).map(({ fileName }) => fileName)).toEqual([
			...names,
			'Lease manifest.json',
		]);
		const { files } = (await manifestIn(binary)) as { files?: IDataObject[] };
		expect(files?.map(({ name }) => name)).toEqual(names);
		const { items: verified } = await bench.run(
			{ resource: 'document', operation: 'verify', source: 'manifest' },
			{ items: [{ json: {}, binary }] },
		);
		expect(verified[0].json).toMatchObject({ valid: true, verdict: 'unchanged' });
	});

	test('without files it says what was asked for', async () => {
		const { items } = await finished(await signed(), { include: ['manifest'] });
		const manifest = await manifestIn(items[0].binary);
		expect(manifest).toMatchObject({ included: ['manifest'], files: [], missing: [] });
		for (const part of ['log', 'certificates', 'fieldValues']) {
			expect(manifest).not.toHaveProperty(part);
		}
	});

	test('of a document that is not signed there is none', async () => {
		const { items: sent } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf')] },
		);
		const { items } = await finished(sent[0].json.documentReference as string);
		expect(items[0].json).toMatchObject({
			finished: false,
			missing: expect.arrayContaining([expect.objectContaining({ part: 'manifest' })]),
			files: [],
		});
	});

	test('its text is the one that RFC 8785 knows for it, and has no secret and no way to sign', async () => {
		const reference = await signed();
		const { items } = await finished(reference);
		const written = String(await contentOf(items[0].binary!.manifest));
		const { credential } = bench.simulator;
		for (const secret of [credential.apiKey, credential.apiSecret]) {
			expect(written).not.toContain(secret);
		}
		expect(written).not.toMatch(/signingKey|signingLink|downloadUrl|https?:/i);
		const names: string[][] = [];
		const again = JSON.stringify(JSON.parse(written), (_, value: unknown) => {
			if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
				names.push(Object.keys(value));
			}
			return value;
		});
		expect(again).toBe(written);
		for (const own of names) expect(own).toEqual([...own].sort());
	});
});

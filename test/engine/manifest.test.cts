/** The evidence manifest: what it says is held against the bytes that the simulator gave. */
import { createHash } from 'node:crypto';

import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { version } from '../../package.json';
import { binaryData } from '../harness/engine.cts';
import type { Simulator } from '../../simulator/index.cts';
import { Client } from '../../simulator/testing/client.cts';
import { sendAndAwait, startAwaiting } from './awaiting.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, emptyZip, inDays } from './samples.cts';
import { startScene } from './watch.cts';
import { listen } from './webhook.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});

const EVERYTHING = [
	'certificateFiles',
	'certificates',
	'fieldValues',
	'log',
	'manifest',
	'signedFile',
	'uploadedFiles',
];
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const contentOf = async (file: IBinaryData) => await (await binaryData()).getAsBuffer(file);

async function signed(name = 'Lease.pdf'): Promise<string> {
	const { items } = await bench.run(
		{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), name)] },
	);
	const reference = items[0].json.documentReference as string;
	await bench.simulator.sign(reference, undefined, { Comment: 'Fine' });
	await bench.simulator.sign(reference, undefined, { Comment: 'Fine with me' });
	await bench.simulator.leave(reference, 'uploads', 'passport.zip', emptyZip);
	bench.simulator.requests.length = 0;
	return reference;
}

const finished = async (reference: string, parameters: IDataObject = {}) =>
	await bench.run({
		resource: 'document',
		operation: 'getFinished',
		document: byReference(reference),
		include: EVERYTHING,
		...parameters,
	});

async function manifestIn(binary?: IBinaryKeyData, field = 'manifest'): Promise<IDataObject> {
	expect(binary?.[field]).toMatchObject({ mimeType: 'application/json' });
	return JSON.parse(String(await contentOf(binary![field]))) as IDataObject;
}

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

/** The service's own bytes of a signed document, as an independent client gets them. */
const signedBytes = async (simulator: Simulator, reference: string) =>
	Buffer.from(
		await (
			await new Client(simulator).fetch('GET', `/Download/GetDocumentData/${reference}`)
		).arrayBuffer(),
	);

/** What every manifest has to say of a document of which the signed file was asked for. */
async function expectManifest(
	simulator: Simulator,
	reference: string,
	binary: IBinaryKeyData | undefined,
	field = 'manifest',
): Promise<void> {
	const manifest = await manifestIn(binary, field);
	const content = await signedBytes(simulator, reference);
	expect(manifest).toMatchObject({
		document: { reference, status: 'completed' },
		included: ['manifest', 'signedFile'],
		files: [{ part: 'signedFile', size: content.length, sha256: sha256(content) }],
	});
}

const include = ['manifest', 'signedFile'];

describe('who else adds one', () => {
	test('a wait for one document, and for several', async () => {
		const stage = await startAwaiting();
		try {
			const { begin, contracts, output, references } = stage;
			const { simulator } = stage.bench;
			const [{ binary: one }] = await contracts('Lease.pdf');
			const [{ binary: two }] = await contracts('Annex.pdf');
			const items: INodeExecutionData[] = [
				{ json: {}, binary: { a: one!.data } },
				{ json: {}, binary: { a: one!.data, b: two!.data } },
			];
			const binaryPropertyName = "={{ Object.keys($binary).join(',') }}";
			const id = await begin({ ...sendAndAwait, binaryPropertyName, include }, items);
			const waits = references(id);
			expect(waits.map(({ length }) => length)).toEqual([1, 2]);
			for (const reference of [...waits.flat(), ...waits.flat()]) {
				await simulator.sign(reference);
				await stage.settle();
			}
			const [single, several] = output(id).items;
			expect(single.json.files).toEqual(['data', 'manifest']);
			await expectManifest(simulator, waits[0][0], single.binary);
			expect(several.json.files).toEqual(['data', 'manifest', 'data2', 'manifest2']);
			await expectManifest(simulator, waits[1][0], several.binary);
			await expectManifest(simulator, waits[1][1], several.binary, 'manifest2');
		} finally {
			await stage.close();
		}
	});

	test('the trigger that looks into the account', async () => {
		const scene = await startScene();
		try {
			const trigger = scene.trigger({ include });
			await trigger.activate();
			const [reference] = await scene.send(1, { signers: 1 });
			await scene.simulator.sign(reference);
			await trigger.poll();
			const [sent, signedOne, completed] = trigger.executions[0];
			expect([sent.binary, signedOne.binary]).toEqual([undefined, undefined]);
			expect(completed.json).toMatchObject({ missing: [], files: ['data', 'manifest'] });
			await expectManifest(scene.simulator, reference, completed.binary);
		} finally {
			await scene.simulator.close();
		}
	});

	test('the trigger that is called', async () => {
		const { simulator } = bench;
		const trigger = await listen(simulator);
		try {
			trigger.parameters = { include };
			const reference = await signed();
			await fetch(trigger.url, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ DocumentReference: reference }),
			});
			const [[{ json, binary }]] = trigger.started;
			expect(json).toMatchObject({ event: 'completed', missing: [], files: ['data', 'manifest'] });
			await expectManifest(simulator, reference, binary);
		} finally {
			await trigger.close();
		}
	});
});

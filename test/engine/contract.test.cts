import { createHash } from 'node:crypto';

import { binaryData } from '../harness/engine.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, DOCX, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test.each([
	['employment-agreement.docx', DOCX],
	['confidentiality-agreement.pdf', 'application/pdf'],
])('%s: upload, send, signing link, two signatures, signed PDF', async (name, mimeType) => {
	const { run, simulator } = bench;
	simulator.requests.length = 0;
	const original = dataFile(name);

	const uploaded = await run(
		{ resource: 'document', operation: 'upload', options: { clientReference: `order-${name}` } },
		{ items: [await bench.file(original, name, mimeType)] },
	);
	const reference = uploaded.items[0].json.documentReference as string;
	expect(uploaded.items[0]).toMatchObject({
		json: { documentReference: expect.stringMatching(/^\d{48}$/), name, status: 'notStarted' },
		pairedItem: { item: 0 },
	});

	const sent = await run({
		resource: 'smartTag',
		operation: 'send',
		documentsFrom: 'documents',
		documents: documentList(reference),
		signers: both,
		dueDate: inDays(30),
		options: { embedded: true, singleDocumentAsPackage: true },
	});
	expect(sent.items).toHaveLength(1);
	expect(sent.items[0].json).toMatchObject({
		documentReference: reference,
		status: 'inProgress',
		signedCount: 0,
		signerCount: 2,
		clientReference: `order-${name}`,
		packageReference: expect.any(String),
	});

	const document = byReference(reference);
	const link = await run({
		resource: 'signer',
		operation: 'getSigningLink',
		simplify: false,
		document,
		signerBy: 'details',
		...ana,
	});
	const signingKey = link.items[0].json.SigningKey as string;
	const [first] = sent.items[0].json.signers as Array<Record<string, unknown>>;
	expect(signingKey).toBe(first.signingKey);

	// As a person does it: on the page of the link.
	const page = `${simulator.origin}/sign/${signingKey}`;
	expect(await (await fetch(page)).text()).toContain(name);
	await simulator.sign(signingKey);
	const halfway = await run({ resource: 'document', operation: 'get', document });
	expect(halfway.items[0].json).toMatchObject({
		status: 'inProgress',
		statusText: '1 of 2 Signed',
		signedCount: 1,
	});
	await simulator.sign(reference, ben.email);

	const signed = await run({ resource: 'document', operation: 'getAll', folder: 'Signed' });
	expect(signed.items.map(({ json }) => json.documentReference)).toContain(reference);
	const completed = signed.items.find(({ json }) => json.documentReference === reference);
	expect(completed?.json).toMatchObject({ status: 'completed', signedCount: 2, signerCount: 2 });

	const downloaded = await run({ resource: 'document', operation: 'download', document });
	const { data } = downloaded.items[0].binary ?? {};
	const bytes = await (await binaryData()).getAsBuffer(data!);
	expect(data).toMatchObject({ mimeType: 'application/pdf', fileExtension: 'pdf' });
	expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
	expect(sha256(bytes)).not.toBe(sha256(original));

	// The service's side: each step once, the file as it was.
	expect(simulator.requests.map(({ operationId }) => operationId)).toEqual([
		'uploadDocument',
		// How late a due date may be.
		'getAccountInfo',
		// Another node uploaded it: whether it is out already is looked up.
		'getDocumentStatus',
		'sendSmartTag2',
		'getSignerLink',
		'getDocumentStatus',
		'getActiveDocuments',
		'downloadDocument',
	]);
	expect(simulator.requests[0].body).toMatchObject({
		ClientReference: `order-${name}`,
		file: { fileName: name, bytes: original.length, sha256: sha256(original) },
	});
	expect(simulator.documents().find((held) => held.reference === reference)).toMatchObject({
		sends: 1,
	});
	expect(simulator.problems).toEqual([]);
});

test('files of several input fields go out as one package, in their order', async () => {
	const { run, simulator } = bench;
	simulator.requests.length = 0;
	const docx = await bench.file(dataFile('employment-agreement.docx'), 'agreement.docx', DOCX);
	const pdf = await bench.file(dataFile('confidentiality-agreement.pdf'), 'confidential.pdf');
	const item = { json: {}, binary: { contract: docx.binary!.data, annex: pdf.binary!.data } };
	const { items, error } = await run(
		{
			resource: 'smartTag',
			operation: 'send',
			binaryPropertyName: 'contract, annex',
			signers: both,
			dueDate: inDays(10),
			options: { packageName: 'Welcome' },
		},
		{ items: [item] },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.name)).toEqual(['agreement.docx', 'confidential.pdf']);
	expect(new Set(items.map(({ json }) => json.packageReference)).size).toBe(1);
	expect(simulator.requests.map(({ operationId }) => operationId)).toEqual([
		// How late a due date may be.
		'getAccountInfo',
		'uploadDocument',
		'uploadDocument',
		'sendSmartTag2',
	]);
	expect(simulator.requests.at(-1)!.body).toMatchObject({ PackageName: 'Welcome', GMT: '0' });
});

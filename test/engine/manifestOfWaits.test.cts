/** Manifests of waits: none keeps a completion back, and files that come together can be saved together. */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';

let stage: Awaiting;
const { sign } = useAwaiting((own) => (stage = own));

const requestsTo = (operation: string) =>
	stage.bench.simulator.requests.filter(({ operationId }) => operationId === operation);

test('one that would be too large is missing, at once', async () => {
	const { begin, contracts, output, references } = stage;
	const include = ['fieldValues', 'manifest', 'signedFile'];
	const id = await begin({ ...sendAndAwait, include }, await contracts('Lease.pdf'));
	const [[reference]] = references(id);
	stage.bench.simulator.faults.spoil((was, { operationId }) =>
		operationId === 'getFieldData'
			? [{ ClientField: 'Comment', Value: 'x'.repeat(11 * 1024 * 1024) }]
			: was,
	);
	await sign(reference);
	await sign(reference);
	expect(output(id).items[0].json).toMatchObject({
		finished: true,
		files: ['data'],
		missing: [{ part: 'manifest', reason: expect.stringMatching(/larger than 10 MB/) }],
	});
	expect(requestsTo('downloadDocument')).toHaveLength(1);
});

test('an answer that is nested deep keeps no completion back, nor that of another item', async () => {
	const { begin, contracts, output, references } = stage;
	const include = ['log', 'manifest', 'signedFile'];
	const id = await begin({ ...sendAndAwait, include }, await contracts('Lease.pdf', 'Annex.pdf'));
	const [[deep], [other]] = references(id);
	let result: unknown = 'Passed';
	for (let depth = 0; depth < 60; depth++) result = { result };
	stage.bench.simulator.faults.spoil((was, { operationId, path }) => {
		if (operationId !== 'getDocumentStatus' || !path.includes(deep)) return was;
		const document = was as IDataObject;
		const Signers = document.Signers as IDataObject[];
		const IDVerificationResult = result as IDataObject;
		return { ...document, Signers: Signers.map((one) => ({ ...one, IDVerificationResult })) };
	});
	for (const reference of [deep, deep, other, other]) await sign(reference);
	const { items } = output(id, false);
	expect(items).toHaveLength(2);
	for (const { json } of items) {
		expect(json).toMatchObject({ finished: true, missing: [], files: ['data', 'manifest'] });
	}
});

/** The verdict on one document of an item, by the fields of its files. */
async function verified(
	binary: IBinaryKeyData | undefined,
	fields: string[],
): Promise<IDataObject> {
	const manifestField = fields.find((field) => field.startsWith('manifest'));
	const { items } = await stage.bench.run(
		{
			...{ resource: 'document', operation: 'verify', source: 'manifest' },
			...{ manifestField, fileFields: fields.join(',') },
		},
		{ items: [{ json: {}, binary }] },
	);
	return items[0].json;
}

const namesOf = (binary: IBinaryKeyData = {}) =>
	Object.values(binary).map(({ fileName }) => fileName?.toLowerCase());

/** Sends two files of one name as one package, and waits. */
async function beginTwoOfOneName(): Promise<string> {
	const { begin, contracts } = stage;
	const [one, other] = await contracts('Lease.pdf', 'Lease.pdf');
	return await begin(
		{
			...sendAndAwait,
			binaryPropertyName: 'one, other',
			include: ['certificateFiles', 'manifest', 'signedFile'],
		},
		[{ json: {}, binary: { one: one.binary!.data, other: other.binary!.data } }],
	);
}

test('documents of one name give files of different names', async () => {
	const { output, references } = stage;
	const id = await beginTwoOfOneName();
	for (const reference of references(id).flat()) {
		await sign(reference);
		await sign(reference);
	}
	const [{ json, binary }] = output(id).items;
	const names = namesOf(binary);
	expect(names).toHaveLength(6);
	expect(new Set(names).size).toBe(6);

	const [, { files }] = json.documents as Array<{ files: string[] }>;
	expect(await verified(binary, files)).toMatchObject({ valid: true, verdict: 'unchanged' });
});

test.each([
	[1, 2],
	[2, 2],
	[2, 1],
])('certificates of one name, %d and %d, are files of different names', async (...counts) => {
	const { output, references, bench } = stage;
	const id = await beginTwoOfOneName();
	const sent = references(id).flat();
	for (const [at, reference] of sent.entries()) {
		await bench.simulator.sign(reference);
		await bench.simulator.sign(reference);
		const held = bench.simulator.documents().find((document) => document.reference === reference)!;
		const [{ at: time, file }] = held.certificates;
		if (counts[at] === 1) continue;
		held.certificates.push({
			...{ reference: String(at).repeat(48), at: time },
			// Other contents under the same name.
			file: { ...held.signed!, name: file.name },
		});
	}
	await stage.settle();
	const [{ json, binary }] = output(id).items;
	expect(json.status).toBe('completed');
	const names = namesOf(binary);
	expect(names).toHaveLength(4 + counts[0] + counts[1]);
	expect(new Set(names).size).toBe(names.length);
	for (const { files } of json.documents as Array<{ files: string[] }>) {
		expect(await verified(binary, files)).toMatchObject({
			...{ valid: true, verdict: 'unchanged' },
			missing: [],
		});
	}
});

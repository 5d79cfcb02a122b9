/** Manifests of waits: none keeps a completion back, and files that come together can be saved together. */
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

test('documents of one name give files of different names', async () => {
	const { begin, contracts, output, references } = stage;
	const [one, other] = await contracts('Lease.pdf', 'Lease.pdf');
	const id = await begin(
		{
			...sendAndAwait,
			binaryPropertyName: 'one, other',
			include: ['certificateFiles', 'manifest', 'signedFile'],
		},
		[{ json: {}, binary: { one: one.binary!.data, other: other.binary!.data } }],
	);
	for (const reference of references(id).flat()) {
		await sign(reference);
		await sign(reference);
	}
	const [{ json, binary }] = output(id).items;
	const names = Object.values(binary ?? {}).map(({ fileName }) => fileName);
	expect(names).toHaveLength(6);
	expect(new Set(names).size).toBe(6);

	const [, { files }] = json.documents as Array<{ files: string[] }>;
	const { items } = await stage.bench.run(
		{
			...{ resource: 'document', operation: 'verify', source: 'manifest' },
			...{ manifestField: 'manifest2', fileFields: files.join(',') },
		},
		{ items: [{ json: {}, binary }] },
	);
	expect(items[0].json).toMatchObject({ valid: true, verdict: 'unchanged' });
});

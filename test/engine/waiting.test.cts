import { binaryData } from '../harness/engine.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { ana, ben } from './samples.cts';

let stage: Awaiting;
const { held, sign, decline, thingOf } = useAwaiting((own) => (stage = own));

describe('send and await', () => {
	test('waits through the first signature and goes on with the finished document', async () => {
		const { begin, contracts, n8n, output, references } = stage;
		const id = await begin(sendAndAwait, await contracts('Lease.pdf'));
		expect(n8n.status(id)).toBe('waiting');
		const [[reference]] = references(id);

		await sign(reference, ana.email);
		expect(n8n.status(id)).toBe('waiting');
		expect(n8n.calls.at(-1)).toMatchObject({ id, status: 200 });

		await sign(reference, ben.email);
		expect(n8n.status(id)).toBe('success');
		const { items } = output(id);
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			documentReference: reference,
			name: 'Lease.pdf',
			status: 'completed',
			finished: true,
			missing: [],
			files: ['data', 'certificate'],
			signedCount: 2,
			fieldValues: expect.any(Object),
			certificates: [expect.any(Object)],
		});
		expect(items[0].json).not.toHaveProperty('awaiting');
		expect(items[0].pairedItem).toEqual({ item: 0 });
		const { data, certificate } = items[0].binary ?? {};
		const pdf = await (await binaryData()).getAsBuffer(data);
		expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
		expect(certificate.mimeType).toBe('application/pdf');
		expect(held(reference).sends).toBe(1);
	});

	test('several items wait together and come out together, each from its own', async () => {
		const { begin, contracts, n8n, output, references } = stage;
		const files = await contracts('One.pdf', 'Two.pdf', 'Three.pdf');
		const id = await begin({ ...sendAndAwait, include: ['signedFile'] }, files);
		const [[one], [two], [three]] = references(id);
		for (const reference of [three, one]) {
			await sign(reference);
			await sign(reference);
		}
		expect(n8n.status(id)).toBe('waiting');
		await decline(two, 'Too expensive');
		const { items } = output(id);
		expect(items.map(({ json, pairedItem }) => [json.name, json.status, pairedItem])).toEqual([
			['One.pdf', 'completed', { item: 0 }],
			['Two.pdf', 'declined', { item: 1 }],
			['Three.pdf', 'completed', { item: 2 }],
		]);
		expect(items.map(({ binary = {} }) => Object.keys(binary))).toEqual([['data'], [], ['data']]);
		expect(items[1].json).toMatchObject({
			finished: false,
			missing: [{ part: 'signedFile', reason: 'Not everybody has signed this document' }],
		});
	});

	test('a package of several documents is one item', async () => {
		const { begin, contracts, n8n, output, references } = stage;
		const [{ binary: first }, { binary: second }] = await contracts('Lease.pdf', 'Annex.pdf');
		const item = { json: {}, binary: { a: first!.data, b: second!.data } };
		const id = await begin({ ...sendAndAwait, binaryPropertyName: 'a,b' }, [item]);
		const [documents] = references(id);
		expect(documents).toHaveLength(2);
		for (const reference of documents) {
			expect(n8n.status(id)).toBe('waiting');
			await sign(reference);
			await sign(reference);
		}
		const { items } = output(id);
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			status: 'completed',
			finished: true,
			files: ['data', 'certificate', 'data2', 'certificate2'],
			documents: [
				{ name: 'Lease.pdf', files: ['data', 'certificate'] },
				{ name: 'Annex.pdf', files: ['data2', 'certificate2'] },
			],
		});
		expect(Object.keys(items[0].binary ?? {})).toEqual([
			'data',
			'certificate',
			'data2',
			'certificate2',
		]);
	});

	test('one document of a package that is declined ends the wait for all of it', async () => {
		const { begin, contracts, output, references } = stage;
		const [{ binary: first }, { binary: second }] = await contracts('Lease.pdf', 'Annex.pdf');
		const item = { json: {}, binary: { a: first!.data, b: second!.data } };
		const id = await begin({ ...sendAndAwait, binaryPropertyName: 'a,b' }, [item]);
		const [[, annex]] = references(id);
		await decline(annex);
		expect(output(id).items[0].json).toMatchObject({
			status: 'declined',
			finished: false,
			documents: [{ status: 'inProgress' }, { status: 'declined' }],
		});
	});

	test.each(['Complete', 'Signed'])(
		'%s is not believed while the same answer says that somebody has still to sign',
		async (Status) => {
			const { begin, bench, contracts, n8n, output, references } = stage;
			const id = await begin({ ...sendAndAwait, include: [] }, await contracts('Lease.pdf'));
			const [[reference]] = references(id);
			bench.simulator.faults.spoil((answer, { operationId }) =>
				operationId === 'getDocumentStatus' ? { ...(answer as object), Status } : answer,
			);
			await sign(reference, ana.email);
			expect(n8n.status(id)).toBe('waiting');
			await sign(reference, ben.email);
			expect(output(id).items[0].json).toMatchObject({ status: 'completed', signedCount: 2 });
		},
	);

	test('an expired document ends the wait', async () => {
		const { begin, contracts, output, references, bench, settle } = stage;
		const id = await begin(sendAndAwait, await contracts('Lease.pdf'));
		const [[reference]] = references(id);
		await bench.simulator.expire(reference);
		await settle();
		expect(output(id).items[0].json).toMatchObject({ status: 'expired', finished: false });
	});

	test('raw data, where the builder wants them', async () => {
		const { begin, contracts, output, references } = stage;
		const id = await begin(
			{ ...sendAndAwait, simplify: false, include: [] },
			await contracts('Lease.pdf'),
		);
		const [[reference]] = references(id);
		await sign(reference);
		await sign(reference);
		expect(output(id).items[0].json).toMatchObject({ Reference: reference, Status: 'Complete' });
	});

	test.each(['form', 'template'] as const)('a %s too', async (resource) => {
		const { begin, output, references, n8n, bench } = stage;
		const thing = await thingOf(resource);
		const id = await begin({ resource, operation: 'sendAndAwait', ...thing }, [{ json: {} }]);
		expect(n8n.run(id).resultData.error).toBeUndefined();
		const [[reference]] = references(id);
		for (const _ of held(reference).signers) await sign(reference);
		expect(bench.simulator.problems).toEqual([]);
		expect(output(id).items[0].json).toMatchObject({ status: 'completed', finished: true });
	});
});

describe('the error output', () => {
	const parameters = { ...sendAndAwait, whenNotSigned: 'error', include: [] };

	test('gets what was declined, with who and why; the rest goes on', async () => {
		const { begin, contracts, output, references } = stage;
		const items = await contracts('One.pdf', 'Two.pdf');
		const id = await begin(parameters, items, 'continueErrorOutput');
		const [[one], [two]] = references(id);
		await sign(one);
		await sign(one);
		await decline(two, 'Too expensive');
		const { items: good, errorItems } = output(id);
		expect(good.map(({ json }) => json.name)).toEqual(['One.pdf']);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0].json).toMatchObject({
			error: 'Ana Lopez declined “Two.pdf”: “Too expensive”',
			message: { documentReference: two, status: 'declined' },
		});
	});

	test('is asked for before anything is sent', async () => {
		const { begin, contracts, n8n, bench } = stage;
		const id = await begin(parameters, await contracts('Lease.pdf'));
		expect(n8n.status(id)).toBe('error');
		expect(n8n.run(id).resultData.error?.message).toBe('This node has no error output');
		expect(bench.simulator.requests).toEqual([]);
	});

	test('gets at once what could not be sent, when the others are done', async () => {
		const { begin, contracts, output, references, n8n } = stage;
		const items = [...(await contracts('One.pdf')), { json: {} }];
		const id = await begin(sendAndAwait, items, 'continueErrorOutput');
		expect(n8n.status(id)).toBe('waiting');
		const [[one]] = references(id);
		await sign(one);
		await sign(one);
		const { items: good, errorItems } = output(id);
		expect(good.map(({ json }) => json.name)).toEqual(['One.pdf']);
		expect(errorItems[0].json.error).toMatch(/data/);
	});
});

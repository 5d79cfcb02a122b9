/** Document > Reconcile: which document a row means, and which ones are in no row. */
import type { IDataObject } from 'n8n-workflow';

import type { Bench } from './node.cts';
import { FILE, orders, ROW, statesOf, useReconcile } from './reconciling.cts';
import { both, inDays } from './samples.cts';

let bench: Bench;
const { begin, send, reconcile, sign } = useReconcile((own) => ({ bench } = own));

describe('which document is meant', () => {
	test('several under one reference are ambiguous, and named; those of one package are one send', async () => {
		await begin();
		await send('twice', 'mia@example.com');
		await send('twice', 'cleo@example.com');
		const { error } = await bench.run(
			{
				...{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(3) },
				...{ options: { clientReference: 'pack' }, documentsFrom: 'files' },
				binaryPropertyName: 'data, annex',
			},
			{
				items: [
					{
						json: {},
						binary: {
							...(await bench.file(FILE, 'Contract.pdf')).binary,
							annex: (await bench.file(FILE, 'Annex.pdf')).binary!.data,
						},
					},
				],
			},
		);
		expect(error).toBeUndefined();
		const [twice, pack] = await reconcile(orders('twice', 'pack'));
		expect(twice).toMatchObject({ state: 'ambiguous', documentCount: 2 });
		expect(twice.documents).toHaveLength(2);
		expect(pack).toMatchObject({ state: 'pending', documentCount: 2 });
		const [mia] = await reconcile(orders('twice'), { signerEmail: 'mia@example.com' });
		expect(mia).toMatchObject({ state: 'pending', signers: [{}, { email: 'mia@example.com' }] });
	});

	test('what the row has otherwise is said, and not taken for another send', async () => {
		await begin();
		await send('one');
		const [row] = await reconcile(orders('one'), { signerEmail: 'other@example.com' });
		expect(row).toMatchObject({ state: 'pending' });
		expect(row.warning).toMatch(/^This item has a different signer's email from the document/);
	});

	// Record numbers of some tables differ in capitals alone.
	test('capitals make another reference, though perhaps the same one', async () => {
		await begin();
		await send('recAbC');
		expect(statesOf(await reconcile(orders('recAbC', 'recABC')))).toEqual(['pending', 'unknown']);
		await sign(await send('recABC'));
		expect(statesOf(await reconcile(orders('recAbC', 'recABC')))).toEqual(['pending', 'signed']);
	});

	test('rows that mean one document are told so', async () => {
		await begin();
		await send('one');
		const rows = await reconcile(orders('one', 'two', 'one'));
		expect(rows.map(({ warning }) => warning)).toEqual([
			'Item 2 (counted from 0) matches the same document',
			undefined,
			'Item 0 (counted from 0) matches the same document',
		]);
	});

	test('a cell that is empty is unknown, and no wider search', async () => {
		await begin();
		await send('', 'mia@example.com');
		const rows = await reconcile(
			[{ order: '', to: 'mia@example.com' }, { to: 'mia@example,com' }],
			{
				signerEmail: '={{ $json.to }}',
			},
		);
		expect(statesOf(rows)).toEqual(['unknown', 'unknown']);
		expect(rows[0].reason).toBe("'Client Reference' is empty in this item");
		const [typo] = await reconcile([{ order: 'x', to: 'mia@example,com' }], {
			signerEmail: '={{ $json.to }}',
		});
		expect(typo.reason).toMatch(/is not an email address/);
	});

	test('nothing at all is refused before anything is asked', async () => {
		await begin();
		const { error } = await bench.run({ ...ROW, clientReference: '' }, { items: [{ json: {} }] });
		expect(error?.message).toBe('This item does not say which document to look for');
		expect(bench.simulator.requests).toEqual([]);
	});

	test('the documents in no row, linked to none', async () => {
		await begin();
		await send('one');
		await send('two');
		await send('three');
		const { items } = await bench.run(
			{ ...ROW, options: { includeOthers: true } },
			{ items: orders('one', 'never').map((json) => ({ json })) },
		);
		expect(items.map(({ json }) => [json.state, json.clientReference, json.inNoRow])).toEqual([
			['pending', 'one', undefined],
			['notSent', undefined, undefined],
			['pending', 'two', true],
			['pending', 'three', true],
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			undefined,
			undefined,
		]);
	});
});

test('the rest of a package that a row means is in a row', async () => {
	await begin();
	await send('contract', 'ben@example.com', 3, 'Contract');
	await send('', 'ben@example.com', 3, 'Annex');
	await send('', 'ben@example.com', 3, 'Other');
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as IDataObject[]).map((one) => ({
					...one,
					PackageReference: /^Other/.test(one.Name as string) ? 'another' : 'one',
				}))
			: answer,
	);
	const rows = await reconcile(orders('contract'), { options: { includeOthers: true } });
	expect(rows.map(({ name, inNoRow }) => [name, inNoRow])).toEqual([
		['Contract contract.pdf', undefined],
		['Other .pdf', true],
	]);
});

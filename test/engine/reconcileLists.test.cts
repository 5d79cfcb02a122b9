/** Document > Reconcile: whatever a list cannot tell is `unknown` with a reason, and never `notSent`. */
import type { IDataObject } from 'n8n-workflow';

import { toldOn } from '../harness/told.cts';
import { startBetween } from './between.cts';
import type { Bench } from './node.cts';
import { FILE, orders, ROW, statesOf, useReconcile } from './reconciling.cts';
import { inDays } from './samples.cts';

let bench: Bench;
const { begin, send, reconcile, sign } = useReconcile((own) => ({ bench } = own));

test('a folder that fails hides nothing', async () => {
	await begin();
	await bench.run(
		{ resource: 'document', operation: 'upload', options: { clientReference: 'draft' } },
		{ items: [await bench.file(FILE, 'Draft.pdf')] },
	);
	await send('open');
	await sign(await send('done'));
	for (const one of ['InBox', 'Progress', 'Signed']) {
		bench.simulator.faults.choose(({ path }) =>
			path.includes(`/GetActiveDocuments/${one}`) ? { kind: 'paymentRequired' } : undefined,
		);
		const rows = await reconcile(orders('never', 'open', 'done', 'draft'));
		expect(statesOf(rows)).toEqual([
			'unknown',
			one === 'Progress' ? 'unknown' : 'pending',
			one === 'Signed' ? 'unknown' : 'signed',
			'unknown',
		]);
		expect(rows[0].reason).toContain(`the folder ${one} could not be read`);
		bench.simulator.faults.clear();
	}
});

describe('lists that do not tell all', () => {
	const spoilLists = (change: (one: IDataObject) => unknown) =>
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments' ? (answer as IDataObject[]).map(change) : answer,
		);

	test.each<[what: string, change: (one: IDataObject) => unknown]>([
		['no client references', (one) => ({ ...one, ClientReference: undefined })],
		[
			'client references cut short',
			(one) => ({ ...one, ClientReference: (one.ClientReference as string).slice(0, 9) }),
		],
		[
			'client references escaped',
			(one) => ({ ...one, ClientReference: (one.ClientReference as string).replace('&', '&amp;') }),
		],
	])('%s: the documents are asked', async (_, change) => {
		await begin();
		await send('order-Q&A-7');
		spoilLists(change);
		const rows = await reconcile(orders('order-Q&A-7', 'order-Q&A-8'));
		expect(statesOf(rows)).toEqual(['pending', 'notSent']);
	});

	test.each<[what: string, change: (one: IDataObject) => unknown]>([
		['no signers', (one) => ({ ...one, Signers: undefined })],
		['signers that are none', (one) => ({ ...one, Signers: [null, 'Ana'] })],
		['signers without addresses', (one) => ({ ...one, Signers: [{ FirstName: 'Ana' }] })],
	])('%s: the documents are asked, and unknown if that fails', async (_, change) => {
		await begin();
		await send('1', 'mia@example.com');
		spoilLists(change);
		const row = { clientReference: '', signerEmail: '={{ $json.to }}' };
		const people = [{ to: 'mia@example.com' }, { to: 'never@example.com' }];
		expect(statesOf(await reconcile(people, row))).toEqual(['pending', 'notSent']);
		bench.simulator.faults.choose(({ operationId }) =>
			operationId === 'getDocumentStatus' ? { kind: 'serverErrorHtml' } : undefined,
		);
		expect(statesOf(await reconcile(people, row))).toEqual(['unknown', 'unknown']);
	});

	test.each<[what: string, change: (one: IDataObject) => unknown]>([
		['entries that are none', () => 7],
		['entries without anything', () => ({})],
	])('%s', async (_, change) => {
		await begin();
		await send('1');
		spoilLists(change);
		const rows = await reconcile(orders('1', 'never'));
		expect(statesOf(rows)).toEqual(['unknown', 'unknown']);
		expect(rows[0].reason).toMatch(/1 entries of the folder Progress cannot be read/);
	});

	test('due dates that cannot be read, and a status that nobody knows', async () => {
		await begin();
		await send('1', 'mia@example.com');
		spoilLists((one) => ({ ...one, DueDate: 'soon' }));
		const more = { dueBefore: inDays(9) };
		const [row] = await reconcile(orders('1'), { more });
		expect(row).toMatchObject({ state: 'unknown', documents: [{ name: 'Offer 1.pdf' }] });
		expect(row.reason).toMatch(/“Offer 1\.pdf”, whose due date is not certain/);
		bench.simulator.faults.clear();
		spoilLists((one) => ({ ...one, Status: 'Frozen' }));
		const [other] = await reconcile(orders('1'));
		expect(other).toMatchObject({ state: 'unknown' });
		expect(other.reason).toMatch(/“Frozen”/);
	});

	test('a list out of a cache proves no absence', async () => {
		await begin();
		await send('1');
		const between = await startBetween(bench);
		between.rule = async ({ route }, pass) => {
			const told = await pass();
			return route.endsWith('/Signed') ? { ...told, headers: { ...told.headers, age: '9' } } : told;
		};
		const { items } = await between.bench.run(ROW, {
			items: orders('1', 'never').map((json) => ({ json })),
			credential: between.bench.simulator.credential,
		});
		between.close();
		expect(items.map(({ json }) => json.state)).toEqual(['pending', 'unknown']);
		expect(items[1].json.reason).toMatch(/the list of the folder Signed came from a cache/);
	});

	// RFC 9110 section 6.6.1: `Date` is when an answer was made. Clocks may be wrong, if always in the same way.
	test('nor does one whose date says that it is of hours ago', async () => {
		await begin();
		const between = await startBetween(bench);
		const old: { folders: RegExp; hours: number } = { folders: /GetActiveDocuments/, hours: 6 };
		between.rule = async ({ route }, pass) => {
			const told = await pass();
			const date = new Date(Date.now() - old.hours * 3_600_000).toUTCString();
			return old.folders.test(route) ? { ...told, headers: { ...told.headers, date } } : told;
		};
		const look = async () => {
			const { items } = await between.bench.run(ROW, {
				items: [{ json: { order: 'never' } }],
				credential: between.bench.simulator.credential,
			});
			return items[0].json;
		};
		// All alike, as far as this n8n knows: the clock of the service.
		expect(await look()).toMatchObject({ state: 'notSent' });
		old.folders = /Progress/;
		expect(await look()).toMatchObject({
			state: 'unknown',
			reason: expect.stringMatching(/the list of the folder Progress came from a cache/),
		});
		old.folders = /GetActiveDocuments/;
		expect(await look()).toMatchObject({ state: 'unknown' });
		// And from now on, its clock is that.
		expect(await look()).toMatchObject({ state: 'notSent' });
		between.close();
	});

	test('no folder can be read: an error, asked for once', async () => {
		await begin();
		bench.simulator.faults.choose(() => ({ kind: 'paymentRequired' }));
		const { error } = await bench.run(ROW, { items: orders('1', '2').map((json) => ({ json })) });
		expect(error?.message).toMatch(toldOn(402));
		const { items } = await bench.run(ROW, {
			items: orders('1', '2').map((json) => ({ json })),
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ json }) => typeof json.error)).toEqual(['string', 'string']);
		// Three folders, and once more what is out, without its log: in each of two runs.
		expect(bench.simulator.requests).toHaveLength(8);
	});
});

test('a part of a list is no list', async () => {
	await begin();
	const between = await startBetween(bench);
	between.rule = async ({ route }, pass) => {
		const told = await pass();
		return route.endsWith('/Signed') ? { ...told, status: 206 } : told;
	};
	const { items } = await between.bench.run(ROW, {
		items: orders('never').map((json) => ({ json })),
		credential: between.bench.simulator.credential,
	});
	between.close();
	expect(items[0].json).toMatchObject({ state: 'unknown' });
	expect(items[0].json.reason).toMatch(/the folder Signed could not be read/);
});

test('where nothing is answered at all, not every list is waited for', async () => {
	await begin();
	const between = await startBetween(bench);
	between.rule = async () => await new Promise(() => {});
	const { error } = await between.bench.run(
		{ ...ROW, requestOptions: { timeout: 1, retries: 0 } },
		{
			items: orders('1').map((json) => ({ json })),
			credential: between.bench.simulator.credential,
		},
	);
	expect(between.passed.map(({ route }) => route)).toEqual([
		'GET /Document/GetActiveDocuments/InBox',
		'GET /Account/Info',
	]);
	between.close();
	expect(error?.message).toBe(toldOn('ETIMEDOUT'));
});

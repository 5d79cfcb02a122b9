/**
 * Document > Reconcile: what became of each row of a list, as docs/operations/document.md has it. Whatever a list cannot tell is
 * `unknown` with a reason, and never `notSent`.
 */
import type { IDataObject } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone.ts';
import type { Readings } from '../../simulator/index.cts';
import { passTime, realTime } from '../harness/clock.cts';
import { loadedAnew } from './anew.cts';
import { startBetween } from './between.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

const FILE = dataFile('confidentiality-agreement.pdf');

let bench: Bench;
const begin = async (readings: Partial<Readings> = {}) => {
	bench = await startBench({ readings });
	return bench;
};
afterEach(async () => {
	realTime();
	await bench.close();
	expect(bench.simulator.problems).toEqual([]);
});

/** A document of Ana and somebody else, under a client reference; its own reference. */
async function send(clientReference: string, email = 'ben@example.com', days = 3, name = 'Offer') {
	const signers = { signer: [both.signer[0], { ...both.signer[1], email }] };
	const { items, error } = await bench.run(
		{
			...{ resource: 'smartTag', operation: 'send', signers, dueDate: inDays(days) },
			...(clientReference !== '' && { options: { clientReference } }),
		},
		{ items: [await bench.file(FILE, `${name} ${clientReference}.pdf`)], timezone: 'UTC' },
	);
	expect(error).toBeUndefined();
	return items[0].json.documentReference as string;
}

const ROW = {
	resource: 'document',
	operation: 'reconcile',
	clientReference: '={{ $json.order }}',
	keepsDocuments: true,
};

async function reconcile(rows: IDataObject[], parameters: object = {}) {
	const result = await bench.run(
		{ ...ROW, ...parameters },
		{ items: rows.map((json) => ({ json })) },
	);
	expect(result.error).toBeUndefined();
	return result.items.map(({ json }) => json as IDataObject & { state: string; reason?: string });
}
const orders = (...names: string[]) => names.map((order) => ({ order }));
const statesOf = (rows: Array<{ state: string }>) => rows.map(({ state }) => state);

/** Signed by both. */
async function sign(reference: string) {
	await bench.simulator.sign(reference);
	await bench.simulator.sign(reference);
}

const READINGS: Array<Partial<Readings>> = [
	{},
	{ folder: 'unnamed', dates: 'culture', nullFields: 'null', unopened: 'NotStart' },
	{ folder: 'unnamed', dates: 'rfc1123', signerNames: 'capitals', signingKeys: 'all' },
];

describe.each(READINGS)('%j', (readings) => {
	test('each row gets what became of it, in its order', async () => {
		await begin(readings);
		await bench.run(
			{ resource: 'document', operation: 'upload', options: { clientReference: 'draft' } },
			{ items: [await bench.file(FILE, 'Draft.pdf')] },
		);
		await send('open');
		const begun = await send('begun', 'mia@example.com', 9);
		await bench.simulator.sign(begun);
		await sign(await send('done'));
		await bench.simulator.decline(await send('no'));
		await bench.simulator.expire(await send('late'));
		const before = bench.simulator.requests.length;
		const result = await bench.run(ROW, {
			items: orders('open', 'never', 'done', 'draft', 'no', 'late', 'begun').map((json) => ({
				json,
			})),
		});
		const rows = result.items.map(({ json }) => json as IDataObject & { state: string });
		expect(statesOf(rows)).toEqual([
			...['pending', 'notSent', 'signed', 'inInbox', 'declined', 'expired', 'pending'],
		]);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			rows.map((_, item) => ({ item })),
		);
		// One reading of three folders, however many rows there are.
		expect(bench.simulator.requests.length - before).toBe(3);
		const [open] = rows;
		expect(open).toMatchObject({ name: 'Offer open.pdf', clientReference: 'open' });
		expect((open.waitingFor as IDataObject[]).map(({ email }) => email)).toEqual([
			'ana@example.com',
			'ben@example.com',
		]);
		expect((rows[6].waitingFor as IDataObject[]).map(({ email }) => email)).toEqual([
			'mia@example.com',
		]);
		expect(JSON.stringify(rows)).not.toMatch(/signingKey|SigningKey/);
		for (const { summary } of rows) expect(summary).toMatch(/\S/);
	});

	test('by signer, name and due date', async () => {
		await begin(readings);
		await send('1', 'mia@example.com', 20, 'Lease');
		await send('2', 'mia@example.com', 2, 'Offer');
		await send('3', 'cleo@example.com', 2, 'Offer');
		const row = { clientReference: '', signerEmail: '={{ $json.to }}' };
		const named = async (more: object, to = 'MIA@example.com') =>
			(await reconcile([{ to }], { ...row, more }))[0];
		expect(await named({ name: 'lease' })).toMatchObject({
			state: 'pending',
			clientReference: '1',
		});
		expect((await named({})).state).toBe('ambiguous');
		expect(await named({}, 'cleo@example.com')).toMatchObject({ clientReference: '3' });
		expect((await named({}, 'nobody@example.com')).state).toBe('notSent');
		expect(await named({ signerName: 'ben WU' }, 'cleo@example.com')).toMatchObject({
			state: 'pending',
		});
		expect((await named({ signerName: 'Ben Woo' }, 'cleo@example.com')).state).toBe('notSent');
		// Sent after what is due before: another one, unless a day of two figures may be a month.
		const later = await named({ sentAfter: inDays(9) }, 'cleo@example.com');
		if (readings.dates === 'culture') expect(['notSent', 'pending']).toContain(later.state);
		else expect(later.state).toBe('notSent');
		const due = await named({ dueAfter: inDays(15), dueBefore: inDays(25) });
		if (readings.dates === 'culture')
			expect(['pending', 'unknown', 'ambiguous']).toContain(due.state);
		else expect(due).toMatchObject({ state: 'pending', clientReference: '1' });
	});
});

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

test('what is pending says since when, how many days are left and whether it is late', async () => {
	await begin();
	await send('open', 'ben@example.com', 3);
	const timezone = 'UTC';
	const now = bench.simulator.clock.now();
	const [row] = (
		await bench.run(ROW, { items: orders('open').map((json) => ({ json })), timezone })
	).items;
	expect(row.json).toMatchObject({ state: 'pending', overdue: false, daysLeft: 3 });
	expect(Math.abs(Date.parse(row.json.since as string) - now.getTime())).toBeLessThan(60_000);
	// The list is behind: nothing says that it has expired.
	bench.simulator.faults.spoil((answer, { path }) =>
		path.endsWith('/Progress')
			? (answer as IDataObject[]).map((one) => ({ ...one, DueDate: '2026-01-31T12:00:00Z' }))
			: answer,
	);
	const [late] = await reconcile(orders('open'));
	expect(late).toMatchObject({ state: 'pending', overdue: true });
	expect(late.daysLeft).toBeLessThan(0);
	expect(late.summary).toMatch(/; overdue$/);
});

// docs/api/API.md: signed documents are removed in some accounts, ended ones may be in no folder.
describe('what is not found was sent, perhaps', () => {
	test('a signed document that was removed, a declined one that no folder lists', async () => {
		await begin({ endedDocuments: 'unlisted', retention: 'sevenDays' });
		const done = await send('done');
		await sign(done);
		await bench.simulator.decline(await send('no'));
		bench.simulator.forgetSigned(done);
		// What this process sent, it knows.
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
		const rows = await reconcile(orders('done', 'no'), { keepsDocuments: false });
		expect(statesOf(rows)).toEqual(['unknown', 'unknown']);
		expect(rows[0].reason).toMatch(/signed and then removed.*no longer listed/);
		const recent = { sentAfter: inDays(-1) };
		expect(
			statesOf(await reconcile(orders('no'), { keepsDocuments: false, more: recent })),
		).toEqual(['unknown']);
	});

	test('it is notSent where neither can be', async () => {
		await begin();
		await bench.simulator.decline(await send('no'));
		await bench.simulator.expire(await send('late'));
		const late = { keepsDocuments: false, more: { sentAfter: '={{ $json.sent }}' } };
		const rows = await reconcile(
			[
				{ order: 'new', sent: inDays(-2) },
				{ order: 'old', sent: inDays(-9) },
			],
			late,
		);
		expect(statesOf(rows)).toEqual(['notSent', 'unknown']);
	});

	// One may stay in its folder because it can be extended.
	test('that expired documents are listed tells nothing of declined ones', async () => {
		await begin({ endedDocuments: 'unlisted' });
		await bench.simulator.decline(await send('no'));
		await send('late');
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments'
				? (answer as IDataObject[]).map((one) => ({ ...one, Status: 'Expired' }))
				: answer,
		);
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
		const more = { keepsDocuments: false, more: { sentAfter: inDays(-2) } };
		const [row] = await reconcile(orders('no'), more);
		expect(row).toMatchObject({ state: 'unknown' });
		expect(row.reason).toMatch(/not sent, or it was declined and is no longer listed\./);
	});

	test('by its own reference, a declined one is declined, and what was removed is gone, once confirmed', async () => {
		await begin({ endedDocuments: 'unlisted' });
		const no = await send('no');
		await bench.simulator.decline(no);
		const done = await send('done');
		await sign(done);
		bench.simulator.forgetSigned(done);
		const rows = [
			{ order: 'no', reference: no },
			{ order: 'done', reference: done },
		];
		const more = { more: { documentReference: '={{ $json.reference }}' } };
		const first = await reconcile(rows, more);
		expect(statesOf(first)).toEqual(['declined', 'unknown']);
		expect(first[1].reason).toMatch(/To confirm this, run it again in 5 minutes/);
		passTime(CONFIRMED_AFTER_MS);
		const again = await reconcile(rows, more);
		expect(statesOf(again)).toEqual(['declined', 'gone']);
		expect(again[1].summary).toBe(
			'Not found any more. If this account sent it, it was either signed and then removed, or deleted',
		);
	});
});

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

	test('no folder can be read: an error, asked for once', async () => {
		await begin();
		bench.simulator.faults.choose(() => ({ kind: 'paymentRequired' }));
		const { error } = await bench.run(ROW, { items: orders('1', '2').map((json) => ({ json })) });
		expect(error?.message).toMatch(/account is on hold/);
		const { items } = await bench.run(ROW, {
			items: orders('1', '2').map((json) => ({ json })),
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ json }) => typeof json.error)).toEqual(['string', 'string']);
		// Three folders, and once more what is out, without its log: in each of two runs.
		expect(bench.simulator.requests).toHaveLength(8);
	});
});

describe('who has still to sign', () => {
	const open = { HasSigned: false, SignedStatus: 'Invitation' };
	const done = { HasSigned: true, SignedStatus: 'Signed' };
	test.each<[what: string, status: string, own: unknown[], waitingFor: string[] | undefined]>([
		['a status left out', 'Signing', [done, { HasSigned: false }], ['ben@example.com']],
		['a status of no word', 'Signing', [done, { ...open, SignedStatus: 'x' }], ['ben@example.com']],
		[
			'expired, and extended',
			'Signing',
			[done, { ...open, SignedStatus: 'Expired' }],
			['ben@example.com'],
		],
		['everybody by the count', '2 of 2 Signed', [done, done], []],
		['fewer than are counted', '1 of 2 Signed', [done], undefined],
		['nobody who is open', 'Signing', [done, done], undefined],
		['one who declined', 'Signing', [done, { SignedStatus: 'Declined' }], undefined],
		['one that cannot be read', 'Signing', [open, null], ['ana@example.com']],
	])('%s', async (_, status, own, waitingFor) => {
		await begin();
		await send('1');
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments'
				? (answer as IDataObject[]).map((one) => ({
						...one,
						Status: status,
						Signers: own.map((signer, place) => {
							const { FirstName, LastName, Email } = (one.Signers as IDataObject[])[place];
							return signer && { FirstName, LastName, Email, ...signer };
						}),
					}))
				: answer,
		);
		const [row] = await reconcile(orders('1'));
		expect(row.state).toBe('pending');
		expect((row.waitingFor as IDataObject[] | undefined)?.map(({ email }) => email)).toEqual(
			waitingFor,
		);
		// Whoever is not named is not said to have signed.
		const isUnnamed = waitingFor === undefined || own.includes(null);
		expect(row.warning).toBe(
			isUnnamed ? 'Secured Signing may not list everybody who still has to sign' : undefined,
		);
	});

	// docs/api/API.md section 6: whether every signer is listed, also one whose turn has not come, is unknown.
	test('a document that lists fewer signers than it counts may be the one of another person', async () => {
		await begin();
		await send('1');
		bench.simulator.faults.spoil((answer, { operationId }) => {
			const change = (one: IDataObject) => ({
				...one,
				Status: '0 of 2 Signed',
				Signers: (one.Signers as unknown[]).slice(0, 1),
			});
			if (operationId === 'getActiveDocuments') return (answer as IDataObject[]).map(change);
			return operationId === 'getDocumentStatus' ? change(answer as IDataObject) : answer;
		});
		const row = { clientReference: '', signerEmail: '={{ $json.to }}' };
		const [second] = await reconcile([{ to: 'ben@example.com' }], row);
		expect(second.state).toBe('unknown');
	});
});

test('what this n8n has sent is not notSent while no list shows it', async () => {
	await begin();
	const reference = await send('fresh');
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? [] : answer,
	);
	const [fresh, never] = await reconcile(orders('fresh', 'never'));
	expect(fresh).toMatchObject({ state: 'pending', documentReference: reference });
	expect(never.state).toBe('notSent');
	await bench.run({
		...{ resource: 'document', operation: 'delete' },
		document: byReference(reference),
	});
	// Nor is it in the InBox, where a list that lags behind still has it.
	bench.simulator.faults.clear();
	const other = await send('other');
	const unsent = (one: IDataObject) => ({
		...one,
		...{ Status: 'NotStart', Folder: 'InBox', Signers: [] },
	});
	let isTold = true;
	bench.simulator.faults.spoil((answer, { operationId, path }) => {
		if (operationId === 'getDocumentStatus' && !isTold) return unsent(answer as IDataObject);
		if (operationId !== 'getActiveDocuments' || !path.endsWith('/Progress')) return answer;
		return (answer as IDataObject[]).map(unsent);
	});
	expect(statesOf(await reconcile(orders('other')))).toEqual(['pending']);
	isTold = false;
	const row = { more: { documentReference: other } };
	expect(statesOf(await reconcile(orders('other'), row))).toEqual(['unknown']);
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? [] : answer,
	);
	const [deleted] = await reconcile(orders('fresh'));
	expect(deleted.state).toBe('unknown');
	expect(deleted.reason).toBe(
		'This n8n sent a document with this client reference, but it is not listed yet, or no longer listed',
	);
});

test('what was deleted and sent again is not gone', async () => {
	await begin();
	const first = await send('order');
	await bench.run({ resource: 'document', operation: 'delete', document: byReference(first) });
	await send('order');
	const rows = [{ order: 'order', reference: first }];
	const more = { documentReference: '={{ $json.reference }}' };
	for (const _ of ['first', 'confirmed']) {
		const [row, ...others] = await reconcile(rows, { more, options: { includeOthers: true } });
		expect(row).toMatchObject({ state: 'unknown', documents: [{ state: 'pending' }] });
		expect(row.reason).toMatch(/was not found, but there is “Offer order\.pdf” with this client/);
		expect(others).toEqual([]);
		passTime(CONFIRMED_AFTER_MS);
	}
});

// Whoever reads "nothing was sent" here takes it for the answer.
test('an error about a value says nothing of what was sent', async () => {
	await begin();
	const result = await bench.run(
		{ ...ROW, more: { sentAfter: '={{ $json.sent }}' } },
		{
			items: [{ order: '1', sent: 'soon' }, { order: ['2'] }].map((json) => ({ json })),
			onError: 'continueRegularOutput',
		},
	);
	expect(result.items.map(({ json }) => json.details)).toEqual([
		'Write it as 2026-12-31, or with a time as 2026-12-31T17:00.',
		'Check the field, or the expression that fills it.',
	]);
	const [never] = await reconcile(orders('never'));
	expect(never.summary).toBe(
		'Not sent: no document matches. A deleted document would not be found either',
	);
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
	expect(error?.message).toBe('Secured Signing did not answer in time');
});

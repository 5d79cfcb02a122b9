/** Document > Reconcile: what became of each row of a list, as docs/operations/document.md has it. */
import type { IDataObject } from 'n8n-workflow';

import type { Readings } from '../../simulator/index.cts';
import { passTime } from '../harness/clock.cts';
import type { Bench } from './node.cts';
import { FILE, orders, ROW, statesOf, useReconcile } from './reconciling.cts';
import { inDays } from './samples.cts';

let bench: Bench;
const { begin, send, reconcile, sign } = useReconcile((own) => ({ bench } = own));

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
		if (readings.dates === 'culture') expect(['unknown', 'pending']).toContain(later.state);
		// Nor does a time to come tell that it was not sent.
		else expect(later.state).toBe('unknown');
		const due = await named({ dueAfter: inDays(15), dueBefore: inDays(25) });
		if (readings.dates === 'culture')
			expect(['pending', 'unknown', 'ambiguous']).toContain(due.state);
		else expect(due).toMatchObject({ state: 'pending', clientReference: '1' });
	});
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

	// One who declined does not sign, and who signs after that signs in vain: docs/board.md has such a document as declined.
	test.each<[what: string, status: unknown, own: object, state: string, summary: string]>([
		['out', 'Signing', {}, 'declined', 'Declined by Ben Wu, but still shown as Signing'],
		['no status', undefined, {}, 'declined', 'Declined by Ben Wu, but still shown as in progress'],
		['uncertain', 'NotStart', {}, 'declined', 'Declined by Ben Wu, but still shown as NotStart'],
		['optional', 'Signing', { Optional: true }, 'pending', 'Waiting for Ana Lopez; due '],
	])('one declined, %s', async (_, status, own, state, summary) => {
		await begin();
		await send('1');
		const declined = { SignedStatus: 'Declined', DeclinedReason: 'Too dear', ...own };
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments'
				? (answer as IDataObject[]).map((one) => {
						const [first, second] = one.Signers as IDataObject[];
						return { ...one, Status: status, Signers: [first, { ...second, ...declined }] };
					})
				: answer,
		);
		const [row] = await reconcile(orders('1'));
		expect(row).toMatchObject({ state, summary: expect.stringContaining(summary) });
		expect('waitingFor' in row).toBe(state === 'pending');
	});

	/** Ana has signed, Ben declined, and the document is called this. */
	async function calledThough(status: unknown) {
		await begin();
		await sign(await send('1'));
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments'
				? (answer as IDataObject[]).map((one) => {
						const [first, second] = one.Signers as IDataObject[];
						const declined = { ...second, HasSigned: false, SignedStatus: 'Declined' };
						return { ...one, Status: status, Signers: [first, declined] };
					})
				: answer,
		);
	}

	// docs/waiting-in-detail.md: “When a document counts as completed”. It may have been an optional signer.
	test('complete, although one declined: in doubt, until it stays', async () => {
		await calledThough('Complete');
		const [row] = await reconcile(orders('1'));
		expect(row).toMatchObject({
			state: 'unknown',
			reason:
				'Secured Signing shows this document as complete, but a signer has declined. Check again in 5 minutes',
		});
		passTime(6 * 60_000);
		const [again] = await reconcile(orders('1'));
		expect(again).toMatchObject({
			state: 'signed',
			summary: expect.stringMatching(
				/^Ana Lopez has signed; completed .*, although declined by Ben Wu$/,
			),
		});
	});

	test.each(['Signed', undefined])('called %s, although one declined: declined', async (status) => {
		await calledThough(status);
		const [row] = await reconcile(orders('1'));
		expect(row.state).toBe('declined');
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
	expect(result.items.map(({ json }) => json.message)).toEqual([
		'Write it as 2026-12-31, or with a time as 2026-12-31T17:00.',
		'Check the field, or the expression that fills it.',
	]);
	const [never] = await reconcile(orders('never'));
	expect(never.summary).toBe(
		'Not sent: no document matches. A deleted document would not be found either',
	);
});

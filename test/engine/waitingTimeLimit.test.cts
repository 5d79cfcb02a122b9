import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { passTime } from '../harness/clock.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { inDays } from './samples.cts';

let stage: Awaiting;
const { thingOf } = useAwaiting((own) => (stage = own));

describe('the time limit', () => {
	// Days are days of the workflow's zone; n8n's default is New York, whatever the machine's is.
	const dayIn = (day: string) => DateTime.fromISO(day, { zone: 'America/New_York' });
	/** The earliest and the latest moment at which the wait may end, as Luxon reckons it. */
	const limits = [
		{
			limit: { limitWaitTime: 'dueDate' },
			// Signed in the last minute, a document is told a little later.
			ends: () => {
				const end = dayIn(sendAndAwait.dueDate as string)
					.endOf('day')
					.plus({ minutes: 15 });
				return [end.toMillis(), end.toMillis()];
			},
		},
		{
			limit: { limitWaitTime: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'hours' },
			ends: (...begun: number[]) => begun.map((moment) => moment + 2 * 3_600_000),
		},
		{
			limit: { limitWaitTime: 'atSpecifiedTime', maxDateAndTime: `${inDays(3)}T17:00` },
			ends: () => {
				const moment = dayIn(`${inDays(3)}T17:00`).toMillis();
				return [moment, moment];
			},
		},
	];
	test.each(limits)(
		'puts out the document, and how it was when the wait began: $limit.limitWaitTime',
		async ({ limit, ends }) => {
			const { begin, contracts, output, n8n, references } = stage;
			const before = Date.now();
			const id = await begin({ ...sendAndAwait, ...limit }, await contracts('Lease.pdf'));
			const [[documentReference]] = references(id);
			const until = new Date(n8n.run(id).waitTill!).getTime();
			const [earliest, latest] = ends(before, Date.now());
			expect(until).toBeGreaterThanOrEqual(earliest);
			expect(until).toBeLessThanOrEqual(latest);
			await n8n.passTime(id);
			const { items } = output(id);
			expect(items).toHaveLength(1);
			expect(items[0].json).toMatchObject({
				documentReference,
				name: 'Lease.pdf',
				// Nobody looked how the document is now: n8n runs no code of a node then.
				status: 'waiting',
				finished: false,
				missing: expect.arrayContaining([
					{ part: 'signedFile', reason: 'The time limit was reached' },
				]),
				atStart: { status: 'inProgress', signedCount: 0, signerCount: 2 },
				awaiting: {
					note: expect.stringMatching(/^The time limit was reached.*use Document > Get/),
					documents: [documentReference],
					until: new Date(until).toISOString(),
				},
			});
			// The file that went out must not be taken for the signed one.
			expect(items[0].binary).toBeUndefined();
		},
	);

	test("is the builder's own due date where the service names none", async () => {
		const { begin, n8n, bench } = stage;
		const { template, signers } = await thingOf('template');
		const own = { resource: 'template', operation: 'sendAndAwait', template, signers };
		bench.simulator.faults.choose(({ operationId }) =>
			operationId === 'getDocumentStatus' ? { kind: 'serverErrorHtml' } : undefined,
		);
		const id = await begin({ ...own, dueDate: inDays(60) }, [{ json: {} }]);
		bench.simulator.faults.clear();
		expect(n8n.run(id).resultData.error).toBeUndefined();
		expect(new Date(n8n.run(id).waitTill!).getTime()).toBe(
			dayIn(inDays(60)).endOf('day').plus({ minutes: 15 }).toMillis(),
		);
	});

	test.each([
		['which of two days is meant', (own: DateTime) => own.toFormat('dd/MM/yyyy HH:mm:ss')],
		[
			'where a time without a zone may be',
			(own: DateTime) => own.toFormat("yyyy-MM-dd'T'HH:mm:ss"),
		],
	])("the builder's own due date tells %s", async (_what, write) => {
		const { begin, contracts, n8n, bench, output } = stage;
		const own = DateTime.utc(DateTime.utc().year + 1, 2, 3, 4, 5, 6);
		const there = own.setZone('America/Los_Angeles');
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getDocumentStatus'
				? { ...(answer as object), DueDate: write(there), GMT: undefined }
				: answer,
		);
		const due = { dueDate: own.toISO() };
		const id = await begin({ ...sendAndAwait, ...due }, await contracts('Lease.pdf'));
		bench.simulator.faults.clear();
		const until = new Date(n8n.run(id).waitTill!).getTime();
		expect(until).toBeGreaterThan(own.toMillis());
		expect(until).toBeLessThan(own.plus({ days: 2 }).toMillis());
		await n8n.passTime(id);
		const { note } = output(id).items[0].json.awaiting as IDataObject;
		expect(note).not.toContain('two ways');
	});

	test('today counts until its end', async () => {
		const { begin, contracts, n8n } = stage;
		const now = () => DateTime.now().setZone('America/New_York');
		// A day that ends while the test runs would be over at the next send.
		if (now().hour === 23) passTime(3_600_000);
		const today = now().startOf('day');
		for (const maxDateAndTime of ['T00:00:00', ' 00:00:00', ''].map(
			(midnight) => `${today.toISODate()}${midnight}`,
		)) {
			const limit = { limitWaitTime: 'atSpecifiedTime', maxDateAndTime };
			const id = await begin({ ...sendAndAwait, ...limit }, await contracts('Lease.pdf'));
			expect(n8n.run(id).resultData.error).toBeUndefined();
			expect(new Date(n8n.run(id).waitTill!).getTime()).toBe(today.endOf('day').toMillis());
		}
	});

	test.each([
		[{ limitWaitTime: 'afterTimeInterval', resumeAmount: 0, resumeUnit: 'days' }, /'Amount'/],
		[{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1e9, resumeUnit: 'days' }, /'Amount'/],
		[{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1e300, resumeUnit: 'days' }, /'Amount'/],
		[
			{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' },
			/'Wait Until' is in the past: 2020-01-01 23:59 \(America\/New_York\)/,
		],
		[{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: '2027-01-31 5:00 PM' }, /'Wait Until'/],
		// In New York that day ends in the year 10000.
		[{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: '9999-12-31' }, /'Wait Until'/],
		[{ limitWaitTime: 'atSpecifiedTime', maxDateAndTime: '' }, /'Wait Until'/],
	])('%j is refused before anything is sent', async (limit, words) => {
		const { begin, contracts, n8n, bench } = stage;
		const id = await begin({ ...sendAndAwait, ...limit }, await contracts('Lease.pdf'));
		expect(n8n.run(id).resultData.error?.message).toMatch(words);
		expect(bench.simulator.requests).toEqual([]);
	});
});

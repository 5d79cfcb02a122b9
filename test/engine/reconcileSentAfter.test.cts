/** Document > Reconcile: 'Sent After', and when a document was sent by its own log. */
import type { IDataObject } from 'n8n-workflow';

import type { Bench } from './node.cts';
import { orders, statesOf, useReconcile } from './reconciling.cts';
import { inDays } from './samples.cts';

let bench: Bench;
const { begin, send, reconcile } = useReconcile((own) => ({ bench } = own));

const TO_MIA = { clientReference: '', signerEmail: 'mia@example.com' };
const MAYBE = "The document may have been sent before 'Sent After'";

/** The lists' logs have this as the date of every entry. */
const logged = (date: string, GMT?: string) =>
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as IDataObject[]).map(({ Logs, ...one }) => ({
					...{ ...one, DueDate: '2099-06-30T10:00:00Z' },
					...(Array.isArray(Logs) && {
						Logs: (Logs as IDataObject[]).map((entry) => ({ ...entry, Date: date, GMT })),
					}),
				}))
			: answer,
	);

describe('Sent After 2026-11-20T08:00Z', () => {
	const more = { sentAfter: '2026-11-20T08:00:00Z' };
	test.each<[date: string, GMT: string | undefined, state: string, warning: string | undefined]>([
		['2026-09-01T10:00:00Z', undefined, 'notSent', undefined],
		['2026-09-01', undefined, 'notSent', undefined],
		// Lists have dates of other zones, and times that somebody rounded.
		['2026-11-19T10:00:00Z', undefined, 'pending', MAYBE],
		['2026-11-20T09:00:00Z', undefined, 'pending', undefined],
		['2026-11-20', '0', 'pending', undefined],
		// By the day first long before, by the month first after.
		['03/12/2026 10:00:00', '0', 'pending', MAYBE],
		['24/11/2026 10:00:00', undefined, 'pending', undefined],
		['24/08/2026 10:00:00', undefined, 'notSent', undefined],
		['some day', undefined, 'pending', undefined],
	])('sent on %s, GMT %s: %s', async (date, GMT, state, warning) => {
		await begin();
		await send('1', 'mia@example.com');
		logged(date, GMT);
		const [row] = await reconcile([{}], { ...TO_MIA, more });
		expect([row.state, row.warning]).toEqual([state, warning]);
	});

	test('the client reference says which one is meant, and the row what is otherwise', async () => {
		await begin();
		await send('1', 'mia@example.com');
		logged('2026-09-01T10:00:00Z');
		const [row] = await reconcile(orders('1'), { more });
		expect([row.state, row.warning]).toEqual([
			...['pending', 'This item has a different time of sending from the document'],
		]);
	});
});

test('a time in the future does not prove that nothing was sent', async () => {
	await begin();
	await send('1', 'mia@example.com', 9);
	await bench.simulator.decline(await send('2'));
	await bench.simulator.expire(await send('3'));
	for (const keepsDocuments of [true, false]) {
		const [row] = await reconcile([{}], {
			...{ ...TO_MIA, keepsDocuments },
			more: { sentAfter: inDays(360) },
		});
		expect(row.state).toBe('unknown');
		expect(row.reason).toMatch(/'Sent After' is in the future/);
	}
	expect(statesOf(await reconcile(orders('1'), { more: { sentAfter: inDays(360) } }))).toEqual([
		'pending',
	]);
});

import { DateTime, FixedOffsetZone } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { byReference, inDays } from './samples.cts';

let stage: Awaiting;
useAwaiting((own) => (stage = own));

describe('await signature of a document', () => {
	const awaitOf = (reference: string) => ({
		resource: 'document',
		operation: 'await',
		document: byReference(reference),
	});
	const sent = async () => {
		const { items } = await stage.bench.run(
			{
				resource: 'smartTag',
				operation: 'send',
				signers: sendAndAwait.signers,
				dueDate: inDays(9),
			},
			{ items: await stage.contracts('Lease.pdf') },
		);
		return items[0].json.documentReference as string;
	};

	test('waits for what was sent earlier, and takes a call without the key', async () => {
		const { begin, output, n8n, bench } = stage;
		const reference = await sent();
		const id = await begin(awaitOf(reference), [{ json: {} }]);
		expect(n8n.status(id)).toBe('waiting');
		await bench.simulator.sign(reference);
		await bench.simulator.sign(reference);
		await fetch(n8n.address(id), { method: 'POST' });
		await n8n.idle();
		expect(output(id).items[0].json).toMatchObject({ status: 'completed', finished: true });
	});

	// What form the service's dates have is not known (docs/api/API.md section 3).
	describe('until the due date that the service names', () => {
		const nextYear = DateTime.utc().year + 1;
		/** The wait for a document that is due then, and what its item says of the limit. */
		const waitFor = async (DueDate: string, GMT?: string) => {
			const reference = await sent();
			stage.bench.simulator.faults.spoil((answer, { operationId }) =>
				operationId === 'getDocumentStatus' ? { ...(answer as object), DueDate, GMT } : answer,
			);
			const id = await stage.begin(awaitOf(reference), [{ json: {} }]);
			stage.bench.simulator.faults.clear();
			expect(stage.n8n.run(id).resultData.error).toBeUndefined();
			const until = DateTime.fromISO(new Date(stage.n8n.run(id).waitTill!).toISOString());
			await stage.n8n.passTime(id);
			const { awaiting, atStart } = stage.output(id).items[0].json as Record<string, IDataObject>;
			return { until, note: awaiting.note as string, dueDate: atStart.dueDate };
		};

		test.each([
			// Of the third of February and the second of March, the later one.
			[`03/02/${nextYear} 12:00:00`, '03-02', true],
			[`2/3/${nextYear} 5:00:00 PM`, '03-02', true],
			[`12-05-${nextYear}`, '12-05', true],
			[`25/12/${nextYear} 02:59:44`, '12-25', false],
			[`12/25/${nextYear} 02:59:44`, '12-25', false],
			[`07.07.${nextYear}`, '07-07', false],
			[`${nextYear}/02/03 23:59:59`, '02-03', false],
		])(
			'%s: to the end of %s, and whether it may be another: %j',
			async (words, last, isUnclear) => {
				const { until, note } = await waitFor(words);
				const latest = DateTime.fromISO(`${nextYear}-${last}`, { zone: 'UTC' });
				// Wherever that day is.
				expect(until >= latest.endOf('day').plus({ hours: 12 })).toBe(true);
				expect(until <= latest.plus({ days: 2 })).toBe(true);
				expect(note.includes(`“${words}” can be read in two ways`)).toBe(isUnclear);
			},
		);

		const minutesWest = 8 * 60;
		const west = FixedOffsetZone.instance(-minutesWest);
		const moment = `${nextYear}-12-25T20:59:59`;
		const day = `${nextYear}-12-26`;
		const anywhere = (date: string) =>
			DateTime.fromISO(date, { zone: 'UTC-12' }).endOf('day').plus({ milliseconds: 1 });
		const there = (date: string) => DateTime.fromISO(date, { zone: west });

		test.each<[DueDate: string, GMT: string | undefined, due: DateTime, shown: string]>([
			[moment, undefined, anywhere(moment), moment],
			[moment, '', anywhere(moment), moment],
			[moment, 'Pacific Standard Time', anywhere(moment), moment],
			[moment.replace('T', ' '), undefined, anywhere(moment), moment.replace('T', ' ')],
			[day, undefined, anywhere(day), day],
			[moment, `${-minutesWest}`, there(moment), there(moment).toUTC().toISO()!],
			[day, `${-minutesWest}`, there(day).plus({ days: 1 }), day],
			[`${moment}-08:00`, undefined, there(moment), there(moment).toUTC().toISO()!],
			[`${moment}-08:00`, '720', there(moment), there(moment).toUTC().toISO()!],
		])('%s with the minutes %s to UTC', async (words, minutes, due, shown) => {
			const { until, note, dueDate } = await waitFor(words, minutes);
			expect(until.toUTC().toISO()).toBe(due.plus({ minutes: 15 }).toUTC().toISO());
			expect(dueDate).toBe(shown);
			expect(note).not.toContain(words);
		});

		test.each([
			['0001-01-01T00:00:00', undefined],
			['0001-01-01T00:00:00', '0'],
			['/Date(-62135596800000)/', undefined],
			['01/01/0001 00:00:00', '720'],
			['9999-12-31T23:59:59.9999999', undefined],
			['1970-01-01T00:00:00Z', undefined],
			['/Date(0)/', undefined],
			['01/01/1970 00:00:00', '720'],
		])(
			'%s (GMT %s), which is none of programs: 14 days, as without one',
			async (words, minutes) => {
				const { until, note, dueDate } = await waitFor(words, minutes);
				const wait = until.diffNow('minutes').minutes;
				expect(Math.round(wait / 60 / 24)).toBe(14);
				expect(note).not.toMatch(/due date/i);
				expect(dueDate).toBeUndefined();
			},
		);

		test.each(['first Monday of June', '31/31/2099', '0/0/0'])('%s: a year', async (words) => {
			const { until, note } = await waitFor(words);
			expect(Math.round(until.diffNow('days').days)).toBe(365);
			expect(note).toContain(`“${words}” cannot be read, so the wait lasts a year`);
		});
	});

	test('does not wait for what is signed already', async () => {
		const { begin, output, n8n, bench } = stage;
		const reference = await sent();
		await bench.simulator.sign(reference);
		await bench.simulator.sign(reference);
		const id = await begin(awaitOf(reference), [{ json: {} }]);
		expect(n8n.status(id)).toBe('success');
		expect(output(id).items[0].json).toMatchObject({ status: 'completed' });
	});

	test('refuses what was never sent', async () => {
		const { begin, n8n, bench } = stage;
		const { items } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: await stage.contracts('Lease.pdf') },
		);
		const id = await begin(awaitOf(items[0].json.documentReference as string), [{ json: {} }]);
		expect(n8n.run(id).resultData.error?.message).toMatch(/has not been sent for signing yet/);
	});
});

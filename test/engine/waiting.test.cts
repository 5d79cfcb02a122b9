import { DateTime, FixedOffsetZone } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { ana, ben, both, byReference, inDays } from './samples.cts';

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
});
afterAll(async () => await stage.close());
beforeEach(() => stage.bench.simulator.faults.clear());
afterEach(() => expect(stage.bench.simulator.problems).toEqual([]));
afterEach(realTime);

const sign = async (reference: string, who?: string) => {
	await stage.bench.simulator.sign(reference, who);
	await stage.settle();
};
const decline = async (reference: string, reason?: string) => {
	await stage.bench.simulator.decline(reference, undefined, reason);
	await stage.settle();
};
const held = (reference: string) =>
	stage.bench.simulator.documents().find((document) => document.reference === reference)!;

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

	test.each(['form', 'template'])('a %s too', async (resource) => {
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
			details: { documentReference: two, status: 'declined' },
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

/** A form or template of the account, with people for it. */
async function thingOf(resource: string) {
	const { items } = await stage.bench.run({ resource, operation: 'getAll', returnAll: true });
	const name = { form: 'Employment Agreement', template: 'Letter of Offer' }[resource];
	const { [`${resource}Reference`]: Reference } = items.find(
		({ json }) => json.name === name,
	)!.json;
	const signers =
		resource === 'form'
			? {
					signer: [
						{ ...ana, signerType: 'Employee' },
						{ ...ben, signerType: 'Employer' },
					],
				}
			: both;
	return { [resource]: byReference(Reference), signers };
}

/** Document > Get, Get Many and Download. */
import { binaryData } from '../harness/engine.cts';
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
useBench((own) => ({ bench } = own));

const pdf = dataFile('confidentiality-agreement.pdf');

describe('get', () => {
	test('with the log, simplified and raw', async () => {
		const sent = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(pdf, 'log.pdf')] },
		);
		const reference = sent.items[0].json.documentReference as string;
		const get = async (simplify: boolean) =>
			await bench.run({
				resource: 'document',
				operation: 'get',
				document: byReference(reference),
				simplify,
				options: { includeLog: true },
			});
		const raw = (await get(false)).items[0].json;
		expect(raw).toMatchObject({ Reference: reference, Logs: expect.any(Array) });
		expect(bench.simulator.requests.at(-1)?.query).toEqual({ DocumentLog: 'true' });
		const [{ Action }] = raw.Logs as Array<{ Action: string }>;
		expect((await get(true)).items[0].json.log).toContainEqual(
			expect.objectContaining({ action: Action, date: expect.stringMatching(/Z$/) }),
		);
	});

	test.each([
		['declined', async (key: string) => await bench.simulator.decline(key, undefined, 'Too early')],
		['expired', async (key: string) => await bench.simulator.expire(key)],
	])('%s', async (status, end) => {
		const { items } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(9) },
			{ items: [await bench.file(pdf, `${status}.pdf`)] },
		);
		const reference = items[0].json.documentReference as string;
		await end(reference);
		const got = await bench.run({
			resource: 'document',
			operation: 'get',
			document: byReference(reference),
		});
		expect(got.items[0].json.status).toBe(status);
		if (status === 'declined') {
			expect(JSON.stringify(got.items[0].json.signers)).toContain('Too early');
		}
	});
});

describe('get many', () => {
	test.each([
		[{ returnAll: true }, 60],
		[{}, 50],
		[{ limit: 3 }, 3],
	])('%j', async (parameters, count) => {
		while (bench.simulator.documents().filter(({ folder }) => folder === 'InBox').length < 60) {
			await storedDocument(bench, 'many.pdf');
		}
		const { items } = await bench.run({
			resource: 'document',
			operation: 'getAll',
			folder: 'InBox',
			...parameters,
		});
		expect(items.length).toBeGreaterThanOrEqual(count);
		if (!('returnAll' in parameters)) expect(items).toHaveLength(count);
		expect(items[0]).toMatchObject({ json: { status: 'notStarted' }, pairedItem: { item: 0 } });
	});

	test('an empty folder gives no item', async () => {
		const { items, error } = await bench.run({
			resource: 'document',
			operation: 'getAll',
			folder: 'Signed',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});

	test('a folder that answers with an error is not an empty one', async () => {
		bench.simulator.faults.add({ kind: 'serverErrorHtml' });
		const { error } = await bench.run({
			resource: 'document',
			operation: 'getAll',
			folder: 'Signed',
		});
		expect(error?.message).toMatch(/status 500/);
	});
});

describe('download', () => {
	test.each(['present', 'absent'] as const)('when file name and type are %s', async (headers) => {
		const reference = await storedDocument(bench, 'Lease – Ü.pdf');
		bench.simulator.readings.downloadHeaders = headers;
		const { items, error } = await bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference(reference),
			binaryPropertyName: 'signed',
		});
		bench.simulator.readings.downloadHeaders = 'present';
		expect(error).toBeUndefined();
		expect(items[0].binary?.signed).toMatchObject({
			fileName: headers === 'present' ? 'Lease – Ü.pdf' : `${reference}.pdf`,
			mimeType: 'application/pdf',
			fileExtension: 'pdf',
		});
		const bytes = await (await binaryData()).getAsBuffer(items[0].binary!.signed);
		expect(bytes.equals(pdf)).toBe(true);
	});

	test('under a name of the builder', async () => {
		const reference = await storedDocument(bench, 'a.pdf');
		const { items } = await bench.run({
			resource: 'document',
			operation: 'download',
			document: byReference(reference),
			options: { fileName: 'Final.pdf' },
		});
		expect(items[0].binary?.data.fileName).toBe('Final.pdf');
		expect(items[0].json).toMatchObject({ fileName: 'Final.pdf', documentReference: reference });
	});
});

import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { toldOn } from '../harness/told.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';

let bench: Bench;
let references: string[];

beforeAll(async () => {
	bench = await startBench();
	const file = dataFile('confidentiality-agreement.pdf');
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{
			items: await Promise.all(
				Array.from({ length: 12 }, async (_, n) => await bench.file(file, `contract-${n}.pdf`)),
			),
		},
	);
	references = items.map(({ json }) => json.documentReference as string);
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
	bench.records = true;
});

const get = {
	resource: 'document',
	operation: 'get',
	document: byReference('={{ $json.reference }}'),
};
const itemsOf = (list: string[]) => list.map((reference) => ({ json: { reference } }));

test('each item has its own values, and results come in the order of the items', async () => {
	bench.simulator.faults.add({ kind: 'delay', seconds: 0.2, times: 2 });
	const { items } = await bench.run(get, { items: itemsOf(references) });
	expect(items.map(({ json }) => json.documentReference)).toEqual(references);
	expect(items.map(({ json }) => json.name)).toEqual(references.map((_, n) => `contract-${n}.pdf`));
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		references.map((_, item) => ({ item })),
	);
});

test('an expression is read for each item, wherever it stands; what is plain is the same for all', async () => {
	// By its parameters, nobody could say what shape comes out.
	bench.records = false;
	const items = references.slice(0, 4).map((reference, n) => ({
		json: { reference, simplify: n % 2 === 0, log: n > 1 },
	}));
	const { items: found } = await bench.run(
		{
			...get,
			simplify: '={{ $json.simplify }}',
			options: { includeLog: '={{ $json.log }}' },
		},
		{ items },
	);
	const isSimple = found.map(({ json }) => 'documentReference' in json);
	expect(isSimple).toEqual([true, false, true, false]);
	expect(found.map(({ json }) => 'log' in json || 'Logs' in json)).toEqual(
		items.map(({ json }) => json.log),
	);
	const plain = await bench.run({ ...get, simplify: false }, { items });
	expect(plain.items.map(({ json }) => json.Reference)).toEqual(
		items.map(({ json }) => json.reference),
	);
});

test.each([1, 3])('no more than %d items are worked on at once', async (itemsAtATime) => {
	let most = 0;
	bench.simulator.faults.add({ kind: 'delay', seconds: 0.05, times: 12 });
	const watch = setInterval(() => {
		const now = bench.simulator.requests.filter(({ status }) => status === undefined).length;
		most = Math.max(most, now);
	}, 2);
	await bench.run({ ...get, requestOptions: { itemsAtATime } }, { items: itemsOf(references) });
	clearInterval(watch);
	expect(most).toBeGreaterThan(0);
	expect(most).toBeLessThanOrEqual(itemsAtATime);
});

test('a batch is done before the next begins, and a pause lies between them', async () => {
	const requestOptions = { batchSize: 5, batchPause: 1 };
	const { items } = await bench.run({ ...get, requestOptions }, { items: itemsOf(references) });
	expect(items.map(({ json }) => json.documentReference)).toEqual(references);
	const times = bench.simulator.requests.map(({ at }) => Number(at));
	expect(times).toHaveLength(12);
	for (const first of [5, 10]) expect(times[first] - times[first - 1]).toBeGreaterThan(900);
});

describe('one of several items fails', () => {
	const withOneWrong = () => [references[0], '12345', references[1]];

	test('the run ends, and says which item it was and which are done', async () => {
		const { error, items } = await bench.run(
			{ ...get, requestOptions: { itemsAtATime: 1 } },
			{ items: itemsOf(withOneWrong()) },
		);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(toldOn(404));
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.description).toMatch(/This item was not sent or changed\. Item 0 went through/);
		// The third item was not started.
		expect(bench.simulator.requests).toHaveLength(2);
	});

	test('"Continue" gives an item that a branch can use', async () => {
		const { items, error } = await bench.run(get, {
			items: itemsOf(withOneWrong()),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(items[1]).toMatchObject({
			json: { error: expect.stringMatching(toldOn(404)) },
			pairedItem: { item: 1 },
		});
		expect(items[2].json).toMatchObject({ documentReference: references[1] });
	});

	test('"Continue (using error output)" sends it down the error branch', async () => {
		const { items, errorItems } = await bench.run(get, {
			items: itemsOf(withOneWrong()),
			onError: 'continueErrorOutput',
		});
		expect(items.map(({ json }) => json.documentReference)).toEqual(references.slice(0, 2));
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0].json).toMatchObject({
			error: expect.stringMatching(toldOn(404)),
			message: expect.stringMatching(/Check the reference/),
		});
	});

	test('a refusal before sending goes the same way, and touches nobody else', async () => {
		const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'one.pdf');
		const dates = [inDays(3), '2020-01-01', inDays(4)];
		const { items, errorItems } = await bench.run(
			{ resource: 'smartTag', operation: 'send', signers: both, dueDate: '={{ $json.due }}' },
			{
				items: dates.map((due) => ({ ...file, json: { due } })),
				onError: 'continueErrorOutput',
			},
		);
		expect(items).toHaveLength(2);
		expect(errorItems[0].json.error).toMatch(PAST_DUE_DATE);
		const sent = bench.simulator.requests.filter(
			({ operationId }) => operationId === 'sendSmartTag2',
		);
		expect(sent).toHaveLength(2);
	});
});

test('an operation that is unknown is named', async () => {
	const { error } = await bench.run({ resource: 'document', operation: 'shred' });
	expect(error?.message).toMatch(/no operation 'shred' for 'document'/);
});

/** A client reference of the builder's own: an order number that is sent once, ever. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { startBetween } from './between.cts';
import { execute, type Execution, type ExecutionOptions } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { byReference, documentList } from './samples.cts';
import {
	documentsOf,
	outOf,
	Plan,
	requestsOf,
	sending,
	sendKinds,
	storedDocument,
	type Sending,
} from './sends.cts';

// A look-up has patience, and a busy machine needs more.

let bench: Bench;
let plan: Plan;
let id: string;
let ids = 500;

beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.faults.clear();
	plan = new Plan(bench);
	id = `s${++ids}`;
});

const down = { kind: 'gateway', status: 503 } as const;

/** Sends in an execution of its own, under the key. */
const sendWith = async (
	{ parameters, item }: Sending,
	key: string,
	options: IDataObject = { oncePerClientReference: true },
	more: ExecutionOptions = {},
) =>
	await execute(
		bench,
		{
			...parameters,
			options: { ...options, clientReference: key },
			requestOptions: { retries: 0 },
		},
		{ items: [await item(id)], ...more },
	);

describe.each(sendKinds.filter((kind) => kind !== 'stored'))('%s', (kind) => {
	let way: Sending;
	beforeEach(async () => {
		way = await sending(bench, kind);
	});

	test('goes out once, in whatever execution', async () => {
		const first = await sendWith(way, id);
		expect(first.error).toBeUndefined();
		expect(first.items.some(({ json }) => json.recovered)).toBe(false);
		const second = await sendWith(way, id, undefined, { node: { id: 'other', name: 'Other' } });
		expect(second.items.map(({ json }) => json.documentReference).sort()).toEqual(
			first.items.map(({ json }) => json.documentReference).sort(),
		);
		expect(second.items.every(({ json }) => json.recovered)).toBe(true);
		expect(outOf(bench, id)).toHaveLength(documentsOf(kind));
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});

	test('goes out once when two executions ask at the same moment', async () => {
		const both = await Promise.all([sendWith(way, id), sendWith(way, id), sendWith(way, id)]);
		expect(both.flatMap(({ error }) => error ?? [])).toEqual([]);
		expect(outOf(bench, id)).toHaveLength(documentsOf(kind));
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});

	test('an answer that was lost is found by the next execution', async () => {
		plan.add('send', id, { kind: 'cutAfter' });
		// The look before the send works, the look after it does not.
		const looksFirst = [{ kind: 'delay', seconds: 0 } as const];
		plan.add('look', id, ...looksFirst, ...looksFirst, ...looksFirst);
		plan.add('look', id, ...(kind === 'files' ? [down, down] : [down]));
		const first = await sendWith(way, id);
		expect(first.error?.description).toMatch(/may have been carried out/);
		const second = await sendWith(way, id);
		expect(second.items).toHaveLength(documentsOf(kind));
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});

	test('one that was declined stays sent', async () => {
		const { items } = await sendWith(way, id);
		await bench.simulator.decline(items[0].json.documentReference as string);
		const again = await sendWith(way, id);
		expect(again.error).toBeUndefined();
		expect(again.items.map(({ json }) => json.status)).toContain('declined');
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});

	test('nothing is sent while nobody can look', async () => {
		plan.add('look', id, down);
		const { error } = await sendWith(way, id);
		expect(error?.message).toMatch(/status 503/);
		expect(requestsOf(bench, id, 'send')).toEqual([]);
		expect(requestsOf(bench, id, 'upload')).toEqual([]);
	});

	test('the switch needs a client reference', async () => {
		const { error } = await sendWith(way, ' ');
		expect(error?.message).toBe("'Client Reference' is empty");
		expect(requestsOf(bench, id, 'send')).toEqual([]);
	});
});

describe('a document that is stored already', () => {
	const send = async (document: string, key: string) =>
		await execute(
			bench,
			{
				...(await sending(bench, 'stored')).parameters,
				documents: documentList(document),
				options: { clientReference: key, oncePerClientReference: true },
			},
			{ items: [{ json: { id } }] },
		);

	test('is known by the client reference that it was uploaded with', async () => {
		const upload = async (n: number) =>
			await storedDocument(bench, `${id}-${n}.pdf`, { clientReference: id });
		const first = await upload(1);
		await send(first, id);
		const { items } = await send(await upload(2), id);
		expect(items.map(({ json }) => json)).toMatchObject([
			{ documentReference: first, recovered: true },
		]);
		expect(outOf(bench, id)).toHaveLength(1);
	});
});

describe.each(['form', 'template'] as const)(
	'%s: a client reference without the switch',
	(kind) => {
		test('cannot tell this send from others with the same', async () => {
			const way = await sending(bench, kind);
			await sendWith(way, id, {});
			plan.add('send', id, { kind: 'cutBefore' });
			const { error } = await sendWith(way, id, {});
			expect(error?.message).toBe(UNCONFIRMED);
			expect(error?.description).toContain(outOf(bench, id)[0].reference);
			expect(outOf(bench, id)).toHaveLength(1);
		});

		test('is sent as often as it is asked for, and found again by Retry On Fail', async () => {
			const way = await sending(bench, kind);
			await sendWith(way, id, {});
			const other = `${id}1`;
			plan.add('send', other, { kind: 'planExhausted' });
			const { items, error } = await sendWith(
				way,
				id,
				{},
				{
					items: [await way.item(id), await way.item(other)],
					node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
				},
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.recovered)).toEqual([true, undefined]);
			expect(outOf(bench, id)).toHaveLength(2);
			expect(requestsOf(bench, id, 'send')).toHaveLength(2);
		});
	},
);

test('a deleted document frees its client reference', async () => {
	const way = await sending(bench, 'form');
	const { items } = await sendWith(way, id);
	await bench.run({
		resource: 'document',
		operation: 'delete',
		document: byReference(items[0].json.documentReference),
	});
	expect((await sendWith(way, id)).items[0].json.recovered).toBeUndefined();
});

describe('an order of two files', () => {
	let way: Sending;
	let order: { items: INodeExecutionData[] };
	const one = { parameters: { binaryPropertyName: 'data' } };
	beforeEach(async () => {
		way = await sending(bench, 'files');
		order = { items: [await way.item(id)] };
	});
	const expectPart = ({ error, items }: Execution, sent: IDataObject) => {
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			`Only 1 of 2 documents were sent with the client reference "${id}"`,
		);
		expect(error?.description).toContain(sent.documentReference);
		expect(error?.description).toContain('Nothing was sent this time');
	};

	// README, Send Once: what was sent is returned; a file that nobody gets is no success.
	test('the second of which was added later is told as sent in part', async () => {
		const alone = { ...way, parameters: { ...way.parameters, ...one.parameters } };
		const first = await sendWith(alone, id, undefined, order);
		expect(first.error).toBeUndefined();
		expectPart(await sendWith(way, id, undefined, order), first.items[0].json);
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});

	test('one of which was deleted since is told as sent in part', async () => {
		const { items } = await sendWith(way, id, undefined, order);
		const [kept, deleted] = items.map(({ json }) => json);
		await bench.run({
			resource: 'document',
			operation: 'delete',
			document: byReference(deleted.documentReference),
		});
		expectPart(await sendWith(way, id, undefined, order), kept);
	});

	test('that lists show in part is whole for the process that sent it', async () => {
		const between = await startBetween(bench);
		const options = { clientReference: id, oncePerClientReference: true };
		const send = async () => await execute(between.bench, { ...way.parameters, options }, order);
		const { items } = await send();
		between.rule = async ({ route }, pass) => {
			const told = await pass();
			if (!route.includes('GetActiveDocuments')) return told;
			const all = JSON.parse(told.body ?? '[]') as IDataObject[];
			const shown = all.filter(({ Reference }) => Reference !== items[1].json.documentReference);
			return { ...told, body: JSON.stringify(shown) };
		};
		const again = await send();
		between.close();
		expect(again.error).toBeUndefined();
		expect(again.items.map(({ json }) => json.recovered)).toEqual([true, true]);
	});

	test('that holds one file now has sent it', async () => {
		await sendWith(way, id, undefined, order);
		const alone = { ...way, parameters: { ...way.parameters, ...one.parameters } };
		const { items, error } = await sendWith(alone, id, undefined, order);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
	});
});

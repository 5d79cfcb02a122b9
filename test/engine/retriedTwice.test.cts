/** Executions whose send is open and that are retried twice: it is sent once. */
import type { INode, INodeParameters } from 'n8n-workflow';

import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { NOT_SENT } from '../../nodes/SecuredSigning/send/sendOnce.ts';
import { toldOn } from '../harness/told.cts';
import { SEND, startBetween, type Between, type Rule } from './between.cts';
import { execute, retry } from './executions.cts';
import { postsIn, quick, UNCONFIRMED } from './flows.cts';
import { json, lost } from './lostSends.cts';
import { startBench, type Bench } from './node.cts';
import { notBegun, orderOf, withOptions } from './retrying.cts';
import { useRig } from './rig.cts';
import { ana, ben, documentList, inDays } from './samples.cts';
import { outOf, sending, storedDocument } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(23_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

describe.each(['form', 'template', 'file', 'stored'] as const)('%s: retried twice', (kind) => {
	const failed = async () => {
		const { parameters, item } = await sending(bench, kind);
		let left = 1;
		between.rule = async ({ route }, pass) =>
			SEND.test(route) && left-- > 0 ? { status: 426 } : await pass();
		const first = await execute(between.bench, parameters, { items: [await item(id)] });
		expect(first.error?.message).toMatch(toldOn(426));
		return first;
	};
	const expectOnce = (twice: Awaited<ReturnType<typeof retry>>[]) => {
		expect(twice.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
		const recovered = twice.map(({ items }) => items[0].json.recovered);
		expect(recovered.filter(Boolean)).toEqual([true]);
		expect([posts(), outOf(bench, id).length]).toEqual([1 + 1, 1]);
	};

	test('at the same moment', async () => {
		const first = await failed();
		expectOnce(await Promise.all([1, 2].map(async () => await retry(between.bench, first))));
	});

	test('one after the other, and lists that lag behind', async () => {
		const first = await failed();
		between.rule = async ({ route }, pass) =>
			route.includes('GetActiveDocuments') ? json([]) : await pass();
		expectOnce([await retry(between.bench, first), await retry(between.bench, first)]);
	});
});

// Start → another node of ours → a node that reads rows, and fails → this one. Nothing tells the rows but a value.
test.each(['form', 'template', 'file'] as const)(
	'%s: rows that were read again come in another order',
	async (kind) => {
		const way = await sending(bench, kind);
		const rows = await Promise.all(
			['a', 'b', 'c'].map(async (name) => await orderOf(way, id, name)),
		);
		const email = `${id}@example.com`;
		const signers = { signer: [{ ...ana, email, firstName: '={{ "Ana " + $json.order }}' }, ben] };
		const parameters = { ...withOptions(way.parameters, {}), signers };
		let left = 1;
		between.rule = async ({ route }, pass) =>
			SEND.test(route) && left-- > 0 ? { status: 426 } : await pass();
		const begun = await execute(between.bench, parameters, { items: rows.slice(0, 2) });
		const first = await retry(between.bench, notBegun(begun, rows.slice(0, 2)));
		expect(first.error?.message).toBeUndefined();
		expect(first.items).toHaveLength(2);
		const again = await retry(between.bench, notBegun(begun, [rows[2], rows[0]]), {
			onError: 'continueErrorOutput',
		});
		expect(again.items).toEqual([]);
		for (const { json: failure } of again.errorItems) {
			expect(failure.error).toMatch(`${OTHER_VALUES}: First Name of`);
		}
		expect(postsIn(between)).toBe(1 + 2);
	},
);

test('Retry On Fail of a node that had not begun: what changes by itself is no other row', async () => {
	const way = await sending(bench, 'files');
	const rows = [await way.item(`${id}1`), await way.item(`${id}2`)];
	const options = { packageName: '=Pack {{ $now.toMillis() }}' };
	const parameters = withOptions(way.parameters, options);
	const refuse = (number: number) => {
		let count = 0;
		between.rule = async ({ route }, pass) =>
			SEND.test(route) && ++count === number ? { status: 426 } : await pass();
	};
	refuse(1);
	const begun = await execute(between.bench, parameters, { items: [await way.item(id)] });
	refuse(2);
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 20 };
	const { error, items } = await retry(between.bench, notBegun(begun, rows), settings);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(4);
	expect([1, 2].map((n) => outOf(bench, `${id}${n}`).length)).toEqual([2, 2]);
});

describe('a stored document whose send is open', () => {
	const send = async (options: INodeParameters = {}) =>
		await execute(between.bench, {
			resource: 'smartTag',
			operation: 'send',
			documentsFrom: 'documents',
			documents: documentList(reference),
			signers: { signer: [{ ...ana, email: `${id}@example.com` }, ben] },
			dueDate: inDays(9),
			options,
			...quick,
		});
	const lagging: Rule = async ({ route }, pass) => {
		if (route.includes('/Document/Status/')) {
			return json({ Reference: reference, Name: 'NDA.pdf', Status: 'NotStart', Folder: 'InBox' });
		}
		return route.includes('GetActiveDocuments') ? json([]) : await pass();
	};
	let reference: string;
	beforeEach(async () => (reference = await storedDocument(bench, `${id}-1.pdf`)));

	test('is not sent by the next execution while its status lags behind', async () => {
		between.rule = lost({ status: 503 });
		expect((await send()).error?.message).toContain(UNCONFIRMED);
		between.rule = lagging;
		const { error } = await send();
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toMatch(/may lag behind.*Nothing was sent this time.*'Send Again'/);
		expect(posts()).toBe(1);
		await send({ sendAgain: true });
		expect(posts()).toBe(2);
	});

	test('is not sent by the next execution after one that was stopped while it sent', async () => {
		let stop = () => {};
		let answer = () => {};
		const held = new Promise<void>((resolve) => (answer = resolve));
		between.rule = async ({ route }, pass) => {
			if (!SEND.test(route)) return await pass();
			stop();
			await held;
			return await pass();
		};
		const parameters = {
			resource: 'smartTag',
			operation: 'send',
			documentsFrom: 'documents',
			documents: documentList(reference),
			signers: { signer: [{ ...ana, email: `${id}@example.com` }, ben] },
			dueDate: inDays(9),
		};
		await between.bench.run(parameters, {
			stop: (cancel) => (stop = cancel),
			credential: between.bench.simulator.credential as unknown as Record<string, string>,
		});
		const { error } = await send();
		answer();
		expect(error?.message).toBe(UNCONFIRMED);
		expect(posts()).toBe(1);
	});

	test('is sent by the next execution once its status has proved that it was not', async () => {
		between.rule = async ({ route }, pass) => (SEND.test(route) ? { status: 502 } : await pass());
		expect((await send()).error?.message).toBe(NOT_SENT);
		between.rule = async (_, pass) => await pass();
		expect((await send()).error).toBeUndefined();
		expect(outOf(bench, id)).toHaveLength(1);
	});
});

describe('NotStart without a folder', () => {
	const readings = { unopened: 'NotStart', folder: 'unnamed' } as const;
	let own: Bench;
	let through: Between;
	beforeEach(async () => {
		own = await startBench({ readings });
		own.records = false;
		through = await startBetween(own);
	});
	afterEach(async () => {
		through.close();
		await own.close();
	});
	const retryOnFail: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

	test('is out where a signer is invited, whatever the lists show', async () => {
		let isSent = false;
		through.rule = async ({ route }, pass) => {
			if (SEND.test(route)) {
				isSent = true;
				await pass();
				return { status: 502 };
			}
			return isSent && route.includes('GetActiveDocuments') ? json([]) : await pass();
		};
		const { parameters, item } = await sending(own, 'file');
		const sent = { items: [await item(id)], node: retryOnFail };
		const { items, error } = await execute(through.bench, parameters, sent);
		expect(error).toBeUndefined();
		expect(items[0].json.recovered).toBe(true);
		expect(through.passed.filter(({ route }) => SEND.test(route))).toHaveLength(1);
	});
});

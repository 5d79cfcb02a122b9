/**
 * A seal binds what was previewed to what is sent, once: which seals are taken, how often and how long. What left is what
 * the simulator wrote down.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../harness/engine.cts';
import { loadedAnew } from './anew.cts';
import { execute, retry } from './executions.cts';
import { nodeWith, workflowOf } from './node.cts';
import {
	FILE,
	OTHER_FILE,
	smartTag,
	usePreview,
	withSeal,
	type Previewing,
} from './previewing.cts';
import { ana, inDays } from './samples.cts';

let bench: Previewing['bench'];
let run: Previewing['run'];
let sealOf: Previewing['sealOf'];
let left: Previewing['left'];
let sends: Previewing['sends'];
let file: Previewing['file'];
usePreview((own) => ({ bench, run, sealOf, left, sends, file } = own));

const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };

test('what was previewed is sent, once', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	expect(left()).toEqual([]);

	const first = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(first.error).toBeUndefined();
	expect(sends()).toHaveLength(1);
	expect(first.items[0].json.recovered).toBeUndefined();

	const second = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(second.error).toBeUndefined();
	expect(sends()).toHaveLength(1);
	expect(second.items[0].json).toMatchObject({
		recovered: true,
		documentReference: first.items[0].json.documentReference,
	});
});

test('of two previews of the same, each is for a send of its own', async () => {
	const seals = [
		await sealOf(smartTag(), [await file()]),
		await sealOf(smartTag(), [await file()]),
	];
	expect(seals[0]).not.toBe(seals[1]);
	for (const seal of seals) {
		const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
		expect(error).toBeUndefined();
	}
	expect(sends()).toHaveLength(2);
});

test('a client reference of the builder stays what it is, and goes out once', async () => {
	const own = smartTag({ options: { clientReference: `order-${Date.now()}` } });
	const seal = await sealOf(own, [await file()]);
	for (let turn = 0; turn < 2; turn++) {
		const { items, error } = await run('send', withSeal(own, seal), [await file()]);
		expect(error).toBeUndefined();
		expect(items[0].json.clientReference).toBe(own.options?.clientReference);
	}
	expect(sends()).toHaveLength(1);
});

test.each([' ', '\n', '\u00a0', '\ufeff'])(
	'with %j around it, it is the same seal',
	async (blank) => {
		const seal = await sealOf(smartTag(), [await file()]);
		for (const one of [seal, `${blank}${seal}`, `${seal}${blank}`]) {
			const { error } = await run('send', withSeal(smartTag(), one), [await file()]);
			expect(error).toBeUndefined();
		}
		expect(sends()).toHaveLength(1);
	},
);

test('two items that have the same seal are one send', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const both = [await file(), await file()];
	const { items, error } = await run('send', withSeal(smartTag(), seal), both);
	expect(error).toBeUndefined();
	expect(new Set(items.map(({ json }) => json.documentReference)).size).toBe(1);
	expect(sends()).toHaveLength(1);
});

test('after a restart of n8n, a second use finds the first by its client reference', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const first = await run('send', withSeal(smartTag(), seal), [await file()]);
	bench.engine.nodeTypes.securedSigning = loadedAnew().node;
	const second = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(second.items[0].json).toMatchObject({
		recovered: true,
		documentReference: first.items[0].json.documentReference,
	});
	expect(sends()).toHaveLength(1);
});

describe('an attempt that is tried again with another seal', () => {
	test.each<[first: string, isSealed: boolean, kind: 'paymentRequired' | 'cutBefore']>([
		['was refused', true, 'paymentRequired'],
		['had none and was refused', false, 'paymentRequired'],
		['did not arrive', true, 'cutBefore'],
	])('and %s uses up the one that it is sent with', async (_, isSealed, kind) => {
		const [one, other] = [
			await sealOf(smartTag(), [await file()]),
			await sealOf(smartTag(), [await file()]),
		];
		bench.simulator.faults.add({ kind, operation: 'sendSmartTag2' });
		const sendWith = (seal?: string) =>
			({
				...(seal === undefined ? smartTag() : withSeal(smartTag(), seal)),
				operation: 'send',
			}) as INodeParameters;
		const failed = await execute(bench, sendWith(isSealed ? one : undefined), {
			items: [await file()],
		});
		expect(failed.error).toBeDefined();
		const again = await retry(bench, failed, { parameters: sendWith(other) });
		expect(again.error).toBeUndefined();
		const count = sends().length;
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
		const later = await run('send', withSeal(smartTag(), other), [await file()]);
		expect(later.items[0].json.recovered).toBe(true);
		expect(sends()).toHaveLength(count);
	});
});

test('Send and Await takes it, too', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const waits = await run('sendAndAwait', withSeal(smartTag(), seal), [await file()]);
	expect(waits.error).toBeUndefined();
	expect(sends()).toHaveLength(1);

	const other = withSeal(smartTag({ signers: { signer: [ana, cleo] } }), seal);
	const refused = await run('sendAndAwait', other, [await file()]);
	expect(refused.error?.message).toMatch(/^This is not what was approved/);
	expect(sends()).toHaveLength(1);
});

test('a seal of which any letter is another one is none', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const other = (letter: string) => (letter === 'A' ? 'B' : 'A');
	const places = Array.from({ length: 24 }, (_, n) => Math.floor((n * (seal.length - 1)) / 23));
	const forged = [
		...places.map((at) => seal.slice(0, at) + other(seal[at]) + seal.slice(at + 1)),
		...[seal.slice(0, -1), `${seal}A`, `${seal}.`, seal.replace('.', '..'), seal.split('.')[0]],
		...['.', 'n8n', '0'],
	];
	for (const one of forged) {
		const { error } = await run('send', withSeal(smartTag(), one), [await file()]);
		expect(error?.message).toMatch(/is not a seal of this credential, or was changed$/);
	}
	expect(left()).toEqual([]);
});

test.each([[''], [' '], [null], ['={{ $json.seal }}'], ['={{ null }}']])(
	'with %j in its place nothing is sent',
	async (seal) => {
		const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
		expect(error?.message).toMatch(/'Approved Seal' is empty/);
		expect(left()).toEqual([]);
	},
);

test('the seal of another account is none', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const parameters = { ...withSeal(smartTag(), seal), operation: 'send' } as INodeParameters;
	const { error } = await bench.run(parameters, {
		items: [await file()],
		credential: { apiKey: 'another-key' },
	});
	expect(error?.message).toMatch(/is not a seal of this credential/);
	expect(left()).toEqual([]);
});

/** Does it as if it were that time. */
async function at<T>(time: number, work: () => Promise<T>): Promise<T> {
	const now = jest.spyOn(Date, 'now').mockReturnValue(time);
	try {
		return await work();
	} finally {
		now.mockRestore();
	}
}

test('one that has expired is refused, and says so', async () => {
	const parameters = smartTag({ options: { sealDays: 1 } });
	const inADay = () => Date.now() + 24 * 3600_000;
	const earliest = inADay();
	const { items } = await run('preview', parameters, [await file()]);
	const { seal, sealValidUntil } = items[0].json;
	const until = Date.parse(String(sealValidUntil));
	expect(until).toBeGreaterThanOrEqual(earliest);
	expect(until).toBeLessThanOrEqual(inADay());
	const { error } = await at(
		until + 1000,
		async () => await run('send', withSeal(smartTag(), seal), [await file()]),
	);
	expect(error?.message).toBe(`The approved seal was valid until ${String(sealValidUntil)}`);
	expect(left()).toEqual([]);
});

test('what was sent with one in time is found after it has expired', async () => {
	const parameters = smartTag({ options: { sealDays: 1 } });
	const { items } = await run('preview', parameters, [await file()]);
	const { seal, sealValidUntil } = items[0].json;
	const sealed = withSeal(smartTag(), seal);
	const first = await run('send', sealed, [await file()]);
	expect(first.error).toBeUndefined();
	const posts = left().length;
	const second = await at(
		Date.parse(String(sealValidUntil)) + 1000,
		async () => await run('send', sealed, [await file()]),
	);
	expect(second.error).toBeUndefined();
	expect(second.items[0].json).toMatchObject({
		recovered: true,
		documentReference: first.items[0].json.documentReference,
	});
	expect(left()).toHaveLength(posts);
});

test.each([0, -1, 1.5, 366, 'soon'])('a seal is not good for %j days', async (sealDays) => {
	const { error } = await run('preview', smartTag({ options: { sealDays } }), [await file()]);
	expect(error?.message).toMatch(/'Seal Valid For \(Days\)' is not a number of days/);
});

test('of many items, all seals are checked before the first one is sent', async () => {
	const seals = [
		await sealOf(smartTag(), [await file()]),
		await sealOf(smartTag(), [await file()]),
	];
	const items = [await file(), await file('Contract.pdf', OTHER_FILE)].map((item, at) => ({
		...item,
		json: { seal: seals[at] },
	}));
	const { error } = await run('send', withSeal(smartTag(), '={{ $json.seal }}'), items);
	expect(error?.message).toMatch(/Different: File “Contract\.pdf”$/);
	expect(error?.context?.itemIndex).toBe(1);
	expect(left()).toEqual([]);
});

test('of files that are too many to be read first, all but their contents is compared first', async () => {
	const content = Buffer.concat([FILE, Buffer.alloc(18 * 1024 * 1024, '\n')]);
	const items: INodeExecutionData[] = [];
	for (let n = 0; n < 12; n++) {
		const item = await file(`Large ${n}.pdf`, content);
		const seal = await sealOf(smartTag({ dueDate: inDays(n === 11 ? 8 : 9) }), [item]);
		items.push({ ...item, json: { seal } });
	}
	const { error } = await run('send', withSeal(smartTag(), '={{ $json.seal }}'), items);
	expect(error?.message).toMatch(/Different: Due Date$/);
	expect(error?.context?.itemIndex).toBe(11);
	expect(left()).toEqual([]);
});

describe('an agent that has Preview and Send as tools, and no person', () => {
	const asTool = async (parameters: object, items: INodeExecutionData[]) => {
		const node = nodeWith(parameters as INodeParameters, { type: 'securedSigningTool' });
		const { nodeTypes } = bench.engine;
		const { data } = await runWorkflow(
			{
				...bench.engine,
				nodeTypes: { ...nodeTypes, securedSigningTool: nodeTypes.securedSigning },
			},
			workflowOf(node),
			items,
		);
		return data.resultData;
	};

	test('gets no seal, and cannot send', async () => {
		const previewed = await asTool({ ...smartTag(), operation: 'preview' }, [await file()]);
		expect(previewed.error).toBeUndefined();
		const [[shown]] = previewed.runData['Secured Signing'][0].data!.main as INodeExecutionData[][];
		expect(shown.json.previewText).toMatch(/Nothing has been sent/);
		expect(JSON.stringify(shown.json)).not.toContain('"seal');
		for (const seal of ['', 'approved', String(shown.json.previewText)]) {
			const parameters = { ...withSeal(smartTag(), seal), operation: 'send' };
			const { error } = await asTool(parameters, [await file()]);
			expect(error?.message).toMatch(/'Approved Seal' is/);
		}
		expect(left()).toEqual([]);
	});

	test('with the seal that a person approved, it sends that and no other', async () => {
		const seal = await sealOf(smartTag(), [await file()]);
		const other = withSeal(smartTag({ signers: { signer: [ana, cleo] } }), seal);
		const refused = await asTool({ ...other, operation: 'send' }, [await file()]);
		expect(refused.error?.message).toMatch(/^This is not what was approved/);
		const sent = await asTool({ ...withSeal(smartTag(), seal), operation: 'send' }, [await file()]);
		expect(sent.error).toBeUndefined();
		expect(sends()).toHaveLength(1);
	});
});

/**
 * Executions that are retried more than once, of which n8n did not keep what another retry did: n8n was started anew since,
 * or this node had not begun when the execution failed.
 */
import type { INode } from 'n8n-workflow';

import { toldOn } from '../harness/told.cts';
import { execute, retry, retryFromStart, type Execution } from '../engine/executions.cts';
import { UNCONFIRMED } from '../engine/flows.cts';
import type { Bench } from '../engine/node.cts';
import { useRetrying, withOptions, type Retrying } from '../engine/retrying.cts';
import { inDays } from '../engine/samples.cts';
import { documentsOf, type Plan, sending } from '../engine/sends.cts';

let bench: Bench;
let plan: Plan;
let nextId: Retrying['nextId'];
let anew: Retrying['anew'];
let sentTimes: Retrying['sentTimes'];
let showOnly: Retrying['showOnly'];
let eachLog: Retrying['eachLog'];
useRetrying(32_000, (own) => ({ bench, plan, nextId, anew, sentTimes, showOnly, eachLog } = own));

const changeSecond = (parameters: INode['parameters'], values: object) => {
	const { signer } = parameters.signers as unknown as { signer: object[] };
	Object.assign(signer[1], values);
};

/** An answer with each client reference in it in capitals. */
const inCapitals = (answer: unknown): unknown =>
	JSON.parse(
		JSON.stringify(answer ?? null).replace(
			/("ClientReference":)("[^"]*")/g,
			(_all, name: string, reference: string) => name + reference.toUpperCase(),
		),
	);

// docs/faults.md: each retry of one stored execution has a memory of its own, and n8n was started anew in between.
describe.each(['file', 'files', 'form', 'template'] as const)(
	'%s: retried, n8n started anew, and the first one retried once more',
	(kind) => {
		test.each<[string, (parameters: INode['parameters']) => void, RegExp]>([
			[
				'the due date',
				(own) => Object.assign(own, { dueDate: inDays(11) }),
				/may be what this item/,
			],
			['a last name', (own) => changeSecond(own, { lastName: 'Other' }), /may be what this item/],
			[
				'an address',
				(own) => changeSecond(own, { email: 'other@example.net' }),
				/may be what this item/,
			],
		])('%s was changed since: it is not sent again', async (_what, change, told) => {
			const ids = [nextId(), nextId()];
			const { parameters, item } = await sending(bench, kind);
			plan.add('send', ids[0], { kind: 'planExhausted' });
			const items = [await item(ids[0]), await item(ids[1])];
			const failed = await execute(bench, withOptions(parameters, {}), { items });
			// The first item, which the failed execution had begun, is what it was.
			await retry(bench, failed);
			const all = documentsOf(kind);
			expect(sentTimes(...ids)).toEqual([all, all]);
			const changed = JSON.parse(JSON.stringify(failed.node.parameters)) as INode['parameters'];
			change(changed);
			const { error, errorItems } = await retry(anew(), failed, {
				parameters: changed,
				onError: 'continueErrorOutput',
			});
			expect(error).toBeUndefined();
			expect(errorItems.map(({ json }) => json.error)).toHaveLength(2);
			expect(String(errorItems[1].json.message)).toMatch(told);
			expect(sentTimes(...ids)).toEqual([all, all]);
		});

		// Other systems of the same account may make capitals of a reference: no source says that Secured Signing does not.
		test('a service that shows client references in capitals: nothing is sent twice', async () => {
			const ids = [nextId(), nextId()];
			const { parameters, item } = await sending(bench, kind);
			plan.add('send', ids[0], { kind: 'planExhausted' });
			const items = await Promise.all(ids.map(item));
			const failed = await execute(bench, withOptions(parameters, {}), { items });
			await retry(bench, failed);
			bench.simulator.faults.spoil((answer) => inCapitals(answer));
			const changed = { ...failed.node.parameters, dueDate: inDays(11) };
			const { errorItems } = await retry(anew(), failed, {
				parameters: changed,
				onError: 'continueErrorOutput',
			});
			expect(errorItems).toHaveLength(2);
			bench.simulator.faults.clear();
			expect(sentTimes(...ids)).toEqual(ids.map(() => documentsOf(kind)));
		});

		test.each([20, 16, 12])('lists that show %s signs: nothing is sent twice', async (length) => {
			const ids = [nextId(), nextId()];
			const { parameters, item } = await sending(bench, kind);
			plan.add('send', ids[0], { kind: 'planExhausted' });
			const items = await Promise.all(ids.map(item));
			const failed = await execute(bench, withOptions(parameters, {}), { items });
			await retry(bench, failed);
			const all = documentsOf(kind);
			expect(sentTimes(...ids)).toEqual([all, all]);
			showOnly(length);
			expect((await retry(anew(), failed)).error).toBeUndefined();
			expect(sentTimes(...ids)).toEqual([all, all]);
		});

		test.each([
			['without a client reference', {}, undefined],
			['with one of its own', { clientReference: '={{ $json.id }}-o' }, UNCONFIRMED],
			// Each retry has another one.
			[
				'with one that names the execution',
				{ clientReference: '={{ $execution.id }}-{{ $json.id }}' },
				UNCONFIRMED,
			],
			[
				'with one that has the time',
				{ clientReference: '={{ $json.id }} {{ $now.toMillis() }}' },
				UNCONFIRMED,
			],
			[
				'with Send Once and one that names the execution',
				{
					clientReference: '={{ $execution.id }}-{{ $json.id }}',
					oncePerClientReference: true,
				},
				UNCONFIRMED,
			],
		])('%s: nothing is sent twice', async (_what, options, told) => {
			const ids = [nextId(), nextId(), nextId()];
			const { parameters, item } = await sending(bench, kind);
			plan.add('send', ids[0], { kind: 'planExhausted' });
			const items = await Promise.all(ids.map(item));
			const failed = await execute(bench, withOptions(parameters, options), { items });
			expect(sentTimes(...ids)).toEqual([0, 0, 0]);
			plan.add('send', ids[2], { kind: 'planExhausted' });
			const once = await retry(bench, failed);
			expect(once.error?.message).toMatch(toldOn(426));
			const all = documentsOf(kind);
			expect(sentTimes(...ids)).toEqual([all, all, 0]);
			const again = await retry(anew(), failed);
			expect(again.error?.message).toBe(told);
			expect(sentTimes(...ids)).toEqual([all, all, told ? 0 : all]);
			if (told) return;
			const recovered = again.items.map(({ json }) => json.recovered === true);
			expect(recovered.filter(Boolean)).toHaveLength(2 * all);
		});
	},
);

describe.each(['file', 'files', 'form', 'template'] as const)(
	'%s: retried twice, though this node had not begun',
	(kind) => {
		const failed = async () => {
			const id = nextId();
			const { parameters, item } = await sending(bench, kind);
			const node = (await execute(bench, parameters, { items: [await item(nextId())] })).node;
			return { id, item, first: { node, items: [], errorItems: [] } as unknown as Execution };
		};

		test('at the same moment: it is sent once', async () => {
			const { id, first, item } = await failed();
			const twice = await Promise.all(
				[1, 2].map(async () => await retryFromStart(bench, first, [await item(id)])),
			);
			expect(twice.flatMap(({ error }) => error?.message ?? [])).toEqual([UNCONFIRMED]);
			expect(sentTimes(id)).toEqual([documentsOf(kind)]);
		});

		test('one after the other, and lists that lag behind: it is sent once', async () => {
			const { id, first, item } = await failed();
			bench.simulator.faults.spoil((answer, { operationId }) =>
				operationId === 'getActiveDocuments' ? [] : answer,
			);
			const one = await retryFromStart(bench, first, [await item(id)]);
			const other = await retryFromStart(bench, first, [await item(id)]);
			expect([one.error?.message, other.error?.message]).toEqual([undefined, UNCONFIRMED]);
			expect(sentTimes(id)).toEqual([documentsOf(kind)]);
		});
	},
);

test('a contract from before the execution does not keep a retry from sending', async () => {
	const id = nextId();
	const { parameters, item } = await sending(bench, 'form');
	const options = { clientReference: '={{ $execution.id }}-{{ $json.id }}' };
	const before = await execute(bench, withOptions(parameters, options), {
		items: [await item(id)],
	});
	expect(before.error).toBeUndefined();
	plan.add('send', id, { kind: 'planExhausted' });
	const failed = await execute(bench, withOptions(parameters, options), {
		items: [await item(id)],
	});
	expect(failed.error?.message).toContain(toldOn(426));
	const yesterday = new Date(Date.now() - 24 * 60 * 60_000).toISOString();
	eachLog((log) => ({ ...log, Date: yesterday }));
	expect((await retry(anew(), failed)).error).toBeUndefined();
	expect(sentTimes(id)).toEqual([2]);
});

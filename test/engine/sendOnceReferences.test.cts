/** Send Once per Reference: references that look alike, and sends that know of each other. */
import { toldOn } from '../harness/told.cts';
import { SEND, startBetween } from './between.cts';
import { execute } from './executions.cts';
import { json } from './lostSends.cts';
import type { Bench } from './node.cts';
import { useRetrying, withOptions, type Retrying } from './retrying.cts';
import { sending } from './sends.cts';

let bench: Bench;
let nextId: Retrying['nextId'];
let sentTimes: Retrying['sentTimes'];
useRetrying(33_000, (own) => ({ bench, nextId, sentTimes } = own));

test('a send that is refused forgets nothing of another one with its reference', async () => {
	const id = nextId();
	const between = await startBetween(bench);
	const { parameters, item } = await sending(bench, 'form');
	let reach!: () => void;
	const reached = new Promise<void>((resolve) => (reach = resolve));
	let release!: () => void;
	const held = new Promise<void>((resolve) => (release = resolve));
	let isFirst = true;
	between.rule = async ({ route }, pass) => {
		if (route.includes('GetActiveDocuments')) return json([]);
		if (!SEND.test(route) || !isFirst) return await pass();
		isFirst = false;
		reach();
		await held;
		return { status: 426 };
	};
	const clientReference = `race-${id}`;
	const once = withOptions(parameters, { clientReference, oncePerClientReference: true });
	const items = [await item(id)];
	const refused = execute(between.bench, once, { items });
	await reached;
	const other = withOptions(parameters, { clientReference });
	expect((await execute(between.bench, other, { items })).error).toBeUndefined();
	release();
	expect((await refused).error?.message).toContain(toldOn(426));
	await execute(between.bench, once, { items });
	between.close();
	expect(sentTimes(id)).toEqual([1]);
});

// docs/waiting-in-detail.md, "Similar references".
test.each([
	['Q-①', 'Q-1'],
	['m²-10', 'm2-10'],
	['№5', 'No5'],
	['recAbC', 'recABC'],
])('Send Once: %s and %s are told apart, and nothing is sent', async (one, other) => {
	const id = nextId();
	const { parameters, item } = await sending(bench, 'form');
	const send = async (order: string) =>
		await execute(
			bench,
			withOptions(parameters, { clientReference: `${id} ${order}`, oncePerClientReference: true }),
			{ items: [await item(id)] },
		);
	expect((await send(one)).error).toBeUndefined();
	const { error } = await send(other);
	expect(error?.message).toContain(`${id} ${one}`);
	expect(error?.message).toContain(`${id} ${other}`);
	expect(sentTimes(id)).toEqual([1]);
});

/**
 * What happens while the trigger makes its first check, and when somebody publishes the workflow again meanwhile.
 * docs/waiting-in-detail.md, “First start”: what happened before is not told; docs/waiting.md: everything else once.
 */
import { passTime } from '../harness/clock.cts';
import { startBetween, type Between } from './between.cts';
import { told, triggerWith, useScene, type Scene } from './watch.cts';

const HOUR = 60 * 60_000;

let scene: Scene;
let between: Between;
afterEach(() => between.close());
useScene((own) => (scene = own));
beforeEach(async () => {
	between = await startBetween({ simulator: scene.simulator } as never);
});

/** While the first answer with this folder is on its way, something happens. */
function whileListed(folder: 'Progress' | 'Signed', happens: () => Promise<unknown>) {
	let isFirst = true;
	between.rule = async ({ route }, pass) => {
		const isIt = isFirst && route.endsWith(`/GetActiveDocuments/${folder}`);
		if (isIt) isFirst = false;
		const answer = await pass();
		if (isIt) await happens();
		return answer;
	};
}

const EVENTS = ['sent', 'signed', 'completed'];
let workflows = 0;

describe.each([false, true])('with durable cursors: %j', (isDurable) => {
	const triggerOf = () => {
		const trigger = triggerWith(between.bench.simulator.credential, { events: EVENTS });
		return isDurable ? trigger.durable(`publishing ${++workflows}`) : trigger;
	};

	test('signed after the list of Progress was made, and before that of Signed: told', async () => {
		const [old, open, half] = await scene.send(3);
		for (const reference of [old, old, half]) await scene.simulator.sign(reference);
		whileListed('Progress', async () => {
			for (const reference of [open, open, half]) await scene.simulator.sign(reference);
		});
		const trigger = triggerOf();
		await trigger.activate();
		for (let turn = 0; turn < 3; turn++) await trigger.poll();
		const of = (wanted: string) =>
			told(trigger.items().filter(({ documentReference }) => documentReference === wanted));
		expect([old, open, half].map(of)).toEqual([
			[],
			['signed', 'signed', 'completed'],
			['signed', 'completed'],
		]);
	});

	test.each(['Progress', 'Signed'] as const)(
		'published again while the list of %s is on its way: what comes is told',
		async (folder) => {
			const [old, known] = await scene.send(2, { signers: 1 });
			await scene.simulator.sign(old);
			const trigger = triggerOf();
			let again: Promise<void> | undefined;
			whileListed(folder, async () => {
				again = trigger.activate();
				// The second first check has begun by then.
				await new Promise((resolve) => setImmediate(resolve));
			});
			await trigger.activate();
			await again;
			passTime(HOUR);
			const [late] = await scene.send(1, { signers: 1 });
			await scene.simulator.sign(late);
			await scene.simulator.sign(known);
			for (let turn = 0; turn < 3; turn++) {
				passTime(24 * HOUR);
				await trigger.poll();
			}
			expect(told(trigger.items()).sort()).toEqual([
				...['completed', 'completed', 'sent', 'signed', 'signed'],
			]);
			expect(trigger.errors).toEqual([]);
		},
	);
});

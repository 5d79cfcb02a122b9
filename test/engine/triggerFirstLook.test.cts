/**
 * What is sent while the first look at an account is tried again. Promised in docs/waiting-in-detail.md,
 * “If Secured Signing cannot be reached when you publish”: what has happened since then is reported, also when the
 * first check that succeeds is a second later.
 */
import { passTime } from '../harness/clock.cts';
import type { Polling } from '../harness/polling.cts';
import { startBetween, type Between } from './between.cts';
import { told, triggerWith, useScene, type Scene } from './watch.cts';

const MINUTE = 60_000;

let scene: Scene;
let between: Between;
afterEach(() => between.close());
useScene((own) => (scene = own));
beforeEach(async () => {
	between = await startBetween({ simulator: scene.simulator } as never);
});

/** While the first list of this folder cannot be had, something happens. */
function meanwhile(folder: 'Progress' | 'Signed', status: number, happens: () => Promise<unknown>) {
	let isFirst = true;
	between.rule = async ({ route }, pass) => {
		if (!isFirst || !route.endsWith(`/GetActiveDocuments/${folder}`)) return await pass();
		isFirst = false;
		await happens();
		return { status, headers: { 'retry-after': '0' } };
	};
}

const looks = async (trigger: Polling, count: number) => {
	for (let look = 0; look < count; look++) {
		passTime(MINUTE);
		await trigger.poll();
	}
};

let workflows = 0;
const EVENTS = ['sent', 'signed', 'completed'];

describe.each([false, true])('with durable cursors: %j', (isDurable) => {
	const triggerOf = (more: object = {}) => {
		const trigger = triggerWith(between.bench.simulator.credential, { events: EVENTS });
		Object.assign(trigger.node, more);
		// What a process knows of a node goes by these ids.
		return isDurable ? trigger.durable(`workflow ${++workflows}`) : trigger;
	};

	describe.each(['Progress', 'Signed'] as const)('the first list of %s', (folder) => {
		test.each([503, 429, 500])(
			'fails with %i while a contract is sent: all is told',
			async (status) => {
				const [old] = await scene.send(1, { signers: 1 });
				await scene.simulator.sign(old);
				passTime(30 * MINUTE);
				let sent: string[] = [];
				meanwhile(folder, status, async () => (sent = await scene.send(1, { signers: 1 })));
				const trigger = triggerOf();
				await trigger.activate();
				await looks(trigger, 2);
				await scene.simulator.sign(sent[0]);
				await looks(trigger, 2);
				expect(told(trigger.items())).toEqual(EVENTS);
			},
		);

		test('fails while a contract is sent and signed: all is told', async () => {
			meanwhile(folder, 503, async () => {
				const [reference] = await scene.send(1, { signers: 1 });
				await scene.simulator.sign(reference);
			});
			const trigger = triggerOf();
			await trigger.activate();
			await looks(trigger, 3);
			expect(told(trigger.items())).toEqual(EVENTS);
		});
	});

	test('nothing fails: what was before is not told, what comes is', async () => {
		await scene.send();
		passTime(30 * MINUTE);
		const trigger = triggerOf();
		await trigger.activate();
		await looks(trigger, 2);
		expect(trigger.items()).toEqual([]);
		await scene.send();
		await looks(trigger, 2);
		expect(told(trigger.items())).toEqual(['sent']);
	});

	// Always Output Data: n8n stores nothing of a first look that finds nothing.
	test('with Always Output Data, what is sent after the first look is told', async () => {
		await scene.send();
		passTime(30 * MINUTE);
		const trigger = triggerOf({ alwaysOutputData: true });
		await trigger.activate();
		await scene.send();
		await looks(trigger, 3);
		expect(told(trigger.items())).toEqual(['sent']);
	});
});

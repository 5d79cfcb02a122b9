/**
 * After a pause the first list may lack what the next ones have: “each event of each document exactly once, also
 * over restarts and errors of the service” (docs/waiting.md). Only GetActiveDocuments tells what is signed
 * (docs/api/API.md section 5.2).
 */
import { passTime } from '../harness/clock.cts';
import { useScene, type Scene } from './watch.cts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let scene: Scene;
let hidden: string[];
useScene((own) => (scene = own));
beforeEach(() => {
	hidden = [];
	scene.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as Array<{ Reference: string }>).filter(
					({ Reference }) => !hidden.includes(Reference),
				)
			: answer,
	);
});

/** A contract that is sent and signed now. */
async function signed(): Promise<string> {
	const [reference] = await scene.send(1, { signers: 1 });
	await scene.simulator.sign(reference);
	return reference;
}
const setUp = async () => {
	const trigger = scene.trigger({ events: ['completed'] });
	await trigger.activate();
	const told = () => trigger.items().map(({ documentReference }) => documentReference);
	return { trigger, told };
};
const looks = async (trigger: { poll(): Promise<void> }, count: number, apart: number) => {
	for (let look = 0; look < count; look++) {
		passTime(apart);
		await trigger.poll();
	}
};

describe.each(['n8n is down', 'Secured Signing is down'])('%s for five days', (down) => {
	test.each([true, false])('one was signed before: %j', async (isKnown) => {
		const { trigger, told } = await setUp();
		const all = isKnown ? [await signed()] : [];
		await trigger.poll();
		passTime(DAY);
		const first = await signed();
		const isService = /Secured/.test(down);
		if (isService) {
			scene.simulator.faults.choose(({ operationId }) =>
				operationId === 'getActiveDocuments' ? { kind: 'gateway', status: 502 } : undefined,
			);
			await trigger.poll();
		}
		passTime(4 * DAY);
		const second = await signed();
		scene.simulator.faults.choose(() => undefined);
		hidden = [first];
		if (isService) await trigger.poll();
		else await trigger.activate();
		expect(told()).toEqual([...all, second]);
		// Over another restart as well.
		await trigger.activate();
		await looks(trigger, 3, 5 * MINUTE);
		hidden = [];
		await looks(trigger, 3, 5 * MINUTE);
		expect(told()).toEqual([...all, second, first]);
		await looks(trigger, 8, 12 * 60 * MINUTE);
		await trigger.activate();
		await looks(trigger, 8, 12 * 60 * MINUTE);
		expect(told()).toEqual([...all, second, first]);
	});
});

test('two pauses, one look between them', async () => {
	const { trigger, told } = await setUp();
	await trigger.poll();
	passTime(DAY);
	const first = await signed();
	passTime(4 * DAY);
	const second = await signed();
	hidden = [first];
	await trigger.activate();
	passTime(5 * DAY);
	const third = await signed();
	hidden = [];
	await trigger.activate();
	expect(told().sort()).toEqual([first, second, third].sort());
});

test('a look a week, each list one contract behind: all once, and the state does not grow', async () => {
	const { trigger, told } = await setUp();
	const all: string[] = [];
	const sizes: number[] = [];
	for (let week = 0; week < 8; week++) {
		passTime(DAY);
		const late = await signed();
		passTime(5 * DAY);
		all.push(late, await signed());
		passTime(DAY);
		hidden = [late];
		await trigger.poll();
		sizes.push(trigger.state.length);
	}
	hidden = [];
	await looks(trigger, 3, 7 * DAY);
	expect(told().sort()).toEqual(all.sort());
	expect(new Set(told()).size).toBe(all.length);
	expect(sizes[7]).toBeLessThan(sizes[3] * 1.1);
});

test('what was signed long before is history after a pause, too', async () => {
	const old = await signed();
	passTime(9 * DAY);
	hidden = [old];
	const { trigger, told } = await setUp();
	const known = await signed();
	await trigger.poll();
	passTime(5 * DAY);
	hidden = [];
	await trigger.activate();
	await looks(trigger, 6, DAY / 2);
	expect(told()).toEqual([known]);
});

describe('activated while Secured Signing is down', () => {
	const outage = (isOn: boolean) =>
		scene.simulator.faults.choose(() => (isOn ? { kind: 'gateway', status: 502 } : undefined));

	// docs/waiting-in-detail.md: “If Secured Signing cannot be reached when you publish”; “After a pause of more than a day …”.
	test('what was signed at the beginning of three days, and the first lists lack it: told once', async () => {
		hidden.push(await signed());
		passTime(5 * DAY);
		outage(true);
		const { trigger, told } = await setUp();
		passTime(10 * MINUTE);
		outage(false);
		const early = await signed();
		outage(true);
		await trigger.poll();
		passTime(3 * DAY);
		outage(false);
		const late = await signed();
		const old = hidden.splice(0);
		hidden.push(early);
		await looks(trigger, 2, 6 * MINUTE);
		expect(told()).toEqual([late]);
		hidden.pop();
		await looks(trigger, 3, 6 * MINUTE);
		expect(told()).toEqual([late, early]);
		expect(told()).not.toContain(old[0]);
	});

	test('the first lists are empty: what was before the activation is not told', async () => {
		const old = [await signed()];
		passTime(4 * DAY);
		old.push(await signed());
		passTime(DAY / 2);
		outage(true);
		const { trigger, told } = await setUp();
		passTime(60 * MINUTE);
		outage(false);
		const early = await signed();
		passTime(3 * DAY);
		const late = await signed();
		hidden.push(...old, early, late);
		await looks(trigger, 2, 6 * MINUTE);
		hidden.length = 0;
		await looks(trigger, 3, 6 * MINUTE);
		expect(told().sort()).toEqual([early, late].sort());
	});
});

test('the first list of all is empty: what was before the activation is not told', async () => {
	hidden.push(await signed());
	passTime(60 * MINUTE);
	const { trigger, told } = await setUp();
	hidden.length = 0;
	const fresh = await signed();
	await looks(trigger, 3, 6 * MINUTE);
	expect(told()).toEqual([fresh]);
});

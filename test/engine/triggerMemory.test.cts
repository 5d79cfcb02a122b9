/** What the polling trigger knows over renames, copies, and an activation while the service is down. */
import { DateTime } from 'luxon';

import { passTime } from '../harness/clock.cts';
import { told, useScene, type Scene } from './watch.cts';

let scene: Scene;
useScene((own) => (scene = own));

describe('a node with another name', () => {
	test('goes on where it stopped: n8n keeps the data of a node under its name', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const [first, second] = await scene.send(2);
		await trigger.poll();
		trigger.node.name = 'Contracts';
		await scene.simulator.sign(first);
		await trigger.activate();
		await scene.simulator.sign(second);
		await trigger.poll();
		trigger.node.name = 'Trigger';
		await trigger.activate();
		await scene.simulator.sign(second);
		await trigger.poll();
		expect(told(trigger.items())).toEqual([
			...['sent', 'sent', 'signed', 'signed', 'signed', 'completed'],
		]);
		expect(trigger.errors).toEqual([]);
	});

	test('its own data go before the copy, which may be older', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		const stored = JSON.parse(trigger.state) as { global: object };
		await scene.simulator.sign(reference);
		await trigger.poll();
		const { global } = stored;
		const older = { ...(JSON.parse(trigger.state) as object), global };
		const again = trigger.restored(JSON.stringify(older));
		await again.activate();
		await again.poll();
		expect(again.executions).toEqual([]);
	});

	// n8n 2.41.1 stores the workflow's data, and then drops what the poll of the old version returned.
	test('with durable cursors, published while a poll is under way, it tells what n8n dropped', async () => {
		const trigger = scene.trigger().durable('published');
		await trigger.activate();
		const [reference] = await scene.send(1, { signers: 1 });
		await trigger.poll();
		await scene.simulator.sign(reference);
		trigger.dropNext();
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['sent']);
		trigger.node.name = 'Contracts';
		await trigger.activate();
		// So long n8n may take to store what a poll returned.
		const later = performance.now() + 61_000;
		const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
		await trigger.poll();
		clock.mockRestore();
		expect(told(trigger.items())).toEqual(['sent', 'signed', 'completed']);
	});
});

describe('another workflow', () => {
	test.each([
		['a copy', {}],
		['a copy whose node was renamed', { name: 'Copy' }],
	])('%s starts anew, though it brings all that n8n stored along', async (_what, node) => {
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		await scene.simulator.sign(reference);
		const copy = trigger.copied('copy', node);
		await copy.activate();
		await copy.poll();
		expect(copy.executions).toEqual([]);
		expect(copy.state).not.toContain(' workflow ');
		await scene.simulator.sign(reference);
		await Promise.all([copy.poll(), trigger.poll()]);
		expect(told(copy.items())).toEqual(['signed', 'completed']);
		expect(told(trigger.items())).toEqual(['sent', 'signed', 'signed', 'completed']);
	});

	test('two triggers in one workflow have a memory each', async () => {
		const trigger = scene.trigger({ events: ['completed'] });
		await trigger.activate();
		const other = trigger.copied('workflow', { id: 'second', name: 'Second' });
		const [reference] = await scene.send(1, { signers: 1 });
		await scene.simulator.sign(reference);
		await other.activate();
		await other.poll();
		expect(other.executions).toEqual([]);
	});
});

describe('activated while the service cannot be asked', () => {
	const outages = [
		{ kind: 'serverErrorHtml', operation: 'getActiveDocuments' },
		{ kind: 'gateway', status: 503, operation: 'getActiveDocuments', times: 4 },
		{ kind: 'wrongBody', body: 'html', operation: 'getActiveDocuments' },
	] as const;
	test.each(outages)('what happened since is told by the first good look: $kind', async (fault) => {
		const [before, open, half] = await scene.send(3);
		await scene.simulator.sign(before);
		await scene.simulator.sign(before);
		await scene.simulator.sign(half);
		passTime(CLOCKS_DIFFER_MS);
		scene.simulator.faults.add(fault);
		const trigger = scene.trigger();
		await trigger.activate();
		const [later, done] = await scene.send(2, { signers: 1 });
		await scene.simulator.sign(done);
		await scene.simulator.sign(half);
		await scene.simulator.decline(open);
		await trigger.poll();
		await trigger.poll();
		await scene.simulator.sign(later);
		await trigger.poll();
		const of = (wanted: string) =>
			told(trigger.items().filter(({ documentReference }) => documentReference === wanted));
		expect(of(before)).toEqual([]);
		expect(of(open)).toEqual(['declined']);
		expect(of(half)).toEqual(['signed', 'completed']);
		expect(of(done)).toEqual(['sent', 'signed', 'completed']);
		expect(of(later)).toEqual(['sent', 'signed', 'completed']);
		expect(trigger.errors).toEqual([]);
	});

	// "26/11/2026 02:59:44": API.md section 3 leaves the form of dates in answers open.
	test('with dates in the own style of a culture, too', async () => {
		scene.simulator.readings.dates = 'culture';
		scene.simulator.faults.add(outages[0]);
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await scene.simulator.sign(reference);
		await scene.simulator.sign(reference);
		for (let turn = 0; turn < 3; turn++) await trigger.poll();
		expect(told(trigger.items())).toEqual(['sent', 'signed', 'signed', 'completed']);
		expect(trigger.errors).toEqual([]);
	});

	test('with such dates, what was days before is not told', async () => {
		scene.simulator.readings.dates = 'culture';
		const [open, done] = await scene.send(2);
		await scene.simulator.sign(open);
		await scene.simulator.sign(done);
		await scene.simulator.sign(done);
		passTime(3 * 24 * 60 * 60_000);
		scene.simulator.faults.add(outages[0]);
		const trigger = scene.trigger();
		await trigger.activate();
		for (let turn = 0; turn < 3; turn++) await trigger.poll();
		expect(trigger.executions).toEqual([]);
		await scene.simulator.sign(open);
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['signed', 'completed']);
	});

	// API.md sections 2 and 3: neither the form of dates, nor their zone, nor the service's clock is known.
	const written = (hours: number, format: string) => (date: DateTime) =>
		date.plus({ hours }).toFormat(format, { locale: 'en' });
	test.each<[string, (date: DateTime) => string | null]>([
		['UTC', (date) => date.toISO()],
		['local time of Los Angeles', written(-8, "yyyy-MM-dd'T'HH:mm:ss")],
		['local time of Los Angeles, with a space', written(-8, 'yyyy-MM-dd HH:mm:ss')],
		['local time of Los Angeles, as there', written(-8, 'M/d/yyyy h:mm:ss a')],
		['local time of Los Angeles, in words', written(-8, 'd LLL yyyy HH:mm')],
		['the westernmost zone', written(-12, 'dd/MM/yyyy HH:mm:ss')],
		['the easternmost zone', written(14, "yyyy-MM-dd'T'HH:mm:ss")],
		['days alone', written(0, 'yyyy-MM-dd')],
		['days alone, of the westernmost zone', written(-12, 'dd/MM/yyyy')],
		['a clock that is 20 seconds behind', (date) => date.minus({ seconds: 20 }).toISO()],
		['a clock that is 2 minutes behind', (date) => date.minus({ minutes: 2 }).toISO()],
		['a clock that is 2 minutes ahead', (date) => date.plus({ minutes: 2 }).toISO()],
	])('with dates in %s', async (_how, write) => {
		scene.simulator.faults.spoil((answer) => withDates(answer, write));
		expect(await toldAfterOutage()).toEqual(['sent', 'signed', 'signed', 'completed']);
	});

	test('with a clock that is further behind, as its answers say', async () => {
		const skew = { kind: 'clockSkew', seconds: -290, operation: 'getActiveDocuments' } as const;
		scene.simulator.faults.spoil((answer) =>
			withDates(answer, (date) => date.minus({ minutes: 8 }).toISO()),
		);
		expect(await toldAfterOutage({ ...skew, times: 2 })).toEqual([
			...['sent', 'signed', 'signed', 'completed'],
		]);
	});

	async function toldAfterOutage(
		...later: Array<Parameters<typeof scene.simulator.faults.add>[0]>
	) {
		scene.simulator.faults.add(outages[0]);
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await scene.simulator.sign(reference);
		await scene.simulator.sign(reference);
		for (const fault of later) scene.simulator.faults.add(fault);
		for (let turn = 0; turn < 3; turn++) await trigger.poll();
		expect(trigger.errors).toEqual([]);
		return told(trigger.items());
	}

	test('the moment survives failing polls and restarts', async () => {
		scene.simulator.faults.add({ ...outages[0], times: 3 });
		const trigger = scene.trigger({ events: ['sent'] });
		await trigger.activate();
		const references = await scene.send(2);
		await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		await expect(trigger.activate()).rejects.toThrow();
		await trigger.activate();
		expect(trigger.items().map(({ documentReference }) => documentReference)).toEqual(references);
	});
});

/** More than what is allowed for two clocks that differ. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

/** An answer of the simulator with its dates written in another way. */
function withDates(answer: unknown, write: (date: DateTime) => string | null): unknown {
	return JSON.parse(JSON.stringify(answer), (_name, value: unknown) =>
		typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)
			? write(DateTime.fromISO(value, { zone: 'utc' }))
			: value,
	) as unknown;
}

// What cannot be read counts as not there: somebody may have edited it, or an import cut it.
describe('a part of what n8n stored is not what it should be', () => {
	test.each<[part: string, value: unknown]>([
		['latest', 'x'],
		['latest', {}],
		['left', null],
		['left', undefined],
		['completed', null],
		['completed', undefined],
		['completed', []],
		['sightings', 'x'],
		['unread', { reference: 7 }],
		['lookedAt', null],
		['signed', 7],
		['doubtSince', 'x'],
	])('%s is %j: told once more at most, and what is signed then once', async (part, value) => {
		const trigger = scene.trigger({ events: ['completed', 'signed'] });
		await trigger.activate();
		const [first, second] = await scene.send(2);
		await trigger.poll();
		await scene.simulator.sign(first);
		await scene.simulator.sign(first);
		await scene.simulator.sign(second);
		await trigger.poll();
		expect(told(trigger.items())).toHaveLength(4);
		type Memory = Record<string, unknown> & { open: Record<string, object> };
		const state = JSON.parse(trigger.state, (_, held: unknown) => {
			const memory = held as Memory | null;
			if (typeof memory?.open !== 'object') return held;
			const open = Object.entries(memory.open).map(([name, one]) => [
				name,
				part in { signed: 1, doubtSince: 1 } ? { ...one, [part]: value } : one,
			]);
			return { ...memory, open: Object.fromEntries(open), [part]: value } as unknown;
		}) as object;
		const again = trigger.restored(JSON.stringify(state));
		await again.activate();
		const repeats = again.items().length;
		expect(repeats).toBeLessThanOrEqual(part === 'completed' || part === 'signed' ? 3 : 0);
		for (let look = 0; look < 3; look++) {
			passTime(6 * 60_000);
			await again.poll();
		}
		expect(again.items()).toHaveLength(repeats);
		await scene.simulator.sign(second);
		await again.poll();
		expect(told(again.items()).slice(repeats)).toEqual(['signed', 'completed']);
		expect(again.errors).toEqual([]);
	});
});

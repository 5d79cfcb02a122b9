/**
 * A cache between n8n and the service keeps the status of a document for a while: its answers have an `Age` (RFC 9111
 * section 5.1). docs/waiting-in-detail.md: an end that a cache tells of is looked up again, no event is told twice from
 * there, and operations say where their answer is from.
 */
import { sleep } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { keepTimers, runTimers } from '../harness/timers.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { startBetween, type Between, type Rule, type Told } from './between.cts';
import { byReference, inDays } from './samples.cts';
import { ALL, told, triggerWith, useScene, type Scene } from './watch.cts';
import { listen, type Listening } from './webhook.cts';

const MINUTE = 60_000;
const STATUS = /^GET \/Document\/Status/;
const LIST = /^GET \/Document\/GetActiveDocuments/;

/** Tells again for so many minutes what it was told, with its age. */
function keeping(route: RegExp, minutes: number): Rule {
	const kept = new Map<string, { answer: Told; at: number }>();
	return async (passing, pass) => {
		if (!route.test(passing.route)) return await pass();
		const had = kept.get(passing.route + passing.query);
		const age = had ? Math.ceil((Date.now() - had.at) / 1000) : 0;
		if (had && age > 0 && age < minutes * 60) {
			return { ...had.answer, headers: { ...had.answer.headers, age: String(age) } };
		}
		const answer = await pass();
		kept.set(passing.route + passing.query, { answer, at: Date.now() });
		return answer;
	};
}

describe('triggers', () => {
	let scene: Scene;
	let between: Between;
	let endTimers: () => void;
	useScene((own) => (scene = own));
	beforeEach(async () => {
		endTimers = keepTimers();
		between = await startBetween({ simulator: scene.simulator } as never);
	});
	afterEach(() => {
		endTimers();
		between.close();
		realTime();
	});

	describe('the callback trigger', () => {
		let callback: Listening;
		beforeEach(async () => (callback = await listen(between.bench.simulator)));
		afterEach(async () => await callback.close());

		const call = async (DocumentReference: string) =>
			await fetch(callback.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ DocumentReference }),
			});
		/** n8n checks by itself what it has planned to. */
		const check = async (minutes: number) => {
			passTime(minutes * MINUTE);
			const before = callback.answered.length;
			const due = runTimers('callAgain.ts').length;
			const end = performance.now() + 20_000;
			while (callback.answered.length < before + due && performance.now() < end) await sleep(20);
		};
		const events = () => told(callback.started.flat().map(({ json }) => json));

		test('the last signature: told once, after a check of the service itself', async () => {
			const [reference] = await scene.send();
			between.rule = keeping(STATUS, 10);
			await scene.simulator.sign(reference);
			await call(reference);
			passTime(MINUTE);
			await scene.simulator.sign(reference);
			await call(reference);
			expect(events()).toEqual(['signed']);
			await check(6);
			expect(events()).toEqual(['signed']);
			await check(11);
			expect(events()).toEqual(['signed', 'completed']);
			await check(61);
			expect(events()).toEqual(['signed', 'completed']);
			expect(callback.answered.every((status) => status === 200)).toBe(true);
		});

		test('an expiry of before: not told; a later one is', async () => {
			const [reference] = await scene.send();
			await scene.simulator.expire(reference);
			callback.parameters = { events: ['completed'] };
			between.rule = keeping(STATUS, 10);
			await call(reference);
			callback.parameters = {};
			await scene.extend(reference);
			passTime(MINUTE);
			await call(reference);
			await check(10);
			expect(events()).toEqual([]);
			await scene.simulator.expire(reference);
			passTime(11 * MINUTE);
			await call(reference);
			expect(events()).toEqual(['expired']);
		});
	});

	test('the polling trigger: an expiry of before is not told, an end is told once it is known', async () => {
		const trigger = triggerWith(between.bench.simulator.credential, { events: ALL });
		await trigger.activate();
		const [extended, declined] = await scene.send(2);
		await trigger.poll();
		await scene.simulator.expire(extended);
		const keepStatus = keeping(STATUS, 10);
		const keepLists = keeping(LIST, 10);
		between.rule = async (passing, pass) =>
			await keepStatus(passing, async () => await keepLists(passing, pass));
		// Somebody else looks: the cache has it from then on.
		const { credential } = between.bench.simulator;
		const other = triggerWith(credential, { events: ALL, options: { includeHistory: true } });
		await other.activate();
		await other.poll();
		await scene.extend(extended);
		passTime(MINUTE);
		await trigger.poll();
		const sent = ['sent', 'sent'];
		expect(told(trigger.items())).toEqual(sent);
		passTime(11 * MINUTE);
		await scene.simulator.decline(declined);
		await trigger.poll();
		expect(told(trigger.items()).filter((event) => event === 'declined')).toHaveLength(1);
		passTime(11 * MINUTE);
		await trigger.poll();
		expect(told(trigger.items()).filter((event) => event === 'declined')).toHaveLength(1);
	});
});

describe('operations', () => {
	let stage: Awaiting;
	let between: Between;
	const { signWhole } = useAwaiting((own) => (stage = own));
	beforeEach(async () => {
		between = await startBetween(stage.bench);
	});
	afterEach(() => {
		stage.bench.engine.credentials!.securedSigningApi = stage.bench.simulator.credential;
		between.close();
	});
	const run = async (parameters: object) =>
		await stage.bench.run(
			{ resource: 'document', ...parameters },
			{ credential: between.bench.simulator.credential },
		);
	const sent = async () => {
		const { items } = await stage.bench.run(
			{ ...sendAndAwait, operation: 'send' },
			{ items: await stage.contracts('Lease.pdf') },
		);
		return items[0].json.documentReference as string;
	};
	/** n8n looks by itself, as often as it plans to. */
	const lookUntil = async (isDone: () => boolean) => {
		for (let count = 0; count < 100 && !isDone(); count++) {
			runTimers('lookAgain.ts');
			await sleep(20);
			await stage.settle();
		}
	};
	const hints = ({ run: { data } }: Awaited<ReturnType<typeof run>>) =>
		data.resultData.runData['Secured Signing'][0].hints?.map(({ message }) => message) ?? [];

	test('Await Signature waits for a document that was extended since', async () => {
		const { simulator } = stage.bench;
		const reference = await sent();
		await simulator.expire(reference);
		const document = byReference(reference);
		between.rule = keeping(STATUS, 30);
		expect((await run({ operation: 'get', document })).items[0].json.status).toBe('expired');
		await run({ operation: 'extend', document, dueDate: inDays(20) });
		passTime(5 * MINUTE);
		stage.bench.engine.credentials!.securedSigningApi = between.bench.simulator.credential;
		const wait = { resource: 'document', operation: 'await', document };
		const id = await stage.begin(wait, [{ json: {} }]);
		expect(stage.n8n.status(id)).toBe('waiting');
		const { until } = stage.stored(id).items[0].json.awaiting as { until: string };
		expect(Date.parse(until) - Date.now()).toBeGreaterThan(20 * 24 * 60 * MINUTE);
		stage.n8n.hearsItself = true;
		const looks = () => between.passed.filter(({ route }) => STATUS.test(route)).length;
		const before = looks();
		await lookUntil(() => looks() > before);
		expect(stage.n8n.status(id)).toBe('waiting');
		passTime(30 * MINUTE);
		await signWhole(reference);
		await lookUntil(() => stage.n8n.status(id) !== 'waiting');
		stage.n8n.hearsItself = false;
		expect(stage.output(id, false).items[0].json).toMatchObject({ status: 'completed' });
	});

	test.each([
		['getAll', { folder: 'all', returnAll: true }, LIST],
		['get', {}, STATUS],
		['getFinished', { include: [] }, STATUS],
	])('%s says that its answer is out of a cache', async (operation, more, route) => {
		const parameters = { operation, document: byReference(await sent()), ...more };
		between.rule = keeping(route, 24 * 60);
		expect(hints(await run(parameters))).toEqual([]);
		passTime(60 * MINUTE);
		expect(hints(await run(parameters))).toEqual([expect.stringContaining('came from a cache')]);
	});
});

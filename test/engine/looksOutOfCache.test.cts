/**
 * A cache that heeds no request for a fresh answer, between n8n and the service: `Age` says that an answer is
 * a copy (RFC 9111 section 5.1), `Date` when it was made (RFC 9110 section 6.6.1), and a 404 may be kept like
 * others (section 15.1). docs/waiting-in-detail.md: two looks must each find it.
 */
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { sendAndAwait, startAwaiting } from './awaiting.cts';
import { startBetween, type Between, type Rule, type Told } from './between.cts';
import { byReference } from './samples.cts';
import { ALL, startScene, told, triggerWith } from './watch.cts';
import { listen } from './webhook.cts';

const MINUTE = 60_000;

afterEach(() => realTime());

type Says = (told: Told, at: number) => Told;
const header = (given: Told, more: Record<string, string>) => ({
	...given,
	headers: { ...given.headers, ...more },
});
const SAYS: Array<[string, Says]> = [
	[
		'tells the age of its answers',
		(given, at) => header(given, { age: String(Math.ceil((Date.now() - at) / 1000)) }),
	],
	['keeps their date', (given, at) => header(given, { date: new Date(at).toUTCString() })],
];

/** Keeps what is told of documents, and tells it again for so long. */
function keeping(says: Says, milliseconds: number, keeps: (given: Told) => boolean): Rule {
	const kept = new Map<string, { given: Told; at: number }>();
	return async ({ route, query }, pass) => {
		const had = kept.get(route + query);
		if (had && Date.now() - had.at < milliseconds) return says(had.given, had.at);
		const given = await pass();
		const isKept = /^GET \/Document\//.test(route) && keeps(given);
		if (isKept) kept.set(route + query, { given, at: Date.now() });
		return given;
	};
}
const isMissing = ({ status }: Told) => status === 404;

/** The one document, as the answer of each surface has it. */
const withOpenSigner = (answer: unknown): unknown => {
	if (Array.isArray(answer)) return answer.map(withOpenSigner);
	const document = (answer ?? {}) as IDataObject;
	return document.Reference && document.Signers ? { ...document, Status: 'Complete' } : answer;
};

/** A document of two signers, out at the trigger, the callback trigger, a wait and Get Finished. */
async function play() {
	const scene = await startScene();
	const between = await startBetween({ simulator: scene.simulator } as never);
	const trigger = triggerWith(between.bench.simulator.credential, { events: ALL });
	const callback = await listen(between.bench.simulator);
	await trigger.activate();
	const [reference] = await scene.send();
	const look = async () => {
		await trigger.poll();
		await fetch(callback.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ DocumentReference: reference }),
		});
	};
	const ends = (items: IDataObject[]) =>
		told(items)
			.map(String)
			.filter((event) => /completed|deleted|gone/.test(event));
	await look();
	return {
		...{ scene, between, reference, look },
		slips: (isOn: boolean) => slips(scene.simulator, isOn),
		polled: () => ends(trigger.items()),
		called: () => ends(callback.started.flat().map(({ json }) => json)),
		close: async () => {
			await callback.close();
			between.close();
			await scene.simulator.close();
		},
	};
}

/** For a moment, the service finds no document. */
function slips({ faults }: Awaited<ReturnType<typeof startScene>>['simulator'], isOn: boolean) {
	faults.choose(({ operationId }) =>
		isOn && /^getDocument/.test(operationId ?? '') ? { kind: 'notFound' } : undefined,
	);
	faults.spoil((answer, { operationId }) =>
		isOn && operationId === 'getActiveDocuments' ? [] : answer,
	);
}

describe.each(SAYS)('a cache that %s', (_what, says) => {
	test('one 404 and its copy: not deleted', async () => {
		const { between, look, slips, polled, called, close } = await play();
		passTime(MINUTE);
		between.rule = keeping(says, 10 * MINUTE, isMissing);
		slips(true);
		await look();
		// The lists lag behind still.
		passTime(6 * MINUTE);
		await look();
		slips(false);
		passTime(6 * MINUTE);
		await look();
		expect(polled()).toEqual([]);
		expect(called()).toEqual([]);
		await close();
	});

	test('one Complete with an open signer and its copy: not completed; a second one of the service: completed', async () => {
		const { scene, between, look, reference, polled, called, close } = await play();
		await scene.simulator.sign(reference);
		between.rule = keeping(says, 10 * MINUTE, () => true);
		scene.simulator.faults.spoil(withOpenSigner);
		passTime(MINUTE);
		await look();
		passTime(6 * MINUTE);
		await look();
		expect(polled()).toEqual([]);
		expect(called()).toEqual([]);
		passTime(6 * MINUTE);
		await look();
		passTime(11 * MINUTE);
		await look();
		expect(polled()).toHaveLength(1);
		expect(called().length).toBeGreaterThan(0);
		await close();
	});

	test('answers of hours ago see it open, and it was signed and removed since: gone', async () => {
		const { scene, between, look, reference, polled, called, close } = await play();
		between.rule = keeping(says, 170 * MINUTE, ({ status }) => status === 200);
		passTime(MINUTE);
		await look();
		await scene.simulator.sign(reference);
		await scene.simulator.sign(reference);
		scene.simulator.forgetSigned(reference);
		for (let count = 0; count < 5; count++) {
			passTime(33 * MINUTE);
			await look();
		}
		for (let count = 0; count < 4; count++) {
			passTime(6 * MINUTE);
			await look();
		}
		expect(polled()).toEqual(['gone']);
		// Each call is told.
		expect(new Set(called())).toEqual(new Set(['gone']));
		await close();
	});

	describe('waits and Get Finished', () => {
		async function wait(rule: (between: Between) => void) {
			const stage = await startAwaiting();
			stage.n8n.hearsItself = false;
			const { simulator } = stage.bench;
			const between = await startBetween(stage.bench);
			stage.bench.engine.credentials!.securedSigningApi = between.bench.simulator.credential;
			const include = ['signedFile'];
			const id = await stage.begin({ ...sendAndAwait, include }, await stage.contracts('A.pdf'));
			await stage.settle();
			const [[reference]] = stage.references(id);
			simulator.readings.callback = 'never';
			const { notifyUrl } = simulator.documents().find((held) => held.reference === reference)!;
			await simulator.sign(reference);
			const call = async () => {
				await fetch(notifyUrl!, { method: 'POST' });
				await stage.n8n.idle();
				return stage.n8n.status(id);
			};
			const finished = async () => {
				const lookedUp = { resource: 'document', operation: 'getFinished', include };
				const run = await between.bench.run(
					{ ...lookedUp, document: byReference(reference) },
					{ credential: between.bench.simulator.credential },
				);
				return run.items[0].json.finished;
			};
			await call();
			passTime(MINUTE);
			rule(between);
			const close = async () => {
				between.close();
				await stage.close();
			};
			return { simulator, call, finished, close };
		}

		test('one 404 and its copy: waiting', async () => {
			const { simulator, call, close } = await wait((between) => {
				between.rule = keeping(says, 30 * MINUTE, isMissing);
			});
			slips(simulator, true);
			await call();
			slips(simulator, false);
			passTime(6 * MINUTE);
			expect(await call()).toBe('waiting');
			await close();
		});

		test('one Complete with an open signer and its copy: waiting', async () => {
			const { simulator, call, finished, close } = await wait((between) => {
				between.rule = keeping(says, 30 * MINUTE, () => true);
			});
			simulator.faults.spoil(withOpenSigner);
			await call();
			expect(await finished()).toBe(false);
			simulator.faults.clear();
			passTime(6 * MINUTE);
			expect(await finished()).toBe(false);
			expect(await call()).toBe('waiting');
			await close();
		});
	});
});

/**
 * What published versions have kept where things went wrong (`test/updates/scenes.cts`) is taken up by this one: nothing
 * is told or done twice, and nothing is lost. docs/stability.md: “an update never breaks a workflow”; docs/faults.md,
 * “When n8n tries again”; docs/waiting-in-detail.md, “exactly once”.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, IRun } from 'n8n-workflow';

import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import {
	toMemory,
	PARTS,
	stateOf,
	type Remembered,
} from '../../nodes/SecuredSigning/triggers/polling/state.ts';
import type { Simulator } from '../../simulator/index.cts';
import { passTime, realTime } from '../harness/clock.cts';
import { revived } from '../updates/documents.cts';
import { scenes, type Failed, type Left, type Scenes } from '../updates/scenes.cts';
import { retry } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { dataFile } from './samples.cts';
import { startScene, type Scene } from './watch.cts';
import { listen } from './webhook.cts';

const FIXTURES = join(__dirname, '../updates/fixtures');
const files = readdirSync(FIXTURES).filter((file) => file.endsWith('-scenes.json'));
const read = (file: string) => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as Scenes;

const MINUTE = 60_000;

/** How version 0.1.0 tells one account from another: it is in all that it stores. */
const accountOf = (service: string, apiKey: string): string =>
	createHash('sha256')
		.update(JSON.stringify([service, apiKey]))
		.digest('base64url')
		.slice(0, 16);

/** The same as if it had been kept of this simulator, whose documents are as they were then, a minute later. */
function taken<Kept>(simulator: Simulator, left: Left<Kept>): Kept {
	for (const document of left.documents) simulator.put(revived(document));
	passTime(left.at + MINUTE - Date.now());
	const { baseUrl, apiKey } = simulator.credential;
	const text = JSON.stringify(left.kept)
		.replaceAll(accountOf(left.service, apiKey), accountOf(baseUrl, apiKey))
		.replaceAll(left.service, baseUrl);
	return JSON.parse(text) as Kept;
}

/** Records whose names are references and the like. */
const MAPS = [...['open', 'left', 'completed', 'sightings', 'unread', 'seen', 'earlier', 'lists']];

/** The names of all parts of a value, each with its place. */
function* partsOf(value: unknown, path = ''): Generator<string> {
	yield `${path} ${value === null ? 'null' : typeof value}`;
	if (typeof value !== 'object' || value === null) return;
	const isMap = Array.isArray(value) || MAPS.some((name) => path.endsWith(`.${name}`));
	for (const [name, own] of Object.entries(value)) {
		yield* partsOf(own, `${path}.${isMap ? '*' : name}`);
	}
}

afterEach(() => realTime());

/** What of the scene is this package's own. */
const own = ({ kept }: Left): unknown => {
	if ('data' in (kept as object)) return (kept as Failed).data.executionData?.contextData;
	return 'state' in (kept as object) ? (kept as { state: object }).state : kept;
};

describe.each(files)('%s', (file) => {
	const before = read(file);

	test.each(Object.keys(before) as Array<keyof Scenes>)(
		'%s: today the same parts are kept',
		async (name) => {
			const now = new Set(partsOf(own(await scenes[name]())));
			const missing = [...new Set(partsOf(own(before[name])))].filter((part) => !now.has(part));
			expect(missing).toEqual([]);
		},
	);

	test('what the polling trigger knew is read whole', () => {
		const memories = [before.polled, before.filtered].map(
			({ kept }) => (kept.state['node:Trigger'] as { memory: IDataObject }).memory,
		);
		for (const { owner: _, ...memory } of memories) {
			const state = stateOf(memory, String(memory.service));
			expect(state && JSON.parse(JSON.stringify(toMemory(state)))).toEqual(memory);
		}
		const remembered = memories.flatMap(({ open, left }) =>
			[open, left].flatMap((documents) => Object.values(documents as Record<string, Remembered>)),
		);
		// All that can be remembered of a document, so that nothing of it goes unguarded; but for the steps of its log,
		// which are remembered for events that only the log knows: the version has none.
		const guarded = Object.keys(PARTS).filter((part) => part !== 'steps');
		expect(remembered.flatMap(Object.keys)).toEqual(expect.arrayContaining(guarded));
		const [{ completed, finished, sightings, unread }] = memories;
		for (const part of [completed, finished, sightings, unread])
			expect(Object.keys(part as object)).not.toEqual([]);
	});

	describe('the polling trigger', () => {
		let scene: Scene;
		beforeEach(async () => {
			scene = await startScene();
		});
		afterEach(async () => await scene.simulator.close());

		test('goes on: nothing twice, nothing lost', async () => {
			const { state, named } = taken(scene.simulator, before.polled);
			scene.simulator.readings.endedDocuments = 'unlisted';
			const trigger = scene.trigger().restored(JSON.stringify(state));
			const seen = () =>
				trigger
					.items()
					.map(({ event, documentReference }) => [
						event,
						Object.keys(named).find((name) => named[name] === documentReference),
					]);
			await trigger.activate();
			await trigger.poll();
			const late = [
				['signed', 'unread'],
				['signed', 'unread'],
				['completed', 'unread'],
				['signed', 'doubted'],
				['completed', 'doubted'],
			];
			expect(seen().sort()).toEqual(late.sort());
			passTime(6 * MINUTE);
			await scene.simulator.sign(named.open);
			await trigger.poll();
			const since = [
				['deleted', 'missed'],
				['signed', 'open'],
				['completed', 'open'],
			];
			expect(seen().sort()).toEqual([...late, ...since].sort());
			expect(trigger.errors).toEqual([]);
		});
	});

	test('the callback trigger tells what is missing of what it has seen', async () => {
		const scene = await startScene();
		const trigger = await listen(scene.simulator);
		try {
			const { state, named } = taken(scene.simulator, before.called);
			trigger.state = JSON.stringify(state);
			passTime(6 * MINUTE);
			const { status } = await fetch(trigger.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ DocumentReference: named.missed }),
			});
			expect(status).toBe(200);
			const items = trigger.started.flat().map(({ json }) => json);
			expect(items).toMatchObject([
				{ event: 'deleted', documentReference: named.missed, lastKnown: { status: 'inProgress' } },
			]);
		} finally {
			await trigger.close();
			await scene.simulator.close();
		}
	});

	describe('an execution that failed is retried', () => {
		let bench: Bench;
		beforeEach(async () => {
			bench = await startBench();
		});
		afterEach(async () => await bench.close());
		const sendsIn = ({ executionData }: Failed['data']) =>
			(
				executionData?.contextData.flow as {
					securedSigning: { sends: Record<string, { clientReference: string }> };
				}
			).securedSigning.sends;
		const again = async (left: Left<Failed>, change: (data: Failed['data']) => void = () => {}) => {
			const { node, data } = taken(bench.simulator, left);
			change(data);
			// Files are n8n's.
			for (const entry of data.executionData?.nodeExecutionStack ?? []) {
				for (const item of entry.data.main[0] ?? []) {
					if (!item.binary) continue;
					const { binary } = await bench.file(
						dataFile('confidentiality-agreement.pdf'),
						's1-1.pdf',
					);
					item.binary = binary;
				}
			}
			return await retry(bench, { node, run: { data } as IRun, items: [], errorItems: [] });
		};
		const posted = () =>
			bench.simulator.requests
				.filter(({ method }) => method === 'POST')
				.map(({ operationId }) => operationId);

		test.each(['lostFile', 'lostStored'] as const)(
			'%s: what is out is found, and not sent again',
			async (name) => {
				const { items, error, run } = await again(before[name]);
				expect(error).toBeUndefined();
				const [document] = before[name].documents;
				expect(items.map(({ json }) => json)).toMatchObject([
					{ documentReference: document.reference, recovered: true },
				]);
				expect(posted()).toEqual([]);
				const [sends, sendsBefore] = [run.data, before[name].kept.data].map(sendsIn);
				expect(Object.keys(sends)).toEqual(Object.keys(sendsBefore));
			},
		);

		test('a send has the key that it had, by which the service is asked', async () => {
			const { kept } = before.lostFile;
			const { error } = await again({ ...before.lostFile, documents: [] }, (data) => {
				const { securedSigning } = data.executionData?.contextData.flow as IDataObject;
				Object.assign(securedSigning as object, { sends: {}, uploads: {} });
			});
			expect(error).toBeUndefined();
			const [{ clientReference }] = bench.simulator.documents();
			const [sent] = Object.values(sendsIn(kept.data));
			expect(clientReference).toBe(sent.clientReference);
		});

		test('a mail merge that may have gone out is not sent again', async () => {
			const { error } = await again(before.merged);
			expect(error?.message).toBe(UNCONFIRMED_CHANGE);
			expect(posted()).toEqual([]);
		});

		test('what was changed is handed out, and the rest is done', async () => {
			const { items, error } = await again(before.changed);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(2);
			const deletions = bench.simulator.requests.filter(({ operationId = '' }) =>
				operationId.startsWith('delete'),
			);
			expect(deletions).toHaveLength(1);
			expect(bench.simulator.documents()).toEqual([]);
		});
	});

	test('an account has the name that it had', () => {
		for (const { kept, service } of [before.polled, before.filtered]) {
			const { memory } = kept.state['node:Trigger'] as { memory: IDataObject };
			expect(memory.account).toBe(accountOf(service, 'simulator-api-key'));
		}
	});
});

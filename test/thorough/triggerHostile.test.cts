/** The answers that the node is tried with (hostileAnswers.test.cts, test/fuzz), for both triggers. */
import { NodeApiError, type IDataObject } from 'n8n-workflow';

import { GOOD, PAGES, type Answer } from '../fuzz/answers.cts';
import { startStandIn, type StandIn } from '../fuzz/standIn.cts';
import type { Polling } from '../harness/polling.cts';
import { startScene, told, type Scene } from '../engine/watch.cts';
import { listen, type Listening } from '../engine/webhook.cts';

let scene: Scene;
let service: StandIn;
let callback: Listening;
const warned: string[] = [];

beforeAll(async () => {
	[scene, service] = await Promise.all([startScene(), startStandIn()]);
	callback = await listen(service);
	jest
		.spyOn(scene.trigger().logger, 'warn')
		.mockImplementation((message) => void warned.push(message));
});
afterAll(async () => {
	jest.restoreAllMocks();
	await callback.close();
	await Promise.all([scene.simulator.close(), service.close()]);
});
beforeEach(() => {
	warned.length = 0;
	scene.simulator.faults.clear();
	service.forget();
	callback.started.length = 0;
	callback.failed.length = 0;
});

describe('a malformed document in a folder', () => {
	const malformed: Array<[what: string, entry: unknown]> = [
		['nothing', null],
		['an empty object', {}],
		['a text', 'document'],
		['a list', []],
		['signers with a null', { Reference: '1', Signers: [null] }],
		['signers that are no list', { Reference: '1', Signers: {} }],
		['signers of texts', { Reference: '1', Signers: ['Ana', 5] }],
		['a log with a null', { Reference: '1', Signers: [], Logs: [null, 'x', {}] }],
		['a log that is no list', { Reference: '1', Signers: [], Logs: { a: 1 } }],
		['a reference that is an object', { Reference: { toString: 1 }, Name: 'Odd.docx' }],
		['a reference of every table', { Reference: '__proto__', Signers: [null] }],
		[
			'fields of other kinds',
			{ Reference: 1, Name: [], Status: {}, Folder: {}, DueDate: {}, LastSignedDate: [], GMT: {} },
		],
		['a name that every table has', JSON.parse('{"__proto__":{"Reference":"1"},"Signers":[null]}')],
	];

	test.each(malformed)('%s: the others are told once, and the log once', async (_what, entry) => {
		const [before] = await scene.send();
		const trigger = scene.trigger();
		// Where nothing can be read, the answer is not taken for a list: the look fails, and the next one
		// catches up (below).
		scene.simulator.faults.spoil((answer, { operationId, path }) =>
			operationId === 'getActiveDocuments' && path.endsWith('Progress')
				? [entry, ...(answer as object[]), entry]
				: answer,
		);
		await trigger.activate();
		const [reference] = await scene.send();
		await scene.simulator.sign(before);
		await trigger.poll();
		await scene.simulator.sign(reference);
		await trigger.poll();
		await trigger.poll();
		const ours = trigger
			.items()
			.filter(({ documentReference }) => [before, reference].includes(String(documentReference)));
		expect(told(ours).sort()).toEqual(['sent', 'signed', 'signed']);
		expect(trigger.errors).toEqual([]);
		expect(new Set(warned).size).toBe(warned.length);
	});

	test('is named in the log of n8n once for each', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		scene.simulator.faults.spoil((answer, { operationId, path }) =>
			operationId === 'getActiveDocuments' && path.endsWith('Progress')
				? [...(answer as object[]), { Name: 'Lease.docx' }, { Reference: '77', Signers: [null] }]
				: answer,
		);
		for (let turn = 0; turn < 3; turn++) await trigger.poll();
		expect(warned).toEqual([
			'Trigger: The document Lease.docx in the folder Progress has no reference and is passed over',
			'Trigger: The document 77 in the folder Progress has signers that cannot be read: they are passed over',
			expect.stringMatching('^Trigger: The document 77 is listed and cannot be read'),
		]);
	});
});

const text = (body: string, more: Partial<Answer> = {}): Answer => ({
	...GOOD,
	body: { text: body },
	...more,
});
const json = (value: unknown): Answer => ({ ...GOOD, body: { json: value } });
const refusal = (status: number): Answer => text('No', { status, reason: 'No' });
const short = (body: string) => JSON.stringify(body).slice(0, 40);
const HOSTILE: Array<[what: string, answer: Answer]> = [
	...PAGES.map((page): [string, Answer] => [short(page), text(page)]),
	...[{}, [], [[]], 5, 'text', [null], [{ Reference: null }], { Logs: [] }].map(
		(value): [string, Answer] => [JSON.stringify(value), json(value)],
	),
	['500 levels', text(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)],
	...[302, 400, 401, 402, 404, 413, 426, 500, 599].map((status): [string, Answer] => [
		String(status),
		refusal(status),
	]),
	['packed, but not', text('x', { headers: [['content-encoding', 'gzip']] })],
	['more than it has', text('{}', { length: '99' })],
];
/** What JavaScript says of a mistake in the code: nothing that anybody could act upon. */
const RAW =
	/cannot (read|set|convert)|is not (a function|iterable|an object)|undefined|in JSON at/i;
const refuseRaw = (errors: Error[]) => {
	for (const error of errors) {
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).not.toMatch(RAW);
	}
};
const document = {
	Reference: '42',
	Name: 'Lease.docx',
	Status: 'Signing',
	Signers: [{ FirstName: 'Ana', SignerReference: '1', SignedStatus: 'Invitation' }],
};
const nothing = json([]);

describe.each(HOSTILE)('the answer %s', (_what, answer) => {
	const trigger = (): Polling => {
		const polling = scene.trigger({ events: ['sent'] });
		polling.engine.credentials = { securedSigningApi: service.credential };
		return polling;
	};
	const poll = async (polling: Polling, ...answers: Answer[]) => {
		service.answers = answers;
		await polling.poll();
	};

	test('for a folder: the next look catches up', async () => {
		const polling = trigger();
		service.answers = [nothing];
		await polling.activate();
		await poll(polling, answer, answer);
		refuseRaw(polling.errors);
		const others = polling.items().length;
		await poll(polling, json([document]), nothing, json(document));
		expect(polling.items().slice(others)).toMatchObject([
			{ event: 'sent', documentReference: '42' },
		]);
		await poll(polling, json([document]), nothing, json(document));
		expect(polling.items()).toHaveLength(others + 1);
	});

	test('for a document: the next look tells it, or this one does what it can', async () => {
		const polling = trigger();
		service.answers = [nothing];
		await polling.activate();
		await poll(polling, json([document]), nothing, answer);
		refuseRaw(polling.errors);
		await poll(polling, json([document]), nothing, json(document));
		expect(polling.items()).toMatchObject([{ event: 'sent', documentReference: '42' }]);
	});

	test('for a document of a call: a status for the caller, and the next call starts', async () => {
		callback.parameters = { events: ['sent'] };
		const call = async (...answers: Answer[]) => {
			service.answers = answers;
			const body = JSON.stringify({ DocumentReference: '42' });
			const headers = { 'content-type': 'application/json' };
			return (await fetch(callback.url, { method: 'POST', headers, body })).status;
		};
		expect([200, 400, 500, 503]).toContain(await call(answer));
		refuseRaw(callback.failed);
		const others = callback.started.flat().length;
		expect(await call(json(document))).toBe(200);
		const items = callback.started.flat().slice(others) as Array<{ json: IDataObject }>;
		expect(items.map((item) => item.json)).toMatchObject([
			{ event: 'sent', documentReference: '42' },
		]);
	});
});

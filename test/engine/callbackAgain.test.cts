/** The calls of the callback trigger's own n8n, about what it could not tell yet. */
import { passTime } from '../harness/clock.cts';
import type { Simulator } from '../../simulator/index.cts';
import type { Client } from '../../simulator/testing/client.cts';
import { ana, ben, docxWith } from '../../simulator/testing/files.cts';
import { useFreshCallbacks } from './callbacks.cts';
import { inDays } from './samples.cts';
import type { Listening } from './webhook.cts';

const MINUTE = 60_000;

let simulator: Simulator;
let client: Client;
let trigger: Listening;
const { turn, call, started, ...stage } = useFreshCallbacks(
	(own) => ({ simulator, client, trigger } = own),
);

/** Sends documents as another program does, all as one package. */
const send = async (count = 1) => {
	const references: string[] = [];
	for (let copy = 1; copy <= count; copy++) {
		references.push(await client.upload(`Lease ${copy}.docx`, docxWith(ana, ben)));
	}
	const json = { DocumentReferences: references, DueDate: inDays(7) };
	await client.json('POST', '/SmartTag/Send2', { json });
	return references;
};
const completed = async () => {
	const [reference] = await send();
	await simulator.sign(reference);
	await simulator.sign(reference);
	return reference;
};
/** How many minutes passed until n8n called itself. */
const again = async () => (await stage.again()).map((delay) => delay / MINUTE);
const events = () => started().map(({ event }) => event);

test('about a contract that was never called about, and is not found at its only call', async () => {
	const reference = await completed();
	simulator.faults.add({ kind: 'notFound', operation: 'getDocumentStatus' });
	expect(await call({ DocumentReference: reference })).toBe(503);
	expect(started()).toEqual([]);
	expect(await again()).toEqual([5]);
	expect(events()).toEqual(['completed']);
	expect(await again()).toEqual([]);
});

test('also when n8n does not hear its own call', async () => {
	const reference = await completed();
	simulator.faults.add({ kind: 'notFound', operation: 'getDocumentStatus' });
	expect(await call({ DocumentReference: reference })).toBe(503);
	trigger.unheard = 1;
	expect(await again()).toEqual([5]);
	let minutes: number[] = [];
	// Until it has read the answer of the proxy in between.
	while (minutes.length === 0) {
		await turn();
		minutes = await again();
	}
	expect(minutes).toEqual([10]);
	expect(events()).toEqual(['completed']);
});

test('about a status that cannot be read: no failed execution', async () => {
	const reference = await completed();
	let isBroken = true;
	simulator.faults.spoil((answer, { operationId }) =>
		isBroken && operationId === 'getDocumentStatus' ? null : answer,
	);
	expect(await call({ DocumentReference: reference })).toBe(503);
	expect(await again()).toEqual([5]);
	expect([started(), trigger.failed]).toEqual([[], []]);
	isBroken = false;
	expect(await again()).toEqual([10]);
	expect(events()).toEqual(['completed']);
});

test('about one of several alone; the others start at once', async () => {
	const references = await send(2);
	for (const reference of references) await simulator.sign(reference);
	simulator.faults.choose(({ path }) =>
		path.includes(`/Status/${references[0]}`) ? { kind: 'notFound' } : undefined,
	);
	expect(await call({ DocumentReferences: references })).toBe(200);
	simulator.faults.clear();
	// One is not found, the other is still open.
	expect(await again()).toEqual([5, 5]);
	expect(started().map(({ event, documentReference }) => [event, documentReference])).toEqual([
		['signed', references[1]],
		['signed', references[0]],
	]);
});

test('many that are refused, each by itself, hold up no other', async () => {
	const references = await send(8);
	for (const reference of references) await simulator.sign(reference);
	const refused = references.slice(0, 7);
	simulator.faults.choose(({ path }) =>
		refused.some((reference) => path.includes(`/Status/${reference}`))
			? { kind: 'gateway', status: 403 }
			: undefined,
	);
	expect(await call({ DocumentReferences: references })).toBe(200);
	expect(started().map(({ documentReference }) => documentReference)).toEqual([references[7]]);
});

test('while the credential is not accepted: each look is a failed execution, none is lost', async () => {
	const reference = await completed();
	simulator.faults.choose(() => ({ kind: 'unauthorized' }));
	expect(await call({ DocumentReference: reference })).toBe(500);
	expect(await again()).toEqual([5]);
	expect(trigger.failed).toHaveLength(2);
	simulator.faults.clear();
	expect(await again()).toEqual([10]);
	expect(events()).toEqual(['completed']);
});

test('once more about a reference that never was, and then no more', async () => {
	expect(await call({ DocumentReference: 'never-seen' })).toBe(503);
	expect(await again()).toEqual([5]);
	expect(await again()).toEqual([]);
	expect([started(), trigger.failed]).toEqual([[], []]);
});

test('about a contract that was signed and removed before the call was looked at: gone', async () => {
	const [reference] = await send();
	await call({ DocumentReference: reference });
	await again();
	await simulator.sign(reference);
	await simulator.sign(reference);
	simulator.forgetSigned(reference);
	trigger.started.length = 0;
	passTime(8 * 24 * 60 * MINUTE);
	expect(await call({ DocumentReference: reference })).toBe(503);
	await again();
	expect(started()).toMatchObject([
		{ event: 'gone', documentReference: reference, lastKnown: { status: 'inProgress' } },
	]);
});

describe('about a contract that is still open', () => {
	/** Answers about this status as it was before the last signature. */
	const behind = async (play: () => Promise<void>) => {
		const [reference] = await send();
		await simulator.sign(reference);
		const before = await client.json('GET', `/Document/Status/${reference}`);
		await simulator.sign(reference);
		simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getDocumentStatus' ? before : answer,
		);
		expect(await call({ DocumentReference: reference })).toBe(200);
		await play();
		return reference;
	};

	test('n8n looks once more: the status was a moment behind the call', async () => {
		await behind(async () => await Promise.resolve());
		expect(events()).toEqual(['signed']);
		simulator.faults.clear();
		expect(await again()).toEqual([5]);
		expect(events()).toEqual(['signed', 'completed']);
		expect(await again()).toEqual([]);
	});

	test('once, and without telling the same again', async () => {
		await behind(async () => {
			expect(await again()).toEqual([5]);
			expect(await again()).toEqual([]);
		});
		expect(events()).toEqual(['signed']);
	});

	test('also where that look fails at first', async () => {
		await behind(async () => await Promise.resolve());
		simulator.faults.clear();
		simulator.faults.add({ kind: 'serverErrorHtml', operation: 'getDocumentStatus' });
		expect(await again()).toEqual([5]);
		expect(await again()).toHaveLength(1);
		expect(events()).toEqual(['signed', 'completed']);
	});
});

describe('two of its own looks at the same moment', () => {
	/** A contract that two calls were about, before and after a signature: a look is planned after each. */
	const calledTwice = async () => {
		const [reference] = await send();
		for (const event of ['sent', 'signed']) {
			if (event === 'signed') await simulator.sign(reference);
			expect(await call({ DocumentReference: reference })).toBe(200);
		}
		trigger.started.length = 0;
		return reference;
	};

	test('tell once that it is gone', async () => {
		const reference = await calledTwice();
		await simulator.sign(reference);
		simulator.forgetSigned(reference);
		passTime(8 * 24 * 60 * MINUTE);
		expect(await again()).toEqual([5, 5]);
		expect(await again()).toHaveLength(2);
		expect(started()).toMatchObject([{ event: 'gone', documentReference: reference }]);
		expect(await again()).toEqual([]);
	});

	test('tell once that it is completed', async () => {
		const reference = await calledTwice();
		await simulator.sign(reference);
		expect(await again()).toEqual([5, 5]);
		expect(started()).toMatchObject([{ event: 'completed', documentReference: reference }]);
	});

	test('are silent about what a call has told meanwhile; a call of the service is told again', async () => {
		const reference = await calledTwice();
		await simulator.sign(reference);
		for (let calls = 1; calls <= 2; calls++) await call({ DocumentReference: reference });
		expect(events()).toEqual(['completed', 'completed']);
		await again();
		expect(events()).toEqual(['completed', 'completed']);
	});
});

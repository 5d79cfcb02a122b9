/** Calls of a waiting execution that are not as they should be. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
});
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.bench.simulator.faults.clear();
	stage.n8n.hearsItself = false;
	stage.bench.simulator.readings.callback = 'json';
});
afterEach(() => expect(stage.bench.simulator.problems).toEqual([]));

const held = (reference: string) =>
	stage.bench.simulator.documents().find((document) => document.reference === reference)!;
const notifyUrl = (reference: string) => held(reference).notifyUrl!;
/** An execution that waits, and its documents, for which nobody is called from now on. */
async function waiting(count = 1, operation: object = {}) {
	const names = Array.from({ length: count }, (_, index) => `Lease ${index}.pdf`);
	const parameters = { ...sendAndAwait, include: ['signedFile'], ...operation };
	const id = await stage.begin(parameters, await stage.contracts(...names));
	expect(stage.n8n.run(id).resultData.error).toBeUndefined();
	await stage.settle();
	const references = stage.references(id).flat();
	const urls = references.map(notifyUrl);
	stage.bench.simulator.readings.callback = 'never';
	stage.bench.simulator.requests.length = 0;
	return { id, references, reference: references[0], url: urls[0], urls };
}
const signWhole = async (reference: string) => {
	while (held(reference).state === 'InProgress') await stage.bench.simulator.sign(reference);
};
const ended = async (id: string) => {
	while (stage.n8n.status(id) !== 'success') await sleep(100);
};
const statusReads = () =>
	stage.bench.simulator.requests.filter(({ operationId }) => operationId === 'getDocumentStatus');

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])(
	'a call by %s is taken',
	async (method) => {
		const { id, reference, url } = await waiting();
		await signWhole(reference);
		expect((await fetch(url, { method })).status).toBe(200);
		await stage.n8n.idle();
		expect(stage.n8n.status(id)).toBe('success');
	},
);

test.each([
	['json', 'application/json', '{"Status":"Complete","Event":"completed"}'],
	['a form', 'application/x-www-form-urlencoded', 'Status=Complete'],
	['nonsense', 'text/plain', 'completed!'],
])('what a call says as %s is not believed', async (_, type, body) => {
	const { id, url } = await waiting();
	const { status } = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
	expect(status).toBe(200);
	expect(stage.n8n.status(id)).toBe('waiting');
});

describe('forged calls change nothing and look nothing up', () => {
	test('without the key, with another one, and with that of another execution', async () => {
		const { id, reference, url } = await waiting();
		const other = await waiting();
		await signWhole(reference);
		stage.bench.simulator.requests.length = 0;
		const key = new URL(url).searchParams.get('key')!;
		const wrong = [
			url.replace(`key=${key}`, ''),
			url.replace(key, 'x'.repeat(key.length)),
			url.replace(key, ''),
			url.replace(key, new URL(other.url).searchParams.get('key')!),
			url.replace(`key=${key}`, `key=${key}&key=${key}`),
		];
		for (const address of wrong) {
			expect((await fetch(address, { method: 'POST' })).status).toBe(401);
		}
		expect(stage.n8n.status(id)).toBe('waiting');
		expect(stage.bench.simulator.requests).toEqual([]);
	});

	test("n8n's own token counts besides", async () => {
		const { id, reference, url } = await waiting();
		await signWhole(reference);
		expect((await fetch(url.replace('signature=', 'signature=0'))).status).toBe(401);
		expect(stage.n8n.status(id)).toBe('waiting');
	});

	test('the key is no part of what is stored, nor is the secret', async () => {
		const { id, url } = await waiting();
		const stored = JSON.stringify(stage.n8n.run(id));
		expect(stored).not.toContain(new URL(url).searchParams.get('key'));
		expect(stored).not.toContain(stage.bench.simulator.credential.apiSecret);
	});
});

test('calls for another document leave the execution waiting', async () => {
	const { id, url } = await waiting();
	const other = await waiting();
	await signWhole(other.reference);
	await fetch(`${url}&DocumentReference=${other.reference}`, { method: 'POST' });
	expect(stage.n8n.status(id)).toBe('waiting');
});

test('an item number that does not exist is no harm', async () => {
	const { id, reference, url } = await waiting();
	for (const item of ['99', '-1', 'NaN', '__proto__']) {
		await fetch(url.replace('item=0', `item=${item}`), { method: 'POST' });
		expect(stage.n8n.status(id)).toBe('waiting');
	}
	await signWhole(reference);
	await fetch(url.replace('item=0', 'item=99'), { method: 'POST' });
	await stage.n8n.idle();
	expect(stage.n8n.status(id)).toBe('success');
	expect(stage.output(id).items).toHaveLength(1);
});

test('ten calls at the same moment go on once, late ones not at all', async () => {
	const { id, reference, url } = await waiting();
	await signWhole(reference);
	await Promise.all(Array.from({ length: 10 }, async () => await fetch(url, { method: 'POST' })));
	await stage.n8n.idle();
	expect(stage.n8n.status(id)).toBe('success');
	expect(stage.output(id).items).toHaveLength(1);
	expect((await fetch(url, { method: 'POST' })).status).toBe(409);
	const downloads = stage.bench.simulator.requests.filter(
		({ operationId }) => operationId === 'downloadDocument',
	);
	expect(downloads.length).toBeLessThanOrEqual(1);
});

describe('n8n looks by itself', () => {
	test('after a call that came before the wait was stored', async () => {
		stage.n8n.hearsItself = true;
		const begun = stage.begin({ ...sendAndAwait, include: [] }, await stage.contracts('Early.pdf'));
		const isOut = (document: { name: string; folder: string }) =>
			document.name === 'Early.pdf' && document.folder === 'Progress';
		while (!stage.bench.simulator.documents().some(isOut)) await sleep(5);
		const { reference } = stage.bench.simulator.documents().find(isOut)!;
		stage.bench.simulator.readings.callback = 'never';
		const id = await begun;
		await signWhole(reference);
		expect(stage.n8n.status(id)).toBe('waiting');
		await ended(id);
		expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed' });
	});

	test('for a document whose calls go to an earlier execution; it comes out as recovered', async () => {
		stage.n8n.hearsItself = true;
		const options = { clientReference: 'order-77', oncePerClientReference: true };
		const { reference } = await waiting(1, { options });
		const parameters = { ...sendAndAwait, include: [], options };
		const id = await stage.begin(parameters, await stage.contracts('Lease.pdf'));
		expect(stage.references(id)).toEqual([[reference]]);
		await signWhole(reference);
		await ended(id);
		const { items } = stage.output(id);
		expect(items[0].json).toMatchObject({ status: 'completed', recovered: true });
		expect(held(reference).sends).toBe(1);
	});
});

// n8n ends a wait whose webhook throws, and continues the workflow with one empty item (webhooks/webhook-helpers.ts).
// docs/waiting-in-detail.md: “Comes while the document cannot be checked”: “503. The execution keeps waiting”.
describe('a credential that cannot be read for some time', () => {
	afterEach(() => saves(async () => stage.bench.simulator.credential));
	const saves = (read: () => Promise<Record<string, string>>) => {
		stage.bench.engine.credentials.securedSigningApi = read;
	};
	const kinds = {
		'is deleted': () => Promise.reject(new Error('Credential with ID "1" does not exist')),
		'has no domain': async () => ({ ...stage.bench.simulator.credential, domain: '' }),
		'has no secret': async () => ({ ...stage.bench.simulator.credential, apiSecret: '' }),
	};

	describe.each(Object.entries(kinds))('it %s', (_, read) => {
		const unread = async (url: string, id: string) => {
			saves(read);
			expect((await fetch(url, { method: 'POST' })).status).toBe(503);
			expect([stage.n8n.status(id), stage.n8n.resumed.includes(id)]).toEqual(['waiting', false]);
			saves(async () => stage.bench.simulator.credential);
		};

		test('the execution goes on waiting, and the next call brings the document', async () => {
			const { id, reference, url } = await waiting();
			await signWhole(reference);
			await unread(url, id);
			expect((await fetch(url, { method: 'POST' })).status).toBe(200);
			await stage.n8n.idle();
			expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed' });
		});

		test('n8n looks again by itself', async () => {
			const { id, reference, url } = await waiting();
			await signWhole(reference);
			await unread(url, id);
			stage.n8n.hearsItself = true;
			await ended(id);
			expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed' });
		});

		test('also after n8n was started anew', async () => {
			const { id, reference, url } = await waiting();
			await signWhole(reference);
			await stage.restarted(async () => {
				await unread(url, id);
				expect((await fetch(url, { method: 'POST' })).status).toBe(200);
				await stage.n8n.idle();
				expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed' });
			});
		});
	});
});

describe('a service that cannot be read', () => {
	const broken = { kind: 'gateway', status: 503, operation: 'getDocumentStatus' } as const;

	test('the caller is told to call again, and the execution goes on waiting', async () => {
		const { id, reference, url } = await waiting();
		await signWhole(reference);
		stage.bench.simulator.faults.add({ ...broken, times: 50 });
		expect((await fetch(url, { method: 'POST' })).status).toBe(503);
		expect(stage.n8n.status(id)).toBe('waiting');
		stage.bench.simulator.faults.clear();
		expect((await fetch(url, { method: 'POST' })).status).toBe(200);
		await stage.n8n.idle();
		expect(stage.n8n.status(id)).toBe('success');
	});

	test('a signed file that cannot be fetched is not left out in silence', async () => {
		const { id, reference, url } = await waiting();
		await signWhole(reference);
		const fault = { kind: 'wrongBody', operation: 'downloadDocument', times: 50 } as const;
		stage.bench.simulator.faults.add(fault);
		expect((await fetch(url, { method: 'POST' })).status).toBe(503);
		expect(stage.n8n.status(id)).toBe('waiting');
		stage.bench.simulator.faults.clear();
		await fetch(url, { method: 'POST' });
		await stage.n8n.idle();
		expect(Object.keys(stage.output(id).items[0].binary ?? {})).toEqual(['data']);
	});

	test('before the wait begins it waits all the same', async () => {
		stage.bench.simulator.faults.add({ ...broken, times: 4 });
		const id = await stage.begin(
			{ ...sendAndAwait, include: [] },
			await stage.contracts('Lease.pdf'),
		);
		expect(stage.n8n.status(id)).toBe('waiting');
		const [[reference]] = stage.references(id);
		await signWhole(reference);
		await stage.settle();
		expect(stage.n8n.status(id)).toBe('success');
	});
});

test('with many items a call costs one look-up while its own document is open', async () => {
	const { id, references, urls } = await waiting(12);
	await stage.bench.simulator.sign(references[7]);
	stage.bench.simulator.requests.length = 0;
	await fetch(urls[7], { method: 'POST' });
	expect(statusReads().map(({ path }) => path)).toEqual([expect.stringContaining(references[7])]);
	for (const reference of references) await signWhole(reference);
	await fetch(urls[3], { method: 'POST' });
	await stage.n8n.idle();
	expect(stage.output(id).items.map(({ json }) => json.documentReference)).toEqual(references);
});

// docs/waiting.md: "The first of several signatures does not end the wait"; on the time limit the items have 'finished': false.
test.each([
	['no documents', (awaiting: IDataObject) => ({ ...awaiting, documents: undefined })],
	['none of its documents', (awaiting: IDataObject) => ({ ...awaiting, documents: [] })],
	['a text', () => 'Lease.pdf'],
])(
	'what is stored of a wait is %s: it waits on, and nothing is called completed',
	async (_, as) => {
		const { id, reference, url } = await waiting();
		stage.n8n.edit(id, ({ json }) => (json.awaiting = as(json.awaiting as IDataObject)));
		await stage.bench.simulator.sign(reference);
		await fetch(url, { method: 'POST' });
		await stage.n8n.idle();
		expect(stage.n8n.status(id)).toBe('waiting');
		await stage.n8n.passTime(id);
		// Not by `output`, which records what an operation gives: no operation gives this.
		const [run] = Object.values(stage.n8n.run(id).resultData.runData).flat().slice(-1);
		expect(run.data?.main[0]?.map(({ json }) => json.finished)).toEqual([false]);
	},
);

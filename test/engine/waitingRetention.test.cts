/**
 * Signed documents are removed after 7 days (docs/api/API.md section 12.5). What a wait has seen signed is
 * not lost by that, however long the others take.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { ana, byReference, inDays } from './samples.cts';

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
afterEach(() => {
	realTime();
	expect(stage.bench.simulator.problems).toEqual([]);
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const held = (reference: string) =>
	stage.bench.simulator.documents().find((document) => document.reference === reference)!;
const signWhole = async (reference: string) => {
	while (held(reference).state === 'InProgress') await stage.bench.simulator.sign(reference);
};
/** What the retention does; the service tells nothing of it. */
const remove = async (reference: string) =>
	await stage.bench.run({
		resource: 'document',
		operation: 'delete',
		document: byReference(reference),
	});
const pdfOf = async ({ binary }: INodeExecutionData, field = 'data') =>
	(await (await binaryData()).getAsBuffer(binary![field])).subarray(0, 5).toString();
const requestsFor = (operation: string) =>
	stage.bench.simulator.requests.filter(({ operationId }) => operationId === operation).length;

/** An execution that waits for documents with a due date in 30 days; from now on the test calls it. */
async function waiting(
	items: INodeExecutionData[],
	parameters: object = {},
	mode?: 'trigger' | 'manual',
) {
	const all = { ...sendAndAwait, include: ['signedFile', 'certificateFiles'], ...parameters };
	const id = await stage.begin(all, items, undefined, mode);
	expect(stage.n8n.run(id).resultData.error).toBeUndefined();
	await stage.settle();
	const references = stage.references(id);
	const address = held(references[0][0]).notifyUrl!;
	stage.bench.simulator.readings.callback = 'never';
	const call = async (item = 0) => {
		const { status } = await fetch(address.replace('item=0', `item=${item}`), { method: 'POST' });
		await stage.n8n.idle();
		return status;
	};
	return { id, references, call };
}
const twoItems = async () => await stage.contracts('A.pdf', 'B.pdf');
const onePackage = async (): Promise<INodeExecutionData[]> => {
	const [{ binary: first }, { binary: second }] = await stage.contracts('A.pdf', 'B.pdf');
	return [{ json: {}, binary: { a: first!.data, b: second!.data } }];
};
const completed = {
	status: 'completed',
	finished: true,
	missing: [],
	signedCount: 2,
};

describe('of two items the first is signed, and removed before the second is', () => {
	test.each([0, 1])('it comes out with its files (item %i)', async (first) => {
		const { id, references, call } = await waiting(await twoItems());
		const [signed, open] = [references[first][0], references[1 - first][0]];
		await signWhole(signed);
		expect(await call(first)).toBe(200);
		expect(stage.n8n.status(id)).toBe('waiting');
		for (let day = 1; day <= 7; day++) {
			passTime(DAY);
			expect(await call()).toBe(200);
		}
		await remove(signed);
		for (let day = 8; day <= 10; day++) {
			passTime(DAY);
			expect(await call()).toBe(200);
			expect(stage.n8n.status(id)).toBe('waiting');
		}
		// Fetched when it was seen signed, and once.
		expect(requestsFor('downloadDocument')).toBe(1);
		await signWhole(open);
		expect(await call(1 - first)).toBe(200);
		expect(stage.n8n.status(id)).toBe('success');
		const { items } = stage.output(id);
		for (const item of items) {
			expect(item.json).toMatchObject({ ...completed, files: ['data', 'certificate'] });
			expect(await pdfOf(item)).toBe('%PDF-');
			expect(await pdfOf(item, 'certificate')).toBe('%PDF-');
		}
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('also where nobody called for it: n8n looks at all of them each hour', async () => {
		const { id, references, call } = await waiting(await twoItems());
		const [[open], [signed]] = references;
		await signWhole(signed);
		// The call is about the open one, and looks no further.
		expect(await call()).toBe(200);
		expect(requestsFor('downloadDocument')).toBe(0);
		passTime(HOUR);
		expect(await call()).toBe(200);
		expect(requestsFor('downloadDocument')).toBe(1);
		await remove(signed);
		passTime(8 * DAY);
		await signWhole(open);
		expect(await call()).toBe(200);
		const { items } = stage.output(id);
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(await pdfOf(items[1])).toBe('%PDF-');
	});

	test('a part that was not there at first is looked for again', async () => {
		const { id, references, call } = await waiting(await twoItems());
		const [[signed], [open]] = references;
		await signWhole(signed);
		const operation = 'downloadSigningCompletionCertificate';
		stage.bench.simulator.faults.add({ kind: 'notFound', operation });
		expect(await call()).toBe(503);
		passTime(9 * MINUTE);
		expect(await call()).toBe(200);
		await remove(signed);
		passTime(8 * DAY);
		await signWhole(open);
		expect(await call(1)).toBe(200);
		expect(stage.output(id).items[0].json).toMatchObject({
			...completed,
			files: ['data', 'certificate'],
		});
	});

	test('what came of a part that never was there is kept all the same', async () => {
		const { id, references, call } = await waiting(await twoItems());
		const [[signed], [open]] = references;
		await signWhole(signed);
		const operation = 'downloadSigningCompletionCertificate';
		stage.bench.simulator.faults.add({ kind: 'notFound', operation, times: 2 });
		expect(await call()).toBe(503);
		passTime(11 * MINUTE);
		expect(await call()).toBe(200);
		await remove(signed);
		passTime(DAY);
		await signWhole(open);
		expect(await call(1)).toBe(503);
		passTime(11 * MINUTE);
		expect(await call(1)).toBe(200);
		const [item] = stage.output(id).items;
		expect(item.json).toMatchObject({
			status: 'completed',
			finished: true,
			files: ['data'],
			missing: [{ part: 'certificateFiles' }],
		});
		expect(await pdfOf(item)).toBe('%PDF-');
	});

	test('a declined one stays declined', async () => {
		const { id, references, call } = await waiting(await twoItems());
		const [[declined], [open]] = references;
		await stage.bench.simulator.decline(declined, undefined, 'Too expensive');
		expect(await call()).toBe(200);
		await remove(declined);
		passTime(8 * DAY);
		await signWhole(open);
		expect(await call(1)).toBe(200);
		expect(stage.output(id).items.map(({ json }) => json.status)).toEqual([
			'declined',
			'completed',
		]);
	});
});

test('of a package the first document is signed, and removed before the second is', async () => {
	const { id, references, call } = await waiting(await onePackage(), {
		binaryPropertyName: 'a,b',
	});
	const [[signed, open]] = references;
	await signWhole(signed);
	expect(await call()).toBe(200);
	await remove(signed);
	passTime(8 * DAY);
	expect(await call()).toBe(200);
	await signWhole(open);
	expect(await call()).toBe(200);
	const [item] = stage.output(id).items;
	expect(item.json).toMatchObject({
		status: 'completed',
		finished: true,
		files: ['data', 'certificate', 'data2', 'certificate2'],
		documents: [{ name: 'A.pdf' }, { name: 'B.pdf' }],
	});
	expect(await pdfOf(item)).toBe('%PDF-');
});

test('one document that was seen signed and whose file could not be had before it was removed', async () => {
	const { id, references, call } = await waiting(await stage.contracts('A.pdf'));
	const [[reference]] = references;
	await signWhole(reference);
	const fault = { kind: 'gateway', status: 502, operation: 'downloadDocument' } as const;
	stage.bench.simulator.faults.add({ ...fault, times: 50 });
	expect(await call()).toBe(503);
	stage.bench.simulator.faults.clear();
	await remove(reference);
	passTime(6 * MINUTE);
	expect(await call()).toBe(503);
	passTime(6 * MINUTE);
	expect(await call()).toBe(200);
	const { missing, ...json } = stage.output(id).items[0].json;
	expect(json).toMatchObject({
		documentReference: reference,
		name: 'A.pdf',
		status: 'completed',
		finished: true,
		signedCount: 2,
		files: [],
	});
	const reason = expect.stringMatching(/could not find/) as string;
	expect(missing).toHaveLength(2);
	expect(missing).toContainEqual({ part: 'signedFile', reason });
	expect(missing).toContainEqual({ part: 'certificateFiles', reason });
});

test('after a restart of n8n the next look fetches it again', async () => {
	const { id, references, call } = await waiting(await twoItems());
	const [[open], [signed]] = references;
	await signWhole(signed);
	expect(await call(1)).toBe(200);
	await stage.restarted(async () => {
		passTime(2 * HOUR);
		// The call is about the open one.
		expect(await call()).toBe(200);
		expect(requestsFor('downloadDocument')).toBe(2);
		await remove(signed);
		passTime(8 * DAY);
		await signWhole(open);
		expect(await call()).toBe(200);
		const { items } = stage.output(id);
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(await pdfOf(items[1])).toBe('%PDF-');
	});
});

// “`deleted` says that it was not signed yet when it was last looked at.”
test('what another process, or this one before a restart, may have seen signed is gone', async () => {
	const { id, references, call } = await waiting(await twoItems());
	const [[open], [signed]] = references;
	await signWhole(signed);
	expect(await call(1)).toBe(200);
	await remove(signed);
	await stage.restarted(async () => {
		passTime(6 * MINUTE);
		await call(1);
		passTime(6 * MINUTE);
		await call(1);
		await signWhole(open);
		await call();
		const { items } = stage.output(id);
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'gone']);
	});
});

// docs/scale.md advises several processes for webhooks: none of them knows what the others saw.
test.each([
	['two processes for webhooks, of which the other one saw it signed', 'trigger'],
	['one that began the wait by hand, where another one saw it signed', 'manual'],
] as const)('%s: gone, not deleted', async (_, mode) => {
	const { id, references, call } = await waiting(await twoItems(), {}, mode);
	const [[open], [signed]] = references;
	const first = async (play: () => Promise<void>) =>
		mode === 'manual' ? await play() : await stage.restarted(play);
	await first(async () => {
		await stage.bench.simulator.sign(signed, ana.email);
		expect(await call(1)).toBe(200);
		passTime(10 * MINUTE);
		await stage.restarted(async () => {
			await signWhole(signed);
			expect(await call(1)).toBe(200);
			expect(requestsFor('downloadDocument')).toBe(1);
		});
		passTime(10 * MINUTE);
		await remove(signed);
		expect(await call(1)).toBe(503);
		passTime(6 * MINUTE);
		expect(await call(1)).toBe(200);
		await signWhole(open);
		expect(await call()).toBe(200);
		const [, { json }] = stage.output(id).items;
		expect(json).toMatchObject({ name: 'B.pdf', status: 'gone', finished: false });
		for (const key of ['signedCount', 'signerCount', 'signers', 'summary'])
			expect(json).not.toHaveProperty(key);
	});
});

test('short of the time limit the wait ends with what is signed', async () => {
	const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 20, resumeUnit: 'days' };
	const { id, references, call } = await waiting(await twoItems(), limit);
	const [[signed], [open]] = references;
	await signWhole(signed);
	await stage.bench.simulator.sign(open, ana.email);
	expect(await call()).toBe(200);
	await remove(signed);
	passTime(20 * DAY - 10 * MINUTE);
	expect(await call()).toBe(200);
	expect(stage.n8n.status(id)).toBe('waiting');
	passTime(7 * MINUTE);
	expect(await call()).toBe(200);
	expect(stage.n8n.status(id)).toBe('success');
	const { items } = stage.output(id);
	expect(items[0].json).toMatchObject({ ...completed, files: ['data', 'certificate'] });
	expect(items[0].json).not.toHaveProperty('awaiting');
	expect(await pdfOf(items[0])).toBe('%PDF-');
	// As it is now, and with what the loop of docs/waiting.md goes by.
	expect(items[1].json).toMatchObject({
		documentReference: open,
		status: 'inProgress',
		finished: false,
		signedCount: 1,
		files: [],
		awaiting: {
			documents: [open],
			note: expect.stringMatching(/'status' is the current one.*Await Signature/) as string,
		},
	});
});

test('an open one that cannot be read keeps the signed one neither from being fetched nor from coming out', async () => {
	const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 20, resumeUnit: 'days' };
	const { id, references, call } = await waiting(await onePackage(), {
		binaryPropertyName: 'a,b',
		...limit,
	});
	const [[signed, open]] = references;
	await signWhole(signed);
	stage.bench.simulator.faults.choose(({ path }) =>
		path.endsWith(`/Status/${open}`) ? { kind: 'serverErrorHtml' } : undefined,
	);
	expect(await call()).toBe(503);
	await remove(signed);
	passTime(10 * DAY);
	expect(await call()).toBe(503);
	expect(stage.n8n.status(id)).toBe('waiting');
	passTime(10 * DAY - 3 * MINUTE);
	expect(await call()).toBe(200);
	const [item] = stage.output(id).items;
	expect(item.json).toMatchObject({
		finished: false,
		documents: [
			{ name: 'A.pdf', status: 'completed', files: ['data', 'certificate'] },
			{ name: 'B.pdf', status: 'unknown', files: [] },
		],
		awaiting: { documents: [open] },
	});
	expect(await pdfOf(item)).toBe('%PDF-');
});

test('a wait of hours goes to its limit', async () => {
	const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'hours' };
	const { id, references, call } = await waiting(await twoItems(), limit);
	await signWhole(references[0][0]);
	passTime(2 * HOUR - 2 * MINUTE);
	expect(await call()).toBe(200);
	expect(stage.n8n.status(id)).toBe('waiting');
});

describe('where n8n keeps files in memory', () => {
	let service: { mode: string };
	let mode: string;
	beforeEach(async () => {
		service = (await binaryData()) as unknown as { mode: string };
		({ mode } = service);
		service.mode = 'default';
	});
	afterEach(() => {
		service.mode = mode;
	});

	test('nothing is held over the wait, and the wait ends a day before files are removed', async () => {
		const { id, references, call } = await waiting(await twoItems());
		const [[signed], [open]] = references;
		await signWhole(signed);
		expect(await call()).toBe(200);
		for (let day = 1; day <= 5; day++) {
			passTime(DAY);
			expect(await call()).toBe(200);
			expect(stage.n8n.status(id)).toBe('waiting');
		}
		passTime(DAY);
		expect(await call()).toBe(200);
		expect(stage.n8n.status(id)).toBe('success');
		const { items } = stage.output(id);
		expect(items[0].json).toMatchObject({ ...completed, files: ['data', 'certificate'] });
		expect(items[0].binary!.data.id).toBeUndefined();
		expect(Buffer.from(items[0].binary!.data.data, 'base64').toString('latin1')).toMatch(/^%PDF-/);
		expect(items[1].json).toMatchObject({
			status: 'inProgress',
			awaiting: { documents: [open] },
		});
	});
});

test('a package of which one is open comes out with both, and says which', async () => {
	const limit = { limitWaitTime: 'atSpecifiedTime', maxDateAndTime: `${inDays(5)}T12:00:00Z` };
	const { id, references, call } = await waiting(await onePackage(), {
		binaryPropertyName: 'a,b',
		...limit,
	});
	const [[signed, open]] = references;
	await signWhole(signed);
	expect(await call()).toBe(200);
	const until = new Date(stage.n8n.run(id).waitTill!).getTime();
	passTime(until - Date.now() - 3 * MINUTE);
	expect(await call()).toBe(200);
	const [item] = stage.output(id).items;
	expect(item.json).toMatchObject({
		status: 'inProgress',
		finished: false,
		files: ['data', 'certificate'],
		documents: [
			{ status: 'completed', files: ['data', 'certificate'] },
			{ status: 'inProgress', files: [] },
		],
		awaiting: { documents: [open] },
	});
});

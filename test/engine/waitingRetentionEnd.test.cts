/** What a wait puts out at its end when some documents were removed after they were signed, and others are open. */
import { passTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { sendAndAwait, type Awaiting } from './awaiting.cts';
import { completed, DAY, HOUR, MINUTE, pdfOf, useRetention } from './retention.cts';
import { ana, inDays } from './samples.cts';

let stage: Awaiting;
const { signWhole, remove, waiting, twoItems, onePackage, look } = useRetention(
	(own) => ({ stage } = own),
);

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

// docs/waiting.md, “At the time limit”: `awaiting` exists only for an item without a result.
test.each(['declined', 'deleted'])(
	'short of the time limit the wait ends with what is %s',
	async (status) => {
		const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'days' };
		const { id, references, call } = await waiting(await twoItems(), limit);
		const [[open], [ended]] = references;
		passTime(DAY - 50 * MINUTE);
		expect(await call(1)).toBe(200);
		if (status === 'declined') await stage.bench.simulator.decline(ended);
		else {
			await remove(ended);
			expect(await call(1)).toBe(503);
			passTime(6 * MINUTE);
		}
		// First seen by the last look.
		passTime(47 * MINUTE - (status === 'declined' ? 0 : 6 * MINUTE));
		expect(await call()).toBe(200);
		expect(stage.output(id).items.map(({ json }) => json)).toMatchObject([
			{ status: 'inProgress', awaiting: { documents: [open] } },
			{ status, finished: false },
		]);
		expect(stage.output(id).items[1].json).not.toHaveProperty('awaiting');
	},
);

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

	// “Then the wait ends 6 days after the first document was signed.”
	test.each([0, 5])('also of one that was signed %i days before the wait', async (days) => {
		const options = { clientReference: `order-${days}`, oncePerClientReference: true };
		const all = { ...sendAndAwait, binaryPropertyName: 'a,b', options, include: ['signedFile'] };
		const send = { ...all, operation: 'send' };
		const { items: sent } = await stage.bench.run(send, { items: await onePackage() });
		stage.bench.simulator.readings.callback = 'never';
		await signWhole(sent[0].json.documentReference as string);
		passTime(days * DAY);
		const id = await stage.begin(all, await onePackage());
		await look(id);
		for (let day = days + 1; day <= 6; day++) {
			expect(stage.n8n.status(id)).toBe('waiting');
			passTime(DAY);
			await look(id);
		}
		expect(stage.n8n.status(id)).toBe('success');
		const [item] = stage.output(id).items;
		expect(item.json).toMatchObject({ files: ['data'], awaiting: {} });
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

// docs/waiting-in-detail.md, “Documents that are signed early”: what is fetched comes out at the end.
test('of a package that is declined later, what was signed and fetched is in the error', async () => {
	const parameters = {
		...{
			include: ['signedFile', 'uploadedFiles'],
			binaryPropertyName: 'a,b',
			whenNotSigned: 'error',
		},
		signedFileName: 'Signed.pdf',
	};
	const all = { ...sendAndAwait, ...parameters };
	const id = await stage.begin(all, await onePackage(), 'continueErrorOutput');
	await stage.settle();
	const [[signed, declined]] = stage.references(id);
	const { notifyUrl } = stage.bench.simulator
		.documents()
		.find(({ reference }) => reference === signed)!;
	stage.bench.simulator.readings.callback = 'never';
	const call = async () => {
		await fetch(notifyUrl!, { method: 'POST' });
		await stage.n8n.idle();
	};
	await signWhole(signed);
	await call();
	passTime(8 * DAY);
	await remove(signed);
	await stage.bench.simulator.decline(declined);
	await call();
	const { items, errorItems } = stage.output(id, false);
	expect(items).toEqual([]);
	expect(errorItems).toHaveLength(1);
	expect(errorItems[0].json.error).toContain('declined');
	expect(errorItems[0].json.message).toMatchObject([
		{ documentReference: signed, status: 'completed', files: ['data'] },
		{ documentReference: declined, status: 'declined' },
	]);
	expect(await pdfOf(errorItems[0])).toBe('%PDF-');
});

// n8n 1 has no lock: it would continue the workflow both at the limit and with what a call that is still under way finds.
test.each([0, 75_000])(
	'a look that ends %i ms before the time limit leaves the end to n8n',
	async (before) => {
		const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'hours' };
		const { id, references, call } = await waiting((await twoItems()).slice(0, 1), limit);
		const until = Date.now() + HOUR;
		await signWhole(references[0][0]);
		stage.bench.simulator.faults.choose(({ operationId }) => {
			// The file takes that long.
			if (operationId === 'downloadDocument') passTime(until - before - Date.now());
			return undefined;
		});
		expect(await call()).toBe(200);
		stage.bench.simulator.faults.clear();
		expect([stage.n8n.status(id), stage.n8n.resumed.includes(id)]).toEqual(['waiting', false]);
		await stage.n8n.passTime(id);
		expect(stage.output(id).items.map(({ json }) => json.status)).toEqual(['waiting']);
	},
);

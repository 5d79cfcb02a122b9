/**
 * Signed documents are removed after 7 days (docs/api/API.md section 12.5). What a wait has seen signed is
 * not lost by that, however long the others take.
 */
import { passTime } from '../harness/clock.cts';
import { toldOn } from '../harness/told.cts';
import type { Awaiting } from '../engine/awaiting.cts';
import { completed, DAY, HOUR, MINUTE, pdfOf, useRetention } from '../engine/retention.cts';
import { ana } from '../engine/samples.cts';

let stage: Awaiting;
const { signWhole, remove, waiting, twoItems, onePackage } = useRetention(
	(own) => ({ stage } = own),
);

const requestsFor = (operation: string) =>
	stage.bench.simulator.requests.filter(({ operationId }) => operationId === operation).length;

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
		// What came at the first look is kept.
		files: ['certificate'],
	});
	const reason = expect.stringMatching(toldOn(404)) as string;
	expect(missing).toEqual([{ part: 'signedFile', reason }]);
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

/**
 * What Document > Await Signature finds at its start: docs/waiting-in-detail.md "Documents that are signed early" and
 * "Missing parts", and the column "While it waits" of docs/faults.md.
 */
import type { INode } from 'n8n-workflow';

import { passTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import type { Fault } from '../../simulator/index.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from './awaiting.cts';
import { byReference, inDays } from './samples.cts';

let stage: Awaiting;
useAwaiting((own) => (stage = own));
beforeEach(() => {
	stage.n8n.hearsItself = false;
	stage.bench.simulator.readings.callback = 'never';
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const include = ['signedFile', 'certificateFiles'];

/** Documents that two people sign, sent earlier. */
async function sent(count: number): Promise<string[]> {
	const names = Array.from({ length: count }, (_, index) => `Lease ${index}.pdf`);
	const run = await stage.bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			signers: sendAndAwait.signers,
			dueDate: inDays(29),
			options: { notifyUrl: 'https://n8n.example.com/x' },
		},
		{ items: await stage.contracts(...names) },
	);
	expect(run.error).toBeUndefined();
	return run.items.map(({ json }) => json.documentReference as string);
}
const begin = async (references: string[], more: object = {}, onError?: INode['onError']) =>
	await stage.begin(
		{
			resource: 'document',
			operation: 'await',
			document: { __rl: true, mode: 'id', value: '={{ $json.reference }}' },
			include,
			...more,
		},
		references.map((reference) => ({ json: { reference } })),
		onError,
	);
const call = async (id: string) => {
	const { status } = await fetch(stage.n8n.address(id), { method: 'POST' });
	await stage.n8n.idle();
	return status;
};
const signWhole = async (reference: string) => {
	await stage.bench.simulator.sign(reference);
	await stage.bench.simulator.sign(reference);
};
const remove = async (reference: string) =>
	await stage.bench.run({
		resource: 'document',
		operation: 'delete',
		document: byReference(reference),
	});
const out = (id: string) => stage.output(id).items;
const pdfOf = async (id: string, item = 0, field = 'data') =>
	(await (await binaryData()).getAsBuffer(out(id)[item].binary![field])).subarray(0, 5).toString();

describe('the first of two items is signed at the start, and removed before the next look', () => {
	const completed = {
		status: 'completed',
		finished: true,
		missing: [],
		signedCount: 2,
		files: ['data', 'certificate'],
	};

	test.each([6 * MINUTE, DAY])(
		'its files come out at the end (looks %i ms apart)',
		async (pause) => {
			const [signed, open] = await sent(2);
			await signWhole(signed);
			const id = await begin([signed, open]);
			expect(stage.n8n.status(id)).toBe('waiting');
			await remove(signed);
			for (let look = 0; look < 3; look++) {
				passTime(pause);
				expect(await call(id)).toBe(200);
				expect(stage.n8n.status(id)).toBe('waiting');
			}
			await signWhole(open);
			expect(await call(id)).toBe(200);
			expect(out(id).map(({ json }) => json)).toEqual([
				expect.objectContaining({ documentReference: signed, ...completed }),
				expect.objectContaining({ documentReference: open, ...completed }),
			]);
			expect(await pdfOf(id, 0)).toBe('%PDF-');
			expect(await pdfOf(id, 0, 'certificate')).toBe('%PDF-');
		},
	);

	test('also after a restart of n8n', async () => {
		const [signed, open] = await sent(2);
		await signWhole(signed);
		const id = await begin([signed, open]);
		await remove(signed);
		await stage.restarted(async () => {
			passTime(8 * DAY);
			await signWhole(open);
			expect(await call(id)).toBe(200);
		});
		expect(out(id)[0].json).toMatchObject(completed);
		expect(await pdfOf(id)).toBe('%PDF-');
	});

	test('a part that was not there at the start is no reason to forget the rest', async () => {
		const [signed, open] = await sent(2);
		await signWhole(signed);
		const operation = 'downloadSigningCompletionCertificate';
		stage.bench.simulator.faults.add({ kind: 'notFound', operation, times: 1 });
		const id = await begin([signed, open]);
		await remove(signed);
		await stage.restarted(async () => {
			passTime(DAY);
			await call(id);
			passTime(6 * MINUTE);
			await call(id);
			await signWhole(open);
			passTime(HOUR);
			await call(id);
			passTime(11 * MINUTE);
			await call(id);
		});
		expect(stage.n8n.status(id)).toBe('success');
		expect(out(id)[0].json).toMatchObject({
			...completed,
			files: ['data'],
			missing: [{ part: 'certificateFiles' }],
		});
		expect(out(id)[0].json).not.toHaveProperty('awaiting');
		expect(await pdfOf(id)).toBe('%PDF-');
	});

	test('it comes out as completed when the time limit passes without a look', async () => {
		const [signed, open] = await sent(2);
		await signWhole(signed);
		const id = await begin([signed, open]);
		await stage.n8n.passTime(id);
		const [first, second] = out(id);
		expect(first.json).toMatchObject(completed);
		expect(first.json).not.toHaveProperty('awaiting');
		expect(await pdfOf(id)).toBe('%PDF-');
		expect(second.json).toMatchObject({ status: 'waiting', awaiting: { documents: [open] } });
	});
});

test('one that is declined at the start goes to the error output, also at the time limit', async () => {
	const [declined, open] = await sent(2);
	await stage.bench.simulator.decline(declined);
	const id = await begin([declined, open], { whenNotSigned: 'error' }, 'continueErrorOutput');
	await stage.n8n.passTime(id);
	const { items, errorItems } = stage.output(id, false);
	expect(items.map(({ json }) => json)).toMatchObject([
		{ documentReference: open, status: 'waiting' },
	]);
	expect(errorItems.map(({ json }) => json.message)).toMatchObject([
		{ documentReference: declined, status: 'declined' },
	]);
});

describe('a document that is signed at the start gives its evidence ten minutes', () => {
	const fault = { kind: 'gateway', status: 503, operation: 'downloadDocument', times: 99 } as const;

	test('the file comes', async () => {
		const [reference] = await sent(1);
		await signWhole(reference);
		stage.bench.simulator.faults.add(fault);
		const id = await begin([reference]);
		expect(stage.n8n.status(id)).toBe('waiting');
		passTime(5 * MINUTE);
		expect(await call(id)).toBe(503);
		stage.bench.simulator.faults.clear();
		expect(await call(id)).toBe(200);
		expect(out(id)[0].json).toMatchObject({ status: 'completed', missing: [] });
		expect(out(id)[0].json).not.toHaveProperty('awaiting');
		expect(await pdfOf(id)).toBe('%PDF-');
	});

	test('the certificate is listed later', async () => {
		const [reference] = await sent(1);
		await signWhole(reference);
		stage.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getSigningCompletionCertificates' ? [] : answer,
		);
		const id = await begin([reference]);
		expect(stage.n8n.status(id)).toBe('waiting');
		stage.bench.simulator.faults.clear();
		expect(await call(id)).toBe(200);
		expect(out(id)[0].json).toMatchObject({ missing: [], files: ['data', 'certificate'] });
	});

	test('and no longer: the rest comes out, even if nobody looks again', async () => {
		const [reference] = await sent(1);
		await signWhole(reference);
		stage.bench.simulator.faults.add(fault);
		const id = await begin([reference]);
		const end = new Date(stage.n8n.run(id).waitTill!).getTime();
		expect(end).toBeLessThan(Date.now() + 20 * MINUTE);
		await stage.n8n.passTime(id);
		const [{ json }] = out(id);
		expect(json).toMatchObject({
			status: 'completed',
			finished: true,
			files: ['certificate'],
			missing: [{ part: 'signedFile' }],
		});
		expect(json).not.toHaveProperty('awaiting');
	});
});

describe('the document cannot be looked up at the start', () => {
	const status = 'getDocumentStatus';
	test.each<[string, Omit<Fault, 'operation'>]>([
		['502', { kind: 'gateway', status: 502 }],
		['429', { kind: 'tooManyRequests' }],
		['500', { kind: 'serverErrorHtml' }],
		['401, once', { kind: 'unauthorized', times: 1 }],
		['402', { kind: 'paymentRequired' }],
		['a redirect', { kind: 'redirect' }],
		['404, and its log is there', { kind: 'notFound' }],
		['a cut connection', { kind: 'cutBefore' }],
	])('%s: it is waited for', async (_, fault) => {
		const [reference, other] = await sent(2);
		stage.bench.simulator.faults.add({ times: 99, ...fault, operation: status } as Fault);
		const id = await begin([reference, other]);
		expect(stage.n8n.run(id).resultData.error).toBeUndefined();
		expect(stage.n8n.status(id)).toBe('waiting');
		stage.bench.simulator.faults.clear();
		await signWhole(reference);
		await signWhole(other);
		expect(await call(id)).toBe(200);
		expect(out(id).map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	});

	test('its due date is unknown, so the wait does not end before it', async () => {
		const [reference] = await sent(1);
		stage.bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: status, times: 99 });
		const id = await begin([reference]);
		expect(new Date(stage.n8n.run(id).waitTill!).getTime()).toBeGreaterThan(Date.now() + 300 * DAY);
	});

	test('what was never seen and is not there is gone, not deleted', async () => {
		const [reference] = await sent(1);
		stage.bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: status, times: 99 });
		const id = await begin([reference]);
		stage.bench.simulator.faults.clear();
		await remove(reference);
		expect(await call(id)).toBe(503);
		passTime(6 * MINUTE);
		expect(await call(id)).toBe(200);
		expect(out(id)[0].json.status).toBe('gone');
	});

	test.each([
		['there is no such document', () => undefined, toldOn(404)],
		[
			'the credential is refused everywhere',
			() => void stage.bench.simulator.faults.choose(() => ({ kind: 'unauthorized' })),
			toldOn(401),
		],
	])('%s: an error', async (_, begun, message) => {
		begun();
		const id = await begin(['9'.repeat(48)]);
		expect(stage.n8n.run(id).resultData.error?.message).toMatch(message);
	});
});

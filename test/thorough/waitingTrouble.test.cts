/** Waits while documents and their evidence cannot be had: what is said then is true, and nothing is lost. */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { passTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import type { Fault } from '../../simulator/index.cts';
import { sendAndAwait, useAwaiting, type Awaiting } from '../engine/awaiting.cts';
import { byReference } from '../engine/samples.cts';

let stage: Awaiting;
const { held, signWhole } = useAwaiting((own) => (stage = own));
beforeEach(() => {
	stage.n8n.hearsItself = false;
	stage.bench.simulator.readings.callback = 'json';
});

const MINUTE = 60_000;
/** An execution that waits, and the address that the service calls; from now on the test calls it. */
async function waiting(parameters: object = {}, name = 'Lease.pdf') {
	const all = { ...sendAndAwait, include: ['signedFile'], ...parameters };
	const id = await stage.begin(all, await stage.contracts(name));
	expect(stage.n8n.run(id).resultData.error).toBeUndefined();
	await stage.settle();
	const [[reference]] = stage.references(id);
	const { notifyUrl } = held(reference);
	stage.bench.simulator.readings.callback = 'never';
	const call = async () => {
		const { status } = await fetch(notifyUrl!, { method: 'POST' });
		await stage.n8n.idle();
		return status;
	};
	return { id, reference, notifyUrl: notifyUrl!, call };
}
const remove = async (reference: string) =>
	await stage.bench.run({
		resource: 'document',
		operation: 'delete',
		document: byReference(reference),
	});
const json = (id: string) => stage.output(id).items[0].json;

describe('a document that is not found (docs/api/API.md section 12.11)', () => {
	test.each([
		['its status', (operation?: string) => operation === 'getDocumentStatus'],
		['its status and its log', (operation?: string) => /^getDocument/.test(operation ?? '')],
		['everything, as at a wrong base URL', () => true],
	])('%s is a slip for half an hour: it is signed, and nothing is lost', async (_, isStruck) => {
		const { id, reference, call } = await waiting();
		await signWhole(reference);
		const struck = ({ operationId }: { operationId?: string }) =>
			isStruck(operationId) ? ({ kind: 'notFound' } as const) : undefined;
		stage.bench.simulator.faults.choose(struck);
		const isProof = _ === 'its status and its log';
		for (const minutes of isProof ? [0, 1, 2, 1] : [0, 6, 6, 6, 6, 6]) {
			passTime(minutes * MINUTE);
			expect(await call()).toBe(503);
			expect(stage.n8n.status(id)).toBe('waiting');
		}
		stage.bench.simulator.faults.clear();
		expect(await call()).toBe(200);
		expect(json(id)).toMatchObject({ status: 'completed', finished: true, missing: [] });
	});

	test('that was deleted ends the wait at the second look, with its name', async () => {
		const { id, reference, call } = await waiting({
			include: [],
			options: { clientReference: 'order-7' },
		});
		await remove(reference);
		expect(await call()).toBe(503);
		expect(await call()).toBe(503);
		expect(stage.n8n.status(id)).toBe('waiting');
		passTime(6 * MINUTE);
		expect(await call()).toBe(200);
		expect(json(id)).toEqual({
			documentReference: reference,
			name: 'Lease.pdf',
			clientReference: 'order-7',
			status: 'deleted',
			finished: false,
			missing: [],
			files: [],
		});
	});

	test('that was found in between counts anew', async () => {
		const { id, reference, call } = await waiting();
		stage.bench.simulator.faults.choose(({ operationId }) =>
			/^getDocument/.test(`${operationId}`) ? { kind: 'notFound' } : undefined,
		);
		expect(await call()).toBe(503);
		stage.bench.simulator.faults.clear();
		expect(await call()).toBe(200);
		await remove(reference);
		passTime(6 * MINUTE);
		expect(await call()).toBe(503);
		expect(stage.n8n.status(id)).toBe('waiting');
	});

	test('and was not looked at for days may have been signed: it is gone', async () => {
		const { id, reference, call } = await waiting({ whenNotSigned: 'output', include: [] });
		await remove(reference);
		passTime(8 * 24 * 60 * MINUTE);
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(json(id)).toMatchObject({ name: 'Lease.pdf', status: 'gone', finished: false });
	});

	test('in another account is not deleted', async () => {
		const { id, reference, call } = await waiting();
		const { credential } = stage.bench.simulator;
		// The same simulator under another address: another account, as far as anybody can tell.
		stage.bench.engine.credentials.securedSigningApi = {
			...credential,
			baseUrl: credential.baseUrl.replace('127.0.0.1', 'localhost'),
		};
		try {
			await remove(reference);
			for (const minutes of [0, 6, 6]) {
				passTime(minutes * MINUTE);
				expect(await call()).toBe(503);
			}
			expect(stage.n8n.status(id)).toBe('waiting');
		} finally {
			stage.bench.engine.credentials.securedSigningApi = credential;
		}
	});
});

describe('a part of the evidence that is not there', () => {
	const certificate = 'downloadSigningCompletionCertificate';
	const include = ['signedFile', 'certificateFiles'];

	test('is waited for, and comes', async () => {
		const { id, reference, call } = await waiting({ include });
		await signWhole(reference);
		stage.bench.simulator.faults.add({ kind: 'notFound', operation: certificate });
		expect(await call()).toBe(503);
		expect(stage.n8n.status(id)).toBe('waiting');
		passTime(9 * MINUTE);
		expect(await call()).toBe(200);
		expect(json(id)).toMatchObject({ missing: [], files: ['data', 'certificate'] });
	});

	// The service makes the certificate after the last signature, and not in the same moment.
	test.each<[string, object[]]>([
		['none', []],
		['one without a reference', [{ SigningDate: '2026-11-26T00:00:00Z' }]],
	])('is waited for where the service lists %s', async (_, list) => {
		const { id, reference, call } = await waiting({
			include: ['certificates', 'certificateFiles'],
		});
		await signWhole(reference);
		stage.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getSigningCompletionCertificates' ? list : answer,
		);
		expect(await call()).toBe(503);
		passTime(9 * MINUTE);
		expect(await call()).toBe(503);
		stage.bench.simulator.faults.clear();
		expect(await call()).toBe(200);
		expect(json(id)).toMatchObject({
			status: 'completed',
			missing: [],
			files: ['certificate'],
			certificates: [expect.any(Object)],
		});
	});

	test('is waited for ten minutes, and no longer', async () => {
		const { id, reference, call } = await waiting({ include });
		await signWhole(reference);
		stage.bench.simulator.faults.add({ kind: 'notFound', operation: certificate, times: 99 });
		expect(await call()).toBe(503);
		passTime(9 * MINUTE);
		expect(await call()).toBe(503);
		passTime(2 * MINUTE);
		expect(await call()).toBe(200);
		expect(json(id)).toMatchObject({
			status: 'completed',
			finished: true,
			files: ['data'],
			missing: [{ part: 'certificateFiles', reason: expect.stringMatching(toldOn(404)) as string }],
		});
	});

	test.each<[string, Fault]>([
		['refused for good', { kind: 'paymentRequired', operation: certificate, times: 99 }],
	])('%s is not waited for', async (_, fault) => {
		const { id, reference, call } = await waiting({ include });
		await signWhole(reference);
		stage.bench.simulator.faults.add(fault);
		expect(await call()).toBe(200);
		expect(json(id)).toMatchObject({
			status: 'completed',
			missing: [{ part: 'certificateFiles', reason: expect.stringMatching(/on hold/) as string }],
		});
		const pdf = await (await binaryData()).getAsBuffer(stage.output(id).items[0].binary!.data);
		expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('is not waited for beyond the time limit', async () => {
		const limit = { limitWaitTime: 'afterTimeInterval', resumeAmount: 8, resumeUnit: 'minutes' };
		const { id, reference, call } = await waiting({ include, ...limit });
		await signWhole(reference);
		stage.bench.simulator.faults.add({ kind: 'notFound', operation: certificate, times: 99 });
		expect(await call()).toBe(200);
		expect(json(id)).toMatchObject({ status: 'completed', files: ['data'] });
	});
});

describe('the key of a waiting execution', () => {
	test('is bound to this n8n', async () => {
		const { notifyUrl, id } = await waiting();
		const key = new URL(notifyUrl).searchParams.get('key')!;
		const { apiSecret } = stage.bench.simulator.credential;
		// As it would be in another n8n, or in none: the number of the execution is the same there.
		for (const text of [id, `${id} of another`, `${id} of `]) {
			const other = createHmac('sha256', apiSecret).update(`notify\n${text}`).digest('base64url');
			expect(other).not.toBe(key);
			const { status } = await fetch(notifyUrl.replace(key, other), { method: 'POST' });
			expect(status).toBe(401);
		}
	});
});

describe('n8n looks by itself', () => {
	const statusReads = (reference: string) =>
		stage.bench.simulator.requests.filter(({ path }) => path.endsWith(`/Status/${reference}`));

	test.each(['-1e300', '1e300', 'NaN', '-1', '__proto__'])(
		'at its own pace, whatever a caller says of it (looks=%s)',
		async (looks) => {
			stage.n8n.hearsItself = true;
			const { id, reference, notifyUrl } = await waiting({ include: [] });
			stage.bench.simulator.requests.length = 0;
			for (let call = 0; call < 5; call++) {
				await fetch(`${notifyUrl}&looks=${looks}`, { method: 'POST' });
			}
			// A pause that is none would make hundreds of calls; n8n's own come after 5 and 15 seconds.
			await sleep(3_000);
			expect(stage.n8n.calls.filter((call) => call.id === id).length).toBeLessThan(20);
			expect(statusReads(reference).length).toBeLessThan(20);
		},
	);
});

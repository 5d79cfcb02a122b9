/** Waits and Get Finished, for a document that is called "Complete" while one of its signers is not said to have signed. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { MINUTE, OPEN, OPTIONAL, withLast } from './openSigner.cts';
import { byReference } from './samples.cts';

afterEach(() => realTime());

describe('waits and Get Finished', () => {
	let stage: Awaiting;
	beforeAll(async () => {
		stage = await startAwaiting();
		stage.n8n.hearsItself = false;
	});
	afterAll(async () => await stage.close());

	const play = async (more: object) => {
		stage.bench.simulator.faults.clear();
		stage.bench.simulator.readings.callback = 'json';
		const parameters = { ...sendAndAwait, include: ['signedFile'] };
		const id = await stage.begin(parameters, await stage.contracts('A.pdf'));
		await stage.settle();
		const [[reference]] = stage.references(id);
		stage.bench.simulator.readings.callback = 'never';
		const { notifyUrl } = stage.bench.simulator
			.documents()
			.find((document) => document.reference === reference)!;
		stage.bench.simulator.faults.spoil(withLast(more));
		await stage.bench.simulator.sign(reference);
		await stage.bench.simulator.sign(reference);
		const call = async () => {
			const { status } = await fetch(notifyUrl!, { method: 'POST' });
			await stage.n8n.idle();
			return status;
		};
		return { id, reference, call };
	};
	const finished = async (reference: string) => {
		const run = await stage.bench.run({
			resource: 'document',
			operation: 'getFinished',
			document: byReference(reference),
		});
		return run.items[0].json;
	};

	test('an optional signer is nobody to wait for', async () => {
		const { id, reference, call } = await play(OPTIONAL);
		expect(await finished(reference)).toMatchObject({ status: 'completed', finished: true });
		await call();
		expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed', signedCount: 1 });
	});

	test('a second look some minutes later says the same: completed', async () => {
		const { id, reference, call } = await play(OPEN);
		expect(await call()).toBe(200);
		expect(stage.n8n.status(id)).toBe('waiting');
		expect(await finished(reference)).toMatchObject({ finished: false });
		passTime(6 * MINUTE);
		expect(await finished(reference)).toMatchObject({ status: 'completed', finished: true });
		await call();
		expect(stage.output(id).items[0].json).toMatchObject({
			status: 'completed',
			finished: true,
			signedCount: 1,
			files: ['data'],
		});
	});

	test('it is removed before a second look: gone, not deleted', async () => {
		const { id, reference, call } = await play(OPEN);
		await call();
		stage.bench.simulator.forgetSigned(reference);
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(stage.output(id).items[0].json.status).toBe('gone');
	});

	test('the first look of a wait, a restart, the second look: completed', async () => {
		const { reference } = await play(OPEN);
		const begin = async (item: INodeExecutionData) =>
			await stage.begin(
				{
					...{ resource: 'document', operation: 'await', document: byReference(reference) },
					...{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1, include: ['signedFile'] },
				},
				[item],
			);
		const call = async (id: string) => {
			await fetch(stage.n8n.address(id), { method: 'POST' });
			await stage.n8n.idle();
		};
		const id = await begin({ json: {} });
		expect(stage.n8n.status(id)).toBe('waiting');
		await stage.restarted(async () => {
			await call(id);
			expect(stage.n8n.status(id)).toBe('waiting');
		});
		passTime(6 * MINUTE);
		await stage.restarted(async () => await call(id));
		expect(stage.output(id).items[0].json).toMatchObject({ status: 'completed', finished: true });
	});

	test('the loop of docs/waiting.md, n8n restarted each night: completed in the second turn', async () => {
		const { reference } = await play(OPEN);
		const parameters = {
			...{ resource: 'document', operation: 'await', document: byReference(reference) },
			...{ limitWaitTime: 'afterTimeInterval', resumeAmount: 1, include: ['signedFile'] },
		};
		const first = await stage.begin(parameters, [{ json: {} }]);
		passTime(24 * 60 * MINUTE);
		await stage.restarted(async () => {
			await stage.n8n.passTime(first);
			const [item] = stage.output(first).items;
			expect(item.json).toMatchObject({
				status: 'waiting',
				inDoubtSince: expect.stringMatching(/^\d{4}-.*Z$/) as string,
				awaiting: {},
			});
			const second = await stage.begin(parameters, [item]);
			expect(stage.n8n.status(second)).toBe('success');
			expect(stage.output(second).items[0].json).toMatchObject({
				...{ status: 'completed', finished: true, files: ['data'] },
			});
			expect(stage.output(second).items[0].json).not.toHaveProperty('inDoubtSince');
		});
	});

	test.each([true, false])('Get Finished in another worker, simplified: %j', async (simplify) => {
		const { reference } = await play(OPEN);
		const finishedOf = async (json: IDataObject) => {
			const run = await stage.bench.run(
				{
					resource: 'document',
					operation: 'getFinished',
					document: byReference(reference),
					simplify,
				},
				{ items: [{ json }] },
			);
			return run.items[0].json;
		};
		const found = await finishedOf({});
		expect(found).toMatchObject({ finished: false });
		passTime(6 * MINUTE);
		await stage.restarted(async () => {
			expect(
				await finishedOf({ ...found, documentReference: 'other', Reference: 'other' }),
			).toMatchObject({
				finished: false,
			});
		});
		await stage.restarted(async () => {
			expect(await finishedOf(found)).toMatchObject({ finished: true });
		});
	});

	test('“Signed” needs all signers', async () => {
		const { id, call } = await play({});
		stage.bench.simulator.faults.spoil((answer) => {
			const changed = withLast(OPEN)(answer) as IDataObject;
			return changed?.Status === 'Complete' ? { ...changed, Status: 'Signed' } : changed;
		});
		await call();
		passTime(6 * MINUTE);
		await call();
		expect(stage.n8n.status(id)).toBe('waiting');
	});
});

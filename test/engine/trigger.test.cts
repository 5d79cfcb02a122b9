/** Which events the polling trigger tells of, and when. */
import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import { passTime } from '../harness/clock.cts';
import { told, useScene, type Scene } from './watch.cts';

let scene: Scene;
useScene((own) => (scene = own));

describe('events', () => {
	test('sent, signed by each, completed: one poll for each', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		await scene.simulator.sign(reference);
		await trigger.poll();
		await scene.simulator.sign(reference);
		await trigger.poll();
		await trigger.poll();
		expect(trigger.executions.map((items) => told(items.map(({ json }) => json)))).toEqual([
			['sent'],
			['signed'],
			['signed', 'completed'],
		]);
		const items = trigger.items();
		expect(items[1]).toMatchObject({
			eventId: expect.stringContaining(`${reference}/signed/`),
			occurredAt: expect.stringMatching(/Z$/),
			signer: { name: 'Ana Lopez', signed: true },
			documentReference: reference,
			status: 'inProgress',
			signedCount: 1,
		});
		expect(items[2].signer).toMatchObject({ name: 'Ben Wu' });
		expect(items[3]).toMatchObject({ event: 'completed', status: 'completed', signedCount: 2 });
		expect(items[3]).not.toHaveProperty('signer');
		expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(4);
		expect(trigger.errors).toEqual([]);
	});

	test.each([
		['omitted', 'iso'],
		['null', 'servicestack'],
		['omitted', 'culture'],
	] as const)(
		'several between two polls, in order (no value: %s, dates %s)',
		async (nullFields, dates) => {
			Object.assign(scene.simulator.readings, { nullFields, dates });
			const trigger = scene.trigger();
			await trigger.activate();
			const [reference] = await scene.send();
			// The second signer signs first in the list, not in time.
			await scene.simulator.sign(reference);
			await scene.simulator.expire(reference);
			await scene.extend(reference);
			await scene.simulator.sign(reference);
			await trigger.poll();
			await trigger.poll();
			const expired = dates === 'culture' ? [] : ['expired'];
			expect(told(trigger.items())).toEqual(['sent', 'signed', ...expired, 'signed', 'completed']);
		},
	);

	test.each(['progress', 'unlisted'] as const)(
		'declined, expired and deleted (ended documents: %s)',
		async (endedDocuments) => {
			scene.simulator.readings.endedDocuments = endedDocuments;
			const trigger = scene.trigger();
			await trigger.activate();
			const [declined, expired, deleted] = await scene.send(3);
			await trigger.poll();
			await scene.simulator.decline(declined, undefined, 'Too dear');
			await scene.simulator.expire(expired);
			await scene.remove(deleted);
			await trigger.poll();
			passTime(CONFIRMED_AFTER_MS);
			await trigger.poll();
			await trigger.poll();
			const items = trigger.items().slice(3);
			expect(items.map(({ event, documentReference }) => [event, documentReference])).toEqual(
				expect.arrayContaining([
					['declined', declined],
					['expired', expired],
					['deleted', deleted],
				]),
			);
			expect(items).toHaveLength(3);
			expect(items.find(({ event }) => event === 'deleted')).toEqual({
				event: 'deleted',
				eventId: `${deleted}/deleted`,
				documentReference: deleted,
				name: 'Lease.docx',
				status: 'deleted',
				lastKnown: { status: 'inProgress', signedCount: 0, seenAt: expect.stringMatching(/Z$/) },
			});
			expect(items.find(({ event }) => event === 'declined')).toMatchObject({
				signers: [{ status: 'declined', declinedReason: 'Too dear' }, {}],
			});
		},
	);

	test.each(['progress', 'unlisted'] as const)(
		'expired, extended, expired again, extended, completed (ended documents: %s)',
		async (endedDocuments) => {
			scene.simulator.readings.endedDocuments = endedDocuments;
			const trigger = scene.trigger();
			await trigger.activate();
			const [reference] = await scene.send();
			await scene.simulator.sign(reference);
			await trigger.poll();
			for (let turn = 0; turn < 2; turn++) {
				await scene.simulator.expire(reference);
				await trigger.poll();
				await trigger.poll();
				await trigger.activate();
				await scene.extend(reference);
				await trigger.poll();
			}
			await scene.simulator.sign(reference);
			await trigger.poll();
			expect(told(trigger.items())).toEqual([
				...['sent', 'signed', 'expired', 'expired', 'signed', 'completed'],
			]);
			expect(new Set(trigger.items().map(({ eventId }) => eventId)).size).toBe(6);
		},
	);

	test('expired and extended between two polls', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		await scene.simulator.expire(reference);
		await scene.extend(reference);
		await trigger.poll();
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['sent', 'expired']);
	});
});

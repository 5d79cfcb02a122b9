import type { IDataObject } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone';
import { passTime } from '../harness/clock.cts';
import { told, useScene, type Scene } from './watch.cts';

let scene: Scene;
useScene((own) => (scene = own));

describe('nothing twice, nothing lost', () => {
	test('over a restart: n8n goes back to what it stored', async () => {
		const trigger = scene.trigger({ events: ['completed', 'signed'] });
		await trigger.activate();
		const [first, second, third] = await scene.send(3);
		await trigger.poll();
		await scene.simulator.sign(first);
		await scene.simulator.sign(first);
		await trigger.poll();
		await scene.simulator.sign(second);
		await trigger.activate();
		await trigger.activate();
		await scene.simulator.sign(second);
		await scene.simulator.sign(third);
		await scene.simulator.sign(third);
		await trigger.activate();
		await trigger.poll();
		expect(told(trigger.items()).sort()).toEqual([
			...['completed', 'completed', 'completed'],
			...['signed', 'signed', 'signed', 'signed', 'signed', 'signed'],
		]);
	});

	// API.md section 3: values may be left out. docs/waiting-in-detail.md: an eventId tells signers apart.
	test.each([
		['email', {}],
		['name and email', { FirstName: 'Ana', LastName: 'Lopez' }],
	])(
		'two signers with one %s and no references: each is told, with an ID of their own',
		async (_, same) => {
			scene.simulator.faults.spoil(function changed(answer): unknown {
				if (Array.isArray(answer)) return answer.map(changed);
				const document = answer as IDataObject;
				if (!Array.isArray(document?.Signers)) return answer;
				const Signers = (document.Signers as IDataObject[]).map((signer) => {
					const one: IDataObject = { ...signer, Email: 'office@example.com', ...same };
					delete one.SignerReference;
					return one;
				});
				return { ...document, Signers };
			});
			const trigger = scene.trigger({ events: ['signed'] });
			await trigger.activate();
			const [reference] = await scene.send();
			await trigger.poll();
			await scene.simulator.sign(reference);
			await trigger.poll();
			await trigger.activate();
			await scene.simulator.sign(reference);
			await trigger.poll();
			await trigger.poll();
			const id = `${reference}/signed/office@example.com`;
			expect(trigger.items().map(({ eventId }) => eventId)).toEqual([id, `${id}/2`]);
		},
	);

	test.each([
		['sign', 'completed'],
		['decline', 'declined'],
		['expire', 'expired'],
		['remove', 'gone'],
	] as const)('first seen by a silent poll, then %s while n8n is down', async (act, event) => {
		scene.simulator.readings.endedDocuments = 'unlisted';
		const events = ['completed', 'declined', 'deleted', 'expired', 'gone'];
		const trigger = scene.trigger({ events });
		await trigger.activate();
		const [reference] = await scene.send(1, { signers: 1 });
		await trigger.poll();
		await trigger.poll();
		// n8n stores what it knows with an execution: without items, no other node runs.
		expect(trigger.executions).toEqual([[]]);
		if (act === 'remove') await scene.remove(reference);
		else await scene.simulator[act](reference);
		await trigger.activate();
		passTime(CONFIRMED_AFTER_MS);
		await trigger.poll();
		expect(trigger.items()).toMatchObject([{ event, documentReference: reference }]);
	});

	test.each([
		['not wanted', { options: { recordNew: false } }],
		['not needed', { events: ['completed', 'signed'] }],
		['filtered', { options: { name: 'other' } }],
	])('no execution without items where it is %s', async (_why, parameters) => {
		const trigger = scene.trigger({ events: ['completed', 'declined'], ...parameters });
		await trigger.activate();
		await scene.send();
		await trigger.poll();
		expect(trigger.executions).toEqual([]);
	});

	test.each(['serverErrorHtml', 'wrongBody', 'notFound', 'unauthorized'] as const)(
		'a folder that answers with an error is not empty: %s',
		async (kind) => {
			const trigger = scene.trigger();
			await trigger.activate();
			const [reference] = await scene.send(2);
			await trigger.poll();
			await scene.simulator.sign(reference);
			const before = trigger.state;
			const fault = { kind, operation: 'getActiveDocuments', times: 4 } as const;
			scene.simulator.faults.add(fault.kind === 'wrongBody' ? { ...fault, body: 'html' } : fault);
			await trigger.poll();
			expect(trigger.errors).toHaveLength(1);
			expect(trigger.state).toBe(before);
			scene.simulator.faults.clear();
			await trigger.poll();
			expect(told(trigger.items())).toEqual(['sent', 'sent', 'signed']);
		},
	);

	test('one 404 that is a slip deletes nothing', async () => {
		scene.simulator.readings.endedDocuments = 'unlisted';
		const trigger = scene.trigger();
		await trigger.activate();
		const [reference] = await scene.send();
		await trigger.poll();
		await scene.simulator.decline(reference);
		scene.simulator.faults.add({ kind: 'notFound', operation: 'getDocumentStatus' });
		await trigger.poll();
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['sent', 'declined']);
		expect(trigger.errors).toEqual([]);
	});

	test('two polls at once', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		await scene.send(20);
		await Promise.all([trigger.poll(), trigger.poll(), trigger.poll()]);
		await trigger.poll();
		expect(trigger.items()).toHaveLength(20);
	});

	test('an activation beside a poll that is still under way', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		await scene.send(20);
		const poll = trigger.poll();
		await Promise.all([poll, trigger.activate()]);
		await trigger.poll();
		expect(trigger.items()).toHaveLength(20);
	});

	test('a file that cannot be had: the event is told once, and the item says what is missing', async () => {
		const trigger = scene.trigger({ events: ['completed'], include: ['signedFile', 'log'] });
		await trigger.activate();
		const references = await scene.send(3, { signers: 1 });
		for (const reference of references) await scene.simulator.sign(reference);
		const refused = { kind: 'notFound', operation: 'downloadDocument', times: 100 } as const;
		scene.simulator.faults.add(refused);
		await trigger.poll();
		await trigger.poll();
		await trigger.activate();
		expect(trigger.items()).toHaveLength(3);
		for (const item of trigger.items()) {
			expect(item).toMatchObject({
				...{ event: 'completed', status: 'completed', files: [] },
				missing: [{ part: 'signedFile', reason: expect.any(String) }],
			});
		}
		expect(trigger.errors).toEqual([]);
	});

	test('an expiry that is past again is not forgotten while the document cannot be read', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		const references = await scene.send(2);
		await trigger.poll();
		for (const reference of references) {
			await scene.simulator.expire(reference);
			await scene.extend(reference);
		}
		scene.simulator.faults.add({ kind: 'serverErrorHtml', operation: 'getDocumentStatus' });
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['sent', 'sent', 'expired']);
		await trigger.poll();
		expect(told(trigger.items())).toEqual(['sent', 'sent', 'expired', 'expired']);
	});

	test('documents that fail do not keep the others waiting', async () => {
		const trigger = scene.trigger({ events: ['completed'] });
		await trigger.activate();
		for (const reference of await scene.send(25, { signers: 1 })) {
			await scene.simulator.sign(reference);
		}
		const looked = () => [
			...new Set(
				scene.simulator.requests
					.filter(({ operationId }) => operationId === 'getDocumentStatus')
					.map(({ path }) => path),
			),
		];
		const broken = { kind: 'serverErrorHtml', operation: 'getDocumentStatus' } as const;
		scene.simulator.faults.add({ ...broken, times: 100 });
		await trigger.poll();
		const failed = looked();
		// It gives up for now.
		expect(failed.length).toBeLessThan(20);
		scene.simulator.faults.clear();
		scene.simulator.requests.length = 0;
		await trigger.poll();
		expect(failed).not.toContain(looked()[0]);
		expect(trigger.items()).toHaveLength(25);
	});

	test('one document that cannot be read does not keep the workflow from starting', async () => {
		const trigger = scene.trigger({ events: ['completed'] });
		await trigger.activate();
		const [first, second] = await scene.send(2, { signers: 1 });
		await scene.simulator.sign(first);
		// With its log, and without.
		const broken = { kind: 'serverErrorHtml', operation: 'getDocumentStatus', times: 2 } as const;
		scene.simulator.faults.add(broken);
		await trigger.activate();
		expect(trigger.items()).toEqual([]);
		scene.simulator.faults.add(broken);
		await trigger.poll();
		expect(trigger.errors).toHaveLength(1);
		await scene.simulator.sign(second);
		await trigger.poll();
		expect(trigger.items()).toHaveLength(2);
	});
});

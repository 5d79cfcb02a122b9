/** The polling trigger in an account with very many documents, or with much of them to tell. */
import { useScene, type Scene } from '../engine/watch.cts';

let scene: Scene;
useScene((own) => (scene = own));

describe('a large account', () => {
	test('10,000 documents: two calls for a poll without events, and a state that is bounded', async () => {
		await scene.send(9_800);
		const trigger = scene.trigger();
		await trigger.activate();
		// It is stored twice: as the node's own, and for the case that the node is renamed.
		expect(trigger.state.length / 9_800).toBeLessThan(240);
		const fresh = await scene.send(200, { signers: 1 });
		await trigger.poll();
		expect(trigger.items()).toHaveLength(200);
		scene.simulator.requests.length = 0;
		await trigger.poll();
		expect(scene.operations()).toEqual(['getActiveDocuments', 'getActiveDocuments']);
		for (const reference of fresh.slice(0, 20)) await scene.simulator.sign(reference);
		await trigger.poll();
		expect(trigger.items()).toHaveLength(240);
		expect(trigger.errors).toEqual([]);
	});

	test('history that is being told, over restarts', async () => {
		const references = await scene.send(230, { signers: 1 });
		for (const reference of references) await scene.simulator.sign(reference);
		const trigger = scene.trigger({ events: ['completed'], options: { includeHistory: true } });
		await trigger.activate();
		expect(trigger.items()).toHaveLength(200);
		await trigger.activate();
		await trigger.activate();
		expect(new Set(trigger.items().map(({ documentReference }) => documentReference)).size).toBe(
			230,
		);
		expect(trigger.items()).toHaveLength(230);
	});
});

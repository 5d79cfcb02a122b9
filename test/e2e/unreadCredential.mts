/**
 * Checks a wait whose credential cannot be read for a while. n8n would end a wait whose webhook throws, and run the nodes
 * behind it with one empty item (webhooks/webhook-helpers.ts of both lines).
 */
import type { Desk } from '../n8n/desk.mts';
import { awaitingWorkflow, type Awaiting } from '../n8n/awaiting.mts';
import { check } from '../harness/check.mts';
import { publish } from '../n8n/workflows.mts';
import { Scene } from '../n8n/scene.mts';
import type { Stage } from '../n8n/stage.mts';
import type { Part } from './part.mts';

export const unreadCredential = ({ simulator, credential }: Stage, contract: string): Part => {
	const own = { ...credential, id: 'emptied-for-a-while', name: 'Emptied for a while' };
	const main: Awaiting = { id: 'await-without-domain', contract, simulator, credential: own };
	return {
		credentials: [own],
		workflows: [awaitingWorkflow(main)],
		play: async ({ owner, executions, origin }: Desk) => {
			const save = async (data: object) =>
				await owner.patch(`/rest/credentials/${own.id}`, {
					...{ name: own.name, type: own.type },
					data: { ...own.data, ...data },
				});
			await check('a credential loses its domain while a workflow waits: it waits on', async () => {
				await publish(owner, main.id);
				const scene = new Scene(origin, executions, simulator, main);
				const execution = await scene.start();
				const { reference } = scene.document(execution);
				await save({ domain: '' });
				await simulator.sign(reference);
				await scene.stillWaits(execution);
				await save({});
				await simulator.sign(reference);
				await scene.finishes(execution);
			});
		},
	};
};

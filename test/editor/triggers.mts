/** The two triggers: one fetches a test event, the other shows its address and how to use it. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { NODE, type Scene } from './scene.mts';

export const walkTriggers = async ({ editor, simulator, take }: Scene): Promise<void> => {
	const { page, list } = editor;
	const panel = editor.part('ndv');

	await check('the trigger lists its events in plain words', async () => {
		await editor.newWorkflow();
		await editor.part('canvas-plus-button').click();
		await editor.search('secured signing');
		await editor.pick(NODE);
		await editor.shows('On document signed by one signer', list);
		await editor.pick('On document completed');
		await editor.shows('Poll Times', panel);
	});

	await check('Fetch Test Event brings a real event', async () => {
		await panel.getByRole('button', { name: 'Fetch Test Event' }).last().click();
		const rows = await editor.rows();
		assert.equal(rows.length, 1);
		assert.equal(rows[0].event, 'completed');
		assert.equal(rows[0].documentReference, simulator.documents()[0].reference);
		await take('trigger', page, panel);
	});

	await check('the callback trigger says how it is called, and what that promises', async () => {
		await editor.newWorkflow();
		await editor.part('canvas-plus-button').click();
		await editor.search('secured signing callback');
		await editor.pick(`${NODE} Callback`);
		await editor.shows('On another status', list);
		await editor.pick('On document completed');
		await editor.shows('Let Secured Signing call this workflow', panel);
		await editor.shows(/^Copy this node's Production URL into 'Notify URL'/, panel);
		await editor.shows(/events can arrive twice or not at all/, panel);
	});

	await check('it has one address, which ends as its key asks', async () => {
		await panel.getByText('Webhook URLs').click();
		await panel.getByRole('radio', { name: 'Production URL' }).click();
		const addresses = panel.getByText(/\/webhook\/.*secured-signing-callback$/);
		await addresses.first().waitFor();
		assert.equal(await addresses.count(), 1);
		await take('callback-trigger', page, panel);
	});
};

/** The node: found, added, filled in, run, and put on the error branch. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { toldOn } from '../n8n/told.mts';
import { SIZE } from './editor.mts';
import { FORM, NODE, type Scene } from './scene.mts';

export const walkNode = async ({ editor, simulator, take }: Scene): Promise<void> => {
	const { page, list } = editor;

	await check('the node is found by searching, and says what it does', async () => {
		await editor.newWorkflowByHand();
		await editor.search('secured signing');
		await editor.shows('Send documents for signing with Secured Signing.', list);
	});

	await check('it lists what it can do, by resource', async () => {
		await editor.pick(NODE);
		await editor.shows(/^Actions \(\d+\)/, list);
		for (const words of [
			'Form Actions',
			'Send online form for signing',
			'Send Word or PDF file and wait until signed',
		])
			await editor.shows(words, list);
		await take('actions', page, list);
		// High enough for all of them.
		await page.setViewportSize({ ...SIZE, height: 3000 });
		await take('operations', page, list);
		await page.setViewportSize(SIZE);
	});

	await check('a click adds it, with the credential chosen', async () => {
		await editor.pick('Get form');
		await editor.part('ndv').waitFor();
		const chosen = editor.part('node-credentials-select').locator('input');
		assert.match(await chosen.inputValue(), /Secured Signing account/);
	});

	await check('forms are chosen from a list with their names', async () => {
		await editor.part('rlc-input-container').first().click();
		for (const name of ['Employment Agreement', 'Confidentiality Undertaking', FORM])
			await page.getByText(name, { exact: true }).waitFor();
		await take('list', page, await editor.parametersAndOutput());
		await page.getByText(FORM, { exact: true }).click();
	});

	await check('it runs, and puts a row into the output table', async () => {
		await editor.execute();
		const rows = await editor.rows();
		assert.equal(rows.length, 1);
		assert.equal(rows[0].name, FORM);
		assert.match(rows[0].signers, /role:\s*Employee/);
		await take('output', page, await editor.parametersAndOutput());
	});

	await check('what fails goes to the error branch, with what to do', async () => {
		await editor.part('tab-settings').click();
		await editor.choose('onError', /error output/);
		await editor.part('tab-params').click();
		await editor.part('rlc-mode-selector').click();
		await page.getByRole('option', { name: 'By ID' }).click();
		// The first is that of 'By ID'.
		const reference = editor.field('form').locator('input, textarea').last();
		await reference.fill('12345');
		await reference.blur();
		// n8n takes a text over a moment after the last key, and shows nothing when it has.
		await page.waitForTimeout(1_000);
		await editor.execute();
		await page.getByRole('tab', { name: 'Error Branch (1 item)' }).click();
		const [{ error, message }] = await editor.rows();
		assert.match(error, new RegExp(`^${toldOn(404)}`));
		assert.match(message, /^Check the reference/);
		await take('error', page, await editor.parametersAndOutput());
	});

	await check('and the canvas shows both branches', async () => {
		await editor.backToCanvas();
		for (const words of ['Success', 'Error', 'Get: Form'])
			await editor.shows(words, editor.part('canvas'));
		const asked = simulator.requests.filter(({ status }) => status === 404);
		assert.equal(asked.length, 1);
	});
};

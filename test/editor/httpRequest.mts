/** n8n's own HTTP Request node, which takes the credential for what the node does not do. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { NODE, type Scene } from './scene.mts';

export const walkHttpRequest = async ({ editor, simulator, take }: Scene): Promise<void> => {
	const { page } = editor;

	await check('the HTTP Request node offers the credential', async () => {
		await editor.newWorkflowByHand();
		await editor.search('HTTP Request');
		await editor.list.getByText('HTTP Request', { exact: true }).first().click();
		await editor.fill('url', `${simulator.url}/Account/Info`);
		await editor.choose('authentication', /Predefined Credential Type/);
		await editor.field('nodeCredentialType').click();
		await page.keyboard.type('secured signing');
		await page.getByRole('option', { name: `${NODE} API` }).click();
	});

	await check('and calls the service with it', async () => {
		await editor.execute();
		const rows = await editor.rows();
		assert.equal(rows.length, 1);
		assert.equal(rows[0].Email, simulator.account.Email);
		await take('http-request', page, await editor.parametersAndOutput());
	});
};

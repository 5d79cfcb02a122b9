/** The credential: made in its dialog, tested with a wrong secret and with the right one. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { toldOn } from '../n8n/told.mts';
import { SIZE } from './editor.mts';
import { NODE, type Scene } from './scene.mts';

export const walkCredential = async ({ editor, simulator, take }: Scene): Promise<void> => {
	const { page } = editor;
	const dialog = page.getByRole('dialog');
	const { credential } = simulator;

	await check('the credential is found by its name', async () => {
		// High enough for all of its fields.
		await page.setViewportSize({ ...SIZE, height: 1100 });
		await editor.goTo('/home/credentials');
		await page
			.getByRole('button', { name: /add first credential|create credential/i })
			.first()
			.click();
		const option = page.getByRole('option', { name: `${NODE} API` });
		await editor.find(dialog.getByRole('combobox'), 'secured', option);
		await dialog.getByRole('button', { name: 'Continue' }).click();
		await editor.shows('Domain (Access URL)', dialog);
	});

	await check('its environments say what they are for', async () => {
		await dialog.getByRole('combobox').first().click();
		await editor.shows('Real documents and real signers');
		await editor.shows("Secured Signing's test system (DSX)");
		await page.getByRole('option', { name: 'Custom' }).click();
		await editor.shows('Base URL', dialog);
	});

	await check('with a wrong secret its test says what to check', async () => {
		for (const name of ['baseUrl', 'apiKey', 'domain'] as const)
			await editor.fill(name, credential[name]);
		await editor.fill('apiSecret', 'not the secret');
		await dialog.getByRole('button', { name: 'Save' }).click();
		await dialog.getByText('More details').click();
		await editor.shows(`${toldOn(401)}. Check API Key, API Secret`, dialog);
		await take('credential-refused', page, await editor.window());
	});

	await check('with the right one it reports a connection', async () => {
		await editor.fill('apiSecret', credential.apiSecret);
		await dialog.getByRole('button', { name: 'Save' }).click();
		await editor.shows('Connection tested successfully', dialog);
		await take('credential', page, await editor.window());
	});

	await check('key and secret cannot be read on the screen', async () => {
		for (const name of ['apiKey', 'apiSecret']) {
			const type = await editor.field(name).locator('input').first().getAttribute('type');
			assert.equal(type, 'password', name);
		}
		await dialog.getByRole('button', { name: 'Close this dialog' }).click();
		await page.setViewportSize(SIZE);
	});
};

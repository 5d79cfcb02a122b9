/** What somebody filled in stays when they choose another operation: n8n's editors empty what names it plainly. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { SIGNERS } from '../n8n/nodes.mts';
import { NODE, type Scene } from './scene.mts';

export const walkPanel = async ({ editor }: Scene): Promise<void> => {
	const { page } = editor;
	const url = 'https://www.example.com/thank-you';

	await check('a file is found to be sent, and nothing is red', async () => {
		await editor.newWorkflowByHand();
		await editor.search('docusign');
		await editor.pick(NODE);
		await editor.pick('Send Word or PDF file for signing');
		await editor.part('ndv').waitFor();
		await editor.shows('[!Sign.1.F, , ,]');
		assert.equal(await editor.part('parameter-issues').count(), 0);
	});

	await check('signers and an option are filled in', async () => {
		for (const [at, person] of SIGNERS.entries()) {
			if (at > 0) await page.getByRole('button', { name: 'Add signer' }).click();
			for (const [name, value] of Object.entries(person)) await editor.fill(name, value, at);
		}
		// After those of the two signers.
		await editor.addOption('Return URL', 2);
		await editor.fill('returnUrl', url);
		await page.keyboard.press('Tab');
	});

	await check('and stay when it is to wait, and when it is not', async () => {
		for (const operation of [/^Send and Await Signature/, /^Send (?!and)/]) {
			await editor.choose('operation', operation);
			for (const [at, { email }] of SIGNERS.entries())
				assert.equal(await editor.field('email', at).locator('input').inputValue(), email);
			assert.equal(await editor.field('returnUrl').locator('input').inputValue(), url);
		}
	});
};

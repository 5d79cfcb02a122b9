/** Send and Await Signature: filled in, run, seen waiting, and seen to go on. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { SIGNERS } from '../n8n/nodes.mts';
import { FORM, NODE, type Scene } from './scene.mts';

export const walkWaiting = async ({ editor, simulator, take }: Scene): Promise<void> => {
	const { page } = editor;

	await check('a form is filled in with its signers', async () => {
		await editor.newWorkflowByHand();
		await editor.search('secured signing');
		await editor.pick(NODE);
		await editor.pick('Send online form and wait until signed');
		await editor.part('rlc-input-container').first().click();
		await page.getByText(FORM, { exact: true }).click();
		for (const [at, person] of SIGNERS.entries()) {
			// The first row is there.
			if (at > 0) await page.getByRole('button', { name: 'Add signer' }).click();
			for (const [name, value] of Object.entries(person)) await editor.fill(name, value, at);
		}
	});

	await check('while it waits it says for what', async () => {
		await editor.execute();
		await editor.shows(
			/everybody has signed, or somebody declines: until shortly after the due date, 14 days/,
			editor.output,
		);
		const [document] = simulator.documents();
		assert.deepEqual(
			document.signers.map(({ email }) => email),
			SIGNERS.map(({ email }) => email),
		);
		await editor.part('parameter-input-form').scrollIntoViewIfNeeded();
		await take('waiting', page, await editor.parametersAndOutput());
	});

	await check('when everybody has signed it goes on, and shows the signed document', async () => {
		const [{ reference }] = simulator.documents();
		for (const { email } of SIGNERS) await simulator.sign(reference, email);
		await simulator.settle();
		const rows = await editor.rows();
		assert.equal(rows.length, 1);
		assert.equal(rows[0].documentReference, reference);
		assert.equal(rows[0].finished, 'true');
		assert.equal(simulator.documents().length, 1, 'it was sent again');
	});
};

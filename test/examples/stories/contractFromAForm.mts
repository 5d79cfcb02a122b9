import assert from 'node:assert/strict';
import { join } from 'node:path';
import { activate, importExample } from '../imported.mts';
import {
	executionOf,
	isFile,
	onlyDocument,
	refusedNothing,
	submitForm,
	waits,
	type Story,
} from '../story.mts';

export const contractFromAForm: Story = {
	example: 'contract-from-a-form',
	tells: 'a form is filled in, two people sign in order, PDF and certificate are saved',
	async play(place) {
		const sandbox = place.sandboxOf(this.example);
		const workflow = await importExample(place, this.example);
		await activate(place, workflow);
		await submitForm(place, workflow, ['Dana', 'Poe', 'dana@example.com']);
		const execution = await executionOf(place, workflow);
		await waits(place, execution);

		const { reference, signers, name } = onlyDocument(sandbox);
		assert.equal(name, 'employment-agreement.docx');
		assert.deepEqual(
			signers.map(({ email, status }) => [email, status]),
			[
				['dana@example.com', 'Invitation'],
				['ben@example.com', 'Initialized'],
			],
		);
		await assert.rejects(sandbox.sign(reference, 'ben@example.com'), /not the turn/);
		await sandbox.sign(reference, 'dana@example.com');
		await sandbox.settle();
		await waits(place, execution);
		await sandbox.sign(reference, 'ben@example.com');
		await place.executions.until(execution, 'success');

		const { signed, certificates } = onlyDocument(sandbox);
		assert.ok(signed);
		const saved = join(place.files, 'signed', reference);
		await isFile(`${saved}.pdf`, signed);
		await isFile(`${saved} certificate.pdf`, certificates[0].file);
		refusedNothing(sandbox);
	},
};

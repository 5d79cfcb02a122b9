import assert from 'node:assert/strict';
import { join } from 'node:path';
import { activate, importExample } from '../imported.mts';
import {
	executionOf,
	isFile,
	onlyDocument,
	refusedNothing,
	signedWithoutFile,
	submitForm,
	waits,
	type Story,
} from '../story.mts';

export const contractFromAForm: Story = {
	example: 'contract-from-a-form',
	tells: 'a form is filled in, two people sign in order, PDF and certificate are saved',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example);
		await activate(place, workflow);
		await submitForm(place, workflow, ['Dana', 'Poe', 'dana@example.com']);
		const execution = await executionOf(place, workflow);
		await waits(place, execution);

		const { reference, signers, name } = onlyDocument(simulator);
		assert.equal(name, 'employment-agreement.docx');
		assert.deepEqual(
			signers.map(({ email, status }) => [email, status]),
			[
				['dana@example.com', 'Invitation'],
				['ben@example.com', 'Initialized'],
			],
		);
		await assert.rejects(simulator.sign(reference, 'ben@example.com'), /not the turn/);
		await simulator.sign(reference, 'dana@example.com');
		await simulator.settle();
		await waits(place, execution);
		await simulator.sign(reference, 'ben@example.com');
		await place.executions.until(execution, 'success');

		const { signed, certificates } = onlyDocument(simulator);
		assert.ok(signed);
		const saved = join(place.files, 'signed', reference);
		await isFile(`${saved}.pdf`, signed);
		await isFile(`${saved} certificate.pdf`, certificates[0].file);
		refusedNothing(simulator);

		assert.match(
			await signedWithoutFile(place, workflow, simulator),
			/^The contract of eli@example\.com is signed, but its signed PDF could not be fetched, so nothing is saved: signedFile: .+download both soon/,
		);
	},
};

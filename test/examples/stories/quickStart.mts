import assert from 'node:assert/strict';
import { sha256 } from '../../n8n/sha256.mts';
import { activate, importExample } from '../imported.mts';
import {
	executionOf,
	onlyDocument,
	refusedNothing,
	submitForm,
	waits,
	type Story,
} from '../story.mts';

export const quickStart: Story = {
	example: 'quick-start',
	tells: 'somebody enters their own address, signs, and the signed PDF is in the output',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const workflow = await importExample(place, this.example);
		await activate(place, workflow);
		await submitForm(place, workflow, ['Mia', 'Wong', 'mia@example.com']);
		const execution = await executionOf(place, workflow);
		await waits(place, execution);

		const { reference, name } = onlyDocument(simulator);
		assert.equal(name, 'sample-agreement.docx');
		await simulator.sign(reference, 'mia@example.com');
		const { results } = await place.executions.until(execution, 'success');

		const [item] = results['Send and Await'];
		assert.equal(item.json.status, 'completed');
		const signed = await place.executions.file(item);
		assert.equal(sha256(signed), onlyDocument(simulator).signed?.sha256);
		refusedNothing(simulator);
	},
};

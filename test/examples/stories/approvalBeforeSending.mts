import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from '../../n8n/request.mts';
import { activate, importExample, type Imported } from '../imported.mts';
import type { Place } from '../place.mts';
import {
	isFile,
	mailWith,
	onlyDocument,
	refusedNothing,
	submitForm,
	until,
	waits,
	type Story,
} from '../story.mts';

const EXAMPLE = 'approval-before-sending';

/**
 * Asks for a contract, and decides in the form that the email leads to.
 *
 * @param before what happens right before the decision
 */
async function decided(
	place: Place,
	workflow: Imported,
	firstName: string,
	decision: string,
	before = async () => {},
): Promise<string> {
	const known = (await place.executions.list(workflow.id)).map(({ id }) => id);
	await submitForm(place, workflow, [firstName, 'Poe', `${firstName.toLowerCase()}@example.com`]);
	const execution = await until('execution', async () => {
		const all = await place.executions.list(workflow.id);
		return all.find(({ id }) => !known.includes(id))?.id;
	});
	await waits(place, execution);
	const { to, text } = await mailWith(place, `1. ${firstName} Poe`);
	assert.deepEqual(to, ['manager@example.com']);
	assert.match(text, new RegExp(`Subject: Approve the contract for ${firstName} Poe`));
	const link = /href=3D"(http[^"]+)"/
		.exec(text.replaceAll('=\r\n', ''))?.[1]
		.replaceAll('=3D', '=');
	assert.ok(link, 'the email has no link');
	const url = link.replaceAll('&amp;', '&');

	// A program that opens each link of a mail decides nothing.
	assert.match(await (await request(url)).text(), /Send this contract\?/);
	await waits(place, execution);
	assert.ok(!simulated(place).some((email) => email.startsWith(firstName.toLowerCase())));

	await before();
	const body = new FormData();
	body.append('field-0', decision);
	const answer = await request(url, { method: 'POST', body });
	assert.equal(answer.status, 200, await answer.text());
	return execution;
}

/** Who has been invited so far. */
const simulated = (place: Place): string[] =>
	place
		.simulatorOf(EXAMPLE)
		.documents()
		.flatMap(({ signers }) => signers.map(({ email }) => email));

export const approvalBeforeSending: Story = {
	example: EXAMPLE,
	tells:
		'one request is refused and nothing is sent; one is approved, but the file was changed meanwhile, and nothing is sent; one is approved, sent, signed and saved',
	async play(place) {
		const simulator = place.simulatorOf(EXAMPLE);
		const workflow = await importExample(place, EXAMPLE);
		await activate(place, workflow);

		const refused = await decided(place, workflow, 'Nora', 'Do not send');
		const { results } = await place.executions.until(refused, 'success');
		assert.ok(results['Not Approved']);
		assert.deepEqual(simulator.documents(), []);

		const contract = join(place.files, 'contracts', 'employment-agreement.docx');
		const content = await readFile(contract);
		// A Word file is a ZIP, behind whose end others may put a comment.
		const changed = Buffer.concat([content, Buffer.from('\n')]);
		const other = await decided(place, workflow, 'Olga', 'Approve', () =>
			writeFile(contract, changed),
		);
		const { error } = await place.executions.until(other, 'error');
		assert.equal(
			error?.message,
			'This is not what was approved. Different: File “employment-agreement.docx”',
		);
		assert.deepEqual(simulator.documents(), []);
		await writeFile(contract, content);

		const approved = await decided(place, workflow, 'Dana', 'Approve');
		await until('document', () => (simulator.documents().length > 0 ? true : undefined));
		await waits(place, approved);
		const { reference } = onlyDocument(simulator);
		await simulator.sign(reference, 'dana@example.com');
		await simulator.settle();
		await waits(place, approved);
		await simulator.sign(reference, 'ben@example.com');
		await place.executions.until(approved, 'success');
		const { signed } = onlyDocument(simulator);
		assert.ok(signed);
		await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
		refusedNothing(simulator);
	},
};

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

const emailOf = (firstName: string): string => `${firstName.toLowerCase()}@example.com`;

/** What an example with an approval is like: how a contract for somebody is asked for in it. */
type Ask = (place: Place, workflow: Imported, firstName: string) => Promise<void>;

interface Decision {
	firstName: string;
	decision: string;
	/** What happens right before it. */
	before?: () => Promise<void>;
}

/** Asks for a contract, and decides in the form that the email leads to. */
async function decided(
	place: Place,
	workflow: Imported,
	ask: Ask,
	{ firstName, decision, before = async () => {} }: Decision,
): Promise<string> {
	const known = (await place.executions.list(workflow.id)).map(({ id }) => id);
	await ask(place, workflow, firstName);
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
	assert.ok(!invited(place, workflow.name).includes(emailOf(firstName)));

	await before();
	const body = new FormData();
	body.append('field-0', decision);
	const answer = await request(url, { method: 'POST', body });
	assert.equal(answer.status, 200, await answer.text());
	return execution;
}

/** Who has been invited so far. */
const invited = (place: Place, example: string): string[] =>
	place
		.simulatorOf(example)
		.documents()
		.flatMap(({ signers }) => signers.map(({ email }) => email));

/** @param people of the request that is refused, of the one whose file is changed, and of the one that is sent */
const withApproval = (
	example: string,
	[refused, late, approved]: [string, string, string],
	ask: Ask,
): Story => ({
	example,
	tells:
		'one request is refused and nothing is sent; one is approved, but the file was changed meanwhile, and nothing is sent; one is approved, sent, signed and saved',
	async play(place) {
		const simulator = place.simulatorOf(example);
		const workflow = await importExample(place, example);
		await activate(place, workflow);
		const decide = async (decision: Decision) => await decided(place, workflow, ask, decision);

		const no = await decide({ firstName: refused, decision: 'Do not send' });
		const { results } = await place.executions.until(no, 'success');
		assert.ok(results['Not Approved']);
		assert.deepEqual(simulator.documents(), []);

		const contract = join(place.files, 'contracts', 'employment-agreement.docx');
		const content = await readFile(contract);
		// A Word file is a ZIP, behind whose end others may put a comment.
		const changed = Buffer.concat([content, Buffer.from('\n')]);
		const before = async () => await writeFile(contract, changed);
		const other = await decide({ firstName: late, decision: 'Approve', before });
		const { error } = await place.executions.until(other, 'error');
		assert.equal(
			error?.message,
			'This is not what was approved. Different: File “employment-agreement.docx”',
		);
		assert.deepEqual(simulator.documents(), []);
		await writeFile(contract, content);

		const yes = await decide({ firstName: approved, decision: 'Approve' });
		await until('document', () => (simulator.documents().length > 0 ? true : undefined));
		await waits(place, yes);
		const { reference } = onlyDocument(simulator);
		await simulator.sign(reference, emailOf(approved));
		await simulator.settle();
		await waits(place, yes);
		await simulator.sign(reference, 'ben@example.com');
		await place.executions.until(yes, 'success');
		const { signed } = onlyDocument(simulator);
		assert.ok(signed);
		await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
		refusedNothing(simulator);
	},
});

export const approvalBeforeSending = withApproval(
	'approval-before-sending',
	['Nora', 'Olga', 'Dana'],
	async (place, workflow, firstName) =>
		await submitForm(place, workflow, [firstName, 'Poe', emailOf(firstName)]),
);

export const preparedByAi = withApproval(
	'prepared-by-ai',
	['Nell', 'Orla', 'Dora'],
	async (place, workflow, firstName) => {
		const asked = `${firstName} Poe (${emailOf(firstName)}) starts on Monday.`;
		place.model.turns.push((messages) => {
			assert.ok(JSON.stringify(messages).includes(asked), JSON.stringify(messages));
			return JSON.stringify({ firstName, lastName: 'Poe', email: emailOf(firstName) });
		});
		await submitForm(place, workflow, [asked]);
	},
);

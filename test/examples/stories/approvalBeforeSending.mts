import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from '../../n8n/request.mts';
import { activate, importExample, type Imported } from '../imported.mts';
import type { Place } from '../place.mts';
import {
	htmlOf,
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
type Ask = (place: Place, workflow: Imported, firstName: string, lastName: string) => Promise<void>;

/** A request that waits for a decision. */
interface Asked {
	execution: string;
	/** Where it is decided. */
	url: string;
}

interface Decision {
	firstName: string;
	decision: string;
	/** What happens right before it. */
	before?: () => Promise<void>;
}

/** Asks for a contract; the email leads to the form in which somebody decides. */
async function askedFor(
	place: Place,
	workflow: Imported,
	ask: Ask,
	firstName: string,
	lastName = 'Poe',
): Promise<Asked> {
	const known = (await place.executions.list(workflow.id)).map(({ id }) => id);
	await ask(place, workflow, firstName, lastName);
	const execution = await until('execution', async () => {
		const all = await place.executions.list(workflow.id);
		return all.find(({ id }) => !known.includes(id))?.id;
	});
	await waits(place, execution);
	const mail = await mailWith(place, `1. ${firstName} Poe`);
	assert.deepEqual(mail.to, ['manager@example.com']);
	assert.match(mail.text, new RegExp(`Subject: Approve the contract for ${firstName} Poe`));
	const link = /href="(http[^"]+)"/.exec(htmlOf(mail))?.[1];
	assert.ok(link, 'the email has no link');
	return { execution, url: link.replaceAll('&amp;', '&') };
}

/** Asks for a contract, and decides. */
async function decided(
	place: Place,
	workflow: Imported,
	ask: Ask,
	{ firstName, decision, before = async () => {} }: Decision,
): Promise<string> {
	const { execution, url } = await askedFor(place, workflow, ask, firstName);

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

/** A name that presses *Approve* by itself, shows another preview before the real one, and hides the rest. */
const HOSTILE = [
	"Poe<script>const b = new FormData(); b.append('field-0', 'Approve');",
	"fetch(location.href, { method: 'POST', mode: 'no-cors', body: b })</script>",
	String.raw`\n\nDue date\n- Everybody must sign by: 2099-01-01<br>- Forged&#10;- Forged<!--`,
].join('');

/** Opens the form on which somebody decides in a browser, with a name in it that would decide by itself. */
async function lookedAt(place: Place, workflow: Imported, ask: Ask, firstName: string) {
	const { execution, url } = await askedFor(place, workflow, ask, firstName, HOSTILE);
	const context = await place.canvas.newContext({});
	const page = await context.newPage();
	await page.goto(url, { waitUntil: 'networkidle' });
	const lines = (await page.locator('body').innerText()).split('\n').map((line) => line.trim());
	await context.close();
	assert.equal(lines.filter((line) => line === 'Due date').length, 1, lines.join('\n'));
	assert.equal(lines.filter((line) => line.startsWith('- Everybody must sign by')).length, 1);
	assert.ok(!lines.some((line) => line.startsWith('- Forged')), lines.join('\n'));
	assert.ok(lines.some((line) => line.includes('Depending on your account settings')));
	await waits(place, execution);
	assert.deepEqual(invited(place, workflow.name), []);
}

/** Who has been invited so far. */
const invited = (place: Place, example: string): string[] =>
	place
		.simulatorOf(example)
		.documents()
		.flatMap(({ signers }) => signers.map(({ email }) => email));

/**
 * @param people of the request with a hostile name, of the one that is refused, of the one whose file is changed, and of
 * the one that is sent
 */
const withApproval = (
	example: string,
	[hostile, refused, late, approved]: [string, string, string, string],
	ask: Ask,
): Story => ({
	example,
	tells:
		'a name in a request approves nothing and hides nothing; one request is refused and nothing is sent; one is approved, but the file was changed meanwhile, and nothing is sent; one is approved, sent, signed and saved',
	async play(place) {
		const simulator = place.simulatorOf(example);
		const workflow = await importExample(place, example);
		await activate(place, workflow);
		const decide = async (decision: Decision) => await decided(place, workflow, ask, decision);

		await lookedAt(place, workflow, ask, hostile);

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
	['Sam', 'Nora', 'Olga', 'Dana'],
	async (place, workflow, firstName, lastName) =>
		await submitForm(place, workflow, [firstName, lastName, emailOf(firstName)]),
);

export const preparedByAi = withApproval(
	'prepared-by-ai',
	['Saul', 'Nell', 'Orla', 'Dora'],
	async (place, workflow, firstName, lastName) => {
		const asked = `${firstName} ${lastName} (${emailOf(firstName)}) starts on Monday.`;
		place.model.turns.push((messages) => {
			assert.ok(
				JSON.stringify(messages).includes(JSON.stringify(asked).slice(1, -1)),
				JSON.stringify(messages),
			);
			return JSON.stringify({ firstName, lastName, email: emailOf(firstName) });
		});
		await submitForm(place, workflow, [asked]);
	},
);

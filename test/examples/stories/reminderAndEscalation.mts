import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { activate, importExample, nodeOf, type Imported } from '../imported.mts';
import type { Place } from '../place.mts';
import type { Simulator, SimulatorDocument } from '../../n8n/simulator.mts';
import {
	isFile,
	mailWith,
	refusedNothing,
	submitForm,
	until,
	waits,
	type Story,
} from '../story.mts';

/** n8n looks once a minute for executions whose time is up. */
const TIME_LIMIT = 120_000;

const EXAMPLE = 'reminder-and-escalation';
const NODE = 'Send and Wait 3 Days';

interface Sent {
	execution: string;
	document: SimulatorDocument;
}

/** Hands in a contract for somebody; returns what came of it. */
async function handIn(place: Place, workflow: Imported, firstName: string): Promise<Sent> {
	const simulator = place.simulatorOf(EXAMPLE);
	const email = `${firstName.toLowerCase()}@example.com`;
	const name = 'confidentiality-agreement.pdf';
	const bytes = await readFile(join(place.files, 'contracts', name));
	const file = new File([new Uint8Array(bytes)], name, { type: 'application/pdf' });
	const known = (await place.executions.list(workflow.id)).map(({ id }) => id);
	await submitForm(place, workflow, [file, firstName, 'Poe', email]);
	const execution = await until('execution', async () => {
		const all = await place.executions.list(workflow.id);
		return all.find(({ id }) => !known.includes(id))?.id;
	});
	await waits(place, execution);
	return { execution, document: documentFor(simulator, email) };
}

function documentFor(simulator: Simulator, email: string): SimulatorDocument {
	const found = simulator.documents().filter(({ signers }) => signers[0]?.email === email);
	assert.equal(found.length, 1, `${found.length} documents for ${email}`);
	assert.equal(found[0].sends, 1);
	return found[0];
}

const logOf = ({ logs }: SimulatorDocument): string[] => logs.map(({ action }) => action);

/** The test cannot wait for three days: it shortens them, by this one parameter. */
const shorten = (workflow: Imported, days: number): void => {
	nodeOf(workflow, NODE).parameters.resumeAmount = days;
};

const SECONDS = 1 / (24 * 60 * 60);

/** Both people sign, and the file is saved. */
async function finishes(place: Place, { execution, document: { reference } }: Sent): Promise<void> {
	const simulator = place.simulatorOf(EXAMPLE);
	await simulator.sign(reference);
	await simulator.settle();
	await waits(place, execution);
	await simulator.sign(reference);
	await place.executions.until(execution, 'success');
	const { signed } = simulator.documents().find((held) => held.reference === reference)!;
	assert.ok(signed);
	await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
}

/** Somebody declines, and the person who handles contracts hears of it. */
async function escalates(place: Place, { execution, document }: Sent, why: string): Promise<void> {
	const { reference, signers } = document;
	await place.simulatorOf(EXAMPLE).decline(reference, undefined, why);
	await place.executions.until(execution, 'success');
	const { to, text } = await mailWith(place, why);
	assert.deepEqual(to, ['legal@example.com']);
	assert.match(text, /Subject: confidentiality-agreement\.pdf was not signed, as far as is known/);
	assert.ok(text.includes('declined') && text.includes(signers[0].email));
}

export const waitsThreeDays: Story = {
	example: EXAMPLE,
	tells: 'a contract is signed, another declined, before the third day: no reminder',
	async play(place) {
		const workflow = await importExample(place, EXAMPLE);
		const { resumeAmount, resumeUnit = 'days' } = nodeOf(workflow, NODE).parameters;
		assert.deepEqual([resumeAmount, resumeUnit], [3, 'days']);
		await activate(place, workflow);
		const signed = await handIn(place, workflow, 'Signe');
		await finishes(place, signed);
		await escalates(place, await handIn(place, workflow, 'Declan'), 'The notice is too long');
		const logs = place.simulatorOf(EXAMPLE).documents().flatMap(logOf);
		assert.ok(!logs.includes('Reminded'));
		refusedNothing(place.simulatorOf(EXAMPLE));
	},
};

export const remindsAndEscalates: Story = {
	example: EXAMPLE,
	tells: 'on the third day (here: some seconds) it reminds; then one is signed, one declined',
	async play(place) {
		const simulator = place.simulatorOf(EXAMPLE);
		const workflow = await importExample(place, EXAMPLE, (imported) => {
			shorten(imported, 5 * SECONDS);
		});
		await activate(place, workflow);
		const [late, unwilling] = [
			await handIn(place, workflow, 'Lata'),
			await handIn(place, workflow, 'Nona'),
		];
		for (const { document } of [late, unwilling]) {
			const { email } = document.signers[0];
			const log = await until(
				'reminder',
				() => {
					const actions = logOf(documentFor(simulator, email));
					return actions.includes('Reminded') ? actions : undefined;
				},
				TIME_LIMIT,
			);
			assert.deepEqual(log, ['Sent', 'Invited', 'Reminded']);
		}
		for (const { execution } of [late, unwilling]) {
			await until('second wait', async () => {
				const { status, results } = await place.executions.read(execution);
				return status === 'waiting' && results.Remind ? true : undefined;
			});
		}
		await finishes(place, late);
		await escalates(place, unwilling, 'I do not agree with section 4');
	},
};

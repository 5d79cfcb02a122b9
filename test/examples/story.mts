/**
 * An example and how it is played. What several examples have in common stands here too.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Execution } from '../n8n/executions.mts';
import { request } from '../n8n/request.mts';
import { sha256 as digestOf } from '../n8n/sha256.mts';
import type { Simulator, SimulatorDocument } from '../n8n/simulator.mts';
import { until } from '../n8n/until.mts';
import type { Imported } from './imported.mts';
import { BASIC, type Place } from './place.mts';
import type { Mail } from './mailbox.mts';
import type * as Csv from '../../nodes/SecuredSigning/shared/csv.ts';

export { until };

export const { readCsv } = createRequire(import.meta.url)(
	'../../nodes/SecuredSigning/shared/csv.ts',
) as typeof Csv;

export interface Story {
	/** The name of its file in examples/. */
	example: string;
	/** What is seen in it. */
	tells: string;
	/** Its page needs an n8n that serves pages without a sandbox: docs/embedding.md. */
	outsideSandbox?: true;
	/** Ends with an error when something is not as it should be. */
	play(place: Place): Promise<void>;
}

const basic = `Basic ${Buffer.from(`${BASIC.user}:${BASIC.password}`).toString('base64')}`;

/** Submits the form of an active workflow, as the page of the form does; its fields in their order. */
export const submitForm = async (
	{ origin }: Pick<Place, 'origin'>,
	{ nodes }: Pick<Imported, 'nodes'>,
	values: Array<string | File>,
): Promise<void> => {
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	assert.ok(trigger, 'the workflow has no form');
	const url = `${origin}/form/${String(trigger.webhookId)}`;
	const headers = { authorization: basic };
	const page = await until('page of the form', async () => {
		const answer = await request(url, { headers });
		return answer.ok ? await answer.text() : undefined;
	});
	assert.ok(page.includes(String(trigger.parameters.formTitle)), 'the form has another title');
	const body = new FormData();
	for (const [index, value] of values.entries()) body.append(`field-${index}`, value);
	const answer = await request(url, { method: 'POST', headers, body });
	assert.equal(answer.status, 200, await answer.text());
};

/** From now on, the signed file of a document cannot be had, or that of each. */
export const withholdFile = (simulator: Simulator, reference = ''): void =>
	simulator.faults.choose(({ operationId, path }) =>
		operationId === 'downloadDocument' && path.includes(reference)
			? { kind: 'paymentRequired' }
			: undefined,
	);

/**
 * Has a second person send in the form of a contract, and sign it with Ben; the signed file cannot be had.
 * @returns what the execution ends with
 */
export async function signedWithoutFile(
	place: Place,
	workflow: Imported,
	simulator: Simulator,
): Promise<string> {
	withholdFile(simulator);
	await submitForm(place, workflow, ['Eli', 'Roe', 'eli@example.com']);
	const [{ id }] = await place.executions.untilMany(workflow.id, 'waiting', 1);
	const [, { reference }] = simulator.documents();
	for (const email of ['eli@example.com', 'ben@example.com'])
		await simulator.sign(reference, email);
	const { error } = await place.executions.until(id, 'error');
	simulator.faults.clear();
	return String(error?.message);
}

/** The only execution of a workflow. */
export const executionOf = async ({ executions }: Place, { id }: Imported): Promise<string> =>
	await until('execution', async () => (await executions.list(id))[0]?.id);

/** That an execution waits; an end of any other kind is an error. */
export const waits = async ({ executions }: Place, id: string): Promise<Execution> =>
	await executions.until(id, 'waiting');

/** The only document that a simulator holds. */
export const onlyDocument = (simulator: Simulator): SimulatorDocument => {
	const documents = simulator.documents();
	assert.equal(documents.length, 1, `the account holds ${documents.length} documents`);
	assert.equal(documents[0].sends, 1, 'the document was not sent once');
	return documents[0];
};

/** The client references of what was sent, in their order; each document was sent once. */
export const sentIn = (simulator: Simulator): string[] =>
	simulator
		.documents()
		.filter(({ sends }) => sends > 0)
		.map(({ clientReference, sends, name }) => {
			assert.equal(sends, 1, name);
			return clientReference ?? '';
		})
		.sort();

/** That a trigger has looked at the account once: what happened before is history for it. */
export const firstLook = async ({ requests }: Simulator): Promise<void> => {
	const hasLooked = () => requests.some(({ path }) => path.endsWith('/GetActiveDocuments/Signed'));
	await until('first look', () => hasLooked() || undefined);
};

/** That a file on disk is the one that the simulator has. */
export const isFile = async (path: string, { sha256 }: { sha256: string }): Promise<void> => {
	assert.equal(digestOf(await readFile(path)), sha256, `${path} is another file`);
};

/** The text of a mail with its lines as they were before they were folded (RFC 2045, section 6.7). */
export const unfolded = (text: string): string => text.replaceAll('=\r\n', '');

/** The mail whose text holds these words. */
export const mailWith = async ({ mailbox }: Place, words: string): Promise<Mail> =>
	await until(`mail with '${words}'`, () =>
		mailbox.mails.find(({ text }) => unfolded(text).includes(words)),
	);

/** The HTML of a mail, whose signs are written as quoted-printable. */
export function htmlOf({ text }: Mail): string {
	const bytes = unfolded(text).replace(/=([0-9A-F]{2})/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
	const decoded = Buffer.from(bytes, 'latin1').toString();
	return decoded.slice(decoded.search(/<(?:!doctype|html|h\d|p|div|table)\b/i));
}

/** That the simulator saw nothing that it had to refuse. */
export const refusedNothing = ({ requests, problems }: Simulator): void => {
	const refused = requests.filter(({ status }) => status !== 200);
	assert.deepEqual(
		refused.map(({ method, path, status }) => `${status} ${method} ${path}`),
		[],
	);
	assert.deepEqual(problems, []);
};

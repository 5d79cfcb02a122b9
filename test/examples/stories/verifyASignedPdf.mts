import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from '../../n8n/examples.mts';
import { request } from '../../n8n/request.mts';
import { activate, importExample, nodeOf, type Imported } from '../imported.mts';
import { sendLease } from '../../n8n/sending.mts';
import {
	executionOf,
	isFile,
	mailWith,
	refusedNothing,
	unfolded,
	until,
	type Story,
} from '../story.mts';

const PATH = 'email-arrives';

/**
 * No mail server is read here. A webhook of the same name stands in the place of the trigger, and
 * puts out what that would: the words of the email, and its attachments as attachment_0, …
 */
function replaceTrigger(workflow: Imported): void {
	const trigger = nodeOf(workflow, 'Email Arrives');
	Object.assign(trigger, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: PATH,
		parameters: { httpMethod: 'POST', path: PATH, options: {} },
		credentials: undefined,
	});
	const words = { ...trigger, id: 'words', name: 'Words of the Email', webhookId: undefined };
	const value = (name: string) => ({
		id: name,
		name,
		value: `={{ $json.body.${name} }}`,
		type: 'string',
	});
	workflow.nodes.push({
		...words,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: { assignments: [value('from'), value('subject')] },
			includeOtherFields: true,
			options: { stripBinary: false },
		},
	});
	const { connections } = workflow;
	connections[words.name] = connections[trigger.name];
	connections[trigger.name] = { main: [[{ node: words.name, type: 'main', index: 0 }]] };
}

export const verifyASignedPdf: Story = {
	example: 'verify-a-signed-pdf',
	tells:
		'an email (here: a webhook) brings signed PDFs under several labels, an unsigned one and other files',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const reference = await sendLease(simulator);
		await simulator.sign(reference);
		await simulator.sign(reference);
		const [{ signed }] = simulator.documents();
		assert.ok(signed);
		const first = simulator.requests.length;

		const workflow = await importExample(place, this.example, replaceTrigger);
		await activate(place, workflow);
		const unsigned = await readFile(join(PROJECT, 'test', 'data', 'no-tags.pdf'));
		const picture = await readFile(join(PROJECT, 'docs', 'pictures', 'example-quick-start.png'));
		const content = await readFile(signed.path);
		const attachments: Array<[Buffer, string, string]> = [
			[content, 'lease.pdf', 'application/pdf'],
			[content, 'unlabelled', 'application/octet-stream'],
			[content, 'blank.pdf ', 'application/octet-stream'],
			[content, 'text.PDF', 'text/plain'],
			[unsigned, 'offer.pdf', 'application/pdf'],
			[content, 'lease.pdf.p7m', 'application/pkcs7-mime'],
			[picture, 'archive.zip', 'application/zip'],
			[picture, 'logo.png', 'image/png'],
			[Buffer.from('Hello'), 'hello.txt', 'text/plain'],
		];
		const { webhookId } = nodeOf(workflow, 'Email Arrives');
		assert.ok(webhookId);
		await until('webhook', async () => {
			const body = new FormData();
			body.append('from', 'dana@example.com');
			body.append('subject', 'The signed lease');
			for (const [index, [bytes, name, type]] of attachments.entries()) {
				body.append(`attachment_${index}`, new File([new Uint8Array(bytes)], name, { type }));
			}
			const answer = await request(`${place.origin}/webhook/${PATH}`, { method: 'POST', body });
			return answer.ok ? true : undefined;
		});
		const execution = await executionOf(place, workflow);
		const { results } = await place.executions.until(execution, 'success');

		// n8n's webhook hands on the files of a form in the order in which they were stored.
		const names = results['May Be a PDF'].map(
			({ binary }) => Object.values(binary ?? {})[0].fileName,
		);
		const verdicts = results.Verify.map(({ json }, item) => [
			names[item],
			json.valid ?? 'not checked',
			json.signatureCount,
		]);
		assert.deepEqual(verdicts.sort(), [
			['archive.zip', 'not checked', undefined],
			['blank.pdf ', true, 2],
			['lease.pdf', true, 2],
			['lease.pdf.p7m', 'not checked', undefined],
			['offer.pdf', false, 0],
			['text.PDF', true, 2],
			['unlabelled', true, 2],
		]);
		const saved = await readdir(join(place.files, 'verified'));
		assert.equal(saved.length, 4);
		for (const name of saved) await isFile(join(place.files, 'verified', name), signed);
		const { to, text } = await mailWith(place, 'came with offer.pdf');
		assert.deepEqual(to, ['legal@example.com']);
		assert.match(text, /Subject: An attachment from dana@example\.com is not validly signed/);
		assert.match(text, /0 of 0 signatures are valid/);
		for (const name of ['lease.pdf.p7m', 'archive.zip']) {
			const { text: told } = await mailWith(place, `came with ${name}`);
			assert.match(unfolded(told), /It could not be checked: /);
		}
		const mails = place.mailbox.mails.filter(({ text: told }) =>
			unfolded(told).includes('came with '),
		);
		assert.equal(mails.length, 3);
		assert.equal(simulator.documents().length, 1, 'a file was kept');
		refusedNothing({ ...simulator, requests: simulator.requests.slice(first) });
	},
};

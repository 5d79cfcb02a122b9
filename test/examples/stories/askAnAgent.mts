import assert from 'node:assert/strict';
import type { Message, Turn } from '../../n8n/model.mts';
import { request } from '../../n8n/request.mts';
import { activate, importExample, nodeOf } from '../imported.mts';
import type { Place } from '../place.mts';
import { sendLease } from '../../n8n/sending.mts';
import { refusedNothing, until, type Story } from '../story.mts';

/** What the last tool answered. */
const lastAnswer = (messages: Message[]): string => JSON.stringify(messages.at(-1)?.content);

/** Says something in the chat of an active workflow; returns the answer. */
async function say({ origin }: Place, webhookId: unknown, chatInput: string): Promise<string> {
	const body = JSON.stringify({ action: 'sendMessage', sessionId: 'one', chatInput });
	const headers = { 'content-type': 'application/json' };
	return await until('answer in the chat', async () => {
		const init = { method: 'POST', headers, body };
		const answer = await request(`${origin}/webhook/${String(webhookId)}/chat`, init);
		const text = await answer.text();
		if (answer.status === 404) return undefined;
		assert.equal(answer.status, 200, text);
		return text;
	});
}

export const askAnAgent: Story = {
	example: 'ask-an-agent',
	tells: 'the agent is asked in its chat: it lists, looks up and reminds with three tools',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const reference = await sendLease(simulator);
		const first = simulator.requests.length;
		const workflow = await importExample(place, this.example, (imported) => {
			// The editor's own chat needs no public address; a test that comes from outside does.
			nodeOf(imported, 'Chat').parameters.public = true;
		});
		await activate(place, workflow);

		const byReference = (tool: string): Turn => {
			return () => ({ tool, input: { documentReference: reference } });
		};
		let signers = '';
		place.model.turns.push(
			() => ({ tool: 'List_Documents', input: { folder: 'Progress' } }),
			(messages) => {
				assert.ok(lastAnswer(messages).includes(reference), lastAnswer(messages));
				return byReference('Get_Document')(messages);
			},
			(messages) => {
				signers = lastAnswer(messages);
				return byReference('Send_Reminder')(messages);
			},
			(messages) => {
				assert.ok(lastAnswer(messages).includes('remindedCount'), lastAnswer(messages));
				return 'Ana was reminded of Lease.docx.';
			},
		);
		const answer = await say(
			place,
			nodeOf(workflow, 'Chat').webhookId,
			'Who still has to sign the lease? Remind them.',
		);
		assert.match(answer, /Ana was reminded of Lease\.docx\./);
		assert.ok(signers.includes('ana@example.com') && signers.includes('notInvited'), signers);
		assert.deepEqual(
			Object.fromEntries(
				place.model.tools.map(({ name, parameters }) => [name, Object.keys(parameters.properties)]),
			),
			{
				List_Documents: ['folder'],
				Get_Document: ['documentReference'],
				Send_Reminder: ['documentReference'],
			},
		);
		const asked = simulator.requests.slice(first);
		assert.deepEqual(
			asked.map(({ operationId }) => operationId),
			['getActiveDocuments', 'getDocumentStatus', 'getDocumentStatus', 'sendReminder'],
		);
		refusedNothing({ ...simulator, requests: asked });
	},
};

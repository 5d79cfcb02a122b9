/** Plays the triggers: Ana has signed what somebody sent, then what the script says. */
import type { INodeExecutionData } from 'n8n-workflow';

import { ALL, triggerWith } from '../../engine/watch.cts';
import { listen } from '../../engine/webhook.cts';
import { binaryData } from '../../harness/engine.cts';
import { sent, signed } from '../seeds.cts';
import { signedFile } from '../service/documents.cts';
import { startService } from '../service/server.cts';
import type { World } from '../service/world.cts';
import { atTheEnd, hears, later } from './clock.cts';
import type { StoryVariant } from './right.cts';
import { act, isComplete, signBy, type Story, type Told } from './story.cts';

const CHOSEN = { include: ['signedFile'] };

export async function playPoll({
	script = 'Ben signs',
	always = [],
	trouble = [],
	stays,
}: StoryVariant): Promise<Story> {
	const { world, credential, become, close } = await startService(always);
	atTheEnd(close);
	const doc = sent(world);
	const old = signed(world);
	const trigger = triggerWith(credential, CHOSEN);
	// Stories are played side by side, and n8n polls a node once at a time.
	trigger.node.id = credential.baseUrl;
	const told: Told[] = [];
	const take = async () => {
		for (const items of trigger.executions.splice(0)) {
			for (const item of items) told.push(await toldBy(item, world));
		}
	};
	const poll = async () => {
		await trigger.poll();
		await take();
	};
	await trigger.activate();
	await poll();
	const wrong = told.map(({ event }) => `${event} is told of what was before`);

	become([...always, ...trouble]);
	act(script, doc);
	// Sent and signed between two looks.
	const fresh = script === 'Ben signs' ? [sent(world, { clientReference: 'fresh' })] : [];
	for (const each of fresh) signBy(each, 1);
	await poll();
	for (const troubled of [true, true, false, false]) {
		if (!troubled && !stays) become(always);
		await later();
		await poll();
	}
	// n8n goes back to what it has stored.
	await trigger.activate().catch(() => wrong.push('it cannot be activated again'));
	await take();
	await poll();
	return {
		world,
		docs: [doc, ...(trouble.length > 0 && stays ? [] : fresh)].map(({ reference }) => reference),
		others: [old.reference],
		told,
		asked: [],
		wrong,
	};
}

export async function playCallback({
	script = 'Ben signs',
	always = [],
	trouble = [],
	stays,
}: StoryVariant): Promise<Story> {
	const { world, credential, become, close } = await startService(always);
	atTheEnd(close);
	const trigger = await listen({ credential });
	atTheEnd(trigger.close);
	trigger.parameters = { ...CHOSEN, events: [...ALL, 'other'] };
	hears(() => trigger.answered.length);
	const doc = sent(world);
	const told: Told[] = [];
	const wrong: string[] = [];
	const take = async () => {
		for (const item of trigger.started.splice(0).flat()) told.push(await toldBy(item, world));
	};
	const call = async () => {
		const { status } = await fetch(trigger.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ DocumentReference: doc.reference }),
		});
		if (![200, 500, 503].includes(status)) wrong.push(`the call is answered with ${status}`);
		await take();
	};
	await call();
	if (told.length !== 1) wrong.push('nothing is told of the first signature');

	become([...always, ...trouble]);
	act(script, doc);
	if (script !== 'nothing happens') await call();
	for (const troubled of [true, true, false, false]) {
		if (!troubled && !stays) become(always);
		await later();
		await take();
	}
	return { world, docs: [doc.reference], told, repeats: true, asked: [], wrong };
}

async function toldBy({ json, binary = {} }: INodeExecutionData, world: World): Promise<Told> {
	const doc = world.documents.get(String(json.documentReference));
	const store = await binaryData();
	const content = binary.data?.id && (await store.getAsBuffer(binary.data));
	const signer = json.signer as { email?: string } | undefined;
	return {
		reference: String(json.documentReference),
		event: String(json.event),
		id: [json.eventId, signer?.email?.toLowerCase()].join(' '),
		isTrue: doc !== undefined && isComplete(doc),
		finished: json.finished === true,
		lacksFile: JSON.stringify(json.missing ?? []).includes('signedFile'),
		isSignedFile: Buffer.isBuffer(content) && content.equals(signedFile),
	};
}

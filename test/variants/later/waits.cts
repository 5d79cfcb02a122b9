/** Plays a wait for signatures: it begins, Ana signs, then what the script says. */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { engineWith, nodeWith, workflowOf } from '../../engine/node.cts';
import { byReference } from '../../engine/samples.cts';
import { binaryData } from '../../harness/engine.cts';
import { startWaiting } from '../../harness/waiting.cts';
import { flows, type Flow } from '../flows.cts';
import { input, wordsOf } from '../play.cts';
import { sent } from '../seeds.cts';
import { signedFile } from '../service/documents.cts';
import { startService } from '../service/server.cts';
import type { Doc, World } from '../service/world.cts';
import { atTheEnd, later } from './clock.cts';
import type { StoryName, StoryVariant } from './right.cts';
import { act, isComplete, signBy, type Story, type Told } from './story.cts';

const AWAITING = { operation: 'sendAndAwait', include: ['signedFile', 'fieldValues'] };

/** A flow of flows.cts that waits. */
const waiting = (flow: Flow): Flow => ({
	...flow,
	parameters: (doc) => ({ ...flow.parameters(doc), ...AWAITING }),
});

const waits: Partial<Record<StoryName, Flow>> = {
	awaitFile: waiting(flows.sendFile),
	awaitForm: waiting(flows.sendForm),
	awaitTemplate: waiting(flows.sendTemplate),
	awaitTwo: waiting(flows.sendTwoFiles),
	awaitSignature: {
		kind: 'read',
		asked: [],
		seed: (world) => sent(world),
		parameters: (doc) => ({
			resource: 'document',
			operation: 'await',
			document: byReference(doc?.reference),
			include: AWAITING.include,
		}),
	},
};

export async function playWait(
	name: StoryName,
	{ script = 'Ben signs', always = [], trouble = [], stays }: StoryVariant,
): Promise<Story> {
	const flow = waits[name] as Flow;
	const { world, credential, become, close } = await startService(always);
	const n8n = await startWaiting(engineWith(credential));
	atTheEnd(async () => {
		await n8n.close();
		await close();
	});
	const parameters: INode['parameters'] = flow.parameters(flow.seed?.(world));
	const id = await n8n.start(
		workflowOf(nodeWith({ ...parameters, requestOptions: { retries: 2 } })),
		await input(flow),
	);
	const docs = [...world.documents.values()].filter(({ folder }) => folder !== 'InBox');
	const wrong: string[] = [];
	const url = addressIn(world) ?? n8n.address(id);
	const call = async () => {
		if (n8n.status(id) !== 'waiting') return;
		const method = n8n.calls.length % 2 === 0 ? 'POST' : 'GET';
		const answers = [200, 401, 409, 503];
		const { status } = await fetch(url, { method });
		await n8n.idle();
		if (!answers.includes(status)) wrong.push(`the call is answered with ${status}`);
	};

	if (n8n.status(id) === 'waiting') {
		for (const doc of docs) signBy(doc, 0);
		await call();
		if (n8n.status(id) !== 'waiting') wrong.push('it went on when Ana had signed');
		become([...always, ...trouble]);
		// Of a package, each document is signed by itself: the wait is for all of them.
		const turns = script === 'Ben signs' ? docs.map((doc) => [doc]) : [docs];
		for (const turn of turns) {
			if (n8n.status(id) !== 'waiting') wrong.push('it went on before everything was signed');
			for (const doc of turn) act(script, doc);
			await Promise.all([call(), call()]);
		}
		for (const troubled of [true, true, false, false]) {
			if (!troubled && !stays) become(always);
			await later();
			await call();
		}
	}
	const { runData, error } = n8n.run(id).resultData;
	const items = runData['Secured Signing']?.at(-1)?.data?.main?.[0] ?? [];
	if (n8n.resumed.length > 1) wrong.push('it went on twice');
	return {
		world,
		docs: docs.map(({ reference }) => reference),
		told: n8n.status(id) === 'success' ? await toldBy(items, docs) : [],
		asked: flow.asked,
		wrong,
		...(error && { error: wordsOf(error as never) }),
	};
}

/** The address that the service was given with the send. */
const addressIn = ({ calls }: World): string | undefined =>
	calls
		.map(({ values }) => /"NotifyUrl":"([^"]+)"/.exec(JSON.stringify(values))?.[1])
		.find((each) => each);

/** Each document of the items that came out. */
async function toldBy(items: INodeExecutionData[], docs: Doc[]): Promise<Told[]> {
	const store = await binaryData();
	const told: Told[] = [];
	for (const { json, binary = {} } of items) {
		const documents = (json.documents as Array<typeof json> | undefined) ?? [json];
		for (const { documentReference, status, missing, files, finished } of documents) {
			const file = (files as string[]).map((field) => binary[field]).find((each) => each);
			const content = file?.id && (await store.getAsBuffer(file));
			told.push({
				reference: String(documentReference),
				event: String(status),
				isTrue: docs.some((doc) => doc.reference === documentReference && isComplete(doc)),
				finished: finished === true,
				lacksFile: JSON.stringify(missing).includes('signedFile'),
				isSignedFile: Buffer.isBuffer(content) && content.equals(signedFile),
			});
		}
	}
	return told;
}

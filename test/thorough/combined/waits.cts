/** Executions that wait for signatures: docs/api/API.md sections 7 (callback) and 12.5 (retention). */
import { sleep } from 'n8n-workflow';

import { sendAndAwait } from '../../engine/awaiting.cts';
import { ana, byReference } from '../../engine/samples.cts';
import type { Play } from './play.cts';

const FINISHED = { status: 'completed', finished: true, missing: [], signedCount: 2 };

/** What the node does for a wait by itself: n8n calls its own address. */
async function untilItGoesOn({ stage }: Play, id: string): Promise<void> {
	stage.n8n.hearsItself = true;
	while (stage.n8n.status(id) !== 'success') await sleep(20);
	stage.n8n.hearsItself = false;
}

/** Send and Await: called for each signature, or not at all; then n8n looks by itself. */
export async function sendAndAwaitGoesOn(play: Play) {
	const { stage, readings } = play;
	const { simulator } = stage.bench;
	const id = await stage.begin(sendAndAwait, await stage.contracts('Lease.pdf'));
	const [[reference]] = stage.references(id);
	await simulator.sign(reference, ana.email);
	await stage.settle();
	expect(stage.n8n.status(id)).toBe('waiting');
	await simulator.sign(reference);
	await stage.settle();
	if (readings.callback === 'never') {
		expect(stage.n8n.status(id)).toBe('waiting');
		await untilItGoesOn(play, id);
	}
	expect(stage.n8n.status(id)).toBe('success');
	const { items } = stage.output(id);
	expect(items).toMatchObject([
		{ json: { ...FINISHED, documentReference: reference }, binary: { data: {}, certificate: {} } },
	]);
}

/** Await, for a document that was sent without a Notify URL, and is declined meanwhile: called at the address of the execution. */
export async function awaitEndsWithRefusal({ stage, run }: Play) {
	const { simulator } = stage.bench;
	const [{ json: sent }] = await run('smartTag', 'send', {
		signers: sendAndAwait.signers,
		dueDate: sendAndAwait.dueDate,
	});
	const reference = sent.documentReference as string;
	const id = await stage.begin(
		{ resource: 'document', operation: 'await', document: byReference(reference) },
		[{ json: {} }],
	);
	expect(stage.n8n.status(id)).toBe('waiting');
	await simulator.decline(reference, undefined, 'Too dear');
	await stage.settle();
	await fetch(stage.n8n.address(id), { method: 'POST' });
	await stage.n8n.idle();
	expect(stage.n8n.status(id)).toBe('success');
	expect(stage.output(id).items).toMatchObject([
		{ json: { status: 'declined', finished: false, documentReference: reference } },
	]);
}

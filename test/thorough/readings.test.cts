/**
 * Where the sources contradict each other or are silent (docs/api/API.md sections 10 to 12), the service is one
 * unknown combination of readings. In few configurations that hold every pair of values together, the node sends,
 * waits and tells as that description says.
 */
import { readingValues } from '../../simulator/readings.cts';
import { pairwise } from '../../simulator/testing/pairwise.cts';
import { realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { toldOn } from '../harness/told.cts';
import {
	documentFromUploadToDeletion,
	packageFormAndTemplate,
	readsAndAttachment,
} from './combined/core.cts';
import { lostAnswersAreFoundAgain } from './combined/lost.cts';
import { startPlay, type Play } from './combined/play.cts';
import { senderIsNamed } from './combined/sender.cts';
import { callbackTriggerTells, pollingTriggerTells } from './combined/triggers.cts';
import { awaitEndsWithRefusal, sendAndAwaitGoesOn } from './combined/waits.cts';
import { startBench } from '../engine/node.cts';

/** Where only uploads under another name are taken, nothing else can be played: see below. */
const all = pairwise({ ...readingValues, uploadPart: ['any', 'file'] });
/** The first twelve hold each value, and nearly all of the pairs; `npm run test:readings` plays the rest as well. */
const rows = process.env.READINGS === 'all' ? all : all.slice(0, 12);

describe.each(rows)('%j', (readings) => {
	let play: Play;
	let endTimers: () => void;
	beforeAll(async () => {
		endTimers = keepTimers();
		play = await startPlay(readings);
	});
	afterAll(async () => {
		realTime();
		endTimers();
		await play.stage.close();
		expect(play.stage.bench.simulator.problems).toEqual([]);
	});

	test('reads, and an attachment', async () => await readsAndAttachment(play));
	test('a document, from the upload to its deletion', async () =>
		await documentFromUploadToDeletion(play));
	test('a package, a form, a template', async () => await packageFormAndTemplate(play));
	test('a sender', async () => await senderIsNamed(play));
	test('sends whose answer is lost', async () => await lostAnswersAreFoundAgain(play));
	test('Send and Await', async () => await sendAndAwaitGoesOn(play));
	test('Await', async () => await awaitEndsWithRefusal(play));
	test('the callback trigger', async () => await callbackTriggerTells(play));
	// Last, since days pass.
	test('the polling trigger', async () => await pollingTriggerTells(play));
});

test('the part of the file is called as most clients call it', async () => {
	// Sources name it `file`, `upload` or nothing at all; a service that took `upload` alone would
	// refuse the others' uploads, and so ours, with its own words.
	const bench = await startBench({ readings: { uploadPart: 'upload' } });
	const { error } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [await bench.file(Buffer.from('%PDF-1.4'), 'agreement.pdf')] },
	);
	expect(error?.message).toMatch(new RegExp(`${toldOn(400)}|${toldOn(404)}`));
	expect(bench.simulator.documents()).toEqual([]);
	await bench.close();
});

/**
 * Each example in a real n8n with the packed package: pasted onto the canvas as a user does, started
 * as its trigger is, signed by people in the simulator; then what came out is looked at.
 * `npm run test:examples` plays all, `npm run test:examples -- bulk-send` one; with `--n8n 1.123.81` in
 * that version of n8n.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from '../harness/check.mts';
import { PROJECT } from '../n8n/examples.mts';
import { versionOf } from '../n8n/install.mts';
import { atPlace } from './place.mts';
import { approvalBeforeSending, preparedByAi } from './stories/approvalBeforeSending.mts';
import { archiveWithEvidence, verifyTheArchive } from './stories/archive.mts';
import { askAnAgent } from './stories/askAnAgent.mts';
import { board } from './stories/board.mts';
import { bulkSend } from './stories/bulkSend.mts';
import { campaign } from './stories/campaign.mts';
import { contractFromAForm } from './stories/contractFromAForm.mts';
import { contractsEveryMonday } from './stories/contractsEveryMonday.mts';
import { collectWithGoogle, contractWithGoogle } from './stories/contractWithGoogle.mts';
import { embeddedSigningPage, embeddedUploadPage } from './stories/embeddedSigningPage.mts';
import { onboardingForm } from './stories/onboardingForm.mts';
import { oneContractAfterAnother } from './stories/oneContractAfterAnother.mts';
import { overdueEveryMorning } from './stories/overdueEveryMorning.mts';
import { probe } from './stories/probe.mts';
import { quickStart } from './stories/quickStart.mts';
import { remindsAndEscalates, waitsThreeDays } from './stories/reminderAndEscalation.mts';
import { sendAndCollect } from './stories/sendAndCollect.mts';
import { verifyASignedPdf } from './stories/verifyASignedPdf.mts';

const STORIES = [
	quickStart,
	sendAndCollect,
	oneContractAfterAnother,
	contractFromAForm,
	approvalBeforeSending,
	preparedByAi,
	contractWithGoogle,
	collectWithGoogle,
	archiveWithEvidence,
	verifyTheArchive,
	waitsThreeDays,
	remindsAndEscalates,
	overdueEveryMorning,
	contractsEveryMonday,
	board,
	bulkSend,
	campaign,
	embeddedSigningPage,
	embeddedUploadPage,
	onboardingForm,
	askAnAgent,
	verifyASignedPdf,
	probe,
];
/** Played in the story of another. */
const PLAYED_ALONG = ['collect-signed-contracts'];

const { values, positionals: wanted } = parseArgs({
	allowPositionals: true,
	options: { n8n: { type: 'string' } },
});
const version = values.n8n === undefined ? undefined : versionOf(values.n8n);
const stories = STORIES.filter(({ example }) => wanted.length === 0 || wanted.includes(example));

await check('every example has a story', async () => {
	const files = (await readdir(join(PROJECT, 'examples'))).filter((name) => name.endsWith('.json'));
	const played = new Set([...STORIES.map(({ example }) => example), ...PLAYED_ALONG]);
	assert.deepEqual(files.map((file) => basename(file, '.json')).sort(), [...played].sort());
});

for (const outsideSandbox of [false, true]) {
	const here = stories.filter((story) => (story.outsideSandbox ?? false) === outsideSandbox);
	if (here.length === 0) continue;
	const examples = [...new Set(here.map(({ example }) => example))];
	await atPlace(
		examples,
		async (place) => {
			for (const story of here) {
				await check(`${story.example}: ${story.tells}`, async () => await story.play(place));
			}
		},
		{ version, outsideSandbox },
	);
}

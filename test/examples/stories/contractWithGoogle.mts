import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../n8n/sha256.mts';
import { everySeconds } from '../../n8n/telling.mts';
import { sendLease } from '../../n8n/sending.mts';
import { wordFile, type Google } from '../google.mts';
import { activate, importExample, nodeOf } from '../imported.mts';
import {
	executionOf,
	firstLook,
	onlyDocument,
	refusedNothing,
	signedWithoutFile,
	submitForm,
	withholdFile,
	unfolded,
	until,
	waits,
	type Story,
} from '../story.mts';

const CONTRACT = 'employment-agreement.docx';

/** The messages with these words; lines joined as they were before they were folded. */
const mailsAbout = ({ mails }: Google, words: string): string[] =>
	mails.map(unfolded).filter((text) => text.includes(words));

export const contractWithGoogle: Story = {
	example: 'contract-with-google',
	tells: 'the file comes from Google Drive, the signed PDF is stored there, Gmail tells the team',
	async play(place) {
		const { google, files } = place;
		const simulator = place.simulatorOf(this.example);
		google.files.set(
			'contract',
			wordFile(CONTRACT, await readFile(join(files, 'contracts', CONTRACT))),
		);
		const workflow = await importExample(place, this.example, (imported) => {
			nodeOf(imported, 'Get Contract').parameters.fileId = {
				...{ __rl: true, mode: 'list', value: 'contract', cachedResultName: CONTRACT },
			};
		});
		await activate(place, workflow);
		await submitForm(place, workflow, ['Dana', 'Poe', 'dana@example.com']);
		const execution = await executionOf(place, workflow);
		await waits(place, execution);

		const { reference, name } = onlyDocument(simulator);
		assert.equal(name, CONTRACT);
		await simulator.sign(reference, 'dana@example.com');
		await simulator.settle();
		await waits(place, execution);
		await simulator.sign(reference, 'ben@example.com');
		await place.executions.until(execution, 'success');

		const { signed } = onlyDocument(simulator);
		const stored = [...google.files.values()].filter((file) => file.name.includes(reference));
		assert.deepEqual(
			stored.map((file) => [file.name, sha256(file.content ?? Buffer.alloc(0))]),
			[[`Poe ${reference}.pdf`, signed?.sha256]],
		);
		const [mail] = mailsAbout(google, `Poe ${reference}.pdf`);
		assert.match(mail, /^To: team@example\.com/m);
		assert.match(mail, /Dana Poe and Ben Wu have signed/);
		refusedNothing(simulator);

		assert.match(
			await signedWithoutFile(place, workflow, simulator),
			/^The contract of eli@example\.com is signed, but its signed PDF could not be fetched: signedFile: .+download it soon/,
		);
	},
};

export const collectWithGoogle: Story = {
	example: 'collect-with-google',
	tells:
		'what is signed after it was published goes to Google Drive, once; a file that cannot be had is told, and holds up no other',
	async play(place) {
		const { google } = place;
		const simulator = place.simulatorOf(this.example);
		const reference = await sendLease(simulator, {}, { name: 'Lease.docx' });
		const workflow = await importExample(place, this.example, (imported) => {
			nodeOf(imported, 'When Signed').parameters.pollTimes = everySeconds(5);
		});
		await activate(place, workflow);
		await firstLook(simulator);
		const signers = simulator.documents()[0].signers.map(({ email }) => email);
		for (const email of signers) await simulator.sign(reference, email);
		const storedAs = () =>
			[...google.files.values()].filter((file) => file.name.includes(reference));
		await until('signed PDF in Google Drive', () => storedAs()[0]);
		await until('mail', () => mailsAbout(google, `${reference}.pdf`)[0]);
		assert.deepEqual(
			storedAs().map((file) => sha256(file.content ?? Buffer.alloc(0))),
			[simulator.documents()[0].signed?.sha256],
		);

		const names = ['Refused.docx', 'Second.docx', 'Third.docx'];
		const sent: string[] = [];
		for (const each of names) sent.push(await sendLease(simulator, {}, { name: each }));
		const [refused, ...others] = sent;
		withholdFile(simulator, refused);
		// All of them come in one execution.
		let isHidden = true;
		simulator.faults.spoil((was, { operationId }) =>
			isHidden && operationId === 'getActiveDocuments' ? [] : was,
		);
		for (const each of [...sent, ...sent]) await simulator.sign(each);
		isHidden = false;
		const mail = await until('mail', () => mailsAbout(google, refused)[0]);
		const [execution] = await place.executions.untilMany(workflow.id, 'success', 2);
		const { results } = await place.executions.read(execution.id);
		assert.equal(results['When Signed'].length, 3);
		const stored = [...google.files.values()].filter(({ name }) =>
			sent.some((each) => name.includes(each)),
		);
		assert.deepEqual(
			stored.map(({ name }) => name).sort(),
			others.map((each) => `${each}.pdf`).sort(),
		);
		assert.match(mail, /^To: team@example\.com/m);
		assert.match(mail, /^Subject: Signed, but not stored: Refused\.docx/m);
		assert.match(mail, /its signed PDF could not be fetched/);
		assert.match(mail, /Open the document in Secured Signing and download it soon/);
		simulator.faults.clear();
	},
};

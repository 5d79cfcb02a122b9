import assert from 'node:assert/strict';
import { sha256 } from '../../n8n/sha256.mts';
import { everySeconds } from '../../n8n/telling.mts';
import { sendLease } from '../../n8n/sending.mts';
import type { Simulator, SimulatorDocument } from '../../n8n/simulator.mts';
import { unpublish } from '../../n8n/workflows.mts';
import { makeFolder, type Google } from '../google.mts';
import { activate, importExample, nodeOf, type Imported } from '../imported.mts';
import type { Place } from '../place.mts';
import {
	firstLook,
	readCsv,
	refusedNothing,
	unfolded,
	until,
	withholdFile,
	type Story,
} from '../story.mts';

const FILING = 'archive-with-evidence';
const VERIFYING = 'verify-the-archive';
/** Each folder is looked into by itself. */
const CHECKED = { last: 'Email the Report', limit: 120_000 };

const archiveIn = (value: string) => ({
	...{ __rl: true, mode: 'list', value, cachedResultName: value },
});

/** Publishes the workflow that files what is signed in an account from now on. */
const fileInto = async (place: Place, archive: string, account: string): Promise<Imported> => {
	const workflow = await importExample(
		place,
		FILING,
		(imported) => {
			nodeOf(imported, 'When Signed').parameters.pollTimes = everySeconds(5);
			nodeOf(imported, 'Create Folder').parameters.folderId = archiveIn(archive);
			Object.assign(nodeOf(imported, 'Wait an Hour').parameters, { amount: 2, unit: 'seconds' });
		},
		account,
	);
	await activate(place, workflow);
	await firstLook(place.simulatorOf(account));
	return workflow;
};

const sign = async (simulator: Simulator, count: number, name = 'Lease'): Promise<void> => {
	for (let number = 1; number <= count; number++) {
		const reference = await sendLease(simulator, {}, { name: `${name} ${number}.docx` });
		for (let signer = 0; signer < 2; signer++) await simulator.sign(reference);
	}
};

/** What is in a folder, by its ID: the ID and the content of each file or folder. */
const inFolder = ({ files }: Google, folder: string) =>
	[...files].filter(([, { parents }]) => parents.includes(folder));

const nameOf = ({ name, reference }: SimulatorDocument) => `${name} ${reference}`;

/** The ID of the folder of a document. */
const folderOf = (google: Google, archive: string, document: SimulatorDocument): string => {
	const found = inFolder(google, archive).filter(([, { name }]) => name === nameOf(document));
	assert.equal(found.length, 1, `${nameOf(document)} has ${found.length} folders`);
	return found[0][0];
};

const filesOf = (google: Google, archive: string, document: SimulatorDocument) => {
	const [signed, certificate, manifest, ...more] = inFolder(
		google,
		folderOf(google, archive, document),
	);
	assert.equal(more.length, 0, `${nameOf(document)} has more than three files`);
	return { signed, certificate, manifest };
};

/** Waits until documents are filed, and holds the files against those of the simulator. */
const filed = async (
	{ google }: Place,
	archive: string,
	documents: readonly SimulatorDocument[],
): Promise<void> => {
	const isFiled = (document: SimulatorDocument) =>
		inFolder(google, archive).some(
			([id, { name }]) => name === nameOf(document) && inFolder(google, id).length === 3,
		);
	await until('files of all documents', () => documents.every(isFiled) || undefined);
	for (const document of documents) {
		const { signed, certificate, manifest } = filesOf(google, archive, document);
		assert.deepEqual(
			[signed, certificate].map(([, { content }]) => content && sha256(content)),
			[document.signed?.sha256, document.certificates[0].file.sha256],
		);
		const listed = JSON.parse(String(manifest[1].content)) as {
			document: { reference: string };
			files: Array<{ sha256: string }>;
		};
		assert.equal(listed.document.reference, document.reference);
		assert.deepEqual(
			listed.files.map((file) => file.sha256),
			[document.signed?.sha256, document.certificates[0].file.sha256],
		);
	}
};

/** Files a document that has no certificate, takes it out of the archive, and gives its folder and the files in it. */
const incompleteIn = async (place: Place, archive: string, simulator: Simulator) => {
	const { google } = place;
	const mailsBefore = google.mails.length;
	simulator.faults.spoil((was, { operationId }) =>
		operationId === 'getSigningCompletionCertificates' ? [] : was,
	);
	await sign(simulator, 1, 'Uncertified');
	const [folder, files] = await until('folder of what is incomplete', () => {
		const made = inFolder(google, archive).find(([, { name }]) => name.startsWith('INCOMPLETE'));
		const stored = made ? inFolder(google, made[0]) : [];
		return made && stored.length === 2 ? ([made, stored] as const) : undefined;
	});
	await until('email', () => google.mails.length > mailsBefore || undefined);
	simulator.faults.clear();
	for (const [id] of [folder, ...files]) google.files.delete(id);
	return [folder, ...files];
};

/** That what was fetched is kept if asking again fails, once and each time, or brings all but the signed PDF. */
const askingAgainFails = async (place: Place, archive: string, simulator: Simulator) => {
	const { google } = place;
	const mailsBefore = google.mails.length;
	const names = ['Once.docx', 'Always.docx', 'Signed first.docx'];
	const sent: string[] = [];
	for (const name of names) sent.push(await sendLease(simulator, {}, { name }));
	const [once, always, signedFirst] = sent;
	/** Each time the status is read with the log and, where that fails, without it. */
	const failures = { [once]: 2, [always]: Infinity, [signedFirst]: 0 };
	const uncertified = new Set(sent);
	/** Those whose certificate was not there when the trigger looked: the status is asked for again. */
	const isAskedAgain = new Set<string>();
	/** The file of a signer cannot be had at first, and later the signed PDF. */
	let withheld = 'downloadUploadedFiles';
	simulator.faults.spoil((was, { operationId, path }) => {
		const asked = sent.find((reference) => path.includes(reference));
		if (operationId === 'getDocumentStatus' && asked === signedFirst) {
			return { ...(was as object), HasFileUploaded: withheld === 'downloadUploadedFiles' };
		}
		if (operationId === 'getActiveDocuments') {
			return (was as Array<{ Reference: string }>).map((one) =>
				one.Reference === signedFirst ? { ...one, HasFileUploaded: true } : one,
			);
		}
		if (operationId !== 'getSigningCompletionCertificates' || !asked) return was;
		isAskedAgain.add(asked);
		return uncertified.delete(asked) ? [] : was;
	});
	simulator.faults.choose(({ operationId, path }) => {
		const asked = sent.find((reference) => path.includes(reference));
		if (asked === undefined) return undefined;
		const isAgain = operationId === 'getDocumentStatus' && isAskedAgain.has(asked);
		if (isAgain && asked === signedFirst) withheld = 'downloadDocument';
		const fails =
			(isAgain && failures[asked]-- > 0) || (asked === signedFirst && operationId === withheld);
		return fails ? { kind: 'paymentRequired' } : undefined;
	});
	for (const reference of [...sent, ...sent]) await simulator.sign(reference);
	const [wholeOne, ...others] = sent.map(
		(reference) => simulator.documents().find((one) => one.reference === reference)!,
	);
	await filed(place, archive, [wholeOne]);
	for (const other of others) {
		const files = await until('folder of what could not be asked for again', () => {
			const name = `INCOMPLETE ${nameOf(other)}`;
			const folder = inFolder(google, archive).find(([, made]) => made.name === name);
			const stored = folder ? inFolder(google, folder[0]) : [];
			return stored.length === 2 ? stored : undefined;
		});
		const base = other.name.replace('.docx', '');
		assert.deepEqual(
			files.map(([, { name }]) => name),
			[`${base}.pdf`, `${base} manifest.json`],
		);
		assert.equal(files[0][1].content && sha256(files[0][1].content), other.signed?.sha256);
	}
	await until('emails', () => google.mails.length >= mailsBefore + 2 || undefined);
	assert.equal(google.mails.length, mailsBefore + 2);
	const told = google.mails.slice(mailsBefore).map(unfolded);
	const [ofAlways, ofSignedFirst] = ['Always', 'Signed first'].map(
		(name) => told.find((text) => text.includes(`Subject: Not completely archived: ${name}.docx`))!,
	);
	assert.match(ofAlways, /- certificateFiles: /);
	assert.match(ofAlways, /Secured Signing could not be asked for it again: /);
	assert.match(ofSignedFirst, /- certificateFiles: /);
	assert.match(ofSignedFirst, /- uploadedFiles: /);
	assert.doesNotMatch(ofSignedFirst, /- signedFile: /);
	const refused = (reference: string, operation: string) =>
		simulator.requests.filter(
			({ operationId, path, status }) =>
				operationId === operation && status !== 200 && path.includes(reference),
		).length;
	assert.equal(refused(always, 'getDocumentStatus'), 6, 'it is asked for three times again');
	assert.equal(refused(signedFirst, 'downloadDocument'), 3, 'it is asked for three times again');
	simulator.faults.clear();
};

export const archiveWithEvidence: Story = {
	example: FILING,
	tells:
		'three contracts are filed, nothing twice after a failure; what comes late is waited for, and what does not come is told; what was fetched is kept',
	async play(place) {
		const { google, executions } = place;
		// Other stories have had mails, too.
		const mailsBefore = google.mails.length;
		const mails = () => google.mails.slice(mailsBefore);
		const simulator = place.simulatorOf(FILING);
		const archive = 'Contracts';
		makeFolder(google, archive);
		const workflow = await fileInto(place, archive, FILING);
		google.failing.add('Lease 2 manifest.json');
		await sign(simulator, 3);
		const [failed] = await executions.untilMany(workflow.id, 'error', 1);
		google.failing.clear();
		await executions.retry(failed.id);
		await filed(place, archive, simulator.documents());
		refusedNothing(simulator);
		assert.deepEqual(mails(), []);

		const names = ['Whole.docx', 'Late.docx', 'Refused.docx'];
		const sent: string[] = [];
		for (const name of names) sent.push(await sendLease(simulator, {}, { name }));
		const [, late, refused] = sent;
		let asked = 0;
		simulator.faults.spoil((was, { operationId, path }) =>
			operationId === 'getSigningCompletionCertificates' && path.includes(late) && ++asked <= 2
				? []
				: was,
		);
		withholdFile(simulator, refused);
		for (const reference of [...sent, ...sent]) await simulator.sign(reference);
		const documents = simulator.documents().filter(({ reference }) => sent.includes(reference));
		const of = (reference: string) => documents.find((one) => one.reference === reference)!;
		await filed(place, archive, sent.filter((reference) => reference !== refused).map(of));
		assert.ok(asked > 2, 'the late certificate was not asked for again');
		const folder = await until('folder of what is incomplete', () =>
			inFolder(google, archive).find(([id]) => {
				const [first, second] = inFolder(google, id).map(([, { name }]) => name);
				return first === 'Refused certificate.pdf' && second === 'Refused manifest.json';
			}),
		);
		assert.equal(folder[1].name, `INCOMPLETE ${nameOf(of(refused))}`);
		const mail = await until('email', () => mails()[0]);
		const text = unfolded(mail);
		assert.match(mail, /^To: legal@example\.com/m);
		assert.match(mail, /^Subject: Not completely archived: Refused\.docx/m);
		assert.match(text, /- signedFile: /);
		assert.ok(text.includes(refused));
		const downloads = simulator.requests.filter(
			({ operationId, path }) => operationId === 'downloadDocument' && path.includes(refused),
		);
		assert.equal(downloads.length, 4, 'it is fetched once, and three times again');
		assert.equal(mails().length, 1);
		assert.equal(inFolder(google, archive).length, 6);
		simulator.faults.clear();
		await askingAgainFails(place, archive, simulator);
	},
};

export const verifyTheArchive: Story = {
	example: VERIFYING,
	tells:
		'unchanged; then what is doubled or exchanged, and each kind of change, has its verdict, and hides no other folder',
	async play(place) {
		const { google } = place;
		const simulator = place.simulatorOf(VERIFYING);
		const archive = 'Archive';
		const workflow = await importExample(place, VERIFYING, (imported) => {
			const filter = nodeOf(imported, 'List Folders').parameters.filter as Record<string, unknown>;
			filter.folderId = archiveIn(archive);
		});
		const check = async () => {
			const before = google.mails.length;
			const { requests } = simulator;
			const asked = requests.length;
			const id = await place.executions.begin(workflow.id, 'Every Quarter');
			const { results } = await place.executions.until(id, 'success', CHECKED);
			// A last look of the trigger that was switched off may still be under way.
			const asks = requests.slice(asked).filter(({ path }) => /Validation|Download/.test(path));
			assert.deepEqual(asks, [], 'Secured Signing was asked while verifying');
			const csv = await place.executions.file(results['Make a CSV File'][0]);
			assert.equal(google.mails.length, before + 1);
			const mail = unfolded(google.mails[before]);
			assert.match(mail, /^To: legal@example\.com/m);
			return { mail, rows: await readCsv(csv.toString()) };
		};

		const unlisted = await check();
		assert.match(unlisted.mail, /^Subject: Archive: nothing was checked\r$/m);
		assert.match(unlisted.mail, /Nothing was checked\.<\/b> The archive could not be listed: /);
		makeFolder(google, archive);
		const empty = await check();
		assert.match(empty.mail, /^Subject: Archive: nothing was checked\r$/m);
		assert.match(empty.mail, /Google Drive found no folders in the archive/);
		assert.doesNotMatch(empty.mail, /unchanged/);

		const filing = await fileInto(place, archive, VERIFYING);
		await sign(simulator, 7);
		await filed(place, archive, simulator.documents());
		const uncertified = await incompleteIn(place, archive, simulator);
		await unpublish(place.owner, filing.id);
		const good = await check();
		assert.ok(good.mail.includes('Subject: Archive: all 7 folders are unchanged\r\n'));
		assert.match(
			good.mail,
			/Folders: 7\. Checked: 7 \(7 unchanged, 0 changed, 0 doubled, 0 incomplete\)\. Not checkable: 0\. Different documents: 7\./,
		);
		assert.deepEqual(
			good.rows.map(({ folder, verdict, notFiled }) => [folder, verdict, notFiled]).sort(),
			simulator
				.documents()
				.slice(0, 7)
				.map((document) => [nameOf(document), 'unchanged', '']),
		);

		const documents = simulator.documents().slice(0, 7);
		const [first, second, third, fourth, fifth, sixth, seventh] = documents;
		const filedThen = [...google.files];
		const folders = documents.map((document) => folderOf(google, archive, document));
		const copy = (from: string, to: string) => {
			for (const [id, file] of inFolder(google, from)) {
				google.files.set(`${id}-${to}`, { ...file, parents: [to] });
			}
		};
		for (const [id] of [...inFolder(google, folders[0]), ...inFolder(google, folders[2])]) {
			google.files.delete(id);
		}
		google.files.delete(folders[0]);
		const ofFolder = { ...google.files.get(folders[1])!, name: `Copy of ${nameOf(second)}` };
		google.files.set('copy', ofFolder);
		copy(folders[1], 'copy');
		const bothNames = `${nameOf(third)} ${fourth.reference}`;
		google.files.set(folders[2], { ...google.files.get(folders[2])!, name: bothNames });
		copy(folders[3], folders[2]);
		for (const [id, file] of uncertified) google.files.set(id, file);

		const exchanged = await check();
		assert.match(exchanged.mail, /^Subject: Archive: 4 of 8 folders need attention\r$/m);
		assert.match(
			exchanged.mail,
			/Folders: 8\. Checked: 8 \(4 unchanged, 1 changed, 2 doubled, 1 incomplete\)\. Not checkable: 0\. Different documents: 6\./,
		);
		const found = exchanged.rows.map(({ folder, verdict, reason }) => [folder, verdict, reason]);
		const UNCHANGED = good.rows[0].reason;
		const twice = `The same document is in 2 folders. ${UNCHANGED}`;
		assert.deepEqual(found.slice(0, 1), [
			[
				bothNames,
				'changed',
				'The name of the folder has the reference of another document as well',
			],
		]);
		assert.deepEqual(found.slice(1, 3).sort(), [
			[`Copy of ${nameOf(second)}`, 'doubled', twice],
			[nameOf(second), 'doubled', twice],
		]);
		assert.deepEqual(found[3].slice(0, 2), [uncertified[0][1].name, 'incomplete']);
		assert.match(
			found[3][2],
			/Not in the manifest, since it could not be fetched then: certificateFiles/,
		);
		assert.match(exchanged.rows[3].notFiled, /^certificateFiles: There is no certificate/);
		google.files.clear();
		for (const [id, file] of filedThen) google.files.set(id, file);

		const all = documents.map((document) => filesOf(google, archive, document));
		const { content = Buffer.alloc(0) } = all[1].signed[1];
		content[100] ^= 1;
		google.files.delete(all[2].certificate[0]);
		all[3].manifest[1].content = all[4].manifest[1].content;
		google.files.delete(all[4].manifest[0]);
		google.failing.add(all[5].certificate[0]);
		for (const part of ['signed', 'certificate', 'manifest'] as const) {
			Object.assign(all[6][part][1], { ...all[0][part][1], parents: all[6][part][1].parents });
		}
		google.files.set('empty', {
			...google.files.get(archive),
			...{ name: 'Empty <b>', mimeType: 'application/vnd.google-apps.folder', parents: [archive] },
		});

		const bad = await check();
		assert.match(bad.mail, /^Subject: Archive: 7 of 8 folders need attention\r$/m);
		assert.match(
			bad.mail,
			/Folders: 8\. Checked: 5 \(1 unchanged, 3 changed, 0 doubled, 1 incomplete\)\. Not checkable: 3\. Different documents: 5\./,
		);
		assert.match(bad.mail, /Empty &#60;b&#62;/);
		const verdicts = ['changed', 'changed', 'changed', 'incomplete', 'noManifest', 'noManifest'];
		assert.deepEqual(
			bad.rows.map(({ verdict }) => verdict),
			[...verdicts, 'notDownloaded', 'unchanged'],
		);
		const ANOTHER = 'The manifest is that of another document';
		const told = new Map(bad.rows.map((row) => [row.folder, [row.verdict, row.reason]]));
		const [verdict, reason] = told.get(nameOf(fourth)) ?? [];
		assert.equal(verdict, 'changed');
		assert.ok(reason.startsWith(`${ANOTHER}. Not in the manifest: “Lease 4.pdf”`), reason);
		told.delete(nameOf(fourth));
		const quoted = ([, { name }]: [string, { name: string }]) => `“${name}”`;
		assert.deepEqual(
			told,
			new Map([
				[nameOf(first), ['unchanged', good.rows[0].reason]],
				[nameOf(second), ['changed', `Changed: ${quoted(all[1].signed)}`]],
				[nameOf(third), ['incomplete', `Missing: ${quoted(all[2].certificate)}`]],
				[nameOf(fifth), ['noManifest', 'The folder has no evidence manifest']],
				[
					nameOf(sixth),
					['notDownloaded', `Could not be downloaded: ${quoted(all[5].certificate)}`],
				],
				[nameOf(seventh), ['changed', ANOTHER]],
				['Empty <b>', ['noManifest', 'The folder is empty']],
			]),
		);
		assert.deepEqual(simulator.problems, []);
	},
};

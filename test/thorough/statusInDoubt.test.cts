/**
 * One document at the polling trigger, the callback trigger, a wait and Get Finished, whose status and signers
 * leave it open whether it is completed: docs/waiting-in-detail.md, “When a document counts as completed” and
 * “Deleted and gone”. The
 * statuses are those of docs/api/API.md section 6, among them "# of # Signed", and words that are not there.
 */
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { startAwaiting, type Awaiting } from '../engine/awaiting.cts';
import {
	bent,
	expectCompleted,
	expectGone,
	expectOpen,
	playOn,
	withOpenSigner,
	withStatus,
	type Bend,
} from './surfaces.cts';

const MINUTE = 60_000;

const EVERYBODY = withStatus('2 of 2 Signed');

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
	stage.n8n.hearsItself = false;
});
afterAll(async () => await stage.close());
afterEach(() => realTime());

/** An optional one, perhaps. */
const withDecliner: Bend = (document) => {
	const [first, second] = document.Signers as IDataObject[];
	const declined = { ...second, HasSigned: false, SignedStatus: 'Declined' };
	return { ...document, Status: 'Complete', Signers: [first, declined] };
};

const play = async (signed: number, bend: Bend) => await playOn(stage, signed, bend);

const ALL_SIGNED: Array<[name: string, bend: Bend]> = [
	['"2 of 2 Signed"', withStatus('2 of 2 Signed')],
	['"2 of 2 Signed" in the folder Signed', withStatus('2 of 2 Signed', { Folder: 'Signed' })],
	['"2 of 2 Signed", without signers', withStatus('2 of 2 Signed', { Signers: [] })],
	['"1 of 2 Signed", as the status lags', withStatus('1 of 2 Signed')],
	['InProgress', withStatus('InProgress')],
	['Filling Form', withStatus('Filling Form')],
];

describe.each(ALL_SIGNED)('everybody has signed, %s', (name, bend) => {
	const signedCount = name.includes('without') ? 0 : 2;

	test('a second look some minutes later says so again: completed', async () => {
		const scene = await play(2, bend);
		await scene.look();
		await expectOpen(scene, /Everybody has signed/);
		passTime(5 * MINUTE);
		await scene.look();
		await expectCompleted(scene, signedCount);
		await scene.close();
	});

	test('it is removed before: gone, not deleted', async () => {
		const scene = await play(2, bend);
		await scene.look();
		await expectGone(scene, { status: 'inProgress', signedCount });
		await scene.close();
	});
});

describe.each([
	['"1 of 1 Signed" of two signers', withStatus('1 of 1 Signed'), 1],
	[
		'"1 of 2 Signed", and one signer is listed',
		(document: IDataObject) => ({
			...document,
			Status: '1 of 2 Signed',
			Signers: (document.Signers as IDataObject[]).slice(0, 1),
		}),
		1,
	],
	['"0 of 0 Signed"', withStatus('0 of 0 Signed'), 0],
])('not everybody has signed, %s', (_, bend, signed) => {
	test('however long it stays', async () => {
		const scene = await play(signed, bend);
		for (let count = 0; count < 3; count++) {
			await scene.look();
			passTime(6 * MINUTE);
		}
		await expectOpen(scene, /Not everybody has signed/);
		await scene.close();
	});
});

/** Those who have not signed are not listed any more. */
const leaving =
	(bend: Bend): Bend =>
	(document) => ({
		...bend(document),
		Signers: (document.Signers as IDataObject[]).filter(({ HasSigned }) => HasSigned === true),
	});

// API.md section 6 says of no answer that its signers are all; docs/waiting.md: “The first of several signatures
// does not end the wait”.
describe.each(['InProgress', 'Signing', '1 of 1 Signed', 'Signed'])(
	'two signers were seen, and those who have signed are listed alone: %s',
	(words) => {
		test('it is not completed, however long it stays; when the other one signs, it is', async () => {
			const scene = await play(1, (document) => document);
			await scene.look();
			stage.bench.simulator.faults.spoil(bent(leaving(withStatus(words))));
			for (let count = 0; count < 3; count++) {
				await scene.look();
				passTime(6 * MINUTE);
			}
			await expectOpen(scene, /Not everybody has signed/);
			stage.bench.simulator.faults.clear();
			await stage.bench.simulator.sign(scene.reference);
			await scene.look();
			await expectCompleted(scene, 2);
			await scene.close();
		});

		test('it is removed: gone, not deleted', async () => {
			const scene = await play(1, (document) => document);
			await scene.look();
			stage.bench.simulator.faults.spoil(bent(leaving(withStatus(words))));
			await scene.look();
			await expectGone(scene, { status: 'inProgress', signedCount: 1 });
			await scene.close();
		});
	},
);

test('one of two signers is listed, and the status counts both: completed when it is said again', async () => {
	const scene = await play(2, (document) => ({
		...EVERYBODY(document),
		Signers: (document.Signers as IDataObject[]).slice(0, 1),
	}));
	await scene.look();
	await expectOpen(scene, /Everybody has signed/);
	passTime(5 * MINUTE);
	await scene.look();
	await expectCompleted(scene, 1);
	await scene.close();
});

test('one of two signers is listed, and the status is Complete: completed', async () => {
	const scene = await play(1, (document) => document);
	await scene.look();
	stage.bench.simulator.faults.spoil(bent(leaving(withStatus('Complete'))));
	await scene.look();
	await expectCompleted(scene, 1);
	await scene.close();
});

const UNKNOWN: Array<[words: unknown, folder: string, signed: number]> = [
	['Cancelled', 'Signed', 0],
	['Cancelled', 'Signed', 2],
	['Archived', 'Progress', 1],
	['Sealed', 'Progress', 2],
	['2/2 Signed', 'Signed', 2],
	[7, 'Signed', 1],
];

test.each(UNKNOWN)(
	'status %s in the folder %s, %s of 2 signed: unknown',
	async (words, Folder, signed) => {
		const scene = await play(signed, withStatus(words, { Folder }));
		for (let count = 0; count < 3; count++) {
			await scene.look();
			passTime(6 * MINUTE);
		}
		await expectOpen(scene, new RegExp(`does not know: “${String(words)}”`));
		expect(await scene.lookedUp('getFinished')).toMatchObject({
			status: 'unknown',
			signedCount: signed,
		});
		await expectGone(scene, { status: 'unknown', signedCount: signed });
		await scene.close();
	},
);

describe('a first look, the last signature was minutes ago: what a restart of n8n forgets, the answer tells', () => {
	test('everybody has signed: completed', async () => {
		const scene = await play(2, EVERYBODY);
		passTime(5 * MINUTE + 1000);
		await scene.look();
		await expectCompleted(scene, 2);
		await scene.close();
	});

	// What was signed long ago was signed by another.
	test('a signer is open: a second look tells', async () => {
		const scene = await play(2, withOpenSigner);
		passTime(6 * MINUTE);
		await scene.look();
		await expectOpen(scene, /complete, but a signer still has to sign/);
		passTime(6 * MINUTE);
		await scene.look();
		await expectCompleted(scene, 1);
		await scene.close();
	});

	test('a signer declined: a second look tells, and it is not lost', async () => {
		const scene = await play(2, withDecliner);
		passTime(6 * MINUTE);
		await scene.look();
		await expectOpen(scene, /complete, but a signer has declined/);
		passTime(6 * MINUTE);
		await scene.look();
		await expectCompleted(scene, 1);
		await scene.close();
	});

	test('by the clock of Secured Signing, not by that of n8n', async () => {
		const scene = await play(2, EVERYBODY);
		stage.bench.simulator.faults.choose(() => ({ kind: 'clockSkew', seconds: -240 }));
		passTime(6 * MINUTE);
		await expectOpen(scene, /^Everybody has signed, but/);
		await scene.close();
	});

	test("n8n's clock is put ahead between two looks: a third one tells", async () => {
		const scene = await play(2, withOpenSigner);
		await scene.look();
		stage.bench.simulator.faults.choose(() => ({ kind: 'clockSkew', seconds: -240 }));
		passTime(5 * MINUTE);
		await scene.look();
		await expectOpen(scene, /complete, but a signer still has to sign/);
		passTime(6 * MINUTE);
		await scene.look();
		await expectCompleted(scene, 1);
		await scene.close();
	});

	test.each<[name: string, date: (at: Date) => string | undefined]>([
		['no date', () => undefined],
		['the first day of the year 1, which is .NET for none', () => '0001-01-01T00:00:00Z'],
		['no zone: it may be 12 hours later', (at) => at.toISOString().replace('Z', '')],
		['no time: it may be the end of the day', (at) => at.toISOString().slice(0, 10)],
	])('%s: a second look tells', async (_, date) => {
		const signedAt = new Date();
		const scene = await play(2, (document) => ({
			...EVERYBODY(document),
			LastSignedDate: date(signedAt),
		}));
		passTime(6 * MINUTE);
		await scene.look();
		await expectOpen(scene, /^Everybody has signed, but/);
		passTime(6 * MINUTE);
		await scene.look();
		await expectCompleted(scene, 2);
		await scene.close();
	});
});

/**
 * What one answer says for a moment, and what an item or another service says, completes nothing:
 * docs/waiting-in-detail.md, “When a document counts as completed” and “Deleted and gone”. docs/api/API.md section 6 says of no answer that its signers are
 * all, or that its status, its count and its signers agree.
 */
import type { IDataObject } from 'n8n-workflow';

import { passTime, realTime } from '../harness/clock.cts';
import { startAwaiting, type Awaiting } from '../engine/awaiting.cts';
import { startBetween } from '../engine/between.cts';
import { byReference } from '../engine/samples.cts';
import {
	bent,
	ends,
	expectCompleted,
	expectOpen,
	playOn,
	withOpenSigner,
	withStatus,
	type Bend,
} from './surfaces.cts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
	stage.n8n.hearsItself = false;
});
afterAll(async () => await stage.close());
afterEach(() => realTime());

const asItIs: Bend = (document) => document;
const play = async (signed: number) => await playOn(stage, signed, asItIs);
const say = (bend: Bend) => stage.bench.simulator.faults.spoil(bent(bend));
const sayTheTruth = () => stage.bench.simulator.faults.clear();
const finished = async (reference: string, json: IDataObject = {}, more: object = {}) => {
	const lookedUp = { resource: 'document', operation: 'getFinished' };
	const parameters = { ...lookedUp, document: byReference(reference) };
	return (await stage.bench.run(parameters, { items: [{ json }], ...more })).items[0].json;
};

/** Everybody has signed, of each signer. */
const allSigned: Bend = (document) => ({
	...document,
	Signers: (document.Signers as IDataObject[]).map((signer) => ({ ...signer, HasSigned: true })),
});

describe.each<[string, Bend]>([
	['InProgress, and both have signed', (document) => withStatus('InProgress')(allSigned(document))],
	[
		'“1 of 2 Signed”, and both have',
		(document) => withStatus('1 of 2 Signed')(allSigned(document)),
	],
	['“2 of 2 Signed”, and one has', withStatus('2 of 2 Signed')],
])('the last signature is that of an earlier look, an hour ago: %s', (_what, moment) => {
	test('one answer: not completed; when the other one signs, it is', async () => {
		const scene = await play(1);
		await scene.look();
		passTime(60 * MINUTE);
		say(moment);
		await scene.look();
		await expectOpen(scene, /verybody has signed/);
		sayTheTruth();
		await scene.look();
		await stage.bench.simulator.sign(scene.reference);
		await scene.look();
		await expectCompleted(scene, 2);
		await scene.close();
	});

	test('after a restart, a document that no look has seen: two looks, where the answer is at odds with itself', async () => {
		const scene = await play(1);
		passTime(60 * MINUTE);
		say(withStatus('2 of 2 Signed'));
		await stage.restarted(async () => {
			expect(await finished(scene.reference)).toMatchObject({ finished: false });
			passTime(5 * MINUTE);
			expect(await finished(scene.reference)).toMatchObject({ finished: true });
		});
		await scene.close();
	});
});

// docs/waiting-in-detail.md, “When a document counts as completed”: of signers that are left out one answer tells nothing.
test.each([[[]], [undefined], [null]])(
	'“Signed”, and the signers are left out as %j: not by one answer',
	async (Signers) => {
		const scene = await play(1);
		await scene.look();
		passTime(60 * MINUTE);
		say((document) => ({ ...document, Status: 'Signed', Signers }) as IDataObject);
		await scene.look();
		await expectOpen(scene, /as signed, but not by whom/);
		sayTheTruth();
		await scene.look();
		await scene.close();

		const done = await play(1);
		await done.look();
		await stage.bench.simulator.sign(done.reference);
		say((document) => ({ ...document, Status: 'Signed', Signers }) as IDataObject);
		await done.look();
		await expectOpen(done, /as signed, but not by whom/);
		passTime(6 * MINUTE);
		await done.look();
		expect(ends(done.polled())).toEqual(['completed']);
		expect(ends(done.called())).toEqual(['completed']);
		await done.close();
	},
);

// Nothing that cannot be undone rests on what cannot be read.
test.each<[string, (first: IDataObject) => unknown[]]>([
	['null', (first) => [first, null]],
	['a text', (first) => [first, 'Ben']],
	['the first one once more', (first) => [first, first]],
])('in the place of the second signer is %s: not completed, however long', async (_, signers) => {
	const scene = await play(1);
	await scene.look();
	say((document) => {
		const [first] = document.Signers as IDataObject[];
		return { ...document, Status: 'InProgress', Signers: signers(first) as IDataObject[] };
	});
	for (let count = 0; count < 3; count++) {
		await scene.look();
		passTime(6 * MINUTE);
	}
	expect(ends(scene.polled())).toEqual([]);
	expect(ends(scene.called())).toEqual([]);
	expect(scene.isWaiting()).toBe(true);
	expect(await finished(scene.reference)).toMatchObject({ finished: false });
	await scene.close();
});

describe('inDoubtSince of an item', () => {
	test.each<[string, unknown]>([
		['the year 1', '0001-01-01T00:00:00'],
		['1900', '1900-01-01T00:00:00Z'],
		['1970', '1970-01-01T00:00:00Z'],
		['0', 0],
		['-1', -1],
		['a text that is 0', '0'],
		['before the last signature', new Date(Date.now() - 400 * DAY).toISOString()],
		['in the future', new Date(Date.now() + DAY).toISOString()],
	])('%s: it is none', async (_, inDoubtSince) => {
		const { reference, close } = await play(1);
		passTime(20 * MINUTE);
		say(withOpenSigner);
		await stage.restarted(async () => {
			const item = { documentReference: reference, inDoubtSince } as IDataObject;
			expect(await finished(reference, item)).toMatchObject({ finished: false });
		});
		await close();
	});

	test('a look of this process was in no doubt since: it was another doubt', async () => {
		const scene = await play(1);
		await scene.look();
		say(withOpenSigner);
		const item = await finished(scene.reference);
		expect(item).toMatchObject({ finished: false, inDoubtSince: expect.any(String) as string });
		passTime(20 * MINUTE);
		sayTheTruth();
		expect(await finished(scene.reference, item)).toMatchObject({ finished: false });
		passTime(20 * MINUTE);
		say(withOpenSigner);
		expect(await finished(scene.reference, item)).toMatchObject({ finished: false });
		await scene.close();
	});

	// docs/waiting-in-detail.md: “A stored doubt is valid for two days”.
	test.each([
		[47, true],
		[49, false],
	])('of %i hours ago, after a restart: completed %j', async (hours, isCompleted) => {
		const { reference, close } = await play(1);
		passTime(10 * DAY);
		say(withOpenSigner);
		const inDoubtSince = new Date(Date.now() - hours * 60 * MINUTE).toISOString();
		const item = { documentReference: reference, inDoubtSince };
		await stage.restarted(async () => {
			const first = await finished(reference, item);
			expect(first).toMatchObject({ finished: isCompleted });
			if (isCompleted) return;
			expect(Date.parse(String(first.inDoubtSince))).toBeGreaterThan(Date.parse(inDoubtSince));
			passTime(5 * MINUTE);
			expect(await finished(reference, first)).toMatchObject({ finished: true });
		});
		await close();
	});

	test('it counts for this item, and for nobody else', async () => {
		const { reference, close } = await play(1);
		passTime(20 * MINUTE);
		say(withOpenSigner);
		const inDoubtSince = new Date(Date.now() - 10 * MINUTE).toISOString();
		const item = { documentReference: reference, inDoubtSince };
		await stage.restarted(async () => {
			expect(await finished(reference, item)).toMatchObject({ finished: true });
			expect(await finished(reference)).toMatchObject({ finished: false });
		});
		await close();
		const scene = await play(1);
		await scene.look();
		passTime(20 * MINUTE);
		say(withOpenSigner);
		await finished(scene.reference, { ...item, documentReference: scene.reference });
		await scene.look();
		await expectOpen(scene, /complete, but a signer still has to sign/);
		await scene.close();
	});
});

// “When it is the same account and address as at the beginning.”
test('what a service at another address says of the same reference is nothing', async () => {
	const scene = await play(1);
	await scene.look();
	const between = await startBetween(stage.bench);
	between.rule = async (_, pass) => {
		const given = await pass();
		return { ...given, body: given.body?.replace(/"Status": ?"[^"]*"/, '"Status":"Complete"') };
	};
	const { credential } = between.bench.simulator;
	expect(await finished(scene.reference, {}, { credential })).toMatchObject({
		status: 'unknown',
		inDoubtSince: expect.any(String) as string,
	});
	between.close();
	passTime(60 * MINUTE);
	say(withOpenSigner);
	await scene.look();
	await expectOpen(scene, /complete, but a signer still has to sign/);
	await scene.close();
});

// Deleted: “it was not signed yet when it was last looked at”.
test('another trigger of this n8n saw it signed, and it was removed: gone, not deleted', async () => {
	const scene = await play(0);
	await scene.look();
	passTime(10 * MINUTE);
	await stage.bench.simulator.sign(scene.reference);
	await stage.bench.simulator.sign(scene.reference);
	await scene.trigger.poll();
	expect(ends(scene.polled())).toEqual(['completed']);
	await scene.remove();
	for (let count = 0; count < 2; count++) {
		await scene.look();
		passTime(6 * MINUTE);
	}
	expect(ends(scene.called())).toEqual(['gone']);
	expect(scene.waited()).toMatchObject({ status: 'gone', finished: false });
	await scene.close();
});

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator, SimulatorDocument } from '../../n8n/simulator.mts';
import { sendLease } from '../../n8n/sending.mts';
import { everySeconds } from '../../n8n/telling.mts';
import { activate, importExample, nodeOf, runManually } from '../imported.mts';
import { firstLook, isFile, refusedNothing, until, type Story } from '../story.mts';

const documentOf = (simulator: Simulator, reference: string): SimulatorDocument =>
	simulator.documents().find((held) => held.reference === reference)!;

const TRIGGER = 'When clicking ‘Execute workflow’';

export const sendAndCollect: Story = {
	example: 'send-a-contract',
	tells: 'two files are sent to two people each; collect-signed-contracts brings them back',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const send = await importExample(place, this.example);
		const { results } = await place.executions.until(
			await runManually(place, send, TRIGGER),
			'success',
		);
		const links = results['Get Signing Link'].map(({ json }) => String(json.signingKey));
		const keys = simulator.documents().map(({ signers }) => signers[0].key);
		assert.equal(keys.length, 2);
		assert.ok(
			keys.every((key) => links.some((link) => link.includes(key))),
			links.join(' '),
		);
		for (const { reference } of simulator.documents()) {
			await simulator.sign(reference, 'ana@example.com');
			await simulator.sign(reference, 'ben@example.com');
		}

		// As one account: what the first has sent, the second collects.
		const collect = await importExample(
			place,
			'collect-signed-contracts',
			(imported) => {
				nodeOf(imported, 'When Signed').parameters.pollTimes = everySeconds(5);
			},
			this.example,
		);
		await place.executions.until(await runManually(place, collect, TRIGGER), 'success');
		const saved = await readdir(join(place.files, 'signed'));
		for (const { reference, signed, sends } of simulator.documents()) {
			assert.equal(sends, 1);
			assert.ok(signed && saved.includes(`${reference}.pdf`));
			await isFile(join(place.files, 'signed', `${reference}.pdf`), signed);
		}
		// What is signed from now on comes by itself, and nothing of the earlier ones is fetched again.
		const before = simulator.requests.length;
		await activate(place, collect);
		await firstLook(simulator, before);
		const later = await sendLease(simulator, {}, { name: 'Later.docx' });
		for (const { email } of documentOf(simulator, later).signers)
			await simulator.sign(later, email);
		await until('signed PDF', async () =>
			(await readdir(join(place.files, 'signed'))).includes(`${later}.pdf`) ? true : undefined,
		);
		await isFile(join(place.files, 'signed', `${later}.pdf`), documentOf(simulator, later).signed!);
		const runs = (await place.executions.list(collect.id)).filter(
			({ status }) => status !== 'success',
		);
		assert.deepEqual(runs, []);
		refusedNothing(simulator);
	},
};

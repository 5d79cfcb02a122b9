/**
 * What the filters of the trigger find. docs/api/API.md section 3: “Properties without a value are usually left
 * out … whatever is not required may be missing”, so a list may lack what the status has.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CONFIRMED_AFTER_MS } from '../../nodes/SecuredSigning/api/gone.ts';
import { passTime } from '../harness/clock.cts';
import type { Polling } from '../harness/polling.cts';
import { told, useScene, type Scene } from '../engine/watch.cts';

const MINUTE = 60_000;

let scene: Scene;
useScene((own) => (scene = own));

/** Changes each document of the lists, and of the statuses. */
const say = (inLists: IDataObject, inStatus: IDataObject) =>
	scene.simulator.faults.spoil((answer, { operationId }) => {
		if (operationId === 'getDocumentStatus') return { ...(answer as IDataObject), ...inStatus };
		if (operationId !== 'getActiveDocuments') return answer;
		return (answer as IDataObject[]).map((document) => ({ ...document, ...inLists }));
	});

describe.each<[name: string, filter: INodeParameters, property: string, own: string]>([
	['Client Reference', { clientReference: 'o-7' }, 'ClientReference', 'o-7'],
	['Document Name Contains', { name: 'lease' }, 'Name', 'The Lease.docx'],
])('%s', (_name, options, property, own) => {
	test.each([undefined, null, ''])(
		'the lists have %j, and the status has it: told',
		async (listed) => {
			const trigger = scene.trigger({ events: ['completed', 'signed'], options });
			await trigger.activate();
			say({ [property]: listed }, { [property]: own });
			const [reference] = await scene.send();
			await trigger.poll();
			await scene.simulator.sign(reference);
			await trigger.poll();
			await scene.simulator.sign(reference);
			for (let look = 0; look < 2; look++) await trigger.poll();
			await trigger.activate();
			expect(told(trigger.items())).toEqual(['signed', 'signed', 'completed']);
		},
	);

	// “Deleted” and “Gone”, of the documents that pass: what they are is to be known before they are gone.
	describe('the lists never have it, and the status has it', () => {
		const events = ['deleted', 'gone'];
		const remove = async (trigger: Polling, reference: string, isRestarted = false) => {
			await scene.remove(reference);
			if (isRestarted) await trigger.activate();
			for (let look = 0; look < 3; look++) {
				await trigger.poll();
				passTime(CONFIRMED_AFTER_MS);
			}
		};
		const reads = () =>
			scene.operations().filter((operation) => operation === 'getDocumentStatus').length;

		test.each(['before', 'after'])('sent %s the activation, and deleted: told', async (when) => {
			say({ [property]: undefined }, { [property]: own });
			const trigger = scene.trigger({ events, options });
			const earlier = when === 'before' ? await scene.send() : [];
			await trigger.activate();
			const [reference] = when === 'after' ? await scene.send() : earlier;
			for (let look = 0; look < 3; look++) await trigger.poll();
			expect(reads()).toBe(1);
			await remove(trigger, reference);
			expect(told(trigger.items())).toEqual(['deleted']);
			expect(trigger.items()[0].documentReference).toBe(reference);
		});

		test('n8n restarts, and it is not there any more: gone', async () => {
			say({ [property]: undefined }, { [property]: own });
			const trigger = scene.trigger({ events, options });
			await trigger.activate();
			const [reference] = await scene.send();
			await trigger.poll();
			passTime(120 * MINUTE);
			await remove(trigger, reference, true);
			expect(told(trigger.items())).toEqual(['gone']);
		});

		test('more than one look reads: those with events first, the rest by and by', async () => {
			say({ [property]: undefined }, { [property]: own });
			const trigger = scene.trigger({ events: [...events, 'completed'], options });
			const all = await scene.send(210, { signers: 1 });
			await trigger.activate();
			await trigger.poll();
			const done = all.pop() as string;
			await scene.simulator.sign(done);
			await trigger.poll();
			expect(told(trigger.items())).toEqual(['completed']);
			expect(reads()).toBe(210);
			for (const reference of [all[0], all[208]]) await remove(trigger, reference);
			expect(told(trigger.items())).toEqual(['completed', 'deleted', 'deleted']);
		});

		test('it has another one: not told', async () => {
			say({ [property]: undefined }, { [property]: 'another' });
			const trigger = scene.trigger({ events, options });
			await trigger.activate();
			const [reference] = await scene.send();
			await trigger.poll();
			await remove(trigger, reference);
			expect(trigger.items()).toEqual([]);
		});

		test('a test in the editor finds it', async () => {
			say({ [property]: undefined }, { [property]: own });
			const trigger = scene.trigger({ events: ['sent'], options });
			await scene.send();
			expect(told((await trigger.test()).map(({ json }) => json))).toEqual(['sent']);
		});
	});

	test('neither has it: deleted is not told, and it is read once', async () => {
		say({ [property]: undefined }, { [property]: undefined });
		const trigger = scene.trigger({ events: ['deleted', 'gone'], options });
		await trigger.activate();
		await scene.send();
		for (let look = 0; look < 3; look++) await trigger.poll();
		const reads = scene.operations().filter((operation) => operation === 'getDocumentStatus');
		expect(reads).toHaveLength(1);
		expect(trigger.items()).toEqual([]);
	});

	test('neither has it: not told, and read once for each event', async () => {
		const trigger = scene.trigger({ events: ['completed', 'signed'], options });
		await trigger.activate();
		say({ [property]: undefined }, { [property]: undefined });
		const [reference] = await scene.send();
		await scene.simulator.sign(reference);
		for (let look = 0; look < 3; look++) await trigger.poll();
		const reads = scene.operations().filter((operation) => operation === 'getDocumentStatus');
		expect(reads).toHaveLength(1);
		expect(trigger.items()).toEqual([]);
	});
});

// The field says: “with this text in their name, in capitals or not”. Capitals by Unicode’s own rules: ς is
// the small Σ at the end of a word, ß in capitals is SS, İ is the capital i of Turkish.
test.each([
	['ΟΡΟΣ', 'ΟΡΟΣΗΜΟ.docx'],
	['οροσ', 'ΟΡΟΣ.docx'],
	['istanbul', 'İSTANBUL.docx'],
	['Straße', 'HAUPTSTRASSE.docx'],
	['STRASSE', 'Hauptstraße.docx'],
	['Lease', 'Lea\u00adse.docx'],
	['Lease', 'L\u200bease.docx'],
	['Sub-Lease', 'Sub\u2011Lease.docx'],
	['Lease', 'Ｌｅａｓｅ.docx'],
	['Office', 'Oﬃce.docx'],
])('Document Name Contains %j finds %j', async (name, title) => {
	const trigger = scene.trigger({ events: ['sent'], options: { name } });
	await trigger.activate();
	say({ Name: title }, { Name: title });
	await scene.send();
	await trigger.poll();
	expect(told(trigger.items())).toEqual(['sent']);
});

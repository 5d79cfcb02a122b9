/**
 * What the filters of the trigger find. docs/api/API.md section 3: “Properties without a value are usually left
 * out … whatever is not required may be missing”, so a list may lack what the status has.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { realTime } from '../harness/clock.cts';
import { startScene, told, type Scene } from './watch.cts';

let scene: Scene;
beforeEach(async () => {
	scene = await startScene();
});
afterEach(async () => {
	realTime();
	await scene.simulator.close();
	expect(scene.simulator.problems).toEqual([]);
});

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

/** Several templates in one send: what is refused, and what became of it, whatever the answer tells. */
import type { IDataObject } from 'n8n-workflow';

import { namesOf } from './packs.cts';
import { ana, ben, byReference, cleo } from './samples.cts';
import { useTemplatePacks } from './templatePacks.cts';

const { packs, row, pack, sending, send, sent } = useTemplatePacks();

describe('what is refused before anything is sent', () => {
	test.each<[string, () => object, RegExp]>([
		[
			'the same template twice',
			() => ({ additionalTemplates: { template: [row('Letter of Offer')] } }),
			/^The same template is chosen twice/,
		],
		[
			'a row without a template',
			() => ({ additionalTemplates: { template: [{ template: byReference('={{ "" }}') }] } }),
			/^'Template' of additional template 1 is empty/,
		],
		[
			'nobody knows who of two signs it',
			() => pack(''),
			/^The template "Consent Form" is signed by 1 person, but 2 are chosen for it/,
		],
		['more than sign it', () => pack('1, 2'), /is signed by 1 person, but 2 are chosen for it/],
		['a signer who is not there', () => pack('3'), /names signer 3, but there are only 2 people/],
		['no numbers', () => pack('Ben'), /is not a list of signers: "Ben"/],
		['a number twice', () => pack('1, 1'), /is not a list of signers: "1, 1"/],
		[
			'somebody who signs nothing',
			() => ({ signers: { signer: [ana, ben, cleo] } }),
			/^Signer 3 signs none of the templates/,
		],
		[
			'fewer than sign the first one',
			() => ({ signers: { signer: [ana] } }),
			/^The template is signed by 2 people, but 1 were entered/,
		],
		[
			'more documents than may go out',
			() => ({ options: { sendingLimits: { limits: { maxDocuments: 1 } } } }),
			/^This would send 2 documents/,
		],
	])('%s', async (_what, parameters, message) => {
		const { error } = await send(parameters());
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(sent()).toEqual([]);
	});
});

describe('what became of it', () => {
	type Answer = { Documents: Array<{ Signers: IDataObject[] }> };

	test('of an answer that names one of two, the other is looked up', async () => {
		packs.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'sendFormFillerTemplates'
				? { ...(answer as Answer), Documents: (answer as Answer).Documents.slice(1) }
				: answer,
		);
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(namesOf(items.map(({ json }) => json)).sort()).toEqual([
			'Consent Form',
			'Letter of Offer',
		]);
		expect(sent()).toHaveLength(1);
	});

	test('a document that went to the signer of the other one is told', async () => {
		const swapped = <T extends { Signers: IDataObject[] }>(document: T): T => ({
			...document,
			Signers: document.Signers.map((signer) => ({
				...signer,
				...{ FirstName: 'Ana', LastName: 'Lopez', Email: ana.email },
			})),
		});
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId === 'sendFormFillerTemplates') {
				const { Documents } = answer as Answer;
				return { Documents: [Documents[0], swapped(Documents[1])] };
			}
			const isConsent = (answer as { Name?: string }).Name === 'Consent Form.pdf';
			return operationId === 'getDocumentStatus' && isConsent ? swapped(answer as never) : answer;
		});
		const { error } = await send();
		expect(error?.message).toBe(
			'This was sent, but not to Ben Wu (ben@example.com), also to Ana Lopez (ana@example.com)',
		);
		expect(sent()).toHaveLength(1);
	});

	test('an answer that was lost is found, with both documents', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendFormFillerTemplates' });
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		expect(sent()).toHaveLength(1);
	});
});

test('the wait goes on when all templates are signed', async () => {
	const { begin, n8n, output, references: waitedFor, settle } = packs.stage;
	const id = await begin(sending({ operation: 'sendAndAwait' }), [{ json: {} }]);
	const [[offer, consent]] = waitedFor(id);
	for (const [reference, who] of [
		[consent, ben],
		[offer, ana],
		[offer, ben],
	] as const) {
		expect(n8n.status(id)).toBe('waiting');
		await packs.bench.simulator.sign(reference, who.email);
		await settle();
	}
	expect(n8n.status(id)).toBe('success');
	const [{ json }] = output(id).items;
	expect(namesOf(json.documents as IDataObject[])).toEqual(['Letter of Offer', 'Consent Form']);
	expect(json).toMatchObject({ status: 'completed', finished: true });
});

/**
 * What a send makes of a success: what its answer does not name is looked up, and what the service
 * accepted is never sent again. Shapes of answers: docs/api/API.md sections 5.3 to 5.6, 10.2, 10.3 and
 * 10.11.
 */
import type { IDataObject } from 'n8n-workflow';

import { NOT_LOOKED_UP } from '../../nodes/SecuredSigning/send/lookUp.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import type { StandIn } from '../fuzz/standIn.cts';
import { ana, answered, ben, doc, failed, useAnswers } from './answeredSends.cts';

let service: StandIn;
const { send } = useAnswers((own) => ({ service } = own));

describe.each(['form', 'template'])('%s', (kind) => {
	const reference = { PackageReference: 'P', QueueReference: 'Q' };

	test('a package without its documents is looked up', async () => {
		const sent = await send(kind, reference, {
			'Package/Status/P': { PackageReference: 'P', Documents: [doc('21')] },
		});
		expect(sent).toMatchObject({ references: ['21'], sends: 1, error: undefined });
		expect(sent.json[0]).toMatchObject({ packageReference: 'P', signerCount: 2 });
		expect(sent.json[0].recovered).toBeUndefined();
	});

	test('a bare document is one', async () => {
		const sent = await send(kind, doc('21'));
		expect(sent).toMatchObject({ references: ['21'], sends: 1 });
	});

	test.each<[string, unknown]>([
		['a package', reference],
		['a queue', { QueueReference: 'Q' }],
		['documents without references', { Documents: [{ Name: 'Letter', Status: 'Signing' }] }],
		['a document beside an error', { ...doc('21'), ResponseStatus: { ErrorCode: 'Late' } }],
	])('what names %s and cannot be looked up is not sent again', async (_what, answer) => {
		const { error, sends } = await send(kind, answer, {}, { tries: 3 });
		expect(sends).toBe(1);
		expect(error?.message).toMatch(new RegExp(`accepted the send|was sent|${UNCONFIRMED}`));
		expect(JSON.stringify(error)).not.toMatch(/Nothing was sent/);
	});

	test('Retry On Fail hands out what can be looked up later', async () => {
		let looks = 0;
		const answer = send(kind, reference, {}, { tries: 2 });
		service.specials.splice(1, 0, {
			route: /Package\/Status\/P/,
			answer: () =>
				looks++ === 0 ? failed : answered({ PackageReference: 'P', Documents: [doc('21')] }),
		});
		const sent = await answer;
		expect(sent).toMatchObject({ references: ['21'], sends: 1, error: undefined });
		expect(sent.json[0].recovered).toBe(true);
	});

	test('a lost answer, and lists that do not repeat the client reference', async () => {
		const sent = await send(kind, {}, { 'GetActiveDocuments/Progress': [doc('21')] }, { tries: 2 });
		expect(sent.error?.message).toBe(UNCONFIRMED);
		expect(sent.sends).toBe(1);
	});
});

describe('documents that the answer does not name', () => {
	test('are looked up, in the order in which they were sent', async () => {
		const sent = await send('smartTag', [doc('12')], {
			'Document/Status/11': doc('11'),
			'Document/Status/12': doc('12'),
		});
		expect(sent).toMatchObject({ references: ['11', '12'], sends: 1, error: undefined });
	});

	test('are in their package', async () => {
		const sent = await send(
			'smartTag',
			{ PackageReference: 'P', Documents: [doc('11')] },
			{ 'Package/Status/P': { PackageReference: 'P', Documents: [doc('11'), doc('12')] } },
		);
		expect(sent).toMatchObject({ references: ['11', '12'], sends: 1, error: undefined });
	});

	test('and are not sent: the item fails, and says which', async () => {
		const sent = await send(
			'smartTag',
			[doc('11')],
			{ 'Document/Status/11': doc('11'), 'Document/Status/12': doc('12', { Status: 'NotStart' }) },
			{ tries: 2 },
		);
		expect(sent.error?.message).toMatch(/names 1 of 2 documents/);
		expect(sent.error?.description).toMatch(/Named: 11.*not found among what is sent: 12/);
		expect(sent.sends).toBe(1);
	});

	// An address cannot hold it: what may be out is not looked up, and that says nothing of the send.
	test('and have a reference that is none', async () => {
		const sent = await send(
			'smartTag',
			[doc('..')],
			{
				'Document/Status/11': doc('11', { Status: 'NotStart' }),
				'Document/Status/12': doc('12', { Status: 'NotStart' }),
			},
			{ tries: 2 },
		);
		expect(sent.error?.message).toBe(NOT_LOOKED_UP);
		expect(JSON.stringify(sent.error)).not.toMatch(/Nothing was sent/);
		expect(sent.sends).toBe(1);
	});

	test('the documents of others in their place are not handed out', async () => {
		const sent = await send('smartTag', [doc('98'), doc('99')], {
			'Document/Status/11': doc('11'),
			'Document/Status/12': doc('12'),
		});
		expect(sent).toMatchObject({ references: ['11', '12'], sends: 1 });
	});
});

describe.each(['form', 'template'])('%s: documents that were not asked for', (kind) => {
	const mine = doc('21');

	test.each<[string, IDataObject]>([
		['goes to other people', doc('98', { Signers: [{ Email: 'cleo@example.com' }] })],
		['has another client reference', doc('98', { ClientReference: 'order 98' })],
	])('one that %s is not handed out', async (_what, other) => {
		const sent = await send(kind, { Documents: [other, mine] });
		expect(sent).toMatchObject({ references: ['21'], sends: 1, error: undefined });
	});

	test('one that is named twice is one', async () => {
		const sent = await send(kind, [mine, mine]);
		expect(sent).toMatchObject({ references: ['21'], sends: 1, error: undefined });
	});
});

test.each<[string, IDataObject]>([
	[
		'in camelCase',
		{ reference: '31', clientReference: '4711', status: 'Signing', signers: [ana, ben] },
	],
	['with the client reference as a number', doc('31', { ClientReference: 4711 })],
])('Send Once per Reference finds a document in a list %s', async (_how, listed) => {
	const options = { clientReference: '4711', oncePerClientReference: true };
	const sent = await send(
		'form',
		doc('32'),
		{ 'GetActiveDocuments/Progress': [listed] },
		{ options },
	);
	expect(sent).toMatchObject({ references: ['31'], sends: 0, error: undefined });
	expect(sent.json[0].recovered).toBe(true);
});

test('Send Once per Reference sends nothing where a status is not known', async () => {
	const options = { clientReference: '4711', oncePerClientReference: true };
	const draft = doc('31', { ClientReference: '4711', Status: 'Draft' });
	const sent = await send('form', doc('32'), { 'GetActiveDocuments/InBox': [draft] }, { options });
	expect(sent.error?.message).toBe(UNCONFIRMED);
	expect(sent.sends).toBe(0);
});

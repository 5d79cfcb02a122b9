/**
 * What a send makes of a success that does not name its signers, or nothing at all. Who signs: docs/api/API.md
 * sections 6 (Document.Signers) and 12.1; words for a status: section 6.
 */
import type { IDataObject } from 'n8n-workflow';

import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { ana, ben, doc, useAnswers } from './answeredSends.cts';
import { both, documentList } from './samples.cts';

const { send } = useAnswers();

describe('signers that the answer does not name', () => {
	const fewer = (...Signers: IDataObject[]) => doc('21', { Signers });

	test.each(['form', 'template', 'smartTag'])('%s: somebody is missing', async (kind) => {
		const answer = kind === 'smartTag' ? [fewer(ana)] : fewer(ana);
		const sent = await send(
			kind,
			answer,
			{ 'Document/Status/21': fewer(ana) },
			{
				tries: 2,
				...(kind === 'smartTag' && { parameters: { documents: documentList('21') } }),
			},
		);
		expect(sent.error?.message).toBe('This was sent, but not to Ben Wu (ben@example.com)');
		expect(sent.error?.description).toMatch(/signers of 21/);
		expect(sent.sends).toBe(1);
	});

	test.each<[string, unknown, unknown]>([
		['the document names them', fewer(ana), doc('21')],
		['nobody is named until then', { Reference: '21' }, doc('21')],
		['nobody is named at all', { Reference: '21' }, { Reference: '21', Status: 'Signing' }],
		['the document cannot be read', { Reference: '21' }, 'down'],
	])('no one is missing where %s', async (_what, answer, status) => {
		const sent = await send('form', answer, { 'Document/Status/21': status });
		expect(sent).toMatchObject({ references: ['21'], sends: 1, error: undefined });
	});

	test('two signers with one mailbox are two', async () => {
		const parameters = {
			signers: { signer: [both.signer[0], { ...both.signer[1], email: ana.Email }] },
		};
		const sent = await send(
			'form',
			fewer(ana),
			{ 'Document/Status/21': fewer(ana) },
			{ parameters },
		);
		expect(sent.error?.message).toMatch(/^This was sent, but not to Ben Wu/);
	});
});

describe('after a success that names nothing', () => {
	const status = (one: unknown, other: unknown) => ({
		'Document/Status/11': one,
		'Document/Status/12': other,
	});

	test.each<[string, Record<string, unknown>]>([
		['an empty object', status({}, {})],
		['an error', status({ ResponseStatus: { ErrorCode: 'Busy' } }, doc('12'))],
		['the document of others', status(doc('99'), doc('12'))],
		['a status that nobody knows', status(doc('11', { Status: 'Draft' }), doc('12'))],
		['no status', status({ Reference: '11', Signers: [ana] }, doc('12'))],
	])('%s says nothing of whether it was sent', async (_what, later) => {
		const sent = await send('smartTag', {}, later, { tries: 2 });
		expect(sent.error?.message).toMatch(UNCONFIRMED);
		expect(sent.sends).toBe(1);
	});

	test('a known word in another spelling does', async () => {
		const words = status(doc('11', { Status: 'in progress' }), doc('12', { Status: 'COMPLETED' }));
		const sent = await send('smartTag', [], words);
		expect(sent).toMatchObject({ references: ['11', '12'], sends: 1, error: undefined });
		expect(sent.json).toMatchObject([
			{ status: 'inProgress', recovered: true },
			{ status: 'completed', recovered: true },
		]);
	});
});

test.each([true, false])(
	'the keys of an embedded template are handed out (Simplify: %s)',
	async (simplify) => {
		const named = [ana, ben].map((signer) => ({ ...signer, SigningKey: `key of ${signer.Email}` }));
		const answer = { Documents: [doc('21')], Signers: [...named].reverse() };
		const { json } = await send(
			'template',
			answer,
			{},
			{
				options: { embedded: true },
				parameters: { simplify },
			},
		);
		const [one] = json as [Record<string, IDataObject[]>];
		expect(
			(one.signers ?? one.Signers).map((signer) => signer.signingKey ?? signer.SigningKey),
		).toEqual(['key of ana@example.com', 'key of ben@example.com']);
	},
);

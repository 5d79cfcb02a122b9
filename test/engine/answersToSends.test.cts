/**
 * What a send makes of a success: what its answer does not name is looked up, and what the service
 * accepted is never sent again. Shapes of answers: docs/api/API.md sections 5.3 to 5.6, 10.2, 10.3 and
 * 10.11; who signs: section 6 (Document.Signers) and 12.1; words for a status: section 6.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GOOD, type Answer } from '../fuzz/answers.cts';
import { startStandIn, type StandIn } from '../fuzz/standIn.cts';
import type { Simulator } from '../../simulator/index.cts';
import { execute } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, documentList, inDays } from './samples.cts';

let bench: Bench;
let service: StandIn;

beforeAll(async () => {
	[bench, service] = await Promise.all([startBench(), startStandIn()]);
	service.answers = [{ ...GOOD, status: 404, body: { text: '' } }];
});
afterAll(async () => await Promise.all([bench.close(), service.close()]));
afterEach(() => service.forget());

const ana = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
const ben = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' };
const doc = (Reference: string, more: IDataObject = {}): IDataObject => ({
	...{ Reference, Name: `${Reference}.pdf`, Status: 'Signing', Signers: [ana, ben] },
	...more,
});

const KINDS: Record<string, INodeParameters> = {
	smartTag: { documentsFrom: 'documents', documents: documentList('11', '12') },
	form: { form: byReference('7') },
	template: { template: byReference('7') },
};
const SEND = /POST \/(SmartTag\/Send|FormDirect\/SendForms|FormFiller\/Send)/;
const places = {
	Reference: '7',
	Name: 'Letter',
	Signers: [{ SignerReference: 'a' }, { SignerReference: 'b' }],
};

const answered = (value: unknown): Answer => ({ ...GOOD, body: { json: value } });
const failed: Answer = { ...GOOD, status: 404, body: { text: '' } };

/** One send; what the service answers to it and to what is asked after it. */
async function send(
	kind: string,
	answer: unknown,
	later: Record<string, unknown> = {},
	more: { tries?: number; options?: INodeParameters; parameters?: INodeParameters } = {},
) {
	service.forget();
	service.specials = [
		{ route: SEND, answer: () => answered(answer) },
		{ route: /GetSingleForm|GetSignerTemplate|GetFieldTemplate/, answer: () => answered(places) },
		...Object.entries(later).map(([route, value]) => ({
			route: new RegExp(route),
			answer: () => (value === 'down' ? failed : answered(value)),
		})),
		{ route: /GetActiveDocuments/, answer: () => answered([]) },
	];
	const { tries = 1, options = {}, parameters = {} } = more;
	const { items, error } = await execute(
		{ ...bench, simulator: { credential: service.credential } as unknown as Simulator },
		{
			...KINDS[kind],
			...{ resource: kind, operation: 'send', signers: both, dueDate: inDays(9) },
			// What each document's status says is the matter of the look-up after the send alone.
			options: { ...(kind === 'smartTag' && { checkIfSent: false }), ...options },
			...parameters,
			requestOptions: { retries: 0 },
		},
		{ node: { retryOnFail: tries > 1, maxTries: tries, waitBetweenTries: 1 } },
	);
	return {
		error,
		json: items.map(({ json }) => json),
		references: items.map(({ json }) => json.documentReference),
		sends: service.requests.filter((request) => SEND.test(request)).length,
	};
}

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
		expect(error?.message).toMatch(/accepted the send|Could not confirm|was sent/);
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
		expect(sent.error?.message).toBe('Could not confirm whether this was sent');
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
		expect(sent.error?.message).toBe('This was sent, but cannot be looked up now');
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
		expect(sent.error?.message).toMatch(/^Could not confirm whether this was sent/);
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
	expect(sent.error?.message).toBe('Could not confirm whether this was sent');
	expect(sent.sends).toBe(0);
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

/**
 * Signers that nobody named, and signers in the place of others. In a form and a template every signer is
 * named by the request (docs/api/API.md sections 5.5 and 5.6), so whoever signs besides was not asked for; a
 * form's roles are its SignerType, a template's places its SignerReference (section 6). No section states an
 * order of the signers. Smart Tags may name further people (5.4), unless the builder limits who signs.
 */
import { randomUUID } from 'node:crypto';
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

const SEND = /POST \/(SmartTag\/Send|FormDirect\/SendForms|FormFiller\/Send)/;
const answered = (value: unknown): Answer => ({ ...GOOD, body: { json: value } });
const places = {
	Reference: '7',
	Name: 'Letter',
	Signers: [
		{ SignerReference: 'a', SignerType: 'Employee' },
		{ SignerReference: 'b', SignerType: 'Employer' },
	],
};
const ana = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
const ben = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' };
const eve = { FirstName: 'Eve', LastName: 'Moss', Email: 'eve@evil.example' };
const KINDS: Record<string, INodeParameters> = {
	form: { form: byReference('7') },
	template: { template: byReference('7') },
	smartTag: { documentsFrom: 'documents', documents: documentList('21'), dueDate: inDays(9) },
};

/** One send whose answer, and whose status, name these signers. */
async function send(
	kind: string,
	Signers: IDataObject[],
	{ status = Signers, options = {} }: { status?: IDataObject[]; options?: INodeParameters } = {},
) {
	const document = { Reference: '21', Name: 'Letter.pdf', Status: 'Signing' };
	service.forget();
	service.specials = [
		{ route: SEND, answer: () => answered([{ ...document, Signers }]) },
		{ route: /GetSingleForm|GetSignerTemplate|GetFieldTemplate/, answer: () => answered(places) },
		{
			route: /Document\/Status\/21/,
			answer: () => answered({ ...document, Signers: status }),
		},
		{ route: /GetActiveDocuments/, answer: () => answered([]) },
	];
	const { items, error } = await execute(
		{ ...bench, simulator: { credential: service.credential } as unknown as Simulator },
		{
			...KINDS[kind],
			...{ resource: kind, operation: 'send', signers: both },
			options: { ...(kind === 'smartTag' && { checkIfSent: false }), ...options },
			requestOptions: { retries: 0 },
		},
		{ node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } },
	);
	const sends = service.requests.filter((request) => SEND.test(request)).length;
	return { error, json: items.map(({ json }) => json), sends };
}

describe.each(['form', 'template'])('%s', (kind) => {
	test('a signer whom nobody named is told, with the reference, and not sent again', async () => {
		const { error, sends } = await send(kind, [ana, ben, eve]);
		expect(error?.message).toBe('This was sent, also to Eve Moss (eve@evil.example)');
		expect(error?.description).toMatch(/\b21\b.*leave this item out of new executions/s);
		expect(sends).toBe(1);
	});

	test('who signs is what the status names, where the answer names others or nobody', async () => {
		const taken = await send(kind, [ana, ben, eve], { status: [ana, ben] });
		expect(taken.error).toBeUndefined();
		expect(taken.json[0]).toMatchObject({ signerCount: 2 });
		const late = await send(kind, [], { status: [ana, ben, eve] });
		expect(late.error?.message).toBe('This was sent, also to Eve Moss (eve@evil.example)');
	});

	test('one in the place of another is told as both', async () => {
		const { error } = await send(kind, [ana, eve]);
		expect(error?.message).toBe(
			'This was sent, but not to Ben Wu (ben@example.com), also to Eve Moss (eve@evil.example)',
		);
	});

	test('the named ones in any order, spelling of the address and with new references are right', async () => {
		for (const signers of [
			[ben, ana],
			[{ ...ana, Email: 'ANA@example.com' }, ben],
			[
				{ ...ben, SignerReference: '92', SignerType: 'Signer' },
				{ ...ana, SignerReference: '91', SignerType: 'Signer' },
			],
			// Whose address is hidden is not a stranger.
			[
				{ ...ana, Email: 'a**@example.com' },
				{ FirstName: 'Ben', LastName: 'Wu' },
			],
			// A place that is left open.
			[ana, ben, { FirstName: '', LastName: '', Email: '' }],
		]) {
			const { error, json } = await send(kind, signers);
			expect(error).toBeUndefined();
			expect(json).toHaveLength(1);
		}
	});
});

test('signers of a form in each other’s role are told', async () => {
	const role = (SignerType: string) => ({ SignerType });
	const { error, sends } = await send('form', [
		{ ...ana, ...role('Employer') },
		{ ...ben, ...role('Employee') },
	]);
	expect(error?.message).toBe(
		'This was sent, to Ana Lopez (ana@example.com) and Ben Wu (ben@example.com) in another role',
	);
	expect(sends).toBe(1);
	const right = await send('form', [
		{ ...ben, ...role('employer') },
		{ ...ana, ...role('Employee') },
	]);
	expect(right.error).toBeUndefined();
});

test('signers of a template in each other’s place are told', async () => {
	const { error } = await send('template', [
		{ ...ana, SignerReference: 'b' },
		{ ...ben, SignerReference: 'a' },
	]);
	expect(error?.message).toMatch(/^This was sent, to Ana Lopez .* and Ben Wu .* in another role$/);
});

describe('smartTag', () => {
	test('a signer whom only the tags name is right', async () => {
		expect((await send('smartTag', [ana, ben, eve])).error).toBeUndefined();
	});

	test.each<INodeParameters>([{ maxSigners: 5 }, { allowedDomains: 'example.com' }])(
		'one is told where people are limited: %j',
		async (limits) => {
			const { error, sends } = await send('smartTag', [ana, ben, eve], {
				options: { sendingLimits: { limits: { ...limits, allowStoredDocuments: true } } },
			});
			expect(error?.message).toBe('This was sent, also to Eve Moss (eve@evil.example)');
			expect(sends).toBe(1);
		},
	);
});

describe('Send Once per Reference', () => {
	const options = { clientReference: 'Order-long-number-77', oncePerClientReference: true };
	const run = async (kind: string, more: IDataObject, listed: IDataObject[] = []) => {
		const document = { Reference: '21', Name: 'Letter.pdf', Status: 'Signing', ...more };
		let isSent = false;
		service.forget();
		service.specials = [
			{
				route: SEND,
				answer: () => {
					isSent = true;
					return answered([{ ...document, Signers: [ana, ben] }]);
				},
			},
			{ route: /GetSingleForm|GetSignerTemplate|GetFieldTemplate/, answer: () => answered(places) },
			{ route: /Document\/Status/, answer: () => answered({ ...document, Signers: [ana, ben] }) },
			{ route: /GetActiveDocuments/, answer: () => answered(isSent ? listed : []) },
		];
		const {
			items,
			error,
			run: result,
		} = await execute(
			// Of an account of its own: n8n's process remembers what it has sent.
			{
				...bench,
				simulator: {
					credential: { ...service.credential, apiKey: randomUUID() },
				} as unknown as Simulator,
			},
			{
				...KINDS[kind],
				...{ resource: kind, operation: 'send', signers: both, options },
				requestOptions: { retries: 0 },
			},
		);
		expect(error).toBeUndefined();
		const hints = result.data.resultData.runData['Secured Signing'][0].hints ?? [];
		return { json: items[0].json, hints };
	};

	// docs/api/API.md section 3: what is not required may be missing; no section says how long it may be.
	test.each<[string, IDataObject, RegExp]>([
		['is not in the answer', {}, /does not show the client reference "Order-long-number-77"/],
		[
			'comes back cut',
			{ ClientReference: 'Order-long' },
			/shows the client reference "Order-long" instead of "Order-long-number-77"/,
		],
	])('is said not to hold later where the reference %s', async (_what, more, words) => {
		for (const kind of ['form', 'template']) {
			const { json, hints } = await run(kind, more);
			expect(json).toMatchObject({
				documentReference: '21',
				warning: expect.stringMatching(words),
			});
			expect(hints).toEqual([{ message: json.warning, type: 'warning', location: 'outputPane' }]);
		}
	});

	test.each<[string, IDataObject, IDataObject[]]>([
		['comes back in capitals', { ClientReference: 'ORDER-LONG-NUMBER-77' }, []],
		[
			'is in the list alone',
			{},
			[{ Reference: '21', Status: 'Signing', ClientReference: 'Order-long-number-77' }],
		],
	])('holds where the reference %s', async (_what, more, listed) => {
		const { json, hints } = await run('form', more, listed);
		expect(json.warning).toBeUndefined();
		expect(hints).toEqual([]);
	});
});

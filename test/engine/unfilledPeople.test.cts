/**
 * People whose name or address was not filled in: what an expression, a template or JavaScript leaves where a value is
 * missing. README: “Bad input is refused before anything is sent”; and nobody is called `{{ $json.name }}`.
 */
import type { INodeParameters } from 'n8n-workflow';

import { docxWith } from '../../simulator/testing/files.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, dataFile, DOCX, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const file = async () =>
	await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf');
const send = async (signer: object, parameters: INodeParameters = {}, json: object = {}) =>
	await bench.run(
		{
			...{ resource: 'smartTag', operation: 'send', dueDate: inDays(9) },
			signers: { signer: [{ ...ana, ...signer }, ben] },
			...parameters,
		},
		{ items: [{ ...(await file()), json: { ...json } }] },
	);

test.each([
	['first name', { firstName: '{{ $json.name }}' }, '{{ $json.name }}'],
	['first name', { firstName: 'Ana {{name' }, '{{name'],
	['last name', { lastName: 'undefined' }, 'undefined'],
	['last name', { lastName: 'Lopez undefined' }, 'undefined'],
	['last name', { lastName: 'null' }, 'null'],
	['first name', { firstName: '[object Object]' }, '[object Object]'],
	['email address', { email: '{{name}}@example.com' }, '{{name}}'],
	['email address', { email: '{{ $json.email }}' }, '{{ $json.email }}'],
	['email address', { email: 'undefined' }, 'undefined'],
	['email address', { email: 'undefined@example.com' }, 'undefined'],
	['email address', { email: 'null@null' }, 'null'],
	['email address', { email: '[object Object]' }, '[object Object]'],
])('the %s %j is refused by name', async (field, signer, shown) => {
	const list = await send(signer);
	const json = await send(
		{},
		{ signersFrom: 'json', signersJson: JSON.stringify([{ ...ana, ...signer }, ben]) },
	);
	for (const { error } of [list, json]) {
		expect(error?.message).toBe(
			`The ${field} of Signer 1 was not replaced by a value: it still says "${shown}"`,
		);
		expect(error?.description).toMatch(/Check the expression.*Nothing was sent\.$/);
	}
	expect(bench.simulator.requests).toEqual([]);
});

// What a list is read as that is not saved as UTF-8.
test.each([
	['first name', { firstName: 'J\ufffdrg' }],
	['email address', { email: 'j\ufffdrg@example.com' }],
])('a %s with a letter that could not be read is refused', async (_field, signer) => {
	const { error } = await send(signer);
	expect(error?.message).toMatch(/has a letter that could not be read: "[Jj]\ufffdrg/);
	expect(error?.description).toMatch(/UTF-8.*Nothing was sent\.$/);
	expect(bench.simulator.requests).toEqual([]);
});

// Orders that an expression does not tell apart would be taken for one.
test.each<[string, object, RegExp]>([
	[
		'=order-{{ $json.order }}',
		{},
		/^A part of 'Client Reference' was not filled in: it says "order-"$/,
	],
	['=Order {{ $json.order }}', { order: '' }, /it says "Order"$/],
	['={{ $json.order }}{{ $json.rev }} lease', {}, /it says "lease"$/],
	['=order{{ $json.order }}', {}, /it says "order"$/],
	['={{ $json.customer }}-{{ $json.order }}', { customer: 'ACME' }, /it says "ACME-"$/],
	['=order-{{ $json.order }}-{{ $json.rev }}', { rev: 2 }, /it says "order--2"$/],
	['={{ $json.a }} / {{ $json.b }}', {}, /it says "\/"$/],
	['={{ $json.order }}', { order: 12345678901234567890 }, /too many digits: 12345678901234567000$/],
])(
	'the Client Reference %s is refused where it tells no order',
	async (reference, row, message) => {
		const options = { clientReference: reference, oncePerClientReference: true };
		const { error } = await send({}, { options }, row);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(bench.simulator.requests).toEqual([]);
	},
);

test.each([
	['=order-{{ $json.order }}', 'order-4711'],
	['=order-{{ $json.order }}{{ $json.suffix }}', 'order-4711'],
	['={{ $json.prefix }}4711-b', '4711-b'],
	['=order-({{ $json.order }})', 'order-(4711)'],
	['={{ -1 * $json.order }}-{{ $json.order }}', '-4711-4711'],
	['={{ "a-b" }}-{{ $json.order }}', 'a-b-4711'],
])('the Client Reference %s is sent as %s', async (clientReference, sent) => {
	const { items } = await send({}, { options: { clientReference } }, { order: 4711 });
	expect(items[0].json.clientReference).toBe(sent);
});

test.each([
	['a name like Null', { firstName: 'Jo', lastName: 'Null', email: 'jo.null@example.com' }],
	['a word in another', { firstName: 'Nullah', lastName: "O'null-Undefinedsen" }],
	['one brace', { lastName: 'Lopez {senior}' }],
])('%s is no placeholder', async (_what, signer) => {
	expect((await send(signer)).error).toBeUndefined();
});

test.each([
	'[!Sign.1.F,{{first}},Lopez,ana@example.com]',
	'[!Sign.1.F,Ana,undefined,ana@example.com]',
])('%s is an error of the check, unless a signer replaces it', async (tag) => {
	const file = await bench.file(docxWith(tag), 'contract.docx', DOCX);
	const check = async (parameters: INodeParameters) =>
		(
			await bench.run(
				{ resource: 'smartTag', operation: 'check', ...parameters },
				{ items: [file] },
			)
		).items[0].json;
	expect(await check({})).toMatchObject({
		ok: false,
		findings: [{ level: 'error', code: 'notFilledIn', signer: 1 }],
	});
	expect(await check({ signersFrom: 'json', signersJson: [ana] })).toMatchObject({
		ok: true,
		findings: [],
	});
});

test('a row of a mail merge', async () => {
	const { error } = await bench.run(
		{
			...{ resource: 'mailMerge', operation: 'send', dueDate: inDays(9) },
			document: { __rl: true, mode: 'id', value: '1' },
		},
		{ items: [{ json: { Name: 'Ana', Email: 'undefined@example.com' } }] },
	);
	expect(error?.message).toMatch(/item 0 .*not valid: "undefined@example.com"/);
	expect(bench.simulator.requests).toEqual([]);
});

// faults.md: with Send Once, what has the same reference is the same order; so would be all whose number is missing.
test.each([
	['order-undefined', 'undefined'],
	['undefined', 'undefined'],
	['order {{ $json.number }}', '{{ $json.number }}'],
	['NaN', 'NaN'],
	['null/2026', 'null'],
	['[object Object]', '[object Object]'],
])('the client reference %j is refused by name', async (clientReference, shown) => {
	for (const oncePerClientReference of [true, false]) {
		const { error } = await send({}, { options: { clientReference, oncePerClientReference } });
		expect(error?.message).toBe(
			`'Client Reference' was not replaced by a value: it still says "${shown}"`,
		);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
	}
	const { error } = await bench.run(
		{ resource: 'document', operation: 'upload', options: { clientReference } },
		{ items: [await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf')] },
	);
	expect(error?.message).toMatch(/^'Client Reference' was not replaced by a value/);
	expect(bench.simulator.requests).toEqual([]);
});

test.each(['nullarbor-7', 'NaNcy 7', 'ORDER-1{a}'])(
	'the client reference %j is no placeholder',
	async (clientReference) => {
		expect((await send({}, { options: { clientReference } })).error).toBeUndefined();
	},
);

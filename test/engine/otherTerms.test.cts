/**
 * An item whose send is open, or found later, and that has other values by then: a contract's terms are everything
 * that somebody would see in what was sent. What is promised: docs/faults.md, "When n8n tries again": what is out is
 * found, nothing is sent, and what differs is named; never `recovered` without a word.
 */
import type { INodeParameters } from 'n8n-workflow';

import { SEND, type Between } from './between.cts';
import { execute, retry } from './executions.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	ledOn,
	loseIn,
	nodeType,
	postsIn,
	quick,
	secondNode,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { ana, ben, dataFile, inDays } from './samples.cts';
import { outOf, sending, type SendKind } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(11_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);
const all = ['form', 'template', 'file', 'stored'] as const;

/** Two people; in a form, each with the role by its own name. */
const people = (kind: SendKind, first: object = {}, second: object = {}): INodeParameters => ({
	signer: [
		{
			...ana,
			email: `${id}@example.com`,
			...(kind === 'form' && { signerType: 'Employee' }),
			...first,
		},
		{
			...ben,
			email: `${id}@example.org`,
			...(kind === 'form' && { signerType: 'Employer' }),
			...second,
		},
	] as INodeParameters[],
});
const eve = { user: [{ firstName: 'Eve', lastName: 'Ek', email: 'eve@example.com' }] };
const exchanged = [
	{ ...ben, email: '@example.org' },
	{ ...ana, email: '@example.com' },
];
const swapped = (kind: SendKind) =>
	people(
		kind,
		{ ...exchanged[0], email: `${id}@example.org` },
		{ ...exchanged[1], email: `${id}@example.com` },
	);

/** What is put right: the signers before and after, and what is named. */
const corrections: Array<[string, (kind: SendKind) => [INodeParameters, INodeParameters], RegExp]> =
	[
		['the roles', (kind) => [people(kind), swapped(kind)], /in another role|Order of the Signers/],
		[
			'a mobile number',
			(kind) => [
				people(kind, { details: { mobileCountry: '64', mobileNumber: '0211111111' } }),
				people(kind, { details: { mobileCountry: '64', mobileNumber: '0212222222' } }),
			],
			/other values: Mobile Number of a Signer$/,
		],
		[
			'who sees it',
			(kind) => [people(kind, { details: { shareUsers: eve } }), people(kind)],
			/other values: Share With of a Signer$/,
		],
		[
			'a last name',
			(kind) => [people(kind, { lastName: 'Lopes' }), people(kind)],
			/other values: Last Name of a Signer$/,
		],
		[
			'where somebody signs',
			(kind) => [people(kind), people(kind, { details: { isFaceToFaceSigning: true } })],
			/other values: Face To Face Signing of a Signer$/,
		],
	];

describe.each(corrections)('%s, put right after it could not be confirmed', (_, change, named) => {
	test.each(all)('%s: a retry names it, and sends nothing', async (kind) => {
		const [before, after] = change(kind);
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between);
		const own = { ...parameters, ...quick };
		const first = await execute(
			between.bench,
			{ ...own, signers: before },
			{ items: [await item(id)] },
		);
		expect(first.error?.message).toContain(UNCONFIRMED);
		state.isWell = true;
		const { items, error } = await retry(between.bench, first, {
			parameters: { ...own, signers: after } as INodeParameters,
		});
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^This was sent, /);
		expect(error?.message).toMatch(named);
		expect(error?.description).toContain(outOf(bench, id)[0].reference);
		expect(posts()).toBe(1);
	});
});

/** A field that comes out of the item, so that another turn has another one. */
const fields: Array<[string, (value: unknown) => INodeParameters, unknown[], SendKind[]]> = [
	['Due Date', (dueDate) => ({ dueDate }) as INodeParameters, [inDays(10), inDays(25)], [...all]],
	[
		'Client Reference',
		(clientReference) => ({ options: { clientReference } }) as INodeParameters,
		['order-1', 'order-2'],
		['file', 'stored'],
	],
	[
		'Package Name',
		(packageName) => ({ options: { packageName } }) as INodeParameters,
		['Offer', 'Order'],
		['file'],
	],
	[
		'Embedded Signing',
		(embedded) => ({ options: { embedded } }) as INodeParameters,
		[false, true],
		['form', 'template', 'file'],
	],
];

describe.each(fields)('another %s', (name, parametersWith, values, kinds) => {
	test.each(kinds)('%s: led back or on, it is named, and nothing is sent', async (kind) => {
		for (const isBack of [true, false]) {
			id = anotherId();
			const { parameters, item } = await sending(bench, kind);
			const state = loseIn(between);
			between.passed.length = 0;
			const more = parametersWith('={{ $json.value }}');
			const options = { ...(parameters.options as object), ...(more.options as object) };
			const own = { ...parameters, ...more, options, ...quick };
			const node = nodeWith(own, errorOutput);
			const two = secondNode(own, errorOutput);
			const sent = await item(id);
			const run = await flowOf(
				between.bench,
				isBack ? [node] : [node, two],
				{ Heal: heal(state, sent, (json) => ({ ...json, value: values[1] as string })) },
				isBack ? ledBack(node, 'Heal') : ledOn(node, 'Heal', two),
				[{ ...sent, json: { ...sent.json, value: values[0] as string } }],
			);
			const { errors, items } = isBack ? turns(run)[1] : turns(run, two.name)[0];
			expect(items).toEqual([]);
			expect(errors[0].error).toBe(`This was sent, but with other values: ${name}`);
			expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
		}
	});
});

test.each(['form', 'template', 'file'] as const)(
	'%s: a due date that moves with the clock is no other one',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between);
		const node = nodeWith(
			{ ...parameters, dueDate: '={{ $now.plus(10, "days").toISO() }}', ...quick },
			errorOutput,
		);
		const sent = await item(id);
		const run = await flowOf(
			between.bench,
			[node],
			{ Heal: heal(state, sent) },
			ledBack(node, 'Heal'),
			[sent],
		);
		const [, { items }] = turns(run);
		expect(items[0].recovered).toBe(true);
		expect(items[0].warning).toBeUndefined();
		expect(posts()).toBe(1);
	},
);

describe.each(['form', 'template', 'file'] as const)('%s: led back with other people', (kind) => {
	test.each([
		[
			'one address put right',
			{ a: 'ana.right@example.com' },
			/but not to .*ana\.right@example\.com.*also to .*@example\.com/,
		],
		[
			'both',
			{ a: 'x@example.com', b: 'y@example.org' },
			/but not to .*x@example\.com.*y@example\.org.*also to/,
		],
	])('%s: nothing is sent, and they are named', async (_, corrected, named) => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between);
		const signers = {
			signer: [
				{ ...ana, email: '={{ $json.a }}' },
				{ ...ben, email: '={{ $json.b }}' },
			],
		};
		const node = nodeWith({ ...parameters, signers, ...quick }, errorOutput);
		const sent = await item(id);
		const run = await flowOf(
			between.bench,
			[node],
			{ Heal: heal(state, sent, (json) => ({ ...json, ...corrected })) },
			ledBack(node, 'Heal'),
			[{ ...sent, json: { ...sent.json, a: `${id}@example.com`, b: `${id}@example.org` } }],
		);
		const [, { items, errors }] = turns(run);
		expect(items).toEqual([]);
		expect(errors[0].error).toMatch(named);
		expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
	});

	// A step that makes new objects in another order: n8n links them by their places, so to each other.
	test('of two in each other’s place, each is found by its own people', async () => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between, 2);
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const [one, two] = [await item(id), await item(anotherId())];
		const turned = heal(state);
		const run = await flowOf(
			between.bench,
			[node],
			{
				Turn: {
					...turned,
					execute: async function (input) {
						const out = (await turned.execute!.call(this, input)) as never[][];
						return [
							out[0].length > 0 ? [two, one].map(({ json, binary }) => ({ json, binary })) : [],
						];
					},
				},
			},
			ledBack(node, 'Turn'),
			[one, two],
		);
		expect(turns(run)[1].items.map(({ recovered }) => recovered)).toEqual([true, true]);
		expect(posts()).toBe(2);
	});
});

describe.each(['form', 'template'] as const)('%s: another node, after one that is open', (kind) => {
	test.each([
		['sends to other people', 'zoe@example.com', 'yan@example.org', 2],
		['does not send to one address that was put right', 'zoe@example.com', '', 1],
	])('%s', async (_, first, second, sent) => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between);
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const signers = {
			signer: [
				{ ...ana, email: first },
				{ ...ben, email: second || `${id}@example.org` },
			],
		};
		const two = secondNode({ ...parameters, signers, ...quick }, errorOutput);
		const run = await flowOf(
			between.bench,
			[node, two],
			{ Heal: heal(state) },
			ledOn(node, 'Heal', two),
			[await item(id)],
		);
		const [{ items, errors }] = turns(run, two.name);
		expect([items.length, errors.length]).toEqual([sent - 1, 2 - sent]);
		if (sent === 1)
			expect(errors[0].error).toMatch(/^This was sent, but not to .*zoe@example\.com/);
		expect(posts()).toBe(sent);
	});
});

test.each(['form', 'template', 'file'] as const)(
	'%s: of two branches of one item to the node, each goes to its own people',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between);
		const [one, two] = [await item(id), await item(anotherId())];
		const branch = (own: typeof one) =>
			nodeType(1, async () => await Promise.resolve([[{ ...own, pairedItem: 0 }]]));
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		between.rule = ((rule) => async (passing, pass) => {
			state.isWell ||= posts() > 1;
			return await rule(passing, pass);
		})(between.rule);
		const run = await flowOf(
			between.bench,
			[node],
			{ Buyer: branch(one), Seller: branch(two) },
			{
				Start: { main: [to('Buyer', 'Seller')] },
				Buyer: { main: [to(node.name)] },
				Seller: { main: [to(node.name)] },
			},
		);
		expect(turns(run)[0].errors[0].error).toContain(UNCONFIRMED);
		expect(turns(run)[1].items).toHaveLength(1);
		expect(posts()).toBe(2);
	},
);

describe('another node with another file', () => {
	const pdf = dataFile('confidentiality-agreement.pdf');
	const nda = Buffer.concat([pdf, Buffer.from('\n% longer\n')]);

	test.each([
		['of another name and size goes out', nda, 'nda.pdf', 2],
		['of another name, and as large, does not', pdf, 'nda.pdf', 1],
		['of the same name, and larger, does not', nda, 'one.pdf', 1],
	])('%s', async (_, content, name, sent) => {
		const first = await bench.file(pdf, 'one.pdf');
		const second = await bench.file(content, name);
		const item = { json: { id }, binary: { data: first.binary!.data, nda: second.binary!.data } };
		const { parameters } = await sending(bench, 'file');
		const state = loseIn(between);
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const two = secondNode({ ...parameters, binaryPropertyName: 'nda', ...quick }, errorOutput);
		const run = await flowOf(
			between.bench,
			[node, two],
			{ Heal: heal(state, item) },
			ledOn(node, 'Heal', two),
			[item],
		);
		const [{ items, errors }] = turns(run, two.name);
		expect([items.length, errors.length]).toEqual([sent - 1, 2 - sent]);
		if (sent === 1) expect(errors[0].error).toBe('This was sent, but with other values: Files');
		expect([posts(), outOf(bench, id).length]).toEqual([sent, sent]);
	});
});

test.each(['template', 'file'] as const)(
	'%s: under a client reference that is sent once, people in other places are told',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const options = { clientReference: id, oncePerClientReference: true };
		for (const signers of [people(kind), swapped(kind)]) {
			const { items } = await execute(
				between.bench,
				{ ...parameters, signers, options },
				{ items: [await item(id)] },
			);
			if (items[0].json.recovered) {
				expect(items[0].json.warning).toContain('Order of the Signers');
			}
		}
		expect(between.passed.filter(({ route }) => SEND.test(route))).toHaveLength(1);
	},
);

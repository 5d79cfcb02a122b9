/** A send that is open, and whose item comes again with other values. What is promised: docs/faults.md, "When n8n tries again". */
import type { INodeParameters } from 'n8n-workflow';

import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { SEND, type Between } from '../engine/between.cts';
import { execute, retry } from '../engine/executions.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	ledOn,
	loseIn,
	postsIn,
	quick,
	secondNode,
	turns,
	UNCONFIRMED,
} from '../engine/flows.cts';
import { nodeWith, type Bench } from '../engine/node.cts';
import { useRig } from '../engine/rig.cts';
import { ana, ben, dataFile, inDays } from '../engine/samples.cts';
import { outOf, sending, singleKinds, type SendKind } from '../engine/sends.cts';

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(11_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

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
			/other values: Face-to-Face Signing of a Signer$/,
		],
	];

describe.each(corrections)('%s, put right after it could not be confirmed', (_, change, named) => {
	test.each(singleKinds)('%s: a retry names it, and sends nothing', async (kind) => {
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
		expect(error?.message).toMatch(new RegExp(`^(This was sent, |${OTHER_VALUES})`));
		expect(error?.message).toMatch(named);
		expect(error?.description).toContain(outOf(bench, id)[0].reference);
		expect(posts()).toBe(1);
	});
});

/** A field that comes out of the item, so that another turn has another one. */
const fields: Array<[string, (value: unknown) => INodeParameters, unknown[], SendKind[]]> = [
	[
		'Due Date',
		(dueDate) => ({ dueDate }) as INodeParameters,
		[inDays(10), inDays(25)],
		[...singleKinds],
	],
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
			expect(errors[0].error).toBe(`${OTHER_VALUES}: ${name}`);
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
		if (sent === 1) expect(errors[0].error).toBe(`${OTHER_VALUES}: Files`);
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

/**
 * Client and package references that a service shows otherwise than they were sent: cut, escaped, in other letters, the
 * same one everywhere. No source says how long one may be, or that all answers have it as it was (docs/api/API.md
 * sections 3 and 6); a single document has no package (section 12.4). What is promised: docs/waiting-in-detail.md, "Send once".
 */
import type { INodeParameters } from 'n8n-workflow';

import { restarted } from '../engine/anew.cts';
import { SEND, type Between } from '../engine/between.cts';
import { execute } from '../engine/executions.cts';
import { errorOutput, postsIn } from '../engine/flows.cts';
import type { Bench } from '../engine/node.cts';
import { useRig } from '../engine/rig.cts';
import { outOf, sending, type SendKind } from '../engine/sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(14_000, (rig) => ({ bench, between, id } = rig));

const LISTS = /\/Document\/GetActiveDocuments\//;

/** Answers of some routes show each client reference otherwise. */
function shows(route: RegExp, shown: (reference: string) => string) {
	between.rule = async (passing, pass) => {
		const told = await pass();
		if (!route.test(passing.route)) return told;
		const body = Buffer.from(told.body ?? '', 'latin1')
			.toString()
			.replace(
				/"ClientReference":"([^"]*)"/g,
				(_, reference: string) => `"ClientReference":"${shown(reference)}"`,
			);
		return { ...told, body: Buffer.from(body).toString('latin1') };
	};
}

/** Another process of n8n, or the same after a restart. */
const anew = (): Bench => restarted(between.bench);

const once = async (on: Bench, kind: SendKind, clientReference: string) => {
	const { parameters, item } = await sending(bench, kind);
	const options = { clientReference, oncePerClientReference: true };
	return await execute(on, { ...parameters, options }, { items: [await item(id)] });
};

describe('Send Once per Reference', () => {
	test.each(['form', 'file'] as const)(
		'%s: references that differ in capitals are one, and both are named',
		async (kind) => {
			const [one, other] = [`${id}-recAbC`, `${id}-recABC`];
			expect((await once(between.bench, kind, one)).error).toBeUndefined();
			for (const on of [between.bench, anew()]) {
				const { error, items } = await once(on, kind, other);
				expect(items).toEqual([]);
				expect(error?.message).toContain(`"${other}"`);
				expect(error?.message).toContain(`"${one}"`);
				expect(error?.description).toMatch(/Nothing was sent/);
			}
			const again = await once(between.bench, kind, one);
			expect(again.items[0].json).toMatchObject({ recovered: true });
			expect(postsIn(between)).toBe(1);
		},
	);

	test('a service that writes them in capitals is no other one, as long as this process knows', async () => {
		shows(/./, (reference) => reference.toUpperCase());
		expect((await once(between.bench, 'form', `${id}-recAbC`)).error).toBeUndefined();
		const again = await once(between.bench, 'form', `${id}-recAbC`);
		expect(again.items[0].json).toMatchObject({ recovered: true });
	});

	const escaped = (reference: string) => reference.replace('&', '&amp;');
	const lists: Array<[string, (reference: string) => string]> = [
		['cut', (reference) => reference.slice(0, 12)],
		['cut behind a dash', (reference) => reference.slice(0, reference.indexOf('-') + 1)],
		['cut, with an ellipsis', (reference) => `${reference.slice(0, 12)}…`],
		['cut, with dots', (reference) => `${reference.slice(0, 12)} ...`],
		// As Node.js, .NET and Java decode the bytes of half a letter.
		['cut within a letter', (reference) => `${reference.slice(0, reference.indexOf('ø'))}\ufffd`],
		...[1, 2, 3, 4, 5].map((length): [string, (reference: string) => string] => [
			`cut within an entity (${length})`,
			(reference) => escaped(reference).slice(0, reference.indexOf('&') + length),
		]),
		[
			'cut within an entity (number)',
			(reference) => reference.replace('&', '&#38;').slice(0, reference.indexOf('&') + 3),
		],
		['named like HTML (&oslash;)', (reference) => reference.replace('ø', '&oslash;')],
		...[
			['&', '&amp;'],
			['&', '&#38;'],
			["'", '&#39;'],
			["'", '&#039;'],
			["'", '&#x27;'],
		].map(([character, entity]): [string, (reference: string) => string] => [
			`escaped (${entity})`,
			(reference) => reference.replace(character, entity),
		]),
	];
	test.each(lists.filter(([what]) => what.startsWith('escaped')))(
		'%s in lists and statuses: another process sends nothing',
		async (_what, shown) => {
			shows(/GetActiveDocuments|\/Document\/Status\//, shown);
			const reference = `${id}&o'neil-4711`;
			expect((await once(between.bench, 'form', reference)).error).toBeUndefined();
			const { items } = await once(anew(), 'form', reference);
			expect(items[0].json).toMatchObject({ recovered: true });
			expect(postsIn(between)).toBe(1);
		},
	);

	describe.each(lists)('lists with %s references', (_, shown) => {
		test.each(['form', 'file'] as const)(
			'%s: another process sends nothing, and another order goes out',
			async (kind) => {
				shows(LISTS, shown);
				const reference = `${id}&o'neil-ø-4711`;
				const first = await once(between.bench, kind, reference);
				expect(first.error).toBeUndefined();
				const second = await once(between.bench, kind, `${reference}-b`);
				expect(second.items[0].json.recovered).toBeUndefined();
				const { items } = await once(anew(), kind, reference);
				expect(items[0].json).toMatchObject({
					recovered: true,
					documentReference: first.items[0].json.documentReference,
				});
				expect(postsIn(between)).toBe(2);
			},
		);
	});
});

/** Three items of one run to the same people, each with a client reference of its own that begins alike. */
async function three(kind: SendKind, hasReference = true) {
	const { parameters, item } = await sending(bench, kind);
	const options = {
		...(parameters.options as object),
		...(hasReference && { clientReference: '={{ $json.order }}' }),
	} as INodeParameters;
	const orders = ['-1', '-10001', '-10002'].map((order) => `${id}employee${order}`);
	const items = await Promise.all(
		orders.map(async (order) => {
			const own = await item(id);
			return { ...own, json: { ...own.json, order } };
		}),
	);
	const requestOptions = { itemsAtATime: 1 };
	const sent = await execute(
		between.bench,
		{ ...parameters, options, requestOptions },
		{ items, node: errorOutput },
	);
	expect(sent.errorItems.map(({ json }) => json.error)).toEqual([]);
	expect(sent.items.map(({ json }) => json.recovered)).toEqual([undefined, undefined, undefined]);
	const references = sent.items.map(({ json }) => json.documentReference);
	expect(new Set(references).size).toBe(3);
	expect([postsIn(between), outOf(bench, id).length]).toEqual([3, 3]);
}

test.each(['form', 'template', 'file'] as const)(
	'%s: answers that cut references to the same letters are each of their own send',
	async (kind) => {
		const length = `${id}employee-1`.length;
		shows(SEND, (reference) => reference.slice(0, length));
		await three(kind);
	},
);

describe.each(['00000000-0000-0000-0000-000000000000', '0', 'None'])(
	'the package reference %s in all answers to sends',
	(constant) => {
		test.each([
			['form', true],
			['form', false],
			['template', true],
			['template', false],
		] as const)('%s (client reference of its own: %p)', async (kind, hasReference) => {
			between.rule = async ({ route }, pass) => {
				const told = await pass();
				if (!SEND.test(route)) return told;
				const body = (told.body ?? '')
					.replace(/"PackageReference":"[^"]*",?/g, '')
					.replace(/"Reference":"(\d{30,})"/g, `"Reference":"$1","PackageReference":"${constant}"`);
				return { ...told, body };
			};
			await three(kind, hasReference);
		});
	},
);

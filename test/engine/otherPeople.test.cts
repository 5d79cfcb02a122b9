/** A send that is open, and whose item comes again for other people. What is promised: docs/faults.md, "When n8n tries again". */
import type { Between } from './between.cts';
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
import { ana, ben } from './samples.cts';
import { outOf, sending } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(25_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

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

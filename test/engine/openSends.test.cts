/**
 * Sends of which nobody was told what became of them, and whose item comes again: led back to the node, on to
 * another node, through a step that makes its file anew. What is promised: docs/faults.md, "When n8n tries again".
 * Which item is which, n8n says: "Item linking" in its documentation.
 */
import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
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
import { both, dataFile, inDays } from './samples.cts';
import { outOf, sending } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(7000, (rig) => ({ bench, between, id } = rig));

const pdf = dataFile('confidentiality-agreement.pdf');

const posts = () => postsIn(between);

describe.each(['form', 'template', 'stored'] as const)(
	'%s: another node of the execution',
	(kind) => {
		test('finds what the first one left open', async () => {
			const { parameters, item } = await sending(bench, kind);
			const state = loseIn(between);
			const [one, two] = [
				nodeWith({ ...parameters, ...quick }, errorOutput),
				secondNode({ ...parameters, ...quick }),
			];
			const run = await flowOf(
				between.bench,
				[one, two],
				{ Heal: heal(state) },
				ledOn(one, 'Heal', two),
				[await item(id)],
			);
			expect(turns(run, two.name)[0].items.map(({ recovered }) => recovered)).toEqual([true]);
			expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
		});

		test('sends nothing while it cannot be looked up', async () => {
			const { parameters, item } = await sending(bench, kind);
			loseIn(between);
			const [one, two] = [
				nodeWith({ ...parameters, ...quick }, errorOutput),
				secondNode({ ...parameters, ...quick }),
			];
			const run = await flowOf(
				between.bench,
				[one, two],
				{},
				{ Start: { main: [to(one.name)] }, [one.name]: { main: [[], to(two.name)] } },
				[await item(id)],
			);
			expect(run.data.resultData.error?.message).toContain(UNCONFIRMED);
			expect(posts()).toBe(1);
		});
	},
);

describe('a file that is made anew', () => {
	const send = {
		resource: 'smartTag',
		operation: 'send',
		signers: both,
		dueDate: inDays(10),
		...quick,
	};
	const again = Buffer.concat([pdf, Buffer.from('\n% made again\n')]);

	test.each([
		['the same', pdf, 'one.pdf'],
		['other bytes', again, 'one.pdf'],
		['another name', pdf, 'two.pdf'],
	])(
		'%s: led back through the step that makes it, it is not sent again',
		async (_, content, name) => {
			const state = loseIn(between);
			let made = 0;
			const make = nodeType(1, async () => {
				state.isWell = ++made > 1;
				if (made > 2) return [[]];
				const { binary } = await bench.file(
					...((made > 1 ? [content, name] : [pdf, 'one.pdf']) as [Buffer, string]),
				);
				return [[{ json: {}, binary }]];
			});
			const node = nodeWith(send, errorOutput);
			const run = await flowOf(
				between.bench,
				[node],
				{ Make: make },
				{
					Start: { main: [to('Make')] },
					Make: { main: [to(node.name)] },
					[node.name]: { main: [[], to('Make')] },
				},
			);
			const [, { items, errors }] = turns(run, node.name);
			if (content === pdf && name === 'one.pdf') {
				expect(items[0].recovered).toBe(true);
				expect(items[0].warning).toMatch(/Files/);
			} else {
				expect(errors[0].error).toBe(`${OTHER_VALUES}: Files`);
				expect(errors[0].message).toMatch(/“one.pdf” \(\d+\).*Nothing was sent this time/);
			}
			expect(posts()).toBe(1);
		},
	);
});

test.each(['form', 'template', 'file'] as const)(
	'%s: of two equal items that are led back, each has a send of its own',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const [one, two] = [await item(id), await item(id)];
		const state = loseIn(between, 2);
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const run = await flowOf(
			between.bench,
			[node],
			{ Heal: heal(state, one) },
			ledBack(node, 'Heal'),
			[one, two],
		);
		const [, { items }] = turns(run, node.name);
		expect(items.map(({ recovered }) => recovered)).toEqual([true, true]);
		expect(new Set(items.map(({ documentReference }) => documentReference)).size).toBe(2);
		expect(posts()).toBe(2);
	},
);

test.each(['form', 'template'] as const)(
	'%s: of two equal items, the one that did not go out is not called sent',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between, 2, (n) => n === 0);
		const node = nodeWith(
			{ ...parameters, requestOptions: { retries: 0, itemsAtATime: 1 } },
			errorOutput,
		);
		const run = await flowOf(between.bench, [node], { Heal: heal(state) }, ledBack(node, 'Heal'), [
			await item(id),
			await item(id),
		]);
		const found = turns(run, node.name).flatMap(({ items }) => items);
		expect(new Set(found.map(({ documentReference }) => documentReference)).size).toBe(1);
		expect(turns(run, node.name)[1].errors[0].error).toBe(UNCONFIRMED);
		expect([posts(), outOf(bench, id).length]).toEqual([2, 1]);
	},
);

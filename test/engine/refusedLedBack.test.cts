/**
 * An item that comes back after _Could not confirm_, and is refused before anything can be looked up: no error says of a
 * contract that may be out that nothing was sent. What is promised: docs/faults.md.
 */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { passTime, realTime } from '../harness/clock.cts';
import { insteadOf, SEND, type Between } from './between.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	ledOn,
	looped,
	loopOverItems,
	loseIn,
	done,
	nodeType,
	oneByOne,
	postsIn,
	quick,
	secondNode,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { ana, byReference, inDays } from './samples.cts';
import { outOf, sending, type SendKind } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(101_000, (rig) => ({ bench, between, id } = rig));
afterEach(realTime);

const DAY = 24 * 60 * 60 * 1000;
const EARLIER =
	'An earlier try of this item may have been carried out: look in Secured Signing before you run it again.';
const NOTHING = /(Nothing was|This item was not) sent\./;

/** The item as it first came, and as it comes out of n8n's error output. */
type Change = (item: INodeExecutionData, failed: INodeExecutionData) => INodeExecutionData;

/** What a step on the way back hands on, and when all is well again. */
const step = (
	state: { isWell: boolean },
	change: (item: INodeExecutionData) => INodeExecutionData,
	isWell = true,
) => {
	let isOver = false;
	return nodeType(1, async function () {
		const items = isOver ? [] : this.getInputData();
		isOver = true;
		state.isWell = isWell;
		return await Promise.resolve([
			items.map((failed, item) => ({ ...change(failed), pairedItem: { item } })),
		]);
	});
};

/** Loses the answer to a send, and leads its item back to the node, or on to another one with the same settings. */
async function led(
	kind: SendKind,
	where: 'back' | 'on',
	{ change, isWell, more }: { change: Change; isWell?: boolean; more?: INode['parameters'] },
) {
	const way = await sending(bench, kind);
	const order = await way.item(id);
	order.json.due = inDays(9);
	const state = loseIn(between);
	const parameters = { ...way.parameters, dueDate: '={{ $json.due }}', ...quick, ...more };
	const [node, two] = [nodeWith(parameters, errorOutput), secondNode(parameters, errorOutput)];
	const run = await flowOf(
		between.bench,
		where === 'back' ? [node] : [node, two],
		{ Step: step(state, (failed) => change(order, failed), isWell) },
		where === 'back' ? ledBack(node, 'Step') : ledOn(node, 'Step', two),
		[order],
	);
	expect(turns(run)[0].errors[0].error).toMatch(UNCONFIRMED);
	expect([postsIn(between), outOf(bench, id).length]).toEqual([1, 1]);
	return where === 'back' ? turns(run)[1] : turns(run, two.name)[0];
}

const withValues =
	(values: INodeExecutionData['json']): Change =>
	(item) => ({ ...item, json: { ...item.json, ...values } });

describe.each(['back', 'on'] as const)('led %s', (where) => {
	test.each<[kind: SendKind, what: string, change: Change]>([
		// n8n's error output hands on no files.
		['file', 'no file', (_item, failed) => failed],
		['file', 'an address that is none', withValues({ id: '' })],
		['form', 'an address that is none', withValues({ id: '' })],
		['template', 'a date that is none', withValues({ due: 'soon' })],
	])('%s with %s: the error says that it may be out', async (kind, _what, change) => {
		const { items, errors } = await led(kind, where, { change });
		expect(items).toEqual([]);
		expect(errors).toHaveLength(1);
		expect(errors[0].message).not.toMatch(NOTHING);
		expect(errors[0].message).toContain(`Nothing was sent this time.`);
		expect(errors[0].message).toContain(EARLIER);
	});

	test.each(['file', 'form', 'template', 'stored'] as const)(
		'%s whose due date has passed since: it is found',
		async (kind) => {
			const change: Change = (item) => {
				passTime(12 * DAY);
				return item;
			};
			const { items, errors } = await led(kind, where, { change });
			expect(errors).toEqual([]);
			expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		},
	);

	test('or not confirmed', async () => {
		const change: Change = (item) => {
			passTime(12 * DAY);
			return item;
		};
		const { errors } = await led('form', where, { change, isWell: false });
		expect(errors[0].error).toMatch(UNCONFIRMED);
	});

	test('with another due date, which has passed: the difference is named', async () => {
		const { errors } = await led('form', where, { change: withValues({ due: '2020-01-01' }) });
		expect(errors[0].error).toBe(`${OTHER_VALUES}: Due Date`);
	});
});

test('a choice that is none, before the item is read at all', async () => {
	const { errors } = await led('form', 'back', {
		change: withValues({ simple: 'perhaps' }),
		more: { simplify: '={{ $json.simple ?? true }}' },
	});
	expect(errors[0].message).not.toMatch(NOTHING);
	expect(errors[0].message).toContain(EARLIER);
});

test('of several items, only that of the open send may be out', async () => {
	const { parameters } = await sending(bench, 'form');
	loseIn(between);
	const node = nodeWith({ ...parameters, ...oneByOne }, errorOutput);
	const run = await flowOf(
		between.bench,
		[node],
		{ Loop: loopOverItems(), Done: done },
		looped(node.name),
		[{ json: { id } }, { json: { id: '' } }],
	);
	const errors = turns(run).flatMap((turn) => turn.errors);
	expect(errors[0].error).toMatch(UNCONFIRMED);
	expect(errors[1].message).toMatch(/ Nothing was sent\. Also wrong/);
});

test('after a refusal that is certain, nothing was sent', async () => {
	const { parameters } = await sending(bench, 'form');
	between.rule = insteadOf(SEND, { status: 426 }, 1);
	const node = nodeWith({ ...parameters, ...quick }, errorOutput);
	const steps = { Heal: heal({ isWell: false }, undefined, () => ({ id: '' })) };
	const run = await flowOf(between.bench, [node], steps, ledBack(node, 'Heal'), [{ json: { id } }]);
	expect(turns(run)[1].errors[0].message).toMatch(/ Nothing was sent\. Also wrong/);
	expect(postsIn(between)).toBe(1);
});

describe('a mail merge whose answer is lost', () => {
	const MERGE = /^POST \/SmartTag\/MailMerge/;
	test.each<[what: string, due: string | undefined, said: RegExp]>([
		['its due date has passed since', undefined, new RegExp(UNCONFIRMED_CHANGE)],
		['a date that is none', 'soon', new RegExp(`this time\\. ${EARLIER}`)],
	])('%s', async (_what, due, said) => {
		between.rule = insteadOf(MERGE, { status: 502 }, 1);
		const own = {
			resource: 'mailMerge',
			operation: 'send',
			document: byReference('1'),
			dueDate: '={{ $json.due }}',
			...quick,
		};
		const row = { Email: ana.email, due: inDays(9) };
		const node = nodeWith(own, errorOutput);
		const back = step({ isWell: true }, (item) => {
			if (due === undefined) passTime(12 * DAY);
			return { ...item, json: { ...row, ...(due && { due }) } };
		});
		const run = await flowOf(between.bench, [node], { Back: back }, ledBack(node, 'Back'), [
			{ json: row },
		]);
		const [{ error, message }] = turns(run)[1].errors;
		expect(`${String(error)} ${String(message)}`).toMatch(said);
		expect(`${String(error)} ${String(message)}`).not.toMatch(NOTHING);
		expect(between.passed.filter(({ route }) => MERGE.test(route))).toHaveLength(1);
	});
});

test('an item that is led back among others is told so by its own name', async () => {
	const { parameters } = await sending(bench, 'form');
	const state = loseIn(between, 2);
	const node = nodeWith({ ...parameters, ...oneByOne }, errorOutput);
	const run = await flowOf(
		between.bench,
		[node],
		{ Step: step(state, () => ({ json: { id: '' } })) },
		ledBack(node, 'Step'),
		[{ json: { id } }, { json: { id: anotherId() } }],
	);
	for (const { message } of turns(run)[1].errors) {
		expect(message).toMatch(/This item was not sent this time\..* An earlier try of this item/);
	}
});

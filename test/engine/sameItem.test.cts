/**
 * Which item is which, while a send is open: the same item is looked up and never sent, another one goes out, also
 * after a wait, and one open send refuses one item. What is promised: docs/faults.md, "When n8n tries again".
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { startWaiting, type Waiting } from '../harness/waiting.cts';
import { callTool } from './agent.cts';
import type { Between } from './between.cts';
import {
	errorOutput,
	flowOf,
	heal,
	ledBack,
	ledOn,
	loopOverItems,
	loseIn,
	nodeType,
	postsIn,
	quick,
	secondNode,
	staged,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { ana, ben, dataFile, documentList, inDays } from './samples.cts';
import { outOf, sending, storedDocument } from './sends.cts';

const pdf = dataFile('confidentiality-agreement.pdf');

let bench: Bench;
let between: Between;
let id: string;
const anotherId = useRig(12_000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);
const all = ['form', 'template', 'file', 'stored'] as const;
const oneByOne = { requestOptions: { retries: 0, itemsAtATime: 1 } };
const done = nodeType(1, async function () {
	return await Promise.resolve([this.getInputData()]);
});

/** Loop Over Items → a step → the node, of which both outputs lead back to the loop. */
const looped = (name: string, ...steps: string[]) => {
	const [first, ...more] = [...steps, name];
	return {
		Start: { main: [to('Loop')] },
		Loop: { main: [to('Done'), to(first)] },
		...Object.fromEntries(steps.map((step, at) => [step, { main: [to(more[at])] }])),
		[name]: { main: [to('Loop'), to('Loop')] },
	};
};

describe('a loop over attempts, each of which reads what is not sent yet', () => {
	test.each(all)('%s: the open send is found', async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		const order = await item(id);
		const state = loseIn(between);
		let reads = 0;
		const read = nodeType(1, async () => {
			state.isWell = ++reads > 1;
			return await Promise.resolve([reads > 2 ? [] : [{ ...order, pairedItem: 0 }]]);
		});
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const run = await flowOf(
			between.bench,
			[node],
			{ Loop: loopOverItems(), Read: read, Done: done },
			looped(node.name, 'Read'),
			[1, 2, 3].map((attempt) => ({ json: { attempt } })),
		);
		const [first, second] = turns(run);
		expect(first.errors[0].error).toContain(UNCONFIRMED);
		expect(second.items.map(({ recovered }) => recovered)).toEqual([true]);
		expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
	});
});

describe('files of one name and size, made anew each time', () => {
	const fileOf = async (n: number) =>
		(await bench.file(Buffer.concat([pdf, Buffer.from(`\n% ${n}\n`)]), `${id}-1.pdf`)).binary;

	test('a loop over attempts that makes it anew sends once', async () => {
		const { parameters } = await sending(bench, 'file');
		const state = loseIn(between);
		let reads = 0;
		const read = nodeType(1, async () => {
			state.isWell = ++reads > 1;
			return [[{ json: { id }, binary: await fileOf(reads), pairedItem: 0 }]];
		});
		const node = nodeWith({ ...parameters, ...quick }, errorOutput);
		const run = await flowOf(
			between.bench,
			[node],
			{ Loop: loopOverItems(), Read: read, Done: done },
			looped(node.name, 'Read'),
			[1, 2, 3].map((attempt) => ({ json: { attempt } })),
		);
		const [, second, third] = turns(run);
		for (const { items, errors } of [second, third]) {
			expect(items).toEqual([]);
			expect(errors[0].error).toMatch(/^A document was already sent to the same people/);
			expect(errors[0].details).toContain('Files');
		}
		expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
	});

	test('nobody can tell one row of them, and the last ones go out', async () => {
		const { parameters } = await sending(bench, 'file');
		const state = loseIn(between);
		const rows = await Promise.all(
			[1, 2, 3, 4].map(async (n) => ({ json: { id, note: n }, binary: await fileOf(n) })),
		);
		const heal = nodeType(1, async function () {
			state.isWell = true;
			return await Promise.resolve([this.getInputData()]);
		});
		const options = { packageName: '={{ $json.note > 2 ? $json.note : "Lease" }}' };
		const node = nodeWith({ ...parameters, options, ...quick }, errorOutput);
		const run = await flowOf(
			between.bench,
			[node],
			{ Loop: loopOverItems(), Heal: heal, Done: done },
			{
				...looped(node.name),
				[node.name]: { main: [to('Heal'), to('Heal')] },
				Heal: { main: [to('Loop')] },
			},
			rows,
		);
		const [first, second, ...others] = turns(run);
		expect(first.errors[0].error).toContain(UNCONFIRMED);
		expect(second.errors[0].error).toMatch(/^A document was already sent to the same people/);
		expect(others.flatMap(({ items }) => items)).toHaveLength(2);
		expect([posts(), outOf(bench, id).length]).toEqual([3, 3]);
	});
});

describe('one contract after another, and the execution waits in between', () => {
	let n8n: Waiting;
	afterEach(async () => await n8n.close());

	const rowsOf = async (kind: 'form' | 'template' | 'file', item: INodeExecutionData) =>
		await Promise.all(
			[1, 2, 3, 4].map(async (value) => ({
				json: { ...item.json, value, due: inDays(5 + value) },
				binary:
					kind === 'file' ? (await bench.file(pdf, `${id}-${value}.pdf`)).binary : item.binary,
			})),
		);

	test.each([
		['form', { options: { xmlData: '=<a>{{ $json.value }}</a>' } }],
		['template', { dueDate: '={{ $json.due }}' }],
		['file', {}],
	] as const)('%s: rows of their own go out after one that is open', async (kind, own) => {
		const { parameters, item } = await sending(bench, kind);
		const state = loseIn(between);
		const wait = nodeType(1, async function () {
			state.isWell = true;
			await this.putExecutionToWait(new Date(Date.now() + 24 * 60 * 60 * 1000));
			return [this.getInputData()];
		});
		const node = nodeWith({ ...parameters, ...own, ...quick }, errorOutput);
		const { engine, nodes } = staged(between.bench, [node], {
			Loop: loopOverItems(),
			Wait: wait,
			Done: done,
		});
		n8n = await startWaiting(engine);
		const execution = await n8n.start(
			{
				nodes,
				connections: {
					...looped(node.name),
					[node.name]: { main: [to('Wait'), to('Wait')] },
					Wait: { main: [to('Loop')] },
				},
			},
			await rowsOf(kind, await item(id)),
		);
		for (let days = 0; n8n.status(execution) === 'waiting' && days < 5; days++) {
			await n8n.passTime(execution);
		}
		const [first, ...others] = turns({ data: n8n.run(execution) });
		expect(first.errors[0].error).toContain(UNCONFIRMED);
		expect(others.flatMap(({ items }) => items.map(({ recovered }) => recovered))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect([posts(), outOf(bench, id).length]).toEqual([4, 4]);
	});
});

describe('orders whose step does not link them, while one send is open', () => {
	test.each([true, false])(
		'one is refused, the others go out (open one done: %p)',
		async (isDone) => {
			const { parameters } = await sending(bench, 'form');
			const state = loseIn(between, 1, () => isDone);
			let value = 0;
			// Two items become three, and nobody says of which.
			const annex = nodeType(1, async function () {
				state.isWell = value > 0;
				const made = [...this.getInputData(), {}].map(() => ({ json: { id, value: ++value } }));
				return await Promise.resolve([made]);
			});
			const node = nodeWith(
				{ ...parameters, ...oneByOne, options: { xmlData: '=<a>{{ $json.value }}</a>' } },
				errorOutput,
			);
			const run = await flowOf(
				between.bench,
				[node],
				{ Loop: loopOverItems(2), Annex: annex, Done: done },
				looped(node.name, 'Annex'),
				Array.from({ length: 6 }, (_, row) => ({ json: { row } })),
			);
			const errors = turns(run).flatMap((turn) => turn.errors);
			expect(errors.map(({ error }) => String(error).slice(0, 39))).toEqual([
				UNCONFIRMED,
				isDone
					? 'A document was already sent to the same people, so this item was not sent'.slice(0, 39)
					: UNCONFIRMED,
			]);
			expect(turns(run).flatMap(({ items }) => items)).toHaveLength(7);
			expect([posts(), outOf(bench, id).length]).toEqual([8, isDone ? 8 : 7]);
		},
	);

	test('the one that is refused is refused again by Retry On Fail', async () => {
		const { parameters } = await sending(bench, 'form');
		// Two items become three, and nobody says of which.
		const state = loseIn(between, 2);
		const annex = nodeType(1, async () => {
			const own = [id, `${id}9`, `${id}8`].map((id) => ({ json: { id, value: 2 } }));
			const made = state.isWell ? [] : own;
			state.isWell = true;
			return await Promise.resolve([made]);
		});
		const own = { ...parameters, ...quick, options: { xmlData: '=<a>{{ $json.value }}</a>' } };
		const node = nodeWith(own, errorOutput);
		const two = secondNode(own, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const run = await flowOf(
			between.bench,
			[node, two],
			{ Annex: annex },
			ledOn(node, 'Annex', two),
			[{ json: { id, value: 1 } }, { json: { id: anotherId(), value: 3 } }],
		);
		expect(run.data.resultData.error?.message).toBe(
			'A document was already sent to the same people, so this item was not sent',
		);
		expect(outOf(bench, id)).toHaveLength(1);
	});
});

test('an agent that calls again with other words is refused each time', async () => {
	const { parameters } = await sending(bench, 'form');
	const state = loseIn(between);
	const signers = {
		signer: [
			{ ...ana, email: `${id}@example.com` },
			{ ...ben, email: `${id}@example.org` },
		],
	};
	const xmlData = "={{ $fromAI('xml') }}";
	between.rule = ((rule) => async (passing, pass) => {
		// Well again by the second call.
		state.isWell ||= passing.route.includes('GetSingleForm') && posts() > 0;
		return await rule(passing, pass);
	})(between.rule);
	const answers = await callTool(
		between.bench,
		{ ...parameters, signers, options: { xmlData }, ...quick },
		['<a>1</a>', '<a>2</a>', '<a>3</a>', '<a>4</a>'].map((xml) => ({ xml })),
	);
	expect(answers[0]).toContain(UNCONFIRMED);
	for (const answer of answers.slice(1)) {
		expect(answer).toContain('A document was already sent to the same people');
	}
	expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
});

describe('an uploaded document as it comes', () => {
	test.each(['back', 'on'])('led %s, it is found, and not refused as sent', async (where) => {
		const { parameters, item } = await sending(bench, 'stored');
		const state = loseIn(between);
		const own = { ...parameters, options: {}, ...quick };
		const [node, two] = [nodeWith(own, errorOutput), secondNode(own, errorOutput)];
		const run = await flowOf(
			between.bench,
			where === 'back' ? [node] : [node, two],
			{ Heal: heal(state) },
			where === 'back' ? ledBack(node, 'Heal') : ledOn(node, 'Heal', two),
			[await item(id)],
		);
		const { items, errors } = where === 'back' ? turns(run)[1] : turns(run, two.name)[0];
		expect(errors).toEqual([]);
		expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
	});

	test('and one that was told to be sent is still refused', async () => {
		const { parameters } = await sending(bench, 'stored');
		const own = {
			...parameters,
			documents: documentList(await storedDocument(bench, `${id}-1.pdf`)),
			signers: { signer: [{ ...ana, email: `${id}@example.com` }, ben] },
			options: {},
			...quick,
		};
		const [node, two] = [nodeWith(own), secondNode(own, errorOutput)];
		const run = await flowOf(
			between.bench,
			[node, two],
			{},
			{ Start: { main: [to(node.name)] }, [node.name]: { main: [to(two.name)] } },
			[{ json: { id } }],
		);
		expect(turns(run, two.name)[0].errors[0].error).toMatch(/already sent/);
		expect(posts()).toBe(1);
	});
});

describe('Maximum Documents', () => {
	const limited = async (kind: (typeof all)[number], maxDocuments: number) => {
		const { parameters, item } = await sending(bench, kind);
		const options = {
			...(parameters.options as object),
			sendingLimits: { limits: { maxDocuments } },
		};
		return { node: nodeWith({ ...parameters, options, ...oneByOne }, errorOutput), item };
	};

	test.each(all)('%s: what is led back is found, and counts once', async (kind) => {
		const { node, item } = await limited(kind, 1);
		const state = loseIn(between);
		const own = await item(id);
		const run = await flowOf(
			between.bench,
			[node],
			{ Heal: heal(state, own) },
			ledBack(node, 'Heal'),
			[own],
		);
		const [, { items, errors }] = turns(run);
		expect(errors).toEqual([]);
		expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		expect(posts()).toBe(1);
	});

	test('a new item beside it counts, and no more than the limit goes out', async () => {
		const { node } = await limited('form', 2);
		const state = loseIn(between);
		const back = nodeType(1, async function () {
			const led = state.isWell ? [] : this.getInputData();
			state.isWell = true;
			const more = [anotherId(), anotherId()].map((other) => ({ json: { id: other } }));
			return await Promise.resolve([led.length > 0 ? [...led, more[0], ...more.slice(1)] : []]);
		});
		const run = await flowOf(between.bench, [node], { Back: back }, ledBack(node, 'Back'), [
			{ json: { id } },
		]);
		const [, { items, errors }] = turns(run);
		// One found; of the two new ones none goes out, as both together are one too many.
		expect(items.map(({ recovered }) => recovered)).toEqual([true]);
		expect(errors).toHaveLength(2);
		expect(errors[0].error).toMatch(/^This would send 2 documents after 1 earlier/);
		expect(posts()).toBe(1);
	});
});

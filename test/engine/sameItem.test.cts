/**
 * Which item is which, while a send is open: the same item is looked up and never sent, also in a loop and after a wait.
 * What is promised: docs/faults.md, "When n8n tries again".
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { SENT_ANOTHER } from '../../nodes/SecuredSigning/send/agreed.ts';
import { startWaiting, type Waiting } from '../harness/waiting.cts';
import type { Between } from './between.cts';
import {
	done,
	errorOutput,
	flowOf,
	looped,
	loopOverItems,
	loseIn,
	nodeType,
	postsIn,
	quick,
	staged,
	to,
	turns,
	UNCONFIRMED,
} from './flows.cts';
import { nodeWith, type Bench } from './node.cts';
import { useRig } from './rig.cts';
import { dataFile, inDays } from './samples.cts';
import { outOf, sending, singleKinds } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(12_000, (rig) => ({ bench, between, id } = rig));

const pdf = dataFile('confidentiality-agreement.pdf');

const posts = () => postsIn(between);

describe('a loop over attempts, each of which reads what is not sent yet', () => {
	test.each(singleKinds)('%s: the open send is found', async (kind) => {
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
			expect(errors[0].error).toMatch(SENT_ANOTHER);
			expect(errors[0].message).toContain('Files');
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
		expect(second.errors[0].error).toMatch(SENT_ANOTHER);
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

/**
 * Checks the workflows of docs/waiting-in-detail.md for several contracts: one after another in a loop around the
 * wait, which is the example one-contract-after-another; and each by itself, in an execution of its own.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { check } from '../harness/check.mts';
import type { Desk } from '../n8n/desk.mts';
import type { Execution } from '../n8n/executions.mts';
import type { Workflow } from '../n8n/instance.mts';
import { callWorkflow, readFiles, webhook, whenCalled, workflowOf } from '../n8n/nodes.mts';
import { sha256 } from '../n8n/sha256.mts';
import { callWebhook } from '../n8n/webhook.mts';
import type { SimulatorDocument } from '../n8n/simulator.mts';
import type { Stage } from '../n8n/stage.mts';
import { until } from '../n8n/until.mts';
import { publish } from '../n8n/workflows.mts';
import type { Part } from './part.mts';

const EXAMPLE = 'one-contract-after-another';
const LOOP = 'Loop Over Items';
const SEND = 'Send and Await';
const SAVE = 'Save Signed PDF';
/** What comes after the wait in the example. */
const AFTER = ['No Signed PDF?', 'Tell the Team', SAVE];

const AFTER_ANOTHER = 'one-after-another';
const BY_ITSELF = 'each-by-itself';
const CHILD = 'one-of-them';
const WAITING_PARENT = 'waits-for-one-of-them';

/** What the parent gets that waits for a sub-workflow which waits. */
const PARENT_GETS: Record<number, 'its own input' | 'what came of it'> = {
	1: 'its own input',
	2: 'what came of it',
};

const hook = (path: string) => webhook(path, { responseMode: 'onReceived' });

/** The example as it is, but for its trigger, and the workflows that are made of its nodes. */
const workflowsOf = (example: Workflow, contract: string): Workflow[] => {
	const named = (wanted: string) => {
		const node = example.nodes.find(({ name }) => name === wanted);
		assert.ok(node, `the example has no node '${wanted}'`);
		return node;
	};
	const triggeredBy = (id: string): Workflow => ({
		...example,
		...{ id, name: id },
		nodes: example.nodes.map((node) =>
			node.type === 'n8n-nodes-base.manualTrigger'
				? { ...node, ...hook(id), name: node.name }
				: node,
		),
	});
	const call = (waits: boolean) => callWorkflow(CHILD, { waitForSubWorkflow: waits });
	const looped = triggeredBy(BY_ITSELF);
	const around = Object.entries(looped.connections as object).filter(
		([name]) => ![SEND, ...AFTER].includes(name),
	);
	return [
		workflowOf(CHILD, [whenCalled, named(SEND), named(SAVE)]),
		triggeredBy(AFTER_ANOTHER),
		{
			...looped,
			nodes: looped.nodes
				.filter(({ name }) => !AFTER.includes(name))
				.map((node) =>
					node.name === SEND
						? { ...node, ...call(false), name: SEND, credentials: undefined }
						: node,
				),
			connections: {
				...Object.fromEntries(around),
				[SEND]: { main: [[{ node: LOOP, type: 'main', index: 0 }]] },
			},
		},
		workflowOf(WAITING_PARENT, [
			hook(WAITING_PARENT),
			readFiles('Read Contracts', contract),
			call(true),
		]),
	];
};

export const loops = (stage: Stage, examples: Workflow[], contract: string): Part => {
	const example = examples.find(({ id }) => id === EXAMPLE);
	assert.ok(example);
	const workflows = workflowsOf(example, contract);
	return { workflows, play: async (desk) => await checkLoops(stage, desk, workflows, contract) };
};

const checkLoops = async (
	{ n8n, simulator }: Stage,
	{ owner, executions, origin }: Desk,
	workflows: Workflow[],
	contract: string,
): Promise<void> => {
	const isReady = await check('loops around a wait are published', async () => {
		for (const { id } of workflows) {
			// n8n 1 refuses what only another workflow starts, and calls it all the same; n8n 2 calls what is published.
			if (id !== CHILD || n8n.installation.major > 1) await publish(owner, id);
		}
		return true;
	});
	if (!isReady) return;

	const contracts = (await readdir(dirname(contract))).length;
	const earlier = new Set(simulator.documents().map(({ reference }) => reference));
	const ours = () => simulator.documents().filter(({ reference }) => !earlier.has(reference));
	/** The first `count` documents that are out and waited for, once they are. */
	const out = async (count: number): Promise<SimulatorDocument[]> =>
		await until(`document ${count}`, () => {
			const sent = ours().filter(({ sends, notifyUrl }) => sends > 0 && notifyUrl);
			return sent.length >= count ? sent : undefined;
		});
	const waiting = async (workflow: string, count = 1) =>
		await executions.untilMany(workflow, 'waiting', count);
	const signAll = async ({ reference }: SimulatorDocument) => {
		await simulator.sign(reference);
		await simulator.sign(reference);
		await simulator.settle();
	};
	const isSaved = async (reference: string) => {
		const file = await readFile(join(n8n.home.files, 'signed', `${reference}.pdf`));
		const document = simulator.documents().find((each) => each.reference === reference);
		assert.equal(sha256(file), document?.signed?.sha256, reference);
		assert.equal(document?.sends, 1, reference);
	};
	const ended = async (workflow: string, count: number, last: string): Promise<Execution[]> => {
		const found = await executions.untilMany(workflow, 'success', count);
		return await Promise.all(
			found.map(async ({ id }) => await executions.until(id, 'success', { last })),
		);
	};
	const start = async (workflow: string) => {
		for (const { reference } of ours()) earlier.add(reference);
		await callWebhook(origin, workflow, {});
	};

	await check('a loop around the wait sends one contract after another', async () => {
		await start(AFTER_ANOTHER);
		for (let turn = 1; turn <= contracts; turn++) {
			const sent = await out(turn);
			assert.equal(sent.length, turn);
			await waiting(AFTER_ANOTHER);
			await signAll(sent[turn - 1]);
		}
		const [{ results }] = await ended(AFTER_ANOTHER, 1, 'What Became of Them');
		const references = ours().map(({ reference }) => reference);
		const saved = results['What Became of Them'].map(({ json }) => json.fileName);
		assert.deepEqual(
			saved,
			references.map((reference) => join(n8n.home.files, 'signed', `${reference}.pdf`)),
		);
		assert.equal(results[SAVE].length, contracts);
		for (const reference of references) await isSaved(reference);
	});

	await check('each contract in an execution of its own goes on by itself', async () => {
		await start(BY_ITSELF);
		const sent = await out(contracts);
		await ended(BY_ITSELF, 1, 'What Became of Them');
		// The last one first.
		for (const [index, document] of sent.reverse().entries()) {
			await waiting(CHILD, contracts - index);
			await signAll(document);
			await ended(CHILD, index + 1, SAVE);
			await isSaved(document.reference);
		}
	});

	const gets = PARENT_GETS[n8n.installation.major];
	await check(`a parent that waits for a sub-workflow which waits gets ${gets}`, async () => {
		await start(WAITING_PARENT);
		const [document] = await out(1);
		await waiting(CHILD);
		await waiting(WAITING_PARENT);
		await signAll(document);
		const [{ results }] = await ended(WAITING_PARENT, 1, 'Call');
		await isSaved(document.reference);
		const [{ json }, ...others] = results.Call;
		assert.equal(others.length, 0);
		const saved = join(n8n.home.files, 'signed', `${document.reference}.pdf`);
		if (gets === 'its own input') assert.equal(json.fileName, document.name);
		else assert.equal(json.fileName, saved);
	});
};

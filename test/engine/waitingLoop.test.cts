/** The recipe of docs/waiting.md, "Start here: wait in a loop". */
import { sleep, type INode, type INodeType } from 'n8n-workflow';

import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { inDays } from './samples.cts';

let stage: Awaiting;
beforeAll(async () => {
	stage = await startAwaiting();
	stage.bench.engine.nodeTypes.isWaiting = isWaiting;
});
afterAll(async () => await stage.close());
beforeEach(() => {
	stage.bench.simulator.readings.callback = 'json';
});
afterEach(() => expect(stage.bench.simulator.problems).toEqual([]));

/** What the recipe's If node does: `awaiting` exists, or not. */
const isWaiting: INodeType = {
	description: {
		displayName: 'Is Waiting',
		name: 'isWaiting',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Is Waiting' },
		inputs: ['main'],
		outputs: ['main', 'main'],
		properties: [],
	},
	async execute() {
		const items = this.getInputData();
		const waits = items.filter(({ json }) => json.awaiting !== undefined);
		return await Promise.resolve([waits, items.filter((item) => !waits.includes(item))]);
	},
};

const node = (name: string, type: string, parameters: INode['parameters'] = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
});
const aDay = { limitWaitTime: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'days' };
const reference = { __rl: true, mode: 'id', value: '={{ $json.documentReference }}' };
const nodes = [
	node('Start', 'start'),
	node('Send', 'securedSigning', { ...sendAndAwait, ...aDay, dueDate: inDays(30), include: [] }),
	node('If', 'isWaiting'),
	node('Await', 'securedSigning', {
		resource: 'document',
		operation: 'await',
		document: reference,
		include: [],
		...aDay,
	}),
	node('End', 'isWaiting'),
];
// n8n runs the upper branch first; what stands below one that waits again has to wait for it.
nodes[3].position = [0, 200];
const settings = { executionOrder: 'v1' } as const;
const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
const connections = {
	Start: { main: [to('Send')] },
	Send: { main: [to('If')] },
	If: { main: [to('Await'), to('End')] },
	Await: { main: [to('If')] },
};

/** Two documents, after three days on which nothing happened. */
async function afterThreeDays() {
	const { n8n, contracts } = stage;
	const id = await n8n.start(
		{ nodes, connections, settings },
		await contracts('One.pdf', 'Two.pdf'),
	);
	for (let day = 0; day < 3; day++) await n8n.passTime(id);
	expect(n8n.status(id)).toBe('waiting');
	const waiting = n8n.run(id).executionData?.nodeExecutionStack[0].data.main[0] ?? [];
	return { id, references: waiting.map(({ json }) => json.documentReference as string) };
}

const ended = (id: string) =>
	stage.n8n
		.run(id)
		.resultData.runData.End.flatMap(({ data }) => data?.main[1] ?? [])
		.map(({ json }) => [json.name, json.status, json.finished]);

test('the calls of the service end a later turn', async () => {
	const { bench, settle, n8n } = stage;
	const { id, references } = await afterThreeDays();
	await bench.simulator.sign(references[0]);
	await bench.simulator.sign(references[0]);
	await bench.simulator.decline(references[1]);
	await settle();
	expect(n8n.status(id)).toBe('success');
	expect(ended(id)).toEqual([
		['One.pdf', 'completed', true],
		['Two.pdf', 'declined', false],
	]);
});

test('without any call, the next turn sees what was signed', async () => {
	const { bench, n8n } = stage;
	const { id, references } = await afterThreeDays();
	bench.simulator.readings.callback = 'never';
	for (const document of references) {
		await bench.simulator.sign(document);
		await bench.simulator.sign(document);
	}
	expect(n8n.status(id)).toBe('waiting');
	await n8n.passTime(id);
	expect(ended(id)).toEqual([
		['One.pdf', 'completed', true],
		['Two.pdf', 'completed', true],
	]);
});

test("n8n's own look ends a later turn as well", async () => {
	const { bench, n8n } = stage;
	n8n.hearsItself = true;
	const { id, references } = await afterThreeDays();
	bench.simulator.readings.callback = 'never';
	for (const document of references) {
		await bench.simulator.sign(document);
		await bench.simulator.sign(document);
	}
	while (n8n.status(id) !== 'success') await sleep(20);
	expect(ended(id)).toEqual([
		['One.pdf', 'completed', true],
		['Two.pdf', 'completed', true],
	]);
});

// “So the status is never older than a day, even if every call is lost.”
test.each(['declined', 'expired'])(
	'without any call, the next turn sees what is %s, while the other stays open',
	async (status) => {
		const { bench, n8n } = stage;
		const { id, references } = await afterThreeDays();
		bench.simulator.readings.callback = 'never';
		if (status === 'declined') await bench.simulator.decline(references[1]);
		else await bench.simulator.expire(references[1]);
		// The turn that began before it, and the one that looks first.
		await n8n.passTime(id);
		await n8n.passTime(id);
		expect(ended(id)).toEqual([['Two.pdf', status, false]]);
		expect(n8n.status(id)).toBe('waiting');
	},
);

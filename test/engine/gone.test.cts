/** When a document counts as deleted: docs/api/API.md section 12.11, a 404 is no proof of it. */
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import {
	absenceOf,
	CONFIRMED_AFTER_MS,
	confirming,
	MOST_CONFIRMATIONS,
	type FirstMissed,
} from '../../nodes/SecuredSigning/api/gone.ts';
import { accountOf, read } from '../../nodes/SecuredSigning/api/index.ts';
import { passTime, realTime } from '../harness/clock.cts';
import { runWorkflow } from '../harness/engine.cts';
import { nodeWith, start, startBench, type Bench } from './node.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	bench.engine.nodeTypes.looks = looks;
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
	bench.simulator.faults.clear();
});
afterEach(() => {
	realTime();
	expect(bench.simulator.problems).toEqual([]);
});

let work: (context: IExecuteFunctions) => Promise<void>;
/** A node that does what the test says, with n8n's own context. */
const looks: INodeType = {
	description: {
		displayName: 'Looks',
		name: 'looks',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Looks' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'securedSigningApi', required: true }],
		properties: [],
	},
	async execute() {
		await work(this);
		return [[]];
	},
};
/** Runs it with a credential of this key. */
async function inNode<T>(job: (context: IExecuteFunctions) => Promise<T>, apiKey?: string) {
	let result: T | undefined;
	work = async (context) => void (result = await job(context));
	const credential = { ...bench.simulator.credential, ...(apiKey && { apiKey }) };
	const run = await runWorkflow(
		{ ...bench.engine, credentials: { securedSigningApi: credential } },
		{
			nodes: [start, nodeWith({}, { name: 'Looks', type: 'looks' })],
			connections: { Start: { main: [[{ node: 'Looks', type: 'main', index: 0 }]] } },
		},
	);
	expect(run.data.resultData.error).toBeUndefined();
	return result as T;
}
/** One look, at documents whose status is not found. */
const confirm = async (firstMissed: FirstMissed, ...references: string[]) =>
	await inNode(async (context) => {
		const status = read(context, '/Document/Status/{DocumentReference}', {
			path: { DocumentReference: GONE },
		});
		const missed = await status.then(
			() => new Error('found'),
			(error: Error) => error,
		);
		bench.simulator.requests.length = 0;
		const isGone = confirming(context, firstMissed);
		const answers: boolean[] = [];
		for (const reference of references) answers.push(await isGone(reference, missed));
		return answers;
	});
const GONE = 'never-existed';
const asked = () => bench.simulator.requests.map(({ operationId }) => operationId);
/** What an earlier look found, in milliseconds before now. */
const seen = (before: number): FirstMissed => ({ [GONE]: Date.now() - before });

test('two looks some minutes apart, each with the log and the account', async () => {
	const firstMissed: FirstMissed = {};
	expect(await confirm(firstMissed, GONE)).toEqual([false]);
	expect(Math.abs(firstMissed[GONE] - Date.now())).toBeLessThan(60 * 60_000);
	expect(asked()).toEqual(['getDocumentLog', 'getAccountInfo']);

	firstMissed[GONE] -= CONFIRMED_AFTER_MS / 100;
	expect(await confirm(firstMissed, GONE)).toEqual([false]);
	expect(asked()).toEqual([]);

	passTime(CONFIRMED_AFTER_MS);
	expect(await confirm(firstMissed, GONE)).toEqual([true]);
	expect(asked()).toEqual(['getDocumentLog', 'getAccountInfo']);
});

// docs/waiting-in-detail.md: by the clock of Secured Signing. A wrong clock is its machine's or n8n's, and its answers have one of them.
test('the time between two looks is that of the answers', async () => {
	const firstMissed = seen(0);
	bench.simulator.faults.choose(() => ({ kind: 'clockSkew', seconds: -240 }));
	passTime(6 * 60_000);
	expect(await confirm(firstMissed, GONE)).toEqual([false]);
});

test.each([
	['the log', 'getDocumentLog'],
	['the account', 'getAccountInfo'],
] as const)('%s that cannot be read confirms nothing, and takes nothing back', async (_, of) => {
	const firstMissed = seen(2 * CONFIRMED_AFTER_MS);
	const before = { ...firstMissed };
	bench.simulator.faults.add({ kind: 'serverErrorHtml', operation: of, times: 10 });
	expect(await confirm(firstMissed, GONE)).toEqual([false]);
	expect(await confirm({}, GONE)).toEqual([false]);
	expect(firstMissed).toEqual(before);
	bench.simulator.faults.clear();
	expect(await confirm(firstMissed, GONE)).toEqual([true]);
});

test('an address at which nothing is found confirms nothing', async () => {
	bench.simulator.faults.add({ kind: 'notFound', times: 100 });
	expect(await confirm(seen(2 * CONFIRMED_AFTER_MS), GONE)).toEqual([false]);
});

test('a log that is there takes the first sight back', async () => {
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [await bench.file(Buffer.from('%PDF-1.4\n%%EOF'), 'Lease.pdf')] },
	);
	const reference = String(items[0].json.documentReference);
	const firstMissed: FirstMissed = {
		[reference]: Date.now() - 2 * CONFIRMED_AFTER_MS,
		other: 2_000,
	};
	expect(await confirm(firstMissed, reference)).toEqual([false]);
	expect(firstMissed).toEqual({ other: 2_000 });
});

test('so many in one look, the rest in the next ones; the account is read once', async () => {
	const references = Array.from({ length: 50 }, (_, index) => `gone-${index}`);
	const firstMissed: FirstMissed = {};
	const confirmed: string[] = [];
	for (let look = 0; look < 6; look++) {
		const open = references.filter((reference) => !confirmed.includes(reference));
		const answers = await confirm(firstMissed, ...open);
		confirmed.push(...open.filter((_, index) => answers[index]));
		expect(asked().filter((id) => id === 'getDocumentLog').length).toBe(
			Math.min(MOST_CONFIRMATIONS, open.length),
		);
		expect(asked().filter((id) => id === 'getAccountInfo')).toHaveLength(1);
		passTime(CONFIRMED_AFTER_MS);
		if (confirmed.length === references.length) break;
	}
	expect(confirmed.sort()).toEqual([...references].sort());
});

// The retention rules are the account's own (API.md sections 4 and 12.5): no number of days is safe.
test.each<[minutesBefore: number | undefined, says: string]>([
	[1, 'deleted'],
	[60, 'deleted'],
	[65, 'gone'],
	[23 * 60, 'gone'],
	[25 * 60, 'gone'],
	[undefined, 'gone'],
])('open %s minutes before it was missed: %s', (minutes, says) => {
	const missedAt = Date.parse('2026-11-26T05:00:00Z');
	const openAt = minutes === undefined ? undefined : missedAt - minutes * 60_000;
	expect(absenceOf('account', 'reference', openAt, missedAt)).toBe(says);
});

test('names that every object has are no firstMissed', async () => {
	const firstMissed: FirstMissed = {};
	expect(await confirm(firstMissed, 'constructor', '__proto__')).toEqual([false, false]);
	passTime(CONFIRMED_AFTER_MS);
	expect(await confirm(firstMissed, '__proto__')).toEqual([false]);
});

test('one account is told from another, and neither is named', async () => {
	const one = await inNode(accountOf);
	expect(await inNode(accountOf)).toBe(one);
	expect(await inNode(accountOf, 'another')).not.toBe(one);
	expect(one).not.toContain(bench.simulator.credential.apiKey);
});

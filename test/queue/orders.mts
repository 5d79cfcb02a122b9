/**
 * Many orders, and a worker that is killed in the middle of them. n8n runs none of its executions
 * again; whoever gave the orders gives those again that are not in the books as sent.
 */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import type { ExecutionSummary, Status } from '../n8n/executions.mts';
import type { N8nServer } from '../n8n/server.mts';
import { toldOf } from '../n8n/telling.mts';
import { until } from '../n8n/until.mts';
import { AT_A_TIME, begunBy } from './cluster.mts';
import { processorTime, type Play } from './play.mts';
import { giveOrder, ORDERS } from './workflows.mts';

/** How many callers there are at the same time. */
const CALLERS = 5;
/** So many sends are held back at the moment when a worker is killed: all that two workers can do. */
const HELD = 2 * AT_A_TIME;
const HOLD_SECONDS = 15;
/** n8n waits for the lock of a killed worker, and half a minute more before it believes it. */
const ENDING_LIMIT = 180_000;

/** How an execution ends that does not succeed. */
const FAILED: Status[] = ['error', 'crashed', 'canceled'];

const inPool = async <T,>(items: T[], work: (item: T) => Promise<void>): Promise<void> => {
	const queue = [...items];
	const worker = async () => {
		for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
	};
	await Promise.all(Array.from({ length: CALLERS }, worker));
};

/** Whether a request sends a document, and does not only upload it. */
export const isSend = ({ operationId = '' }): boolean => /^sendSmartTag/.test(operationId);

/** How often there is which status. */
const told = (executions: ExecutionSummary[]): string => {
	const statuses = executions.map(({ status }) => status);
	const count = (status: string) => statuses.filter((other) => other === status).length;
	return [...new Set(statuses)].map((status) => `${count(status)} × ${status}`).join(', ');
};

/** What an order costs a worker, by the processor's time of one that has done nothing else. */
const costOf = (worker: N8nServer, idle: number): string => {
	const executions = begunBy(worker).length;
	const each = ((processorTime(worker) - idle) / executions) * 1000;
	return `worker 2 ran ${executions} executions; one took ${each.toFixed(0)} ms of the processor`;
};

export const playOrders = async (play: Play, count: number): Promise<void> => {
	const { setting, contract, executions, seen } = play;
	const { simulator } = setting;
	const orders = Array.from({ length: count }, (_, i) => `order-${i + 1}`);
	const inBooks = () => new Set(toldOf(simulator, ORDERS).map(([order]) => order));
	const sent = () => simulator.documents().filter(({ sends }) => sends > 0);
	const give = async (which: string[]) =>
		await inPool(which, async (order) => await giveOrder(setting, order, contract));
	const ended = async (all: number) =>
		await until(
			`end of all ${all} executions`,
			async () => {
				const isBusy = (await executions.count(ORDERS, ['new', 'running'])) > 0;
				return (!isBusy && (await executions.count(ORDERS)) >= all) || undefined;
			},
			ENDING_LIMIT,
		);

	const idle = processorTime(play.workers[1]);
	const isKilled = await check(
		`${count} orders come; a worker is killed while it sends`,
		async () => {
			const [first, second] = play.workers;
			const given = give(orders);
			await until('third of sends', () => sent().length >= count / 3 || undefined, ENDING_LIMIT);
			let held = 0;
			simulator.faults.choose((request) =>
				isSend(request) && held++ < HELD ? { kind: 'delay', seconds: HOLD_SECONDS } : undefined,
			);
			await until('send by each worker', () => held >= HELD || undefined, ENDING_LIMIT);
			await first.kill();
			seen(
				`worker 1 is killed: it had begun ${begunBy(first).length} executions, worker 2 ${begunBy(second).length}; ${sent().length} orders are sent, ${inBooks().size} of them in the books`,
			);
			await given;
			return true;
		},
	);
	if (!isKilled) return;

	const failed = await check('the other worker does the rest; what was lost ends', async () => {
		await ended(count);
		assert.equal(await executions.count(ORDERS), count);
		return await executions.list(ORDERS, FAILED);
	});
	if (!failed) return;
	seen(costOf(play.workers[1], idle));
	const lost = orders.filter((order) => !inBooks().has(order));
	const outThough = lost.filter((order) =>
		sent().some(({ clientReference }) => clientReference === order),
	);
	seen(
		`${count - failed.length} executions succeeded, ${failed.length} did not (${told(failed)}); ${lost.length} orders are not in the books, ${outThough.length} of them are out though`,
	);

	await check('they are retried, and given again while not in the books', async () => {
		assert.ok(outThough.length > 0, 'the worker was killed too late or too early');
		for (const { id } of failed) await executions.retry(id);
		await ended(count + failed.length);
		const retried = (await executions.list(ORDERS, FAILED)).filter(({ retryOf }) => retryOf);
		const again = orders.filter((order) => !inBooks().has(order));
		seen(
			`n8n's Retry brought ${lost.length - again.length} of ${lost.length} into the books (retries that failed: ${retried.length})`,
		);
		await give(again);
		await ended(count + failed.length + again.length);
		assert.deepEqual([...inBooks()].sort(), [...orders].sort());
	});
	await check(`each of ${count} orders is sent once`, () => {
		const references = sent().map(({ clientReference }) => clientReference);
		assert.deepEqual([...references].sort(), [...orders].sort());
		for (const { name, sends } of sent()) assert.equal(sends, 1, name);
		const documents = new Map(sent().map((document) => [document.clientReference, document]));
		for (const [order, reference] of toldOf(simulator, ORDERS)) {
			assert.equal(reference, documents.get(order)?.reference, order);
		}
		const orphans = simulator.documents().length - sent().length;
		seen(`${count} orders, ${sent().length} sent; ${orphans} files are left in the InBox`);
	});
};

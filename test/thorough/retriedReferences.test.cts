/**
 * Retries of one stored execution that do not know of each other, and client references of the builder's own. What is
 * promised: docs/faults.md, “Retries of which n8n kept nothing”.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { execute, retry, type Execution } from '../engine/executions.cts';
import { UNCONFIRMED } from '../engine/flows.cts';
import type { Bench } from '../engine/node.cts';
import { notBegun, orderOf, useRetrying, withOptions, type Retrying } from '../engine/retrying.cts';
import { inDays } from '../engine/samples.cts';
import { documentsOf, type Plan, type SendKind, sending } from '../engine/sends.cts';
import { toldOn } from '../harness/told.cts';

const HOUR = 60 * 60_000;

let bench: Bench;
let plan: Plan;
let nextId: Retrying['nextId'];
let anew: Retrying['anew'];
let sentTimes: Retrying['sentTimes'];
let showOnly: Retrying['showOnly'];
let eachLog: Retrying['eachLog'];
useRetrying(33_000, (own) => ({ bench, plan, nextId, anew, sentTimes, showOnly, eachLog } = own));

/** An execution whose first item the plan refused, and that was retried since: all is out. */
async function retriedOnce(kind: SendKind, options: INodeParameters, more: INodeParameters = {}) {
	const ids = [nextId(), nextId()];
	const { parameters, item } = await sending(bench, kind);
	plan.add('send', ids[0], { kind: 'planExhausted' });
	const items = await Promise.all(ids.map(item));
	const own = { ...withOptions(parameters, options), ...more };
	const failed = await execute(bench, own, { items });
	expect(failed.error?.message).toContain(toldOn(426));
	expect((await retry(bench, failed)).error).toBeUndefined();
	const all = documentsOf(kind);
	expect(sentTimes(...ids)).toEqual([all, all]);
	return { ids, failed, isOutOnce: () => expect(sentTimes(...ids)).toEqual([all, all]) };
}

describe.each(['file', 'files', 'form', 'template'] as const)(
	'%s: retried, n8n started anew, and retried once more',
	(kind) => {
		// docs.n8n.io, "Current node input" and "n8n metadata": $executionId is the older name of $execution.id.
		test.each([
			'={{ $executionId }}-{{ $json.id }}',
			'={{ $resumeWebhookUrl }}-{{ $json.id }}',
			'={{ $parameter.dueDate }}-{{ $json.id }}',
			"={{ '2026-01-01'.toDateTime().diffToNow('milliseconds') }}-{{ $json.id }}",
			'={{ $json.id }}-{{ Math.random() }}',
			'={{ $json.id }}-o',
		])('under %s: nothing is sent twice', async (clientReference) => {
			const dueDate = "={{ $now.plus(10, 'days').toISO() }}";
			const { failed, isOutOnce } = await retriedOnce(kind, { clientReference }, { dueDate });
			expect((await retry(anew(), failed)).error?.message).toBe(UNCONFIRMED);
			isOutOnce();
		});

		test('with its client reference removed before the second retry: nothing is sent twice', async () => {
			const { failed, isOutOnce } = await retriedOnce(kind, {
				clientReference: '={{ $json.id }}-o',
			});
			const { options, ...parameters } = failed.node.parameters;
			const { clientReference, ...rest } = options as INodeParameters;
			expect(clientReference).toBeDefined();
			const again = await retry(anew(), failed, { parameters: { ...parameters, options: rest } });
			// Of files, the check of what was uploaded for the item says it first.
			expect(again.error?.message).toMatch(/^(?:Could not confirm|This was sent, but)/);
			isOutOnce();
		});

		test.each(['={{ $json.id }}-o', '={{ $execution.id }}-{{ $json.id }}'])(
			"under %s, and n8n's clock was three hours ahead when the execution began: nothing is sent twice",
			async (clientReference) => {
				const id = nextId();
				const { parameters, item } = await sending(bench, kind);
				const items = [await item(id)];
				const real = Date.now;
				bench.simulator.faults.choose(() => ({ kind: 'clockSkew', seconds: -3 * 3600 }));
				Date.now = () => real() + 3 * HOUR;
				let failed: Execution;
				try {
					failed = await execute(bench, withOptions(parameters, { clientReference }), { items });
				} finally {
					Date.now = real;
				}
				bench.simulator.faults.clear();
				expect(failed.error?.message).toMatch(/\d{5} seconds/);
				expect((await retry(bench, failed)).error).toBeUndefined();
				expect((await retry(anew(), failed)).error?.message).toBe(UNCONFIRMED);
				expect(sentTimes(id)).toEqual([documentsOf(kind)]);
			},
		);

		// docs/api/API.md section 3: whether a time without a zone is local, or UTC, is a contradiction of the sources.
		test.each(['60', '720', '780'])(
			'logs in UTC, with %s under GMT: nothing is sent twice',
			async (GMT) => {
				const { failed, isOutOnce } = await retriedOnce(kind, {
					clientReference: '={{ $json.id }}-o',
				});
				eachLog((log) => ({
					...log,
					GMT,
					Date: new Date(Date.now()).toISOString().replace(/\..*/, ''),
				}));
				expect((await retry(anew(), failed)).error?.message).toBe(UNCONFIRMED);
				isOutOnce();
			},
		);

		test.each(['notFound', 'serverErrorHtml', 'cutBefore', 'wrongBody'] as const)(
			'lists that cut references, and a status that cannot be read (%s): nothing is sent twice',
			async (fault) => {
				const clientReference = '={{ $json.id }}-of-an-order-of-ours-that-is-rather-long';
				const { failed, isOutOnce } = await retriedOnce(kind, { clientReference });
				showOnly(20);
				bench.simulator.faults.choose(({ operationId }) =>
					operationId === 'getDocumentStatus' ? { kind: fault } : undefined,
				);
				// Of files, the check of what was uploaded for the item may say it first.
				expect((await retry(anew(), failed)).error).toBeDefined();
				bench.simulator.faults.clear();
				isOutOnce();
			},
		);

		test('a document that moves to the next folder while they are listed comes out once', async () => {
			const { ids, failed, isOutOnce } = await retriedOnce(kind, {});
			let seen: IDataObject[] = [];
			bench.simulator.faults.spoil((answer, { operationId, path }) => {
				if (operationId !== 'getActiveDocuments') return answer;
				const list = answer as IDataObject[];
				if (/Signed/.test(path)) return [...list, ...seen];
				seen = list.slice(-4);
				return list;
			});
			const { items, error } = await retry(anew(), failed);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.recovered)).toEqual(
				Array(ids.length * documentsOf(kind)).fill(true),
			);
			isOutOnce();
		});

		// docs/faults.md: “an error that says “nothing was sent” must be true”.
		test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
			'the due date is over by now, with %s: what is out is not denied',
			async (onError) => {
				const { failed, isOutOnce } = await retriedOnce(kind, {});
				const parameters = { ...failed.node.parameters, dueDate: inDays(-3) };
				const { error, items, errorItems } = await retry(anew(), failed, { parameters, onError });
				expect(items).toEqual([]);
				const told = error ? [error] : errorItems.map(({ json }) => json);
				for (const words of told.map((one) => JSON.stringify(one))) {
					expect(words).toContain('this time');
					expect(words).not.toMatch(/(Nothing was|was not) sent(?! this time)/);
				}
				expect(told.length).toBeGreaterThan(0);
				isOutOnce();
			},
		);
	},
);

// docs/faults.md, “If something changed before the retry”: another client reference is another row.
describe.each(['form', 'template'] as const)('%s: rows that a retry reads again', (kind) => {
	test.each([
		'={{ $json.order }}',
		'={{ $json.uuid }}',
		'={{ $json.date }}-{{ $json.order }}',
		'={{ $json["Order Date"] }} {{ $json.order }}',
		'={{ $execution.id }}-{{ $json.order }}',
		'={{ $today.toISODate() }} {{ $json.order }}{{ /* date */ "" }}',
	])('under %s, a row is not taken for the one that was at its place', async (clientReference) => {
		for (const oncePerClientReference of [false, true]) {
			const id = nextId();
			const own = await sending(bench, kind);
			const rowOf = async (name: string) => {
				const { json, ...rest } = await orderOf(own, id, name);
				return { ...rest, json: { ...json, date: '2026-01-01', 'Order Date': '2026-01-01' } };
			};
			const [a, b, c] = await Promise.all(['A', 'B', 'C'].map(rowOf));
			plan.add('send', id, { kind: 'planExhausted' });
			const options = { clientReference, oncePerClientReference };
			const failed = await execute(bench, withOptions(own.parameters, options), { items: [a, b] });
			expect((await retry(bench, notBegun(failed, [a, b]))).error).toBeUndefined();
			expect(sentTimes(id)).toEqual([2]);
			const { items, errorItems } = await retry(bench, notBegun(failed, [c, a]), {
				onError: 'continueErrorOutput',
			});
			expect(items).toEqual([]);
			expect(errorItems.map(({ json }) => json.error)).toHaveLength(2);
			for (const { json } of errorItems) {
				expect(json.error).toMatch(
					/^(This was sent, but with other values: Client Reference|Could not confirm)/,
				);
			}
			expect(sentTimes(id)).toEqual([2]);
		}
	});
});

// Another order of the same customer is none of this execution, of which n8n kept everything.
test.each(['={{ $json.uuid }}', '={{ $json.order }}-{{ $today.year }}'])(
	'the first retry, under %s, sends what the plan refused, though another order of the customer is out',
	async (clientReference) => {
		const id = nextId();
		const send = await sending(bench, 'form');
		const order = async (name: string) => await orderOf(send, id, name);
		const own = withOptions(send.parameters, { clientReference });
		expect((await execute(bench, own, { items: [await order('A')] })).error).toBeUndefined();
		plan.add('send', id, { kind: 'planExhausted' });
		const failed = await execute(bench, own, { items: [await order('B')] });
		expect(failed.error?.message).toContain(toldOn(426));
		expect((await retry(anew(), failed)).error).toBeUndefined();
		expect(sentTimes(id)).toEqual([2]);
	},
);

// The second try of a retry, too, knows what the failed execution had.
test('so does its second try, where the first one was refused as well', async () => {
	const id = nextId();
	const send = await sending(bench, 'form');
	const order = async (name: string) => await orderOf(send, id, name);
	const own = withOptions(send.parameters, { clientReference: '={{ $json.order }}' });
	expect((await execute(bench, own, { items: [await order('A')] })).error).toBeUndefined();
	plan.add('send', id, { kind: 'planExhausted' });
	const failed = await execute(bench, own, { items: [await order('B')] });
	plan.add('send', id, { kind: 'planExhausted' });
	const again = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
	expect((await retry(anew(), failed, again)).error).toBeUndefined();
	expect(sentTimes(id)).toEqual([2]);
});

/**
 * Retries of an execution of which n8n did not keep what this node did: n8n was killed, or somebody stopped the execution.
 * In a real n8n: test/e2e/killed.mts.
 */
import type { IDataObject, INode } from 'n8n-workflow';

import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { ALREADY_SENT } from '../../nodes/SecuredSigning/send/storedDocuments.ts';
import { execute, retry, retryFromStart } from '../engine/executions.cts';
import { UNCONFIRMED } from '../engine/flows.cts';
import type { Bench } from '../engine/node.cts';
import { notBegun, orderOf, useRetrying, withOptions, type Retrying } from '../engine/retrying.cts';
import { byReference, dataFile, inDays } from '../engine/samples.cts';
import { documentsOf, outOf, sending, storedDocument, type Plan } from '../engine/sends.cts';
import { passTime, realTime } from '../harness/clock.cts';

let bench: Bench;
let plan: Plan;
let nextId: Retrying['nextId'];
let anew: Retrying['anew'];
let sentTimes: Retrying['sentTimes'];
let showOnly: Retrying['showOnly'];
useRetrying(31_000, (own) => ({ bench, plan, nextId, anew, sentTimes, showOnly } = own));
afterEach(realTime);

const DAY = 24 * 60 * 60_000;

describe.each(['file', 'files', 'form', 'template'] as const)('%s: n8n was killed', (kind) => {
	const killed = async (options: INode['parameters'] = {}) => {
		const id = nextId();
		const { parameters, item } = await sending(bench, kind);
		const items = [await item(id)];
		const first = await execute(bench, withOptions(parameters, options), { items });
		expect(first.error).toBeUndefined();
		return { id, first, item, references: first.items.map(({ json }) => json.documentReference) };
	};

	test('what is out is not sent again, and named', async () => {
		const { id, first, item, references } = await killed();
		const { error } = await retryFromStart(anew(), first, [await item(id)]);
		expect(error?.message).toBe(UNCONFIRMED);
		for (const reference of references) expect(error?.description).toContain(reference);
		expect(error?.description).toContain('Nothing was sent this time');
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});

	test('Retry On Fail, and a retry of the retry, do not send it either', async () => {
		const { id, first, item } = await killed();
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const again = await retryFromStart(anew(), first, [await item(id)], settings);
		expect(again.error?.message).toBe(UNCONFIRMED);
		expect((await retry(anew(), again)).error?.message).toBe(UNCONFIRMED);
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});

	test('the items that were not sent are sent, each once', async () => {
		const { id, first, item } = await killed();
		const [other, third] = [nextId(), nextId()];
		const items = [await item(id), await item(other), await item(third)];
		const settings = { onError: 'continueErrorOutput' } as const;
		const again = await retryFromStart(anew(), first, items, settings);
		expect(again.errorItems).toHaveLength(1);
		expect(again.errorItems[0].json.error).toBe(UNCONFIRMED);
		expect(sentTimes(id, other, third)).toEqual([1, 1, 1].map((n) => n * documentsOf(kind)));
		// Retried once more, the first of them are found by what n8n kept of this retry.
		const last = await retry(anew(), again);
		expect(sentTimes(id, other, third)).toEqual([1, 1, 1].map((n) => n * documentsOf(kind)));
		expect(last.error).toBeUndefined();
	});

	test('two items that are alike, of which nothing is out, are both sent', async () => {
		const { first, item } = await killed();
		const id = nextId();
		const { error } = await retryFromStart(anew(), first, [await item(id), await item(id)]);
		expect(error).toBeUndefined();
		expect(sentTimes(id)).toEqual([2 * documentsOf(kind)]);
	});

	test('under a client reference of its own, what is out is named', async () => {
		const { id, first, item, references } = await killed({ clientReference: '={{ $json.id }}-o' });
		const { error } = await retryFromStart(anew(), first, [await item(id)]);
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toContain(references[0]);
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});

	test('with Send Once, it is returned', async () => {
		const once = { clientReference: '={{ $json.id }}-o', oncePerClientReference: true };
		const { id, first, item } = await killed(once);
		const { items, error } = await retryFromStart(anew(), first, [await item(id)]);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual(first.items.map(() => true));
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});

	test.each([28, 20, 16, 12, 4, 0])(
		'lists that show %s signs of a client reference: it is not sent again',
		async (length) => {
			for (const options of [{}, { clientReference: '={{ $json.id }}-of-an-order-of-ours' }]) {
				const { id, first, item } = await killed(options);
				showOnly(length);
				const { error } = await retryFromStart(anew(), first, [await item(id)]);
				expect(error?.message).toBe(UNCONFIRMED);
				bench.simulator.faults.clear();
				expect(sentTimes(id)).toEqual([documentsOf(kind)]);
			}
		},
	);

	test('lists that name only whose turn it is, and a reference that names the execution', async () => {
		const { id, first, item } = await killed({ clientReference: '={{ $execution.id }}-o' });
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getActiveDocuments'
				? (answer as IDataObject[]).map((own) => ({
						...own,
						Signers: (own.Signers as IDataObject[]).slice(0, 1),
					}))
				: answer,
		);
		const { error } = await retryFromStart(anew(), first, [await item(id)]);
		expect(error?.message).toBe(UNCONFIRMED);
		bench.simulator.faults.clear();
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});

	describe('the due date is over by now', () => {
		const withPastDueDate = async () => ({
			...withOptions((await sending(bench, kind)).parameters, {}),
			dueDate: inDays(-3),
		});

		test.each([1, 2])('of %s items, the one that is out is named', async (count) => {
			const { id, first, item, references } = await killed();
			const ids = [id, nextId()].slice(0, count);
			const items = await Promise.all(ids.map(item));
			const parameters = await withPastDueDate();
			const { error } = await retryFromStart(anew(), first, items, { parameters });
			expect(error?.message).toBe(UNCONFIRMED);
			expect(error?.context?.itemIndex).toBe(0);
			for (const reference of references) expect(error?.description).toContain(reference);
			expect(sentTimes(...ids)).toEqual([documentsOf(kind), 0].slice(0, count));
		});

		test('one that is not out is refused, and what is out is not denied', async () => {
			const { id, first, item } = await killed();
			const other = nextId();
			const items = [await item(other), await item(id)];
			const parameters = await withPastDueDate();
			const { error } = await retryFromStart(anew(), first, items, { parameters });
			expect(error?.message).toMatch(PAST_DUE_DATE);
			const words = `${error?.message} ${error?.description}`;
			expect(words).toContain('This item was not sent this time');
			expect(words).toContain('n8n may not know what was done before this retry');
			expect(words.match(/(Nothing was|not) sent(?! this time)/)).toBeNull();
			expect(sentTimes(id, other)).toEqual([documentsOf(kind), 0]);
		});
	});

	test.each([
		['its own', {}],
		["the builder's", { clientReference: '={{ $json.id }}-o' }],
	])(
		'a signer was put right since, with a reference of %s: it is not sent again',
		async (_what, options) => {
			const { id, first, item, references } = await killed(options);
			for (const reference of references) {
				const { signers } = bench.simulator
					.documents()
					.find((document) => document.reference === reference)!;
				const { error } = await bench.run({
					...{ resource: 'signer', operation: 'update' },
					...{
						document: byReference(String(reference)),
						signer: byReference(signers[1].reference),
					},
					updateFields: { email: 'put-right@example.net' },
				});
				expect(error).toBeUndefined();
			}
			const { error } = await retryFromStart(anew(), first, [await item(id)]);
			expect(error?.message).toBe(UNCONFIRMED);
			expect(sentTimes(id)).toEqual([documentsOf(kind)]);
		},
	);

	test.each([
		['added', {}, { clientReference: '={{ $json.id }}-o' }],
		['removed', { clientReference: '={{ $json.id }}-o' }, {}],
		[
			'turned into Send Once',
			{},
			{ clientReference: '={{ $json.id }}-o', oncePerClientReference: true },
		],
	])('a client reference was %s since: it is not sent again', async (_what, before, after) => {
		const { id, first, item } = await killed(before);
		const parameters = withOptions((await sending(bench, kind)).parameters, after);
		const { error } = await retryFromStart(anew(), first, [await item(id)], { parameters });
		expect(error?.message).toBe(UNCONFIRMED);
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});

	test('a folder that cannot be listed: nothing is sent', async () => {
		const { id, first, item } = await killed();
		bench.simulator.faults.choose(({ operationId }) =>
			operationId === 'getActiveDocuments' ? { kind: 'gateway', status: 503 } : undefined,
		);
		const { error } = await retryFromStart(anew(), first, [await item(id)]);
		expect(error).toBeDefined();
		expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	});
});

// Unicode Standard, annex 15: a letter with an accent may be one character or two; macOS and Windows differ in it.
test.each([
	['with another time in their names', '_2026-11-28T10-00-01', '_2026-11-28T10-09-59'],
	['with accents that are characters of their own', ' Vertr\u00e4ge', ' Vertra\u0308ge'],
])('files that are made anew, %s, are known', async (_what, before, after) => {
	const { parameters, item } = await sending(bench, 'file');
	const id = nextId();
	const { json } = await item(id);
	const fileOf = async (end: string) => ({
		...(await bench.file(dataFile('confidentiality-agreement.pdf'), `offer_${id}${end}.pdf`)),
		json,
	});
	const first = await execute(bench, parameters, { items: [await fileOf(before)] });
	expect(first.error).toBeUndefined();
	const again = [await fileOf(after)];
	expect((await retryFromStart(anew(), first, again)).error?.message).toBe(UNCONFIRMED);
	expect(sentTimes(id)).toEqual([1]);
});

test('a retry of what never reached this node sends, even if other executions sent the like to others', async () => {
	const { parameters, item } = await sending(bench, 'form');
	const [before, now] = [nextId(), nextId()];
	const first = await execute(bench, parameters, { items: [await item(before)] });
	const { error, items } = await retryFromStart(anew(), first, [await item(now)]);
	expect(error).toBeUndefined();
	expect(items[0].json.recovered).toBeUndefined();
	expect(sentTimes(before, now)).toEqual([1, 1]);
});

test('a stored document is looked at, whatever is saved by not looking', async () => {
	const { parameters, item } = await sending(bench, 'stored');
	const id = nextId();
	const items = [await item(id)];
	const first = await execute(bench, parameters, { items });
	expect(first.error).toBeUndefined();
	const { error } = await retryFromStart(anew(), first, items);
	expect(error?.message).toMatch(ALREADY_SENT);
	expect(sentTimes(id)).toEqual([1]);
	expect(outOf(bench, id)[0].sends).toBe(1);
});

// Document > Upload ran again in the retry: what was sent is another document, of the same name.
test.each([{}, { clientReference: '={{ $json.id }}-o' }, { checkIfSent: true }])(
	'a document that was uploaded anew for the retry is not sent: %j',
	async (options) => {
		const { parameters, item } = await sending(bench, 'stored');
		const id = nextId();
		const first = await execute(bench, withOptions(parameters, options), {
			items: [await item(id)],
		});
		expect(first.error).toBeUndefined();
		for (const n8n of [anew(), bench]) {
			const { error } = await retryFromStart(n8n, first, [await item(id)]);
			expect(error?.message).toBe(UNCONFIRMED);
			expect(error?.description).toContain(String(first.items[0].json.documentReference));
		}
		expect(sentTimes(id)).toEqual([1]);
		// Another contract for the same people is sent.
		const reference = await storedDocument(bench, `another contract ${nextId()}.pdf`);
		const items = [{ json: { id, document: reference } }];
		expect((await retryFromStart(anew(), first, items)).error).toBeUndefined();
	},
);

// docs/faults.md: what was sent two days before the execution began is another contract, whoever sent it.
test("last month's contract of the same people does not keep a retry from sending, in any process", async () => {
	for (const restarts of [false, true]) {
		const id = nextId();
		const { parameters, item } = await sending(bench, 'form');
		const send = async () =>
			await execute(bench, withOptions(parameters, {}), { items: [await item(id)] });
		expect((await send()).error).toBeUndefined();
		passTime(30 * DAY);
		plan.add('send', id, { kind: 'planExhausted' });
		const failed = await send();
		const { error } = await retry(restarts ? anew() : bench, notBegun(failed));
		expect(error).toBeUndefined();
		expect(sentTimes(id)).toEqual([2]);
	}
});

test.each(['={{ $json.order }}', ''])(
	"the service could not be reached at all, and last month's contract is out: a retry under %j sends",
	async (clientReference) => {
		const id = nextId();
		const send = await sending(bench, 'form');
		const own = withOptions(send.parameters, clientReference ? { clientReference } : {});
		const order = async (name: string) => await orderOf(send, id, name);
		expect(
			(await execute(bench, own, { items: [await order('September')] })).error,
		).toBeUndefined();
		passTime(30 * DAY);
		bench.simulator.faults.choose(() => ({ kind: 'cutBefore' }));
		const failed = await execute(bench, own, { items: [await order('October')] });
		expect(failed.error).toBeDefined();
		bench.simulator.faults.clear();
		expect((await retry(anew(), failed)).error).toBeUndefined();
		expect(sentTimes(id)).toEqual([2]);
	},
);

/** A mail merge under n8n's Retry On Fail, which runs all items of the node again: it is not made again. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { toldOn } from '../harness/told.cts';
import { doneBut, startBetween } from './between.cts';
import { node, oneByOne, useChanges } from './changing.cts';
import { execute, retry, retryFromStart } from './executions.cts';
import { UNCONFIRMED } from './flows.cts';
import type { Bench } from './node.cts';
import { byReference, inDays } from './samples.cts';

let bench: Bench;
const { count, upload } = useChanges((own) => ({ bench } = own));

describe('a mail merge', () => {
	const csv = 'FirstName,LastName,Email\r\nAna,Lopez,ana@example.com\r\n';
	const merge = async (): Promise<INodeParameters> => {
		const document = byReference(await upload('NDA.docx'));
		bench.simulator.requests.length = 0;
		return {
			resource: 'mailMerge',
			operation: 'send',
			listFrom: 'file',
			document,
			dueDate: inDays(10),
			...oneByOne,
		};
	};
	const list = async (content: string): Promise<INodeExecutionData> =>
		await bench.file(Buffer.from(content), 'people.csv', 'text/csv');

	test('that was accepted is posted once, though the second list is refused three times', async () => {
		const items = [await list(csv), await list('FirstName\r\nAna\r\n')];
		const execution = await execute(bench, await merge(), { items, node });
		expect(execution.error?.message).toMatch(toldOn(400));
		expect(execution.error?.description).toMatch(/Item 0 went through/);
		expect(count('sendMailMerge')).toBe(1 + 3);
		// A retry of the execution, a day later: what n8n stored still says so.
		const again = await retry(bench, execution);
		expect(again.error?.message).toMatch(toldOn(400));
		expect(count('sendMailMerge')).toBe(1 + 3 + 3);
	});

	// n8n keeps nothing of what a node did while n8n was killed, or the execution was stopped.
	test('is not made by a retry of which nobody knows whether it was made', async () => {
		const items = [await list(csv)];
		const first = await execute(bench, await merge(), { items });
		expect([first.error?.message, count('sendMailMerge')]).toEqual([undefined, 1]);
		const { error } = await retryFromStart(bench, first, items, node);
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toContain('A mail merge cannot be looked up');
		expect(count('sendMailMerge')).toBe(1);
	});

	test('that was refused for certain is made by a retry', async () => {
		bench.simulator.faults.choose(({ operationId }) =>
			operationId === 'sendMailMerge' ? { kind: 'planExhausted' } : undefined,
		);
		const first = await execute(bench, await merge(), { items: [await list(csv)] });
		expect(first.error?.message).toMatch(toldOn(426));
		bench.simulator.faults.clear();
		expect((await retry(bench, first)).error).toBeUndefined();
		expect(count('sendMailMerge')).toBe(2);
	});

	test('that was accepted is handed out again with its reference', async () => {
		const items = [await list(csv), await list(csv.replace('Ana', 'Eve'))];
		bench.simulator.faults.choose((request) =>
			request.operationId === 'sendMailMerge' && count('sendMailMerge') === 2
				? { kind: 'planExhausted' }
				: undefined,
		);
		const execution = await execute(bench, await merge(), { items, node });
		expect(execution.error).toBeUndefined();
		expect(count('sendMailMerge')).toBe(3);
		const references = execution.items.map(({ json }) => json.mailMergeReference);
		expect(new Set(references).size).toBe(2);
		expect(references).not.toContain(undefined);
		expect(execution.items.map(({ json }) => json.recovered)).toEqual([true, undefined]);
	});

	test('that another item makes with the same list and document is refused, also by Retry On Fail', async () => {
		const items = [await list(csv), await list(csv)];
		const { error } = await execute(bench, await merge(), { items, node });
		expect(error?.message).toBe(
			'Item 0 (counted from 0) already sends this list with this document',
		);
		expect(count('sendMailMerge')).toBe(1);
	});

	test('that another item makes as well is sent where Send Again says so', async () => {
		const items = [await list(csv), await list(csv)];
		const parameters = { ...(await merge()), options: { sendAgain: true } };
		const { error } = await execute(bench, parameters, { items });
		expect(error).toBeUndefined();
		expect(count('sendMailMerge')).toBe(2);
	});

	// docs/api/API.md section 12.11: a 404 is no proof; RFC 9110 section 15.5.9: a 408 is none either.
	test.each([401, 404, 408, 409, 307])(
		'that is done and answered with %d is posted once',
		async (status) => {
			const between = await startBetween(bench);
			between.rule = doneBut(/MailMerge$/, { status });
			const { error } = await execute(between.bench, await merge(), {
				items: [await list(csv)],
				node,
			});
			between.close();
			expect(error?.message).toBe(UNCONFIRMED_CHANGE);
			expect(count('sendMailMerge')).toBe(1);
		},
	);

	test.each([302, 403, 404, 451])(
		'that is done, where a filter answers everything with %d, is posted once',
		async (status) => {
			const between = await startBetween(bench);
			const parameters = await merge();
			between.rule = doneBut(/./, { status, headers: { location: '/' } }, Infinity);
			const { error } = await execute(between.bench, parameters, {
				items: [await list(csv)],
				node,
			});
			between.close();
			expect(error?.message).toBe(UNCONFIRMED_CHANGE);
			expect(count('sendMailMerge')).toBe(1);
		},
	);

	test.each(['cutAfter', 'cutBefore'] as const)(
		'whose connection is cut (%s) is posted once, and said to be uncertain',
		async (kind) => {
			bench.simulator.faults.add({ kind, operation: 'sendMailMerge', times: 9 });
			const execution = await execute(bench, await merge(), { items: [await list(csv)], node });
			expect(execution.error?.message).toBe(UNCONFIRMED_CHANGE);
			expect(execution.error?.description).toMatch(/may have done it/);
			expect(count('sendMailMerge')).toBe(1);
			const again = await retry(bench, execution);
			expect(again.error?.message).toBe(UNCONFIRMED_CHANGE);
			expect(count('sendMailMerge')).toBe(1);
		},
	);

	test('without Retry On Fail, the error says what is uncertain, and that it is not done again', async () => {
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendMailMerge' });
		const { error } = await execute(bench, await merge(), { items: [await list(csv)] });
		expect(error?.message).toMatch(toldOn('ECONNRESET'));
		expect(error?.description).toMatch(/may have been carried out.*Retry On Fail does not do it/);
	});

	test('in each turn of a loop is a mail merge of its own', async () => {
		const execution = await execute(bench, await merge(), {
			items: [await list(csv)],
			node,
			loops: 2,
		});
		expect(execution.error).toBeUndefined();
		expect(count('sendMailMerge')).toBe(2);
	});
});

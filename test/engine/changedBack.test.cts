/**
 * Changes other than sends that something in between has made otherwise: another retry of the same execution, or a value
 * from outside of the node. What is promised: docs/faults.md, "More rules".
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { restarted } from './anew.cts';
import type { Between } from './between.cts';
import { execute, retry, type Execution } from './executions.cts';
import type { Bench } from './node.cts';
import { useRig } from './rig.cts';
import { byReference, documentList, inDays } from './samples.cts';
import { sentTemplate, storedWord } from './sends.cts';

let bench: Bench;
let between: Between;
useRig(37_000, (rig) => ({ bench, between } = rig));

const quick = { requestOptions: { retries: 0, itemsAtATime: 1 } };

const held = (reference: string) =>
	bench.simulator.documents().find((document) => document.reference === reference)!;

/** From now on, so many requests that name the document are refused. */
function refuse(route: RegExp, document: string, times = 1): void {
	let count = 0;
	between.rule = async (passing, pass) => {
		const isMeant =
			route.test(passing.route) && `${passing.route}${passing.body}`.includes(document);
		return isMeant && ++count <= times ? { status: 426 } : await pass();
	};
}

const requests = (route: RegExp, document: string) =>
	between.passed.filter((one) => route.test(one.route) && one.body.includes(document)).length;

interface Setting {
	route: RegExp;
	parameters(value: string): INodeParameters;
	values: [right: string, wrong: string];
	/** What the output of an item says that was set, and what the document has. */
	told(json: IDataObject): unknown;
	has(document: string): unknown;
}

const settings: Record<string, Setting> = {
	'an address': {
		route: /UpdateSigner$/,
		parameters: (email) => ({
			resource: 'signer',
			operation: 'update',
			document: byReference('={{ $json.document }}'),
			signer: byReference('={{ $json.signer }}'),
			updateFields: { email },
			...quick,
		}),
		values: ['right@example.com', 'wrong@example.com'],
		told: ({ email }) => email,
		has: (document) => held(document).signers[0].email,
	},
	'a due date': {
		route: /Document\/Extend$/,
		parameters: (dueDate) => ({
			resource: 'document',
			operation: 'extend',
			document: byReference('={{ $json.document }}'),
			dueDate,
			...quick,
		}),
		values: [`${inDays(25)}T12:00:00Z`, `${inDays(15)}T12:00:00Z`],
		told: ({ dueDate }) => dueDate,
		has: (document) => held(document).dueDate?.toISOString(),
	},
};

describe.each(Object.entries(settings))('%s', (_what, setting) => {
	const { route, parameters, told, has } = setting;
	const [right, wrong] = setting.values;
	let one: string;
	let other: string;
	beforeEach(async () => {
		[one, other] = [await sentTemplate(bench), await sentTemplate(bench)];
		between.passed.length = 0;
	});
	/** The first document is done, the other one is refused so many times. */
	const failed = async (value: string, times: number, variables?: Record<string, string>) => {
		refuse(route, other, times);
		const items = [one, other].map((document) => ({
			json: { document, signer: held(document).signers[0].reference },
		}));
		const first = await execute(between.bench, parameters(value), { items, variables });
		expect(first.error?.context?.itemIndex).toBe(1);
		return first;
	};
	const expectTrue = ({ error, items }: Execution) => {
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => told(json))).toEqual([has(one), has(other)]);
	};

	test.each([
		['in the same process', () => between.bench],
		['after a restart', () => restarted(between.bench)],
	])('set otherwise by another retry is set again, %s', async (_when, at) => {
		const first = await failed(right, 2);
		const between2 = await retry(at(), first, { parameters: parameters(wrong) });
		expect(between2.error?.context?.itemIndex).toBe(1);
		const set = has(one);
		const last = await retry(at(), first, { parameters: parameters(right) });
		expectTrue(last);
		expect(has(one)).not.toBe(set);
		expect(last.items[0].json.warning).toBeUndefined();
	});

	test('is set once by a retry, however often Retry On Fail repeats that', async () => {
		const first = await failed(right, 3);
		between.passed.length = 0;
		const last = await retry(between.bench, first, {
			retryOnFail: true,
			maxTries: 4,
			waitBetweenTries: 1,
		});
		expectTrue(last);
		expect([requests(route, one), requests(route, other)]).toEqual([1, 3]);
	});

	test('of a document that is signed since keeps no retry from the other items, and has a warning', async () => {
		const first = await failed(right, 1);
		for (const _ of held(one).signers) await bench.simulator.sign(one);
		const last = await retry(between.bench, first);
		expectTrue(last);
		expect(last.items.map(({ json }) => json.warning)).toEqual([
			expect.stringMatching(/result of an earlier attempt.* could not be done again now: ./),
			undefined,
		]);
	});

	test('of which it is not known whether it was set again is an error', async () => {
		const first = await failed(right, 1);
		between.rule = async (passing, pass) =>
			route.test(passing.route) ? { status: 502 } : await pass();
		const last = await retry(between.bench, first);
		expect(last.error?.context?.itemIndex).toBe(0);
		expect(last.error?.description).toMatch(/An earlier attempt may have done it already/);
	});

	test('from a variable that was corrected', async () => {
		const first = await failed('={{ $vars.VALUE }}', 1, { VALUE: wrong });
		expectTrue(await retry(between.bench, first, {}, { VALUE: right }));
		expect(has(one)).toBe(has(other));
	});
});

describe('a variable that was corrected', () => {
	const chosen = '={{ $json.document || $vars.DOCUMENT }}';
	const failed = async (route: RegExp, parameters: INodeParameters, wrong: string) => {
		const last = await sentTemplate(bench);
		// One for each of its signers.
		refuse(route, last, 2);
		between.passed.length = 0;
		const first = await execute(
			between.bench,
			{ ...parameters, document: byReference(chosen), ...quick },
			{ items: [{ json: {} }, { json: { document: last } }], variables: { DOCUMENT: wrong } },
		);
		expect(first.error?.context?.itemIndex).toBe(1);
		return first;
	};

	test('has another document deleted', async () => {
		const [wrong, right] = [await sentTemplate(bench), await sentTemplate(bench)];
		const first = await failed(/^DELETE/, { resource: 'document', operation: 'delete' }, wrong);
		between.rule = async (_passing, pass) => await pass();
		const { error } = await retry(between.bench, first, {}, { DOCUMENT: right });
		expect(error).toBeUndefined();
		expect([wrong, right].map(held)).toEqual([undefined, undefined]);
	});

	test('has the signers of another document reminded', async () => {
		const [wrong, right] = [await sentTemplate(bench), await sentTemplate(bench)];
		const parameters = { resource: 'signer', operation: 'sendReminder' };
		const first = await failed(/SendReminder$/, parameters, wrong);
		await retry(between.bench, first, {}, { DOCUMENT: right });
		expect([wrong, right].map((one) => requests(/SendReminder$/, one))).toEqual([2, 2]);
	});

	test('combines nothing again, which a warning says', async () => {
		const [one, two] = [await storedWord(bench, 'one.docx'), await storedWord(bench, 'two.docx')];
		const parameters = {
			resource: 'document',
			operation: 'combine',
			documents: documentList(one, two),
			name: '={{ $vars.NAME }}-{{ $json.n }}.pdf',
			...quick,
		};
		refuse(/Combine$/, 'draft-2');
		const items = [{ json: { n: 1 } }, { json: { n: 2 } }];
		const first = await execute(between.bench, parameters, { items, variables: { NAME: 'draft' } });
		expect(first.error?.context?.itemIndex).toBe(1);
		const last = await retry(between.bench, first, {}, { NAME: 'contract' });
		expect(last.items.map(({ json }) => [json.recovered, json.warning])).toEqual([
			[true, expect.stringMatching(/values that are different now/)],
			[undefined, undefined],
		]);
	});
});

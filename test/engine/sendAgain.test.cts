/** Retry On Fail, executions that are retried, loops: whatever tries a send again finds what is out. */
import type { IDataObject, INode } from 'n8n-workflow';

import { NOT_FOUND_NOW } from '../../nodes/SecuredSigning/send/lookUp.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { toldOn } from '../harness/told.cts';
import { execute, retry } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { byReference } from './samples.cts';
import {
	documentsOf,
	outOf,
	Plan,
	requestsOf,
	sending,
	sendKinds,
	stepOf,
	storedDocument,
	type Sending,
} from './sends.cts';

// A look-up has patience, and a busy machine needs more.

let bench: Bench;
let plan: Plan;
let id: string;
let ids = 100;

beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.faults.clear();
	plan = new Plan(bench);
	id = `s${++ids}`;
});

const retryOnFail: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const noRetries = { requestOptions: { retries: 0 } };
const down = { kind: 'gateway', status: 503 } as const;
const looks = () => bench.simulator.requests.filter((request) => stepOf(request) === 'look').length;

describe.each(sendKinds)('%s', (kind) => {
	let parameters: Sending['parameters'];
	let item: Sending['item'];
	beforeEach(async () => {
		({ parameters, item } = await sending(bench, kind));
		parameters = { ...parameters, ...noRetries };
	});

	test('a send that works is not looked up', async () => {
		const items = [await item(id)];
		const before = looks();
		const { error, items: sent } = await execute(bench, parameters, { items, node: retryOnFail });
		expect(error).toBeUndefined();
		expect(sent).toHaveLength(documentsOf(kind));
		expect(looks()).toBe(before);
		expect(JSON.stringify(sent)).not.toContain('recovered');
	});

	test('when nobody can say what became of it, it says so, and Retry On Fail looks first', async () => {
		plan.add('send', id, { kind: 'cutAfter' });
		plan.add('look', id, ...(kind === 'files' ? [down, down] : [down]));
		const items = [await item(id)];
		const alone = await execute(bench, parameters, { items });
		expect(alone.error?.message).toMatch(toldOn('ECONNRESET'));
		expect(alone.error?.description).toMatch(/may have been carried out .*could not be looked up/);
		expect(outOf(bench, id)).toHaveLength(documentsOf(kind));

		const again = `${id}9`;
		plan.add('send', again, { kind: 'cutAfter' });
		plan.add('look', again, ...(kind === 'files' ? [down, down] : [down]));
		const tried = await execute(bench, parameters, {
			items: [await item(again)],
			node: retryOnFail,
		});
		expect(tried.error).toBeUndefined();
		expect(tried.items.map(({ json }) => json.recovered)).toEqual(
			outOf(bench, again).map(() => true),
		);
		expect(outOf(bench, again)).toHaveLength(documentsOf(kind));
		expect(requestsOf(bench, again, 'send')).toHaveLength(1);
	});

	test('one of several items fails, and n8n repeats them all', async () => {
		const all = [1, 2, 3].map((n) => `${id}${n}`);
		plan.add('send', all[1], { kind: 'planExhausted' });
		const items = await Promise.all(all.map(async (one) => await item(one)));
		const { error, items: sent } = await execute(bench, parameters, { items, node: retryOnFail });
		expect(error).toBeUndefined();
		for (const one of all) {
			expect(outOf(bench, one)).toHaveLength(documentsOf(kind));
			expect(requestsOf(bench, one, 'send')).toHaveLength(one === all[1] ? 2 : 1);
		}
		const recovered = sent.filter(({ json }) => json.recovered).map(({ pairedItem }) => pairedItem);
		expect(recovered).toContainEqual({ item: 0 });
		expect(recovered).not.toContainEqual({ item: 1 });
	});

	test('an execution that is retried finds what the failed one sent', async () => {
		plan.add('send', id, { kind: 'cutAfter' });
		plan.add('look', id, ...(kind === 'files' ? [down, down] : [down]));
		const failed = await execute(bench, parameters, { items: [await item(id)] });
		expect(failed.error?.description).toMatch(/could not be looked up/);
		const retried = await retry(bench, failed);
		expect(retried.error).toBeUndefined();
		expect(retried.items.map(({ json }) => json.recovered)).toEqual(
			outOf(bench, id).map(() => true),
		);
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
		expect(outOf(bench, id)).toHaveLength(documentsOf(kind));
	});

	test('with the node as it is saved now, too', async () => {
		plan.add('send', id, { kind: 'cutAfter' });
		plan.add('look', id, ...(kind === 'files' ? [down, down] : [down]));
		const failed = await execute(bench, parameters, { items: [await item(id)] });
		// Made anew under the same name, with a client reference, and a due date that is none.
		const changed = {
			...parameters,
			dueDate: 'next week',
			options: { clientReference: 'order-1' },
		};
		const retried = await retry(bench, failed, { id: 'another', parameters: changed });
		expect(retried.error).toBeUndefined();
		expect(retried.items).toHaveLength(documentsOf(kind));
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});

	test('an attempt that cannot look sends nothing, and does not say that nothing is out', async () => {
		plan.add('send', id, { kind: 'cutAfter' });
		plan.add('look', id, down, down);
		const failed = await execute(bench, parameters, { items: [await item(id)] });
		bench.simulator.faults.clear();
		bench.simulator.faults.add({ kind: 'unauthorized', times: 9 });
		const { error } = await retry(bench, failed);
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toMatch(/may have sent it.*This attempt sent nothing/);
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});
});

test('Retry On Fail sends what the first attempt did not, where that can be proved', async () => {
	await Promise.all(
		(['file', 'files', 'stored'] as const).map(async (kind, n) => {
			const { parameters, item } = await sending(bench, kind);
			const one = `${id}${n}`;
			plan.add('send', one, { kind: 'cutBefore' });
			const items = [await item(one)];
			const uploads = requestsOf(bench, one, 'upload').length;
			const execution = await execute(bench, parameters, { items, node: retryOnFail });
			expect(execution.error).toBeUndefined();
			expect(execution.items).toHaveLength(documentsOf(kind));
			expect(outOf(bench, one)).toHaveLength(documentsOf(kind));
			expect(requestsOf(bench, one, 'send')).toHaveLength(2);
			// What was uploaded for the first attempt serves the second.
			const files = { file: 1, files: 2, stored: 0 }[kind];
			expect(requestsOf(bench, one, 'upload')).toHaveLength(uploads + files);
		}),
	);
});

// No source says that the folders' lists are complete or up to date (docs/api/API.md section 9).
test.each(['form', 'template'] as const)(
	'Retry On Fail does not send a %s again, because nothing proves that it was not sent',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		plan.add('send', id, { kind: 'cutBefore' });
		const { error } = await execute(bench, parameters, {
			items: [await item(id)],
			node: { ...retryOnFail, maxTries: 2 },
		});
		expect(error?.message).toBe(UNCONFIRMED);
		expect(error?.description).toMatch(new RegExp(`${toldOn('ECONNRESET')}.*as a new execution`));
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	},
);

describe('what a retry changes', () => {
	test('another file is uploaded, although the first one lies there', async () => {
		const { parameters, item } = await sending(bench, 'files');
		const oneFile = { ...parameters, binaryPropertyName: 'data' };
		plan.add('send', id, { kind: 'paymentRequired' });
		const failed = await execute(bench, oneFile, { items: [await item(id)] });
		expect(failed.error?.message).toMatch(/on hold/);
		const retried = await retry(bench, failed, {
			parameters: { ...parameters, binaryPropertyName: 'more' },
		});
		expect(retried.error).toBeUndefined();
		expect(outOf(bench, id).map(({ name }) => name)).toEqual([`${id}-2.pdf`]);
	});

	test('what was sent and is gone is not sent again', async () => {
		const { parameters, item } = await sending(bench, 'form');
		const second = `${id}1`;
		plan.add('send', second, { kind: 'paymentRequired' });
		const failed = await execute(
			bench,
			{ ...parameters, requestOptions: { itemsAtATime: 1 } },
			{ items: [await item(id), await item(second)] },
		);
		expect(failed.error?.context?.itemIndex).toBe(1);
		await bench.run({
			resource: 'document',
			operation: 'delete',
			document: { __rl: true, mode: 'id', value: outOf(bench, id)[0].reference },
		});
		const { error } = await retry(bench, failed);
		expect(error?.message).toBe(NOT_FOUND_NOW);
		expect(requestsOf(bench, id, 'send')).toHaveLength(1);
	});
});

describe('marks', () => {
	const marks = () =>
		bench.simulator
			.documents()
			.flatMap(({ clientReference, signers }) =>
				signers.some(({ email }) => email.startsWith(`${id}@`)) ? [clientReference] : [],
			);

	test.each(['file', 'form', 'template'] as const)(
		'%s: each item, run, node and execution has its own',
		async (kind) => {
			const { parameters, item } = await sending(bench, kind);
			const items = [await item(id), await item(id)];
			await execute(bench, parameters, { items, loops: 2, executionId: '7' });
			await execute(bench, parameters, { items, node: { id: 'b', name: 'B' }, executionId: '7' });
			await execute(bench, parameters, { items, executionId: '8' });
			expect(marks()).toHaveLength(8);
			expect(new Set(marks()).size).toBe(8);
			for (const mark of marks()) expect(mark).toMatch(/^n8n-[\da-f]{24}$/);
		},
	);

	test('every attempt has the same', async () => {
		const { parameters, item } = await sending(bench, 'form');
		plan.add('send', id, { kind: 'planExhausted' }, { kind: 'tooLarge' });
		await execute(bench, parameters, { items: [await item(id)], node: retryOnFail });
		const sent = requestsOf(bench, id, 'send').map(
			({ body }) => (body as { Forms: IDataObject[] }).Forms[0].ClientReference,
		);
		expect(sent).toHaveLength(3);
		expect(new Set(sent).size).toBe(1);
	});
});

test("an AI agent's second call with the same values finds the first", async () => {
	const { parameters, item } = await sending(bench, 'form');
	const type = 'securedSigningTool';
	const engine = bench.engine.nodeTypes;
	engine[type] = engine.securedSigning;
	const { items } = await execute(bench, parameters, {
		items: [await item(id)],
		node: { type },
		loops: 2,
	});
	expect(items.map(({ json }) => json.recovered)).toEqual([undefined, true]);
	expect(outOf(bench, id)).toHaveLength(1);
	const other = `${id}1`;
	await execute(bench, parameters, { items: [await item(id), await item(other)], node: { type } });
	expect(outOf(bench, other)).toHaveLength(1);
});

test.each(['form', 'file'] as const)(
	'%s: a retry says that what was sent is not found, and the other items go on',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		plan.add('send', id, { kind: 'planExhausted' });
		const [sent, refused] = [await item(`${id}0`), await item(id)];
		const first = await execute(
			bench,
			{ ...parameters, requestOptions: { itemsAtATime: 1 } },
			{ items: [sent, refused] },
		);
		expect(first.error?.context?.itemIndex).toBe(1);
		const [{ reference }] = outOf(bench, `${id}0`);
		await bench.run({
			resource: 'document',
			operation: 'delete',
			document: byReference(reference),
		});
		const { error } = await retry(bench, first);
		expect(error?.message).toBe(NOT_FOUND_NOW);
		expect(error?.description).toContain(reference);
		const { errorItems, items } = await retry(bench, first, { onError: 'continueErrorOutput' });
		expect(errorItems.map(({ json }) => json.error)).toEqual([NOT_FOUND_NOW]);
		expect(items).toHaveLength(1);
	},
);

describe('sent in part', () => {
	test('says which are out and which are not, and sends neither again', async () => {
		const { parameters } = await sending(bench, 'stored');
		const references = await Promise.all(
			[1, 2].map(async (n) => await storedDocument(bench, `${id}-${n}.pdf`)),
		);
		const row = (document: string) => ({ document: { __rl: true, mode: 'id', value: document } });
		const send = async (documents: string[]) =>
			await execute(
				bench,
				{ ...parameters, documents: { document: documents.map(row) } },
				{ items: [{ json: { id } }], node: retryOnFail },
			);
		await send(references.slice(0, 1));
		plan.add('send', id, { kind: 'cutBefore' });
		const { error } = await send(references);
		expect(error?.message).toBe('Only some of the documents were sent for signing');
		expect(error?.description).toContain(`Sent: ${references[0]}. Not sent`);
		expect(error?.description).toContain(`in the InBox: ${references[1]}.`);
		expect(outOf(bench, id)).toHaveLength(1);
	});
});

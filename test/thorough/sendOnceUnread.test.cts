/**
 * Send Once per Reference and Approved Seal, in another n8n process than the one that sent, where lists or statuses do not
 * tell all. What is promised: docs/waiting.md, “Send once”, and docs/waiting-in-detail.md, “One send for each client
 * reference”.
 */
import type { IDataObject, INode } from 'n8n-workflow';

import type { Fault } from '../../simulator/index.cts';
import { execute } from '../engine/executions.cts';
import { UNCONFIRMED } from '../engine/flows.cts';
import type { Bench } from '../engine/node.cts';
import { useRetrying, withOptions, type Retrying } from '../engine/retrying.cts';
import { inDays } from '../engine/samples.cts';
import { documentsOf, sending, type SendKind } from '../engine/sends.cts';

let bench: Bench;
let nextId: Retrying['nextId'];
let anew: Retrying['anew'];
let sentTimes: Retrying['sentTimes'];
let showOnly: Retrying['showOnly'];
useRetrying(34_000, (own) => ({ bench, nextId, anew, sentTimes, showOnly } = own));

const once = {
	clientReference: '={{ $json.id }}-of-an-order-of-ours-that-is-rather-long',
	oncePerClientReference: true,
};

/** A send of this process; and the same contract once more, in another one. */
async function sentBefore(kind: SendKind, options: INode['parameters']) {
	const id = nextId();
	const { parameters, item } = await sending(bench, kind);
	const own = { ...withOptions(parameters, options), dueDate: inDays(9) };
	const first = await execute(bench, own, { items: [await item(id)] });
	expect(first.error).toBeUndefined();
	const again = async () => await execute(anew(), own, { items: [await item(id)] });
	const isOutOnce = () => expect(sentTimes(id)).toEqual([documentsOf(kind)]);
	return { first, again, isOutOnce };
}

const FAULTS: Fault[] = [
	{ kind: 'notFound' },
	{ kind: 'serverErrorHtml' },
	{ kind: 'gateway', status: 503 },
	{ kind: 'tooManyRequests' },
	{ kind: 'cutBefore' },
	{ kind: 'wrongBody' },
];

const statusFails = (fault: Fault) =>
	bench.simulator.faults.choose(({ operationId }) =>
		operationId === 'getDocumentStatus' ? fault : undefined,
	);

describe.each(['file', 'files', 'form', 'template'] as const)(
	'%s, and lists show 20 signs of a client reference',
	(kind) => {
		test.each(FAULTS)('the status cannot be read (%j): it is not sent again', async (fault) => {
			const { again, isOutOnce } = await sentBefore(kind, once);
			showOnly(20);
			statusFails(fault);
			expect((await again()).error?.message).toBe(UNCONFIRMED);
			bench.simulator.faults.clear();
			isOutOnce();
		});

		test('the status has no client reference: it is not sent again', async () => {
			const { again, isOutOnce } = await sentBefore(kind, once);
			bench.simulator.faults.spoil((answer, { operationId }) => {
				if (operationId === 'getActiveDocuments') {
					return (answer as IDataObject[]).map((own) => ({
						...own,
						ClientReference: String(own.ClientReference ?? '').slice(0, 20),
					}));
				}
				if (operationId !== 'getDocumentStatus') return answer;
				return { ...(answer as IDataObject), ClientReference: undefined };
			});
			expect((await again()).error?.message).toBe(UNCONFIRMED);
			bench.simulator.faults.clear();
			isOutOnce();
		});

		test('the status can be read: it is returned', async () => {
			const { again, isOutOnce } = await sentBefore(kind, once);
			showOnly(20);
			const { items, error } = await again();
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.recovered)).toEqual(Array(documentsOf(kind)).fill(true));
			isOutOnce();
		});
	},
);

test.each(['file', 'form'] as const)(
	'%s with an approved seal, lists that show 12 signs, and a status that cannot be read: it is not sent again',
	async (kind) => {
		const id = nextId();
		const { parameters, item } = await sending(bench, kind);
		const dueDate = inDays(9);
		const preview = await execute(
			bench,
			{ ...parameters, operation: 'preview', dueDate },
			{
				items: [await item(id)],
			},
		);
		const own = {
			...withOptions(parameters, { approvedSeal: String(preview.items[0].json.seal) }),
			dueDate,
		};
		expect((await execute(bench, own, { items: [await item(id)] })).error).toBeUndefined();
		showOnly(12);
		statusFails({ kind: 'gateway', status: 503 });
		expect((await execute(anew(), own, { items: [await item(id)] })).error?.message).toBe(
			UNCONFIRMED,
		);
		bench.simulator.faults.clear();
		expect(sentTimes(id)).toEqual([1]);
	},
);

// docs/waiting.md: lists may lag behind.
test('two files, of which the lists show one: it is not said that the other one is missing', async () => {
	const { first, again, isOutOnce } = await sentBefore('files', once);
	const hidden = first.items[1].json.documentReference;
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments'
			? (answer as IDataObject[]).filter(({ Reference }) => Reference !== hidden)
			: answer,
	);
	const { error } = await again();
	expect(error?.message).toContain('Only 1 of 2 documents were sent');
	expect(error?.description).toContain('The others may have been sent as well');
	isOutOnce();
});

// Word and Excel write another dash for a hyphen, and people take them for the same (Unicode Standard, table 6-3).
test.each(['A‑1', 'A–1', 'A−1'])(
	'A-1 and %s are told apart, and nothing is sent',
	async (other) => {
		const id = nextId();
		const { parameters, item } = await sending(bench, 'form');
		const send = async (order: string) =>
			await execute(
				bench,
				withOptions(parameters, {
					clientReference: `${id} ${order}`,
					oncePerClientReference: true,
				}),
				{ items: [await item(id)] },
			);
		expect((await send('A-1')).error).toBeUndefined();
		expect((await send(other)).error?.message).toContain(`${id} ${other}`);
		expect(sentTimes(id)).toEqual([1]);
	},
);

// The list shows references that are longer: it did not cut this one.
test('a shorter reference that can be told from the list alone is another one, though its status cannot be read', async () => {
	const { parameters, item } = await sending(bench, 'form');
	const id = nextId();
	const send = async (clientReference: string, n8n = bench) =>
		await execute(n8n, withOptions(parameters, { clientReference, oncePerClientReference: true }), {
			items: [await item(id)],
		});
	expect((await send(`${id}-1`)).error).toBeUndefined();
	expect((await send(`${id}-an-order-with-a-longer-reference`)).error).toBeUndefined();
	statusFails({ kind: 'notFound' });
	expect((await send(`${id}-10`, anew())).error).toBeUndefined();
	bench.simulator.faults.clear();
	expect(sentTimes(id)).toEqual([3]);
});

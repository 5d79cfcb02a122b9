/**
 * Changes under n8n's Retry On Fail, which runs all items of the node again: what was done is handed out
 * and not done again; what may have been done is not done again where that would harm.
 */
import type { INodeParameters } from 'n8n-workflow';

import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { toldOn } from '../harness/told.cts';
import { doneBut, insteadOf, startBetween } from './between.cts';
import { node, oneByOne, useChanges } from './changing.cts';
import { execute, retry } from './executions.cts';
import type { Bench } from './node.cts';
import { byReference, inDays } from './samples.cts';
import { sentTemplate } from './sends.cts';

let bench: Bench;
const { count, upload } = useChanges((own) => ({ bench } = own));

const sent = async () => {
	const reference = await sentTemplate(bench);
	bench.simulator.requests.length = 0;
	return reference;
};

describe('a reminder', () => {
	const remind = (document: string): INodeParameters => ({
		resource: 'signer',
		operation: 'sendReminder',
		document: byReference(document),
	});

	test('whose connection is cut is sent once, and said to be uncertain', async () => {
		const document = await sent();
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendReminder', times: 9 });
		const { error } = await execute(bench, remind(document), { node });
		expect(error?.message).toBe(UNCONFIRMED_CHANGE);
		// One for each of the two signers.
		expect(count('sendReminder')).toBe(2);
	});

	test('that may have gone out is said so beside one that did', async () => {
		const document = await sent();
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendReminder' });
		const { items } = await execute(bench, remind(document));
		expect(items[0].json).toMatchObject({
			remindedCount: 1,
			notReminded: [{ reason: expect.stringMatching(/^The reminder may have gone out: /) }],
		});
	});

	test.each([401, 403, 404, 408, 499, 307])(
		'that went out and is answered with %d is sent once, and may have gone out',
		async (status) => {
			const document = await sent();
			const between = await startBetween(bench);
			between.rule = doneBut(/SendReminder$/, { status }, 9);
			const alone = await execute(between.bench, remind(document));
			expect(alone.error?.description).toMatch(/may have been carried out anyway/);
			const { error } = await execute(between.bench, remind(document), { node });
			between.close();
			expect(error?.message).toBe(UNCONFIRMED_CHANGE);
			expect(count('sendReminder')).toBe(2 + 2);
		},
	);

	test('that is refused with the key, as everything is after its look at the signers, may have gone out', async () => {
		const document = await sent();
		const between = await startBetween(bench);
		const refuse = insteadOf(/./, { status: 401 });
		let isRefusing = false;
		between.rule = async (passing, pass) => {
			isRefusing ||= passing.route.endsWith('SendReminder');
			return isRefusing ? await refuse(passing, pass) : await pass();
		};
		const { error } = await execute(between.bench, remind(document));
		between.close();
		expect(error?.message).toMatch(toldOn(401));
		expect(error?.description).toMatch(/may have been carried out anyway/);
	});

	// A log that is split by its signers has as many items of one document.
	test.each([1, 5])(
		'of two items of one document goes out once (%d at a time)',
		async (itemsAtATime) => {
			const document = await sent();
			const parameters = { ...remind(document), requestOptions: { itemsAtATime } };
			const { error, items } = await execute(bench, parameters, {
				items: [{ json: {} }, { json: {} }],
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.remindedCount)).toEqual([2, 2]);
			expect(count('sendReminder')).toBe(2);
		},
	);

	test.each([false, true])(
		'of two items goes out once where its answer is lost (Retry On Fail: %p)',
		async (retryOnFail) => {
			const document = await sent();
			bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendReminder', times: 9 });
			const { error } = await execute(bench, remind(document), {
				items: [{ json: {} }, { json: {} }],
				...(retryOnFail && { node }),
			});
			expect(error?.message).toBeDefined();
			expect(count('sendReminder')).toBe(2);
		},
	);

	test('of two signers, each with an item, goes to both', async () => {
		const document = await sent();
		const { signers } = bench.simulator
			.documents()
			.find(({ reference }) => reference === document)!;
		const { error } = await execute(
			bench,
			{ ...remind(document), remind: 'one', signer: byReference('={{ $json.signer }}') },
			{ items: signers.map(({ reference }) => ({ json: { signer: reference } })) },
		);
		expect(error).toBeUndefined();
		expect(count('sendReminder')).toBe(2);
	});

	test('that is certainly refused is tried again', async () => {
		const document = await sent();
		bench.simulator.faults.add({ kind: 'planExhausted', operation: 'sendReminder', times: 2 });
		const { error, items } = await execute(bench, remind(document), { node });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ remindedCount: 2 });
	});
});

test('two documents to delete, one of which is unknown: the other is deleted once', async () => {
	const known = await upload('old.docx');
	bench.simulator.requests.length = 0;
	const { error } = await execute(
		bench,
		{
			resource: 'document',
			operation: 'delete',
			document: byReference('={{ $json.reference }}'),
			...oneByOne,
		},
		{ items: [{ json: { reference: known } }, { json: { reference: '12345' } }], node },
	);
	expect(error?.context?.itemIndex).toBe(1);
	expect(error?.message).toMatch(toldOn(404));
	const paths = bench.simulator.requests.map(({ path }) => path);
	expect(paths.filter((path) => path.includes(known))).toHaveLength(1);
});

test('a deletion whose answer was lost is asked for again; a refusal then says why it may be', async () => {
	const known = await upload('old.docx');
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'deleteDocument' });
	const { error } = await execute(
		bench,
		{ resource: 'document', operation: 'delete', document: byReference(known) },
		{ node: { ...node, maxTries: 2 } },
	);
	expect(error?.message).toMatch(toldOn(404));
	expect(error?.description).toMatch(/may have done it already/);
});

test('an extension whose answer was lost is asked for again: to the same date', async () => {
	const document = await sent();
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'extendDocument' });
	const { error, items } = await execute(
		bench,
		{
			resource: 'document',
			operation: 'extend',
			document: byReference(document),
			dueDate: inDays(20),
		},
		{ node },
	);
	expect(error).toBeUndefined();
	expect(items[0].json.documentReference).toBe(document);
	expect(count('extendDocument')).toBe(2);
});

test.each([
	['signer', 'update', /UpdateSigner/, 'Anna Lopez can no longer be changed'],
	['document', 'extend', /Extend/, toldOn(400)],
] as const)(
	'%s > %s, whose answer was lost and which cannot be done any more: nobody says that nothing was changed',
	async (resource, operation, route, message) => {
		const document = await sent();
		const held = bench.simulator.documents().find(({ reference }) => reference === document)!;
		const between = await startBetween(bench);
		let isLost = false;
		between.rule = async (passing, pass) => {
			const told = await pass();
			if (!route.test(passing.route) || isLost) return told;
			isLost = true;
			for (const _ of held.signers) await bench.simulator.sign(document);
			return { status: 502 };
		};
		const execution = await execute(
			between.bench,
			{
				...{ resource, operation, document: byReference(document), dueDate: inDays(20) },
				...{ signer: byReference(held.signers[0].reference), updateFields: { firstName: 'Anna' } },
			},
			{ node: { ...node, maxTries: 2 } },
		);
		const again = await retry(between.bench, execution);
		between.close();
		for (const { error } of [execution, again]) {
			expect(error?.message).toEqual(expect.stringMatching(message));
			expect(error?.description).toMatch(
				/An earlier attempt may have done it already: look in Secured Signing/,
			);
			expect(error?.description).not.toMatch(/Nothing was/);
		}
	},
);

test('documents that are combined make one document, whatever becomes of the answer', async () => {
	const references = [await upload('one.docx'), await upload('two.docx')];
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'combineDocuments' });
	const { error } = await execute(
		bench,
		{
			resource: 'document',
			operation: 'combine',
			documents: { document: references.map((value) => ({ document: byReference(value) })) },
			name: 'both.pdf',
		},
		{ node },
	);
	expect(error?.message).toBe(UNCONFIRMED_CHANGE);
	expect(count('combineDocuments')).toBe(1);
});

// docs/api/API.md section 12.11: a 404 is no proof, neither of a deletion nor against one.
test.each([
	['document', 'deleteDocument', { document: byReference('12345') }],
	['package', 'deletePackage', { package: byReference('12345') }],
	['attachment', 'deleteAttachment', { attachment: byReference('12345') }],
] as const)('a %s to delete that is not found may be deleted already', async (...row) => {
	const [resource, operation, parameters] = row;
	bench.simulator.faults.add({ kind: 'notFound', operation });
	const { error } = await execute(bench, { resource, operation: 'delete', ...parameters });
	expect(error?.message).toMatch(toldOn(404));
	expect(error?.description).toMatch(/may be gone already/);
	expect(JSON.stringify(error)).not.toMatch(/Nothing was/);
});

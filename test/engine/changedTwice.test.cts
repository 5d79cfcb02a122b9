/**
 * Changes that do harm when they are made twice, asked for again by two retries of one failed execution, or by
 * a workflow that leads an item back to the node. What is promised: docs/faults.md, "When n8n tries again".
 */
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { toldOn } from '../harness/told.cts';
import { doneBut, insteadOf, type Between } from './between.cts';
import { execute, retry } from './executions.cts';
import type { Bench } from './node.cts';
import { useRig } from './rig.cts';
import { byReference, documentList, inDays } from './samples.cts';
import { sentTemplate, storedWord } from './sends.cts';

interface Change {
	route: RegExp;
	parameters: INodeParameters;
	items?: INodeExecutionData[];
	/** How many requests one change is. */
	requests: number;
}

let bench: Bench;
let between: Between;
useRig(36_000, (rig) => ({ bench, between } = rig));

const upload = async (name: string) => await storedWord(bench, name);

const people = [
	{ FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' },
	{ FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' },
];

const changes: Record<string, () => Promise<Change>> = {
	mailMerge: async () => ({
		route: /MailMerge$/,
		parameters: {
			resource: 'mailMerge',
			operation: 'send',
			document: byReference(await upload('NDA.docx')),
			dueDate: inDays(10),
		},
		items: people.map((json) => ({ json })),
		requests: 1,
	}),
	reminder: async () => ({
		route: /SendReminder$/,
		parameters: {
			resource: 'signer',
			operation: 'sendReminder',
			document: byReference(await sentTemplate(bench)),
		},
		requests: 2,
	}),
	combine: async () => ({
		route: /Combine$/,
		parameters: {
			resource: 'document',
			operation: 'combine',
			documents: documentList(await upload('one.docx'), await upload('two.docx')),
			name: 'both.pdf',
		},
		requests: 1,
	}),
	sender: async () =>
		await Promise.resolve({
			route: /SaveSender$/,
			parameters: {
				resource: 'account',
				operation: 'saveSender',
				firstName: 'Ana',
				lastName: 'Lopez',
				email: 'ana@example.com',
			},
			requests: 1,
		}),
};

const viaProxy = () => between.bench.simulator.credential as unknown as Record<string, string>;

const posts = (route: RegExp) => between.passed.filter((passed) => route.test(passed.route)).length;

describe.each(Object.keys(changes))('%s', (kind) => {
	let change: Change;
	beforeEach(async () => (change = await changes[kind]()));
	const run = async (node: Partial<INode> = {}, loops = 1) =>
		await execute(between.bench, change.parameters, { items: change.items, node, loops });
	/** An execution that failed, and made nothing. */
	const failed = async () => {
		between.rule = insteadOf(change.route, { status: 426 }, change.requests);
		const first = await run();
		expect(first.error?.message).toMatch(toldOn(426));
		between.passed.length = 0;
		return first;
	};

	test('retried twice at the same moment is made once', async () => {
		const first = await failed();
		const twice = await Promise.all([1, 2].map(async () => await retry(between.bench, first)));
		expect(twice.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
		const recovered = twice.map(({ items }) => items[0].json.recovered);
		expect(recovered.filter(Boolean)).toEqual([true]);
		const [one, other] = twice.map(({ items }) => ({ ...items[0].json, recovered: undefined }));
		expect(one).toEqual(other);
		expect(posts(change.route)).toBe(change.requests);
	});

	test('retried once more, after a retry that could not say, is not made', async () => {
		const first = await failed();
		between.rule = doneBut(change.route, { status: 502 }, change.requests);
		expect((await retry(between.bench, first)).error?.description).toMatch(
			/may have been carried out/,
		);
		const { error } = await retry(between.bench, first);
		expect(error?.message).toBe(UNCONFIRMED_CHANGE);
		expect(error?.description).toMatch(/cannot look it up/);
		expect(posts(change.route)).toBe(change.requests);
	});

	test('retried once more, after a retry that was refused for certain, is made', async () => {
		const first = await failed();
		between.rule = insteadOf(change.route, { status: 426 }, change.requests);
		expect((await retry(between.bench, first)).error?.message).toMatch(toldOn(426));
		between.passed.length = 0;
		expect((await retry(between.bench, first)).error).toBeUndefined();
		expect(posts(change.route)).toBe(change.requests);
	});

	const back: Partial<INode> = { onError: 'continueErrorOutput' };

	test('led back after it could not be confirmed', async () => {
		between.rule = doneBut(change.route, { status: 502 }, change.requests);
		const { items, errorItems } = await run(back, 3);
		// A reminder in a later turn reminds again: that is what loops with reminders are for.
		const isNew = kind === 'reminder';
		expect(errorItems).toHaveLength(isNew ? 1 : 3);
		expect(items).toHaveLength(isNew ? 2 : 0);
		expect(posts(change.route)).toBe(change.requests * (isNew ? 3 : 1));
		if (isNew) return;
		expect(errorItems[2].json).toMatchObject({
			error: UNCONFIRMED_CHANGE,
			message: expect.stringMatching(/^An earlier turn of this execution may have done it/),
		});
	});

	test('led back after it was refused for certain is made', async () => {
		between.rule = insteadOf(change.route, { status: 426 }, change.requests);
		const { items, errorItems } = await run(back, 2);
		expect([items.length, errorItems.length]).toEqual([1, 1]);
		expect(posts(change.route)).toBe(2 * change.requests);
	});
});

test('a mail merge of another list is made after one that could not be confirmed', async () => {
	const { parameters, route } = await changes.mailMerge();
	between.rule = doneBut(route, { status: 502 });
	const document = parameters.document as INodeParameters;
	const { items, errorItems } = await execute(
		between.bench,
		// Each turn has a list of its own: its number is a column.
		{
			...parameters,
			document,
			listFrom: 'file',
			binaryPropertyName: "={{ $runIndex === 0 ? 'first' : 'second' }}",
		},
		{
			items: [
				{
					json: {},
					binary: {
						first: (await bench.file(Buffer.from('Email\r\na@example.com\r\n'), 'a.csv')).binary!
							.data,
						second: (await bench.file(Buffer.from('Email\r\nb@example.com\r\n'), 'b.csv')).binary!
							.data,
					},
				},
			],
			node: { onError: 'continueErrorOutput' },
			loops: 2,
		},
	);
	expect([items.length, errorItems.length]).toEqual([1, 1]);
	expect(posts(route)).toBe(2);
});

test('a retry that answered with much is not made again by the other one, which says so', async () => {
	const { parameters, route, items } = await changes.mailMerge();
	between.rule = insteadOf(route, { status: 426 });
	const first = await execute(between.bench, { ...parameters, simplify: false }, { items });
	between.passed.length = 0;
	between.rule = async (passing, pass) => {
		const told = await pass();
		if (!route.test(passing.route)) return told;
		return {
			...told,
			body: JSON.stringify({ ...JSON.parse(told.body ?? ''), Name: 'x'.repeat(6000) }),
		};
	};
	const twice = [await retry(between.bench, first), await retry(between.bench, first)];
	expect(twice[0].error).toBeUndefined();
	expect(twice[1].error?.message).toBe('This was done by another retry of the same execution');
	expect(posts(route)).toBe(1);
});

test.each<[string, RegExp]>([
	['mailMerge', /^POST .*MailMerge/],
	['reminder', /SendReminder/],
])('%s: stopped before it leaves, it was not done, and a retry does it', async (kind, route) => {
	const { parameters, items } = await changes[kind]();
	let stop = () => {};
	let isStopped = false;
	between.rule = async (passing, pass) => {
		if (isStopped || passing.route.startsWith('POST')) return await pass();
		isStopped = true;
		// What is read before the change is never answered.
		setTimeout(() => stop(), 50);
		return await new Promise<never>(() => {});
	};
	const { run, error } = await between.bench.run(parameters, {
		items,
		credential: viaProxy(),
		stop: (cancel) => (stop = cancel),
	});
	expect(error?.description).not.toMatch(/may have been/);
	expect(posts(route)).toBe(0);
	const [{ node }] = run.data.executionData!.nodeExecutionStack;
	const again = await retry(between.bench, { run, node, items: [], errorItems: [] });
	expect(again.error).toBeUndefined();
	expect(posts(route)).toBeGreaterThan(0);
});

test('a reminder beside an update of the address tells where it went', async () => {
	const reference = await sentTemplate(bench);
	const document = byReference(reference);
	const [signer] = bench.simulator
		.documents()
		.find((sent) => sent.reference === reference)!.signers;
	let update: Promise<unknown> | undefined;
	between.rule = async ({ route }, pass) => {
		const told = await pass();
		if (update !== undefined || !route.includes('/Document/Status/')) return told;
		update = execute(between.bench, {
			...{ resource: 'signer', operation: 'update', document },
			signer: byReference(signer.reference),
			updateFields: { email: 'elsewhere@example.com' },
		});
		// The reminder has read the old address: as long as nothing waits for it, the update is made now.
		await Promise.race([update, new Promise((resolve) => setTimeout(resolve, 1000))]);
		return told;
	};
	const before = bench.simulator.messages.length;
	const { items } = await execute(between.bench, {
		...{ resource: 'signer', operation: 'sendReminder', document },
	});
	await update;
	const mails = bench.simulator.messages.slice(before).filter(({ kind }) => kind === 'reminder');
	const told = (items[0].json.reminded as Array<{ email: string }>).map(({ email }) => email);
	expect(told).toEqual(mails.map(({ to }) => to.email));
	expect(signer.email).toBe('elsewhere@example.com');
});

/** Sends that are open and come again in another way: led back, for other people, from a tool. */
import type { INode, INodeParameters } from 'n8n-workflow';

import { callTool } from './agent.cts';
import { SEND, type Between, type Told } from './between.cts';
import { execute, retry } from './executions.cts';
import { postsIn, quick, UNCONFIRMED } from './flows.cts';
import { json, lost } from './lostSends.cts';
import type { Bench } from './node.cts';
import { useRig } from './rig.cts';
import { ana, ben } from './samples.cts';
import { outOf, sending, storedDocument } from './sends.cts';

let bench: Bench;
let between: Between;
let id: string;
useRig(3000, (rig) => ({ bench, between, id } = rig));

const posts = () => postsIn(between);

/** What a look-up says that finds nothing, or cannot be made. */
const blind = (kind: string): Told => (/form|template/.test(kind) ? json([]) : { status: 503 });

test('a refusal of a second post speaks of itself alone', async () => {
	const reference = await storedDocument(bench, `${id}-1.pdf`);
	const { parameters } = await sending(bench, 'stored');
	let count = 0;
	between.rule = async ({ route }, pass) => {
		if (SEND.test(route)) {
			if (++count > 1) return { status: 400 };
			await pass();
			return { status: 502 };
		}
		// A status and lists that lag behind for good.
		if (route.includes('/GetActiveDocuments/')) return json([]);
		if (!route.includes('/Document/Status/')) return await pass();
		return json({ Reference: reference, Name: 'NDA.pdf', Status: 'NotStart', Folder: 'InBox' });
	};
	const items = [{ json: { id, document: reference } }];
	const first = await execute(between.bench, parameters, { items });
	const { error } = await retry(between.bench, first);
	expect(posts()).toBe(2);
	expect(error?.description).toMatch(/This attempt sent nothing, but an earlier one may have/);
	expect(error?.description).not.toMatch(/Nothing was sent or changed/);
});

describe.each(['form', 'template', 'file', 'stored'] as const)('%s: led back', (kind) => {
	const node: Partial<INode> = { onError: 'continueErrorOutput' };

	test('after it could not be confirmed: looked up, found, not sent', async () => {
		const { parameters, item } = await sending(bench, kind);
		// As many as the first turn makes: five times three folders, or one status.
		between.rule = lost(blind(kind), /form|template/.test(kind) ? 15 : 1);
		const { items, errorItems } = await execute(
			between.bench,
			{ ...parameters, ...quick },
			{ items: [await item(id)], node, loops: 2 },
		);
		expect(errorItems[0].json.error).toContain(UNCONFIRMED);
		expect(items.map(({ json: { recovered } }) => recovered)).toEqual([true]);
		expect([posts(), outOf(bench, id).length]).toEqual([1, 1]);
	});

	test('and not found: could not be confirmed again', async () => {
		const { parameters, item } = await sending(bench, kind);
		between.rule = lost(blind(kind));
		const { errorItems } = await execute(
			between.bench,
			{ ...parameters, ...quick },
			{ items: [await item(id)], node, loops: 2 },
		);
		expect(errorItems.map(({ json }) => String(json.error).slice(0, UNCONFIRMED.length))).toEqual([
			UNCONFIRMED,
			UNCONFIRMED,
		]);
		expect(posts()).toBe(1);
	});
});

test('a form that went out is sent again by another turn on purpose', async () => {
	const { parameters, item } = await sending(bench, 'form');
	const sent = await execute(between.bench, parameters, { items: [await item(id)], loops: 2 });
	expect(sent.error).toBeUndefined();
	expect(outOf(bench, id)).toHaveLength(2);
});

describe.each(['form', 'template', 'file'] as const)('%s: other people', (kind) => {
	const others: INodeParameters = {
		signer: [
			{ ...ana, email: 'zoe@example.com', firstName: 'Zoe' },
			{ ...ben, email: 'yan@example.org' },
		],
	};
	const notToThem = /^This was sent, but not to .*zoe@example.com.*yan@example.org/;

	test('named by a retry are told that it went to the earlier ones', async () => {
		const { parameters, item } = await sending(bench, kind);
		between.rule = lost({ status: 503 });
		const first = await execute(
			between.bench,
			{ ...parameters, ...quick },
			{ items: [await item(id)] },
		);
		between.rule = async (_, pass) => await pass();
		const changed = { parameters: { ...parameters, signers: others } as INodeParameters };
		const { error, items } = await retry(between.bench, first, changed);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(notToThem);
		expect(error?.message).toMatch(new RegExp(`also to .*${id}@example.com.*${id}@example.org`));
		expect(posts()).toBe(1);
	});

	test('under a client reference that is sent once are told so', async () => {
		const { parameters, item } = await sending(bench, kind);
		const options = { clientReference: id, oncePerClientReference: true };
		const sent = await execute(
			between.bench,
			{ ...parameters, options },
			{ items: [await item(id)] },
		);
		expect(sent.error).toBeUndefined();
		const { error } = await execute(
			between.bench,
			{ ...parameters, signers: others, options },
			{ items: [await item(id)] },
		);
		expect(error?.message).toMatch(notToThem);
		expect(error?.description).toContain(sent.items[0].json.documentReference);
		expect(posts()).toBe(1);
		// The same people as before: found, as ever.
		const again = await execute(
			between.bench,
			{ ...parameters, options },
			{ items: [await item(id)] },
		);
		expect(again.items.map(({ json: { recovered } }) => recovered)).toEqual([true]);
	});
});

test.each(['form', 'template', 'file'] as const)(
	'%s: 401 from the send on, after something of it got through, is not certain',
	async (kind) => {
		const { parameters, item } = await sending(bench, kind);
		let isOff = false;
		between.rule = async ({ route }, pass) => {
			if (!isOff && SEND.test(route)) await pass();
			isOff ||= SEND.test(route);
			return isOff ? { status: 401 } : await pass();
		};
		const { error } = await execute(between.bench, parameters, { items: [await item(id)] });
		expect(error?.message).toContain(UNCONFIRMED);
		expect(error?.description).not.toMatch(/Nothing was sent/);
		expect(outOf(bench, id)).toHaveLength(1);
	},
);

test.each([
	[' ', String],
	['', (email: string) => email.toUpperCase()],
])(
	'a tool that is called with the same address in another spelling (%p) sends once',
	async (blank, spelled) => {
		const emails = [`${id}@example.com`, `${blank}${spelled(`${id}@example.com`)}${blank}`];
		const { parameters } = await sending(bench, 'form');
		const signers = {
			signer: [
				{ ...ana, email: "={{ $fromAI('email') }}" },
				{ ...ben, email: `${id}@example.org` },
			],
		};
		between.rule = lost(json([]), 15);
		const answers = await callTool(
			between.bench,
			{ ...parameters, signers },
			emails.map((email) => ({ email })),
		);
		expect(answers[0]).toContain(UNCONFIRMED);
		expect(answers[1]).toContain('"recovered":true');
		expect(posts()).toBe(1);
	},
);

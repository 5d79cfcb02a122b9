/**
 * A proxy, or a kept connection on which the answers have got one behind, hands n8n the answer to another
 * send. What was sent, and for whom, the simulator knows: the expected values are taken from its documents.
 * docs/api/API.md sections 5.5, 5.6 and 6: a send makes documents of its own, and its answer repeats the
 * ClientReference that it was given.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { UNCONFIRMED_CHANGE } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { startBetween, SEND, type Between, type Rule, type Told } from '../engine/between.cts';
import { execute, type ExecutionOptions } from '../engine/executions.cts';
import { startBench, type Bench } from '../engine/node.cts';
import { both, byReference, DOCX, documentList, inDays } from '../engine/samples.cts';
import { sending, storedDocument } from '../engine/sends.cts';

let bench: Bench;
let between: Between;
let run = 0;

beforeAll(async () => {
	bench = await startBench();
	between = await startBetween(bench);
});
afterAll(async () => {
	between.close();
	await bench.close();
});
beforeEach(() => {
	run++;
	between.passed.length = 0;
	between.rule = async (_passing, pass) => await pass();
});

const posts = () => between.passed.filter(({ route }) => SEND.test(route)).length;
const out = () => bench.simulator.documents().filter(({ state }) => state !== 'NotStart');
const withoutReferences = (told: Told): Told => ({
	...told,
	body: JSON.stringify(
		JSON.parse(told.body ?? '', (name, value: unknown) =>
			name === 'ClientReference' ? undefined : value,
		),
	),
});

/** The first send is carried out; each further one is not, and gets the first one's answer. */
function oneBehind(isShown: boolean, route = SEND): Rule {
	let first: Told | undefined;
	return async (passing, pass) => {
		if (!route.test(passing.route)) return await pass();
		if (first) return first;
		const told = await pass();
		first = isShown ? told : withoutReferences(told);
		return first;
	};
}

/** Two sends are carried out at the same time, and each gets the other one's answer. */
function exchanged(): Rule {
	const told: Array<Promise<Told>> = [];
	let bothAreThere: () => void;
	const areBoth = new Promise<void>((resolve) => (bothAreThere = resolve));
	return async (passing, pass) => {
		if (!SEND.test(passing.route)) return await pass();
		const place = told.push(pass()) - 1;
		if (told.length === 2) bothAreThere();
		await areBoth;
		return await told[1 - place];
	};
}

const order = (name: string): INodeExecutionData => ({ json: { id: `s${run}`, order: name } });

/** Sends of forms or templates to the same two people, one item for each order. */
async function sendOrders(
	kind: 'form' | 'template',
	orders: string[],
	options: INodeParameters,
	more: ExecutionOptions = {},
) {
	const { parameters } = await sending(between.bench, kind);
	return await execute(
		between.bench,
		{ ...parameters, options },
		{
			items: orders.map(order),
			node: { onError: 'continueErrorOutput', retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
			...more,
		},
	);
}

const referenceOf = (name: string) => `={{ $json.order }}-${name}`;

describe.each(['form', 'template'] as const)('%s', (kind) => {
	describe.each<[string, boolean]>([
		['shows the client reference', true],
		['shows none', false],
	])('an answer that %s', (_what, isShown) => {
		test.each<[string, INodeParameters]>([
			['without a reference', {}],
			['with references of their own', { clientReference: referenceOf(`a${kind}${isShown}`) }],
			[
				'once per client reference',
				{ clientReference: referenceOf(`b${kind}${isShown}`), oncePerClientReference: true },
			],
		])('and comes once more is no second send: %s', async (_how, options) => {
			const before = out().length;
			between.rule = oneBehind(isShown);
			const parameters = { ...options };
			const first = await sendOrders(kind, ['one'], parameters);
			const second = await sendOrders(kind, ['two'], parameters);
			expect(out()).toHaveLength(before + 1);
			expect(first.items).toHaveLength(1);
			expect(second.items).toHaveLength(0);
			expect(second.errorItems.map(({ json }) => json.error)).toEqual([UNCONFIRMED]);
			// Retry On Fail only looks: whether the second one went out, nobody has said.
			expect(posts()).toBe(2);
		});
	});

	test('what Send Once remembers is not the document of another', async () => {
		const options = { clientReference: referenceOf(`later-${kind}`), oncePerClientReference: true };
		between.rule = oneBehind(true);
		await sendOrders(kind, ['one'], { ...options });
		await sendOrders(kind, ['two'], { ...options });
		between.rule = async (_passing, pass) => await pass();
		const later = await sendOrders(kind, ['two'], options, { node: {} });
		expect(later.items).toEqual([]);
		expect(later.error?.message).toBe(UNCONFIRMED);
		const without = await sendOrders(kind, ['two'], { ...options, oncePerClientReference: false });
		expect(without.items.map(({ json }) => json.clientReference)).toEqual([`two-later-${kind}`]);
	});

	test.each<[string, INodeParameters]>([
		['marks of this node', {}],
		[
			'references that are sent once',
			{ clientReference: referenceOf(`x${kind}`), oncePerClientReference: true },
		],
	])('answers that are exchanged are seen by %s', async (_what, options) => {
		between.rule = exchanged();
		const { items, errorItems } = await sendOrders(kind, ['one', 'two'], options);
		expect(errorItems).toEqual([]);
		expect(posts()).toBe(2);
		const sent = items.map(({ json }) => json.documentReference);
		const posted = between.passed
			.filter(({ route }) => SEND.test(route))
			.map(({ body }) => /"ClientReference":"([^"]+)"/.exec(body)?.[1]);
		expect(new Set(sent).size).toBe(2);
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		if (Object.keys(options).length > 0) {
			expect(items.map(({ json }) => json.clientReference)).toEqual([
				`one-x${kind}`,
				`two-x${kind}`,
			]);
		}
		expect(items.map(({ json }) => json.clientReference).sort()).toEqual(posted.sort());
	});
});

test('exchanged answers about references that others may have as well are not believed', async () => {
	between.rule = exchanged();
	const options = { clientReference: '={{ $json.order }}' };
	const { items, errorItems } = await sendOrders('form', ['open-1', 'open-12'], options);
	expect(items).toEqual([]);
	expect(errorItems.map(({ json }) => json.error)).toEqual([UNCONFIRMED, UNCONFIRMED]);
	expect(posts()).toBe(2);
});

test('a stored document whose send got the answer of another is looked up itself', async () => {
	const documents = [
		await storedDocument(bench, 'one.pdf'),
		await storedDocument(bench, 'two.pdf'),
	];
	between.rule = oneBehind(true);
	const { items, errorItems } = await execute(
		between.bench,
		{
			...{ resource: 'smartTag', operation: 'send', signers: both, dueDate: inDays(10) },
			documentsFrom: 'documents',
			documents: documentList('={{ $json.document }}'),
			requestOptions: { itemsAtATime: 1 },
		},
		{
			items: documents.map((document) => ({ json: { document } })),
			node: { onError: 'continueErrorOutput' },
		},
	);
	expect(items.map(({ json }) => json.documentReference)).toEqual([documents[0]]);
	expect(errorItems[0].json.error).toBe('This item was not sent for signing');
	expect(
		bench.simulator.documents().find(({ reference }) => reference === documents[1])?.state,
	).toBe('NotStart');
});

test('a mail merge is not the one before it over again', async () => {
	between.rule = oneBehind(true, /^POST \/SmartTag\/MailMerge/);
	const stored = async (name: string) => {
		const { items } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: [await bench.file(docxWith(tagFor(1)), name, DOCX)] },
		);
		return items[0].json.documentReference;
	};
	const send = async (name: string) =>
		await execute(
			between.bench,
			{
				...{ resource: 'mailMerge', operation: 'send', dueDate: inDays(10) },
				document: byReference(await stored(`${name}.docx`)),
			},
			{
				items: [{ json: { FirstName: name, LastName: 'Lopez', Email: `${name}@example.com` } }],
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
			},
		);
	const first = await send('ana');
	const second = await send('ben');
	expect(first.items[0].json.mailMergeReference).toBeTruthy();
	expect(second.items).toEqual([]);
	expect(second.error?.message).toMatch(
		new RegExp(`does not match the request|${UNCONFIRMED_CHANGE}`),
	);
	const merges = between.passed.filter(({ route }) => /^POST .*MailMerge/.test(route));
	expect(merges).toHaveLength(2);
});

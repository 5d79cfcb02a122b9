/** Document > Reconcile: lists that cut client references, or show none, are no proof that nothing was sent. */
import type { IDataObject } from 'n8n-workflow';

import { loadedAnew } from './anew.cts';
import { startBetween } from './between.cts';
import type { Bench } from './node.cts';
import { orders, ROW, statesOf, useReconcile } from './reconciling.cts';

let bench: Bench;
const { begin, send, reconcile, sign } = useReconcile((own) => ({ bench } = own));

const spoilLists = (change: (one: IDataObject) => unknown) =>
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? (answer as IDataObject[]).map(change) : answer,
	);

const labels = (label: (reference: string, document: IDataObject) => string) =>
	spoilLists((one) => ({ ...one, ClientReference: label(one.ClientReference as string, one) }));

const escaped = (reference: string) => reference.replace('&', '&amp;');
const bytes = (reference: string, length: number) =>
	Buffer.from(reference).subarray(0, length).toString();
/** The same, but half a letter at the end is left out. */
const wholeLetters = (reference: string, length: number) =>
	bytes(reference, length).replace(/\ufffd$/, '');

// Others have short references, and longer ones that the list cuts as well.
test.each<[what: string, reference: string, label: (reference: string) => string]>([
	['behind a blank', 'Mia Wong 2026 offer', (one) => one.slice(0, 9)],
	['behind a blank, which is left out', 'Mia Wong 2026 offer', (one) => one.slice(0, 9).trim()],
	['behind nine bytes', 'Müller-Straße-0001', (one) => bytes(one, 9)],
	['within a letter', 'Mülleré-0001', (one) => bytes(one, 9)],
	['before half a letter', 'Mülleré-0001', (one) => wholeLetters(one, 9)],
	['before half an ß', 'Mülle-ße-0001', (one) => wholeLetters(one, 8)],
	['before half a sign of four bytes', 'Mia 😀 0001', (one) => wholeLetters(one, 7)],
	['within a decomposed letter', 'Mu\u0308ller-0001', (one) => one.slice(0, 2)],
	...[1, 2, 3, 4, 5].map((length): [string, string, (one: string) => string] => [
		`within an entity (${length})`,
		'R&D-order-0001',
		(one) => escaped(one).slice(0, length + 1),
	]),
	['behind an entity', 'R&D-order-0001', (one) => escaped(one).slice(0, 9)],
	['and then escaped', 'R&D-order-0001', (one) => escaped(one.slice(0, 9))],
	['with an ellipsis', 'order-4711-2026', (one) => (one.length > 9 ? `${one.slice(0, 8)}…` : one)],
	['with dots', 'order-4711-2026', (one) => (one.length > 9 ? `${one.slice(0, 6)}...` : one)],
	[
		'in capitals',
		'order-4711-2026',
		(one) => (one.length > 9 ? one.toUpperCase().slice(0, 9) : one),
	],
	['and left out', 'order-4711-2026', (one) => (one.length > 9 ? '' : one)],
	['no cut, but named like HTML', 'Müller-0001', (one) => one.replace('ü', '&uuml;')],
])('client references cut %s: the documents are asked', async (_, reference, label) => {
	await begin();
	const short = reference.slice(0, 1);
	await send(short);
	await sign(await send('q&a'));
	await send('zzzzzzzzzzzzzzzzzzzzzzzzz');
	await send(reference);
	labels(label);
	bench.engine.nodeTypes.securedSigning = loadedAnew().node;
	const rows = await reconcile(orders(reference, `${reference}x`, short));
	expect(statesOf(rows)).toEqual(['pending', 'notSent', 'pending']);
});

test('client references cut: unknown if the documents cannot be asked', async () => {
	await begin();
	await send('R&D-order-0001');
	labels((one) => escaped(one).slice(0, 4));
	bench.simulator.faults.choose(({ operationId }) =>
		operationId === 'getDocumentStatus' ? { kind: 'serverErrorHtml' } : undefined,
	);
	bench.engine.nodeTypes.securedSigning = loadedAnew().node;
	expect(statesOf(await reconcile(orders('R&D-order-0001', 'order')))).toEqual([
		'unknown',
		'notSent',
	]);
});

// docs/api/API.md section 3: no source says how long one may be, anywhere.
test('client references cut in each document as well: unknown, and never notSent', async () => {
	await begin();
	await send('R&D-order-0001');
	bench.simulator.faults.spoil((answer, { operationId }) => {
		const cut = (one: IDataObject) => ({
			...one,
			ClientReference: escaped(one.ClientReference as string).slice(0, 4),
		});
		if (operationId === 'getDocumentStatus') return cut(answer as IDataObject);
		return operationId === 'getActiveDocuments' ? (answer as IDataObject[]).map(cut) : answer;
	});
	bench.engine.nodeTypes.securedSigning = loadedAnew().node;
	const [row, other] = await reconcile(orders('R&D-order-0001', 'order'));
	expect(row.reason).toBe(
		'It may be “Offer R&D-order-0001.pdf”, whose client reference is not certain',
	);
	expect([row.state, other.state]).toEqual(['unknown', 'notSent']);
});

// What an account asks of the service is counted by it: three lists, however many rows there are.
test('whole client references: nothing more is asked', async () => {
	await begin();
	const sent = ['1', '10', 'order-7', 'Müller-1', 'Müller-9999', 'Ilse & Co', 'Müller-Straße-0001'];
	for (const reference of sent) await send(reference);
	await sign(await send('done'));
	const never = [
		'100',
		'order-71',
		'Müller-11',
		'Müller-10000',
		'Ilse & Co 2',
		'Müller-Straße-0002',
	];
	const before = bench.simulator.requests.length;
	const rows = await reconcile(orders(...sent, ...never));
	expect(statesOf(rows)).toEqual([...sent.map(() => 'pending'), ...never.map(() => 'notSent')]);
	expect(bench.simulator.requests.length - before).toBe(3);
});

// docs/api/API.md: no source says that a list repeats the client reference of a form or a template.
describe('client references of some kinds of documents only', () => {
	const isForm = ({ Name }: IDataObject) => /^Form/.test(Name as string);
	const beginWithForms = async () => {
		await begin();
		await send('form', 'mia@example.com', 3, 'Form');
		await send('', 'cleo@example.com', 3, 'Form');
		await send('file');
		await sign(await send('done'));
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
	};
	const nothingOfForms = () => labels((one, document) => (isForm(document) ? '' : one));

	test('documents without one are asked, each once', async () => {
		await beginWithForms();
		nothingOfForms();
		const before = bench.simulator.requests.length;
		const rows = await reconcile(orders('form', 'never', 'file', 'done', 'nor'));
		expect(statesOf(rows)).toEqual(['pending', 'notSent', 'pending', 'signed', 'notSent']);
		expect(bench.simulator.requests.length - before).toBe(3 + 2);
	});

	test('a row with its signer asks only for the documents of that signer', async () => {
		await beginWithForms();
		nothingOfForms();
		const before = bench.simulator.requests.length;
		const rows = await reconcile(
			[
				{ order: 'form', to: 'mia@example.com' },
				{ order: 'never', to: 'nobody@example.com' },
			],
			{ signerEmail: '={{ $json.to }}' },
		);
		expect(statesOf(rows)).toEqual(['pending', 'notSent']);
		expect(bench.simulator.requests.length - before).toBe(3 + 1);
	});

	test('a row with a signer whom the list does not name: the document is asked', async () => {
		await beginWithForms();
		spoilLists((one) =>
			isForm(one)
				? {
						...one,
						ClientReference: '',
						Signers: (one.Signers as unknown[]).slice(0, 1),
						Status: '0 of 2 Signed',
					}
				: one,
		);
		const row = { signerEmail: 'mia@example.com' };
		expect(statesOf(await reconcile(orders('form', 'never'), row))).toEqual(['pending', 'notSent']);
	});

	test('documents that were signed before the row was sent are not asked', async () => {
		await beginWithForms();
		await sign(await send('', 'cleo@example.com', 30, 'Form'));
		labels((one, document) => (isForm(document) ? '' : one));
		const before = bench.simulator.requests.length;
		const sentAfter = new Date(Date.now() + 3_600_000).toISOString();
		const rows = await reconcile(orders('never'), { more: { sentAfter } });
		expect(statesOf(rows)).toEqual(['notSent']);
		// By their logs, the two that are open may have been sent since: clocks differ.
		expect(bench.simulator.requests.length - before).toBe(3 + 2);
	});

	test('more of them than are looked up: unknown, with the reason', async () => {
		await beginWithForms();
		nothingOfForms();
		const between = await startBetween(bench);
		between.rule = async ({ route }, pass) => {
			const told = await pass();
			if (!route.endsWith('/Progress')) return told;
			const list = JSON.parse(told.body ?? '[]') as IDataObject[];
			const form = list.find(isForm);
			const more = Array.from({ length: 499 }, (_, index) => ({
				...form,
				Reference: String(index).padStart(48, '0'),
			}));
			return { ...told, body: JSON.stringify([...list, ...more]) };
		};
		const { items } = await between.bench.run(ROW, {
			items: orders('never', 'file').map((json) => ({ json })),
			credential: between.bench.simulator.credential,
		});
		expect(items.map(({ json }) => json.state)).toEqual(['unknown', 'pending']);
		expect(items[0].json.reason).toBe(
			'It was not found, but 501 documents are listed without the details to compare, and at most 500 are looked up',
		);
		expect(between.passed.filter(({ route }) => /Status/.test(route))).toEqual([]);
		between.close();
	});
});

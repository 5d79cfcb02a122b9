/**
 * docs/waiting-in-detail.md, “Documents that are signed early”: each document is fetched when the wait first sees it
 * signed. “You get it at the end, even if it is no longer there by then.” So what one fetch got is not lost by a later one.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { passTime } from '../harness/clock.cts';
import { binaryData } from '../harness/engine.cts';
import { sendAndAwait, type Awaiting } from './awaiting.cts';
import { DAY, MINUTE, pdfOf, useRetention } from './retention.cts';

let stage: Awaiting;
const { signWhole, waiting, twoItems, onePackage, look } = useRetention((own) => ({ stage } = own));

const include = ['signedFile', 'certificates', 'certificateFiles', 'manifest'];
const LIST = 'getSigningCompletionCertificates';

/** From now on, what these operations have of a document cannot be had. */
const fails = (kind: 'serverErrorHtml' | 'notFound', reference: string, ...operations: string[]) =>
	stage.bench.simulator.faults.choose(({ operationId, path, query }) =>
		operations.includes(operationId ?? '') && `${path}${JSON.stringify(query)}`.includes(reference)
			? { kind }
			: undefined,
	);

/** Calls until the execution goes on. */
async function callToTheEnd(id: string, call: () => Promise<number>) {
	for (let look = 0; look < 20 && stage.n8n.status(id) === 'waiting'; look++) {
		passTime(MINUTE);
		await call();
	}
	expect(stage.n8n.status(id)).toBe('success');
}

const certified = ({ certificates, missing }: IDataObject) => [
	(certificates as unknown[]).length,
	missing,
];

/** docs/evidence.md: the manifest lists each file of the item, so that all of them together are unchanged. */
async function verified({ binary }: INodeExecutionData): Promise<IDataObject> {
	const verify = { resource: 'document', operation: 'verify', source: 'manifest' };
	const { items } = await stage.bench.run(verify, { items: [{ json: {}, binary }] });
	return items[0].json;
}

test('the signed file that was fetched first, and certificates that came later', async () => {
	const { id, references, call } = await waiting(await twoItems(), { include });
	const [[signed], [open]] = references;
	await signWhole(signed);
	fails('serverErrorHtml', '', LIST);
	expect(await call()).toBe(503);
	passTime(11 * MINUTE);
	expect(await call()).toBe(200);
	passTime(8 * DAY);
	fails('notFound', signed, 'downloadDocument');
	await call();
	await signWhole(open);
	await callToTheEnd(id, call);
	const [item] = stage.output(id).items;
	expect(item.json.files).toEqual(['data', 'certificate', 'manifest']);
	expect(certified(item.json)).toEqual([1, []]);
	expect(await pdfOf(item)).toBe('%PDF-');
	expect(await pdfOf(item, 'certificate')).toBe('%PDF-');
	expect(await verified(item)).toMatchObject({ verdict: 'unchanged', missing: [] });
});

test('certificates that were fetched first, and the signed file as soon as it can be had', async () => {
	const { id, references, call } = await waiting(await twoItems(), { include });
	const [[signed], [open]] = references;
	await signWhole(signed);
	fails('serverErrorHtml', signed, 'downloadDocument');
	expect(await call()).toBe(503);
	passTime(11 * MINUTE);
	expect(await call()).toBe(200);
	// The list is empty by now, and the file is removed before the end.
	stage.bench.simulator.faults.clear();
	stage.bench.simulator.faults.spoil((was, { operationId }) => (operationId === LIST ? [] : was));
	passTime(DAY);
	expect(await call()).toBe(200);
	stage.bench.simulator.faults.clear();
	passTime(7 * DAY);
	fails('notFound', signed, 'downloadDocument', LIST);
	await signWhole(open);
	await callToTheEnd(id, call);
	const [item] = stage.output(id).items;
	expect([...(item.json.files as string[])].sort()).toEqual(['certificate', 'data', 'manifest']);
	expect(certified(item.json)).toEqual([1, []]);
	expect(await pdfOf(item)).toBe('%PDF-');
	expect(await verified(item)).toMatchObject({ verdict: 'unchanged', missing: [] });
});

test.each(['filesystem', 'default'])('the parts of looks at the end (files: %s)', async (kept) => {
	const service = (await binaryData()) as unknown as { mode: string };
	const { mode } = service;
	if (kept === 'default') service.mode = kept;
	try {
		const items = (await twoItems()).slice(0, 1);
		const { id, references, call } = await waiting(items, { include });
		const [[signed]] = references;
		await signWhole(signed);
		fails('serverErrorHtml', '', LIST);
		expect(await call()).toBe(503);
		fails('serverErrorHtml', signed, 'downloadDocument');
		await callToTheEnd(id, call);
		const [item] = stage.output(id).items;
		expect(certified(item.json)).toEqual([1, []]);
		expect(item.json.files).toEqual(['data', 'certificate', 'manifest']);
		expect(await verified(item)).toMatchObject({ verdict: 'unchanged', missing: [] });
	} finally {
		service.mode = mode;
	}
});

// docs/waiting-in-detail.md, “Missing parts”: “you get the parts of all tries together”.
test('field values of the first try, and certificates of the second', async () => {
	const all = ['fieldValues', 'log', ...include];
	const { id, references, call } = await waiting((await twoItems()).slice(0, 1), { include: all });
	const [[signed]] = references;
	await stage.bench.simulator.sign(signed, undefined, { Comment: 'Fine' });
	await signWhole(signed);
	const empty = (operation: string) =>
		stage.bench.simulator.faults.spoil((was, { operationId }) =>
			operationId === operation ? [] : was,
		);
	empty(LIST);
	expect(await call()).toBe(503);
	stage.bench.simulator.faults.clear();
	empty('getFieldData');
	await callToTheEnd(id, call);
	const [{ json }] = stage.output(id, false).items;
	expect(json).toMatchObject({ fieldValues: { Comment: 'Fine' }, missing: [] });
	expect(certified(json)).toEqual([1, []]);
});

test('two certificates, each fetched by a try of its own', async () => {
	const { id, references, call } = await waiting((await twoItems()).slice(0, 1), { include });
	const [[signed]] = references;
	await signWhole(signed);
	const { certificates } = stage.bench.simulator
		.documents()
		.find(({ reference }) => reference === signed)!;
	const [first] = certificates;
	const second = { ...first, reference: '7'.repeat(48) };
	certificates.push({ ...second, file: { ...first.file, name: 'Second.pdf' } });
	fails('serverErrorHtml', second.reference, 'downloadSigningCompletionCertificate');
	expect(await call()).toBe(503);
	// In the other order, too: none takes the place of the other.
	certificates.reverse();
	fails('serverErrorHtml', first.reference, 'downloadSigningCompletionCertificate');
	await callToTheEnd(id, call);
	const [item] = stage.output(id, false).items;
	expect(item.json.missing).toEqual([]);
	expect(item.json.files).toEqual(['data', 'certificate', 'certificate2', 'manifest']);
	expect(item.binary).toMatchObject({
		certificate: { fileName: 'Second.pdf' },
		certificate2: { fileName: 'A certificate.pdf' },
	});
	expect(await verified(item)).toMatchObject({ verdict: 'unchanged', missing: [] });
});

// A wait looks again by itself: one look does not take the time of four.
test('a part for which the service is too slow is asked for once at each look', async () => {
	const { id, references, call } = await waiting((await twoItems()).slice(0, 1), { include });
	await signWhole(references[0][0]);
	stage.bench.simulator.faults.choose(({ operationId }) =>
		operationId === 'downloadDocument' ? { kind: 'gateway', status: 504 } : undefined,
	);
	const asked = () =>
		stage.bench.simulator.requests.filter(({ operationId }) => operationId === 'downloadDocument');
	expect(await call()).toBe(503);
	expect(asked()).toHaveLength(1);
	stage.bench.simulator.faults.clear();
	await callToTheEnd(id, call);
});

describe('fetched when the wait began, of what was sent before', () => {
	/** A package that was sent before, and waits from now on; the first document is signed. */
	async function begun(more: object, ends: (second: string) => Promise<unknown>) {
		const options = { clientReference: `order-${Math.random()}`, oncePerClientReference: true };
		const all = { ...sendAndAwait, binaryPropertyName: 'a,b', options, include, ...more };
		const { items } = await stage.bench.run(
			{ ...all, operation: 'send' },
			{ items: await onePackage() },
		);
		const [first, second] = items.map(({ json }) => json.documentReference as string);
		stage.bench.simulator.readings.callback = 'never';
		await signWhole(first);
		await ends(second);
		fails('serverErrorHtml', '', LIST);
		const id = await stage.begin(all, await onePackage(), 'continueErrorOutput');
		expect(stage.n8n.status(id)).toBe('waiting');
		return { id, first, second };
	}
	test('of a package', async () => {
		const { id, first } = await begun({}, signWhole);
		fails('notFound', first, 'downloadDocument');
		await callToTheEnd(id, async () => await look(id));
		const [item] = stage.output(id).items;
		const documents = item.json.documents as IDataObject[];
		expect(documents.map(certified)).toEqual([
			[1, []],
			[1, []],
		]);
		expect(await pdfOf(item, 'data2')).toBe('%PDF-');
	});

	test('of a package of which the other one is declined', async () => {
		const declines = async (second: string) => await stage.bench.simulator.decline(second);
		const { id, first } = await begun({ whenNotSigned: 'error' }, declines);
		fails('notFound', first, 'downloadDocument');
		await stage.restarted(async () => await callToTheEnd(id, async () => await look(id)));
		const [item] = stage.output(id, false).errorItems;
		expect(item.json.error).toContain('declined');
		const own = { documentReference: first, status: 'completed', missing: [] };
		expect(item.json.message).toContainEqual(expect.objectContaining(own));
		expect(await pdfOf(item)).toBe('%PDF-');
		expect(await pdfOf(item, 'certificate')).toBe('%PDF-');
		expect(await verified(item)).toMatchObject({ verdict: 'unchanged', missing: [] });
	});
});

/**
 * Changes other than sends, in a retry that asks for something else than the failed attempt: the node was corrected, or
 * an earlier node read the rows again. What is promised: docs/faults.md, "More rules".
 */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { CHANGED_WITH_OTHER_VALUES } from '../../nodes/SecuredSigning/send/changeOnce.ts';
import { restarted } from './anew.cts';
import type { Between } from './between.cts';
import { execute, retry, type Execution } from './executions.cts';
import type { Bench } from './node.cts';
import { notBegun } from './retrying.cts';
import { useRig } from './rig.cts';
import { byReference, dataFile, documentList, inDays } from './samples.cts';
import { sentTemplate, storedWord } from './sends.cts';

type Parameters = INode['parameters'];

let bench: Bench;
let between: Between;
useRig(35_000, (rig) => ({ bench, between } = rig));

const quick = { requestOptions: { retries: 0, itemsAtATime: 1 } };

const upload = async (name: string) => await storedWord(bench, name);

const found = (reference: string) =>
	bench.simulator.documents().find((document) => document.reference === reference);

/** The request with this number is refused for certain. */
function refuse(route: RegExp, number: number): void {
	let count = 0;
	between.rule = async (passing, pass) =>
		route.test(passing.route) && ++count === number ? { status: 426 } : await pass();
}

const posts = (route: RegExp) => between.passed.filter((passed) => route.test(passed.route)).length;

/** The first of two items goes through, the second is refused. */
async function failed(route: RegExp, parameters: Parameters, items: INodeExecutionData[]) {
	refuse(route, 2);
	const first = await execute(between.bench, { ...parameters, ...quick }, { items });
	expect(first.error?.context?.itemIndex).toBe(1);
	return first;
}

const retried = async (first: Execution, parameters: Parameters) =>
	await retry(between.bench, first, { parameters: { ...parameters, ...quick } });

describe('what can safely be made twice is made as it is asked for now', () => {
	const documents = async () => [await sentTemplate(bench), await sentTemplate(bench)];

	test('an address of a signer', async () => {
		const sent = await documents();
		const parameters = (email: string) => ({
			resource: 'signer',
			operation: 'update',
			document: byReference('={{ $json.document }}'),
			signer: byReference('={{ $json.signer }}'),
			updateFields: { email },
		});
		const items = sent.map((document, n) => ({
			json: { n, document, signer: found(document)?.signers[0].reference ?? '' },
		}));
		const first = await failed(/UpdateSigner$/, parameters('=w{{ $json.n }}@example.com'), items);
		const { error } = await retried(first, parameters('=r{{ $json.n }}@example.com'));
		expect(error).toBeUndefined();
		expect(sent.map((document) => found(document)?.signers[0].email)).toEqual([
			'r0@example.com',
			'r1@example.com',
		]);
	});

	test('a due date', async () => {
		const sent = await documents();
		const parameters = (days: number) => ({
			resource: 'document',
			operation: 'extend',
			document: byReference('={{ $json.document }}'),
			dueDate: `${inDays(days)}T12:00:00Z`,
		});
		const items = sent.map((document) => ({ json: { document } }));
		const first = await failed(/Document\/Extend$/, parameters(20), items);
		const { items: extended } = await retried(first, parameters(30));
		const dueDate = `${inDays(30)}T12:00:00.000Z`;
		expect(extended.map(({ json }) => json.dueDate)).toEqual([dueDate, dueDate]);
	});

	test('a deletion', async () => {
		const [one, two, three] = [...(await documents()), await sentTemplate(bench)];
		const parameters = (field: string) => ({
			resource: 'document',
			operation: 'delete',
			document: byReference(`={{ $json.${field} }}`),
		});
		const items = [{ json: { a: one, b: three } }, { json: { a: two, b: two } }];
		const first = await failed(/^DELETE/, parameters('a'), items);
		const { error } = await retried(first, parameters('b'));
		expect(error).toBeUndefined();
		expect([one, two, three].map(found)).toEqual([undefined, undefined, undefined]);
	});

	test.each([
		['in the same process', () => between.bench],
		['after a restart', () => restarted(between.bench)],
	])('an uploaded file, %s', async (_when, at) => {
		const file = async (name: string) =>
			(await bench.file(dataFile('confidentiality-agreement.pdf'), name)).binary!.data;
		const item = async (n: number) => ({
			json: { n },
			binary: { draft: await file(`draft-${n}.pdf`), contract: await file(`contract-${n}.pdf`) },
		});
		const parameters = (binaryPropertyName: string) => ({
			resource: 'document',
			operation: 'upload',
			binaryPropertyName,
			...quick,
		});
		const first = await failed(/Uploader$/, parameters('draft'), [await item(1), await item(2)]);
		const again = await retry(at(), first, { parameters: parameters('contract') });
		const names = again.items.map(({ json }) => found(String(json.documentReference))?.name);
		expect(names).toEqual(['contract-1.pdf', 'contract-2.pdf']);
		// As it was, what is uploaded stays.
		const same = await retry(at(), first);
		expect(found(String(same.items[0].json.documentReference))?.name).toBe('draft-1.pdf');
		expect(posts(/Uploader$/)).toBe(2 + 2 + 1);
	});
});

describe('what must not be made twice', () => {
	const combine = (documents: Parameters['documents']) => ({
		resource: 'document',
		operation: 'combine',
		documents,
		name: '={{ $json.name }}.pdf',
	});
	const rowsOf = async (...names: string[]) =>
		await Promise.all(
			names.map(async (name) => ({
				json: { name, one: await upload(`${name}1.docx`), two: await upload(`${name}2.docx`) },
			})),
		);
	const ofRow = documentList('={{ $json.one }}', '={{ $json.two }}');

	test('a combined document of others is refused, and the other items go on', async () => {
		const rows = await rowsOf('x', 'y');
		const first = await failed(/Combine$/, combine(ofRow), rows);
		const other = await upload('other.docx');
		const changed = combine(documentList('={{ $json.one }}', other));
		const { errorItems, items } = await retry(between.bench, first, {
			parameters: { ...changed, ...quick },
			onError: 'continueErrorOutput',
		});
		expect(errorItems[0].json.error).toBe(CHANGED_WITH_OTHER_VALUES);
		expect(items).toHaveLength(1);
		expect(posts(/Combine$/)).toBe(3);
	});

	test('a saved sender with another address is refused', async () => {
		const sender = (email: string) => ({
			resource: 'account',
			operation: 'saveSender',
			firstName: 'Ana',
			lastName: 'Lopez',
			email,
		});
		const items = [{ json: { n: 0 } }, { json: { n: 1 } }];
		const first = await failed(/SaveSender$/, sender('=w{{ $json.n }}@example.com'), items);
		const { error } = await retried(first, sender('=r{{ $json.n }}@example.com'));
		expect(error?.message).toBe(CHANGED_WITH_OTHER_VALUES);
		expect(error?.context?.itemIndex).toBe(0);
	});

	test('a reminder of another document is sent', async () => {
		const [one, two] = [await sentTemplate(bench), await sentTemplate(bench)];
		const parameters = (field: string) => ({
			resource: 'signer',
			operation: 'sendReminder',
			document: byReference(`={{ $json.${field} }}`),
		});
		const items = [{ json: { a: one, b: two } }, { json: { a: '0'.repeat(48), b: one } }];
		const first = await execute(between.bench, { ...parameters('a'), ...quick }, { items });
		expect(first.error?.context?.itemIndex).toBe(1);
		between.passed.length = 0;
		const { error } = await retried(first, parameters('b'));
		expect(error).toBeUndefined();
		// Both signers of the other document; those of the first one have theirs.
		const reminded = between.passed.filter(({ route }) => /SendReminder$/.test(route));
		expect(reminded.map(({ body }) => body.includes(two))).toEqual([true, true]);
	});

	test.each([
		['items that ask for the same are each made', 'both.pdf'],
		['a name that changes by itself is no correction', '=both-{{ $execution.id }}.pdf'],
	])('%s', async (_what, name) => {
		const [row] = await rowsOf('x');
		const parameters = { ...combine(ofRow), name };
		const first = await failed(/Combine$/, parameters, [row, row]);
		const { error, items } = await retried(first, parameters);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, undefined]);
		const [one, two] = items.map(({ json }) => json.documentReference);
		expect(one).not.toBe(two);
		expect(posts(/Combine$/)).toBe(3);
	});

	test('a document that was chosen in another way is the same', async () => {
		const rows = await rowsOf('x', 'y');
		const first = await failed(/Combine$/, combine(ofRow), rows);
		const fromList = JSON.parse(JSON.stringify(ofRow).replaceAll('"id"', '"list"')) as Parameters;
		const { error, items } = await retried(first, combine(fromList));
		expect(error).toBeUndefined();
		expect(items[0].json.recovered).toBe(true);
	});

	test('an upload is not taken for one of an attachment', async () => {
		const file = async (n: number) => ({
			...(await bench.file(dataFile('confidentiality-agreement.pdf'), `file-${n}.pdf`)),
			json: {},
		});
		const parameters = { operation: 'upload', ...quick };
		const items = [await file(1), await file(2)];
		const first = await failed(/Uploader$/, { resource: 'document', ...parameters }, items);
		const again = await retried(first, { resource: 'attachment', ...parameters });
		expect(again.error).toBeUndefined();
		for (const { json } of again.items) expect(json.attachmentReference).toBeDefined();
	});

	// Both have a size that n8n rounds to the same text.
	test('a list is not taken for another with the same name and size', async () => {
		const document = await upload('NDA.docx');
		const list = async (name: string) => ({
			...(await bench.file(
				Buffer.from(`FirstName,LastName,Email\n${name},Lopez,${name}@example.com\n`),
				'list.csv',
				'text/csv',
			)),
			json: {},
		});
		const parameters = {
			resource: 'mailMerge',
			operation: 'send',
			document: byReference(document),
			listFrom: 'file',
			dueDate: inDays(5),
			...quick,
		};
		const first = await failed(/MailMerge$/, parameters, [await list('ana'), await list('ben')]);
		const { error, items } = await retried(first, parameters);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, undefined]);
		const later = await retried(first, { ...parameters, dueDate: inDays(15) });
		expect(later.error?.message).toBe(CHANGED_WITH_OTHER_VALUES);
		expect(posts(/MailMerge$/)).toBe(3);
	});

	// Start → another node of ours → a node that reads rows, and fails → this one.
	test('rows that were read again, for a combined document', async () => {
		const [x, y, z] = await rowsOf('x', 'y', 'z');
		refuse(/Combine$/, 1);
		const begun = await execute(between.bench, { ...combine(ofRow), ...quick }, { items: [x, y] });
		const first = await retry(between.bench, notBegun(begun, [x, y]));
		expect(first.items).toHaveLength(2);
		const made = posts(/Combine$/);
		const again = await retry(between.bench, notBegun(begun, [z, x]), {
			onError: 'continueErrorOutput',
		});
		expect(again.errorItems.map(({ json }) => json.error)).toEqual([CHANGED_WITH_OTHER_VALUES]);
		expect(again.items.map(({ json }) => json.documentReference)).toEqual([
			first.items[0].json.documentReference,
		]);
		expect(posts(/Combine$/)).toBe(made);
	});

	test('other rows, or another document, for a mail merge', async () => {
		const [document, other] = [await upload('NDA.docx'), await upload('NDA2.docx')];
		const person = (name: string) => ({
			json: { FirstName: name, LastName: 'Lopez', Email: `${name}@example.com` },
		});
		const parameters = {
			resource: 'mailMerge',
			operation: 'send',
			document: byReference(document),
			dueDate: inDays(5),
			...quick,
		};
		refuse(/MailMerge$/, 1);
		const rows = [person('ana'), person('ben')];
		const failure = await execute(between.bench, parameters, { items: rows });
		const merged = await retry(between.bench, failure);
		expect(merged.error).toBeUndefined();
		const again = await retry(between.bench, failure);
		expect(again.items[0].json.recovered).toBe(true);
		for (const retrial of [
			retry(between.bench, failure, {
				parameters: { ...parameters, document: byReference(other) },
			}),
			retry(between.bench, notBegun(failure, [person('cleo'), person('ana')])),
		]) {
			expect((await retrial).error?.message).toBe(CHANGED_WITH_OTHER_VALUES);
		}
		expect(posts(/MailMerge$/)).toBe(2);
	});
});

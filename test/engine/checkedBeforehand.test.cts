/** All items of a run are checked before the first one is sent, and all that is wrong is told at once. */
import { randomBytes } from 'node:crypto';

import { PAST_DUE_DATE } from '../../nodes/SecuredSigning/fields/dueDate.ts';
import { paragraph, part, wordFile, wordFileOf } from '../harness/wordFile.cts';
import { startAwaiting } from './awaiting.cts';
import { fields, plainItems, row, smartTag, useChecks } from './beforehand.cts';
import type { Bench } from './node.cts';
import { ana, byReference, documentList, DOCX } from './samples.cts';

let bench: Bench;
let tagged: Buffer;
let form: string;
let template: string;
const { sent, fileItems } = useChecks((own) => ({ bench, tagged, form, template } = own));

const asked = (operationId: string) =>
	bench.simulator.requests.filter((request) => request.operationId === operationId).length;

const WRONG = [{}, {}, { email: 'no address' }, {}, { due: '2020-01-31' }];

describe.each<[string, () => Promise<[object, Array<{ json: object }>]>]>([
	['a Smart Tag send', async () => [smartTag, await fileItems(WRONG)]],
	[
		'a form',
		async () => [
			{ resource: 'form', operation: 'send', form: byReference(form), ...fields },
			plainItems(WRONG),
		],
	],
	[
		'a template',
		async () => [
			{ resource: 'template', operation: 'send', template: byReference(template), ...fields },
			plainItems(WRONG),
		],
	],
])('%s of five items, two of them wrong', (_what, made) => {
	test('nothing is sent, and both are told', async () => {
		const [parameters, items] = await made();
		const { error } = await bench.run(parameters as typeof smartTag, { items: items as never });
		expect(sent()).toEqual([]);
		expect(error?.context?.itemIndex).toBe(2);
		expect(error?.message).toMatch(/email/);
		expect(error?.description).toMatch(/Nothing was sent/);
		expect(error?.description).toMatch(new RegExp(`Item 4 .*${PAST_DUE_DATE}`));
		expect(error?.description).toMatch(/'On Error' to 'Continue'/);
		expect(error?.description).not.toMatch(/went through/);
	});

	test('"Continue" sends the three others', async () => {
		const [parameters, items] = await made();
		const found = await bench.run(parameters as typeof smartTag, {
			items: items as never,
			onError: 'continueRegularOutput',
		});
		expect(found.error).toBeUndefined();
		expect(found.items.map(({ json }) => 'error' in json)).toEqual([
			false,
			false,
			true,
			false,
			true,
		]);
		expect(found.items[2].json.message).toMatch(/This item was not sent/);
		expect(sent().filter(({ operationId }) => operationId?.startsWith('send'))).toHaveLength(3);
	});
});

test('every field of an item that is wrong is told', async () => {
	const items = await fileItems([{ email: 'no address', due: '2020-01-31' }]);
	items[0].binary = { data: { ...items[0].binary!.data, fileName: 'contract.exe' } };
	const { error } = await bench.run(smartTag, { items });
	const words = `${error?.message} ${error?.description}`;
	expect(words).toMatch(/email address/);
	expect(words).toMatch(PAST_DUE_DATE);
	expect(words).toMatch(/contract\.exe/);
	expect(sent()).toEqual([]);
});

test('every signer that is wrong is told', async () => {
	const signers = {
		signer: [{ ...ana, email: 'none' }, { ...ana, firstName: '' }, ana],
	};
	const { error } = await bench.run({ ...smartTag, signers }, { items: await fileItems([{}]) });
	const words = `${error?.message} ${error?.description}`;
	expect(words).toMatch(/signer 1/i);
	expect(words).toMatch(/signer 2/i);
	expect(words).not.toMatch(/signer 3/i);
});

test('row 217 of 250 is found while nothing is sent', async () => {
	const rows = Array.from({ length: 250 }, (_, index) => (index === 217 ? { first: '' } : {}));
	const { error } = await bench.run(
		{ resource: 'template', operation: 'send', template: byReference(template), ...fields },
		{ items: plainItems(rows) },
	);
	expect(error?.context?.itemIndex).toBe(217);
	expect(sent()).toEqual([]);
	// The template is the same for all of them.
	expect(asked('getFormFillerFieldTemplate') + asked('getFieldTemplate')).toBeLessThanOrEqual(1);
});

test('a file whose Smart Tags would go wrong is found before the first one is sent', async () => {
	const broken = await wordFileOf('Nothing to sign');
	const items = await fileItems([{}, {}, {}], (index) => (index === 2 ? broken : tagged));
	const { error } = await bench.run(smartTag, { items });
	expect(error?.context?.itemIndex).toBe(2);
	expect(error?.message).toMatch(/Smart Tags need a correction/);
	expect(sent()).toEqual([]);
});

test('beyond 200 MB, the contents of files are read just before they are sent, and a hint says so', async () => {
	// 42 files of almost 5 MB, of which the last one lacks its tag: what makes them large is a picture.
	const picture = { 'word/media/picture.png': randomBytes(5_200_000) };
	const large = async (text: string) =>
		await wordFile({ document: part('document', paragraph(text)) }, 'STORE', picture);
	const [whole, broken] = [await large('[!Sign.1.F, , ,]'), await large('Nothing to sign')];
	const one = await bench.file(whole, 'contract.docx', DOCX);
	const last = await bench.file(broken, 'contract.docx', DOCX);
	const items = Array.from({ length: 42 }, (_, index) => ({
		...(index === 41 ? last : one),
		json: row(),
	}));
	const requestOptions = { itemsAtATime: 1 };
	const found = await bench.run(
		{ ...smartTag, requestOptions },
		{ items, onError: 'continueRegularOutput' },
	);
	expect(found.items.map(({ json }) => 'error' in json).indexOf(true)).toBe(41);
	expect(sent().filter(({ operationId }) => operationId?.startsWith('send'))).toHaveLength(41);
	const [{ hints }] = found.run.data.resultData.runData['Secured Signing'];
	expect(hints?.map(({ message }) => message).join()).toMatch(/just before each was sent/);
});

test('Send and Await Signature: nothing is sent if one item cannot be', async () => {
	const waits = await startAwaiting();
	try {
		const { error } = await waits.bench.run(
			{ ...smartTag, operation: 'sendAndAwait' },
			{ items: await fileItems([{}, { email: '' }]) },
		);
		expect(error?.context?.itemIndex).toBe(1);
		expect(
			waits.bench.simulator.requests.filter(({ operationId }) => /^send/.test(operationId ?? '')),
		).toEqual([]);
	} finally {
		await waits.close();
	}
});

test('two items with one stored document: nothing is sent', async () => {
	const upload = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: await fileItems([{}]) },
	);
	bench.simulator.requests.length = 0;
	const reference = upload.items[0].json.documentReference as string;
	const { error } = await bench.run(
		{
			...smartTag,
			documentsFrom: 'documents',
			documents: documentList(reference),
		},
		{ items: plainItems([{}, {}]) },
	);
	expect(error?.context?.itemIndex).toBe(1);
	expect(error?.message).toMatch(/Item 0 .* already sends the document/);
	expect(sent()).toEqual([]);
});

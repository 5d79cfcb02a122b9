import type { INodeExecutionData } from 'n8n-workflow';

import { NO_SIGNER } from '../../nodes/SecuredSigning/fields/signerRows.ts';
import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, dataFile, DOCX } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
// Whatever is checked: nothing may leave n8n.
afterEach(() => expect(bench.simulator.requests).toEqual([]));

const sample = async (name: string) =>
	await bench.file(dataFile(name), name, name.endsWith('.docx') ? DOCX : undefined);
const check = async (items: INodeExecutionData[], parameters: object = {}) =>
	await bench.run({ resource: 'smartTag', operation: 'check', ...parameters }, { items });
const codes = (item: INodeExecutionData) =>
	(item.json.findings as Array<{ level: string; code: string }>).map(
		({ level, code }) => `${level} ${code}`,
	);

test('each file of each item, by what its tags say', async () => {
	const names = ['tenancy-agreement.docx', 'employment-agreement.docx', 'no-tags.pdf'];
	const { items, error } = await check(await Promise.all(names.map(sample)));
	expect(error).toBeUndefined();
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
	expect(items[0].json).toEqual({
		fileName: 'tenancy-agreement.docx',
		ok: true,
		readable: 'whole',
		notRead: '',
		signers: [
			{ order: 1, kind: 'full', ...ana, blank: false, detailsFrom: 'tag' },
			{ order: 2, kind: 'full', ...ben, blank: false, detailsFrom: 'tag' },
		],
		findings: [],
	});
	expect(items.map(({ json }) => [json.fileName, json.ok])).toEqual([
		['tenancy-agreement.docx', true],
		['employment-agreement.docx', false],
		['no-tags.pdf', false],
	]);
	expect(codes(items[1])).toEqual(['error blankDetails', 'error blankDetails']);
	expect(codes(items[2])).toEqual(['error noSignatureTag']);
});

test('the signers of the node fill the blanks, and are counted', async () => {
	const blank = [await sample('confidentiality-agreement.pdf')];
	const list = { signersFrom: 'list', signers: both };
	const { items } = await check(blank, list);
	expect(items[0].json).toMatchObject({
		ok: true,
		signers: [
			{ ...ana, blank: true, detailsFrom: 'node' },
			{ ...ben, blank: true, detailsFrom: 'node' },
		],
		findings: [],
	});
	const three = await check(blank, { signersFrom: 'json', signersJson: [ana, ben, ana] });
	expect(codes(three.items[0])).toEqual(['error moreSigners']);
	const wrong = await check(blank, {
		signersFrom: 'json',
		signersJson: [{ ...ana, email: 'ana' }],
	});
	expect(wrong.error?.message).toMatch(/email address of Signer 1 is not valid/);
});

test('several files of one item are one package', async () => {
	const [one, two, photo] = await Promise.all([
		bench.file(await wordFileOf('[!Sign.1, Ana, Lopez, ana@example.com]'), 'one.docx', DOCX),
		bench.file(await wordFileOf('[!Sign.2, Ben, Wu, ben@example.com]'), 'two.docx', DOCX),
		bench.file(Buffer.from('PNG'), 'photo.png', 'image/png'),
	]);
	const binary = { one: one.binary!.data, two: two.binary!.data, photo: photo.binary!.data };
	const { items } = await check([{ json: {}, binary }], { binaryPropertyName: 'one, photo, two' });
	expect(items.map(({ json }) => [json.fileName, json.ok])).toEqual([
		['one.docx', true],
		['photo.png', false],
		['two.docx', true],
	]);
	expect(items[1].json.findings).toEqual([
		{
			level: 'error',
			code: 'fileNotTaken',
			message: expect.stringContaining('does not accept files like “photo.png”'),
		},
	]);
});

test.each<[string, string, () => Buffer, RegExp]>([
	['an older kind of file', 'old.doc', () => Buffer.from('PK'), /, not .doc$/],
	[
		'a broken archive',
		'broken.docx',
		() => dataFile('tenancy-agreement.docx').subarray(0, 5000),
		/cut short/,
	],
	['no PDF at all', 'page.pdf', () => Buffer.from('<html></html>'), /not a PDF/],
	[
		'a large file',
		'scan.pdf',
		() => Buffer.alloc(51 * 1024 * 1024, '%PDF-'),
		/larger than the 50 MB/,
	],
])('%s is told, not thrown', async (_what, name, content, why) => {
	const { items, error } = await check([await bench.file(content(), name, '')]);
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({
		ok: false,
		readable: 'not',
		notRead: expect.stringMatching(why),
		signers: [],
	});
	expect(codes(items[0])).toEqual(['error notReadable']);
});

test.each([
	[{ binaryPropertyName: ' , ' }, /Input Data Field Name/],
	[{ binaryPropertyName: 'other' }, /other/],
	[{ signersFrom: 'list' }, NO_SIGNER],
])('%j is refused', async (parameters, message) => {
	const { items, error } = await check([await sample('no-tags.pdf')], parameters);
	expect(items).toEqual([]);
	expect(error?.message).toMatch(message);
});

test('what is found goes on to a workflow as it is, in its own words', async () => {
	const file = await bench.file(
		await wordFileOf('[!Sign.1, Ana, Lopez, ana]', '[!Text.Name]', '[!Sign.3.F, , '),
		'contract.docx',
		DOCX,
	);
	const { items } = await check([file]);
	expect(items[0].json.findings).toEqual([
		{
			level: 'error',
			code: 'badEmail',
			message:
				'The email address of signer 1 is not valid: “ana”. A comma inside a name moves all that follows',
			signer: 1,
		},
		{
			level: 'note',
			code: 'tagNotKnown',
			message: 'The tag “[!Text.Name]” is not known to this check. Secured Signing may know it',
			tag: '[!Text.Name]',
		},
		{
			level: 'error',
			code: 'tagBroken',
			message: 'The tag “[!Sign.3.F, ,” cannot be read: it is not closed with ]',
			tag: '[!Sign.3.F, ,',
		},
	]);
});

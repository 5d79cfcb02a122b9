/** 'Check Smart Tags First': a file whose tags would go wrong stops a send before anything leaves. */
import { paragraph, part, wordFile, wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, cleo, dataFile, documentList, DOCX, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const send = async (content: Buffer, parameters: object, name = 'contract.docx') =>
	await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			signers: both,
			dueDate: inDays(10),
			...parameters,
		},
		{ items: [await bench.file(content, name, name.endsWith('.docx') ? DOCX : undefined)] },
	);

const TAGS = ['[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]'];

test('a file without errors is sent', async () => {
	const { error, items } = await send(
		dataFile('confidentiality-agreement.pdf'),
		{},
		'confidentiality-agreement.pdf',
	);
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ signerCount: 2 });
});

test('warnings and notes stop nothing', async () => {
	const content = await wordFileOf('[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]', '[!Text.Name]');
	const { error } = await send(content, {});
	expect(error).toBeUndefined();
});

test.each<[string, () => Buffer | Promise<Buffer>, object, RegExp]>([
	['no tag', () => wordFileOf('Nothing to sign'), {}, /no Smart Tag for a signature/],
	[
		'a signer too many',
		() => wordFileOf('[!Sign.1.F, , ,]'),
		{},
		/2 signers, but Smart Tags for only 1/,
	],
	[
		'a tag that cannot be read',
		() => wordFileOf(...TAGS, '[!Sign.0.F, , ,]'),
		{},
		/the number of the signer is 0/,
	],
])('%s: nothing is sent', async (_what, content, parameters, why) => {
	const { error, items } = await send(await content(), parameters);
	expect(items).toEqual([]);
	expect(error?.message).toMatch(/Smart Tags/);
	expect(error?.description).toMatch(why);
	expect(error?.description).toMatch(/contract\.docx: .*Nothing was sent\.$/);
	expect(bench.simulator.requests).toEqual([]);
});

test('only the first few errors are named', async () => {
	const { error } = await send(await wordFileOf(...Array(9).fill('[!Sign.0.F, , ,]')), {});
	expect(error?.description).toMatch(/the number of the signer is 0.* And 4 more\. Correct/);
});

test('what to write where stands in the message', async () => {
	const { error } = await send(await wordFileOf('Nothing to sign'), {});
	expect(error?.message).toBe('The Smart Tags need a correction');
	expect(error?.description).toMatch(/Write \[!Sign\.1\.F, , ,\] where the first signer signs/);
	expect(error?.description).toMatch(/turn off 'Check Smart Tags First'/);
});

test('when it is off, Secured Signing judges', async () => {
	const { error } = await send(await wordFileOf('Nothing to sign'), {
		options: { checkFirst: false },
	});
	expect(error?.httpCode).toBe('400');
	expect(bench.simulator.requests.length).toBeGreaterThan(0);
});

describe('what is not certain is a warning, and is sent', () => {
	const isSent = () =>
		bench.simulator.requests.some(({ operationId }) => operationId?.startsWith('sendSmartTag'));

	const BEN = '[!Sign.2.F, Ben, Wu, ben@example.com]';
	/** What a page shows of it, nobody can tell. */
	const OPEN_FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>';

	test.each<[string, () => Promise<Buffer>, object, RegExp]>([
		[
			'a file that is not read whole',
			async () =>
				await wordFile({
					document: part('document', TAGS.map((tag) => paragraph(tag)).join('') + OPEN_FIELD),
				}),
			{},
			/^contract\.docx: Not all of the file could be read\. A field in it has no end/,
		],
		[
			'who signs where the tag names somebody and the node does not',
			async () => await wordFileOf(TAGS[0], BEN),
			{ signers: { signer: [ana] } },
			/^contract\.docx: There is no signer 2 in the node\./,
		],
	])('%s', async (_what, content, parameters, warning) => {
		const { error, items } = await send(await content(), parameters);
		expect(isSent()).toBe(true);
		expect(error).toBeUndefined();
		expect(items[0].json.warning).toMatch(warning);
	});

	test.each([
		['beside a tag that is not known', '[!Witness.1]'],
		['beside another kind of signature', '[!Sign.1.I, , ,]'],
	])('a signer too many %s', async (_what, tag) => {
		// The simulator knows no such tag, and refuses it; what counts is that the node let it go.
		await send(await wordFileOf(...TAGS, tag), { signers: { signer: [ana, ben, cleo] } });
		expect(isSent()).toBe(true);
	});

	test.each([
		['contract.rtf', Buffer.from('{\\rtf1 }')],
		['contract.docx', Buffer.from('PK')],
		['contract.pdf', Buffer.alloc(5 * 1024 * 1024 + 1, ' ')],
	])('%s that is not read', async (name, content) => {
		// The simulator cannot read it either, and says so; what counts is that the node let it go.
		await send(content, {}, name);
		expect(isSent()).toBe(true);
	});

	test('a signer too many beside a stored document, which is not read', async () => {
		const stored = await storedDocument(bench, 'stored.pdf');
		await send(await wordFileOf(TAGS[0]), {
			documentsFrom: 'both',
			documents: documentList(stored),
		});
		expect(isSent()).toBe(true);
	});

	test('somebody whom the tags of another file of the package name', async () => {
		const files = [await wordFileOf(TAGS[0], BEN), await wordFileOf(...TAGS)];
		const [contract, annex] = await Promise.all(
			files.map(async (content, n) => (await bench.file(content, `f${n}.docx`, DOCX)).binary?.data),
		);
		await bench.run(
			{
				...{ resource: 'smartTag', operation: 'send', signers: { signer: [ana] } },
				binaryPropertyName: 'contract, annex',
			},
			{ items: [{ json: {}, binary: { contract: contract!, annex: annex! } }] },
		);
		expect(isSent()).toBe(true);
	});

	test('in the output of a send that goes well, there is none', async () => {
		const { items } = await send(await wordFileOf(...TAGS), {});
		expect(items[0].json).not.toHaveProperty('warning');
	});
});

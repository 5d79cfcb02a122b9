/**
 * Fewer people than Smart Tags. What the service does then, nobody says (docs/api/API.md section 5.4); entry n
 * of the signers is for order n, and a tag may carry its own people (docs/api/SMART-TAGS.md section 2). So a
 * tag for which there is no address at all is refused, and one that may have one in a way that nobody knows
 * here is not: tags of other kinds, other parts, workflows, documents that are not read (sections 3, 4, 8).
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, dataFile, documentList, DOCX, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
});
afterAll(async () => await bench.close());
beforeEach(() => void (bench.simulator.requests.length = 0));

const BLANK = ['[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]'];
const BEN = '[!Sign.2.F, Ben, Wu, ben@example.com]';
const one = { signers: { signer: [ana] } };
const oneByOne = { options: { sendAs: 'documents', checkFirst: false } };

async function itemOf(...files: Array<[name: string, content: Buffer]>) {
	const binary: INodeExecutionData['binary'] = {};
	for (const [n, [name, content]] of files.entries()) {
		const item = await bench.file(content, name, name.endsWith('.docx') ? DOCX : undefined);
		binary[`f${n}`] = item.binary!.data;
	}
	return { json: {}, binary };
}
const send = async (item: INodeExecutionData, parameters: INodeParameters = {}) =>
	await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			dueDate: inDays(9),
			binaryPropertyName: Object.keys(item.binary ?? {}).join(),
			...one,
			// What is refused even so.
			options: { checkFirst: false },
			...parameters,
		},
		{ items: [item] },
	);
const word = async (...lines: string[]) => await wordFileOf(...lines);
const isSent = () =>
	bench.simulator.requests.some(({ operationId }) => operationId?.startsWith('sendSmartTag'));

describe('is refused before anything is sent', () => {
	test.each<[string, string, () => Buffer | Promise<Buffer>, INodeParameters?, RegExp?]>([
		['a second signer whom nobody names', 'a.docx', () => word(...BLANK)],
		['a second signer of a PDF', 'a.pdf', () => dataFile('confidentiality-agreement.pdf')],
		['a role in the place of a name', 'a.docx', () => word(BLANK[0], '[!Sign.2.F,Partner, ,]')],
		['a name without an address', 'a.docx', () => word(BLANK[0], '[!Sign.2, Ben, Wu, ]')],
		['three places of one whom nobody names', 'a.docx', () => word(...BLANK, BLANK[1], BLANK[1])],
		[
			'people who are to be in the tags, and are not',
			'a.docx',
			() => word(BLANK[0], BEN),
			{ signersFrom: 'tags' },
			/signer 1, but no signer/,
		],
		[
			'people of JSON',
			'a.docx',
			() => word(...BLANK),
			{ signersFrom: 'json', signersJson: JSON.stringify([ana]) },
		],
		[
			'a send that waits',
			'a.docx',
			() => word(...BLANK),
			{ operation: 'sendAndAwait', limitWaitTime: 'dueDate' },
		],
	])('%s', async (_, name, content, parameters = {}, why = /signer 2, but no signer/) => {
		const { error } = await send(await itemOf([name, await content()]), parameters);
		expect(error?.message).toMatch(`“${name}” has a Smart Tag for `);
		expect(error?.message).toMatch(why);
		expect(error?.description).toMatch(/would get no invitation.*Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('in the second file of a package', async () => {
		const item = await itemOf(['a.docx', await word(BLANK[0])], ['b.docx', await word(...BLANK)]);
		const { error } = await send(item);
		expect(error?.message).toMatch(/^“b.docx” has a Smart Tag for signer 2/);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('where the person stands in another file, and each is sent on its own', async () => {
		const item = await itemOf(
			['a.docx', await word(BLANK[0], BEN)],
			['b.docx', await word(...BLANK)],
		);
		const { error } = await send(item, oneByOne);
		expect(error?.message).toMatch(/^“b.docx” has a Smart Tag for signer 2/);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('of two items, the other one is sent', async () => {
		const items = [
			await itemOf(['a.docx', await word(...BLANK)]),
			await itemOf(['b.docx', await word(...BLANK)]),
		];
		const people = [[ana, ben], [ana]];
		const { items: told } = await bench.run(
			{
				...{ resource: 'smartTag', operation: 'send', dueDate: inDays(9) },
				...{ binaryPropertyName: 'f0', signersFrom: 'json' },
				signersJson: '={{ $json.people }}',
			},
			{
				items: items.map((item, n) => ({
					...item,
					json: { people: people[n] },
				})) as INodeExecutionData[],
				onError: 'continueRegularOutput',
			},
		);
		expect(told[0].json).toMatchObject({ signerCount: 2 });
		expect(told[1]).toMatchObject({
			json: { error: expect.stringMatching(/^“b.docx” has a Smart Tag for signer 2/) },
			pairedItem: { item: 1 },
		});
	});
});

describe('is left to Secured Signing', () => {
	test.each<[string, () => Promise<Buffer>, INodeParameters?]>([
		['a tag that carries its person', () => word(BLANK[0], BEN)],
		['one whose second tag does', () => word(...BLANK, BEN)],
		['one with an address and no name', () => word(BLANK[0], '[!Sign.2.F, , ,ben@example.com]')],
		[
			'all people in the tags',
			() => word('[!Sign.1, Ana, Lopez, ana@example.com]', BEN),
			{ signersFrom: 'tags' },
		],
		[
			'orders with a gap, as many as people',
			() => word(BLANK[0], '[!Sign.3.F, , ,]'),
			{ signers: both },
		],
		['a tag of another kind of signature', () => word(BLANK[0], '[!Sign.2.W, , ,]')],
		['a tag with more parts', () => word(BLANK[0], '[!Sign.2.F, Ben, Wu, , +64]')],
		['a tag that this check does not know', () => word(...BLANK, '[!Workflow.Two directors]')],
		['a tag that cannot be read', () => word(BLANK[0], '[!Sign.2.F; Ben; Wu; ben@example.com]')],
		[
			'a file that is larger than what is read',
			async () => {
				const content = await word(...BLANK);
				return Buffer.concat([content, Buffer.alloc(6 * 1024 * 1024)]);
			},
		],
		['a file without a tag', () => word('Nothing to sign')],
		[
			'a workflow that may say who signs',
			() => word(...BLANK),
			{ options: { workflow: { __rl: true, mode: 'id', value: '77' }, checkFirst: false } },
		],
	])('%s', async (_, content, parameters = {}) => {
		await send(await itemOf(['a.docx', await content()]), parameters);
		expect(isSent()).toBe(true);
	});

	test('a kind of file that is not read', async () => {
		await send(await itemOf(['a.rtf', Buffer.from('{\\rtf1 [!Sign.1.F, , ,] [!Sign.2.F, , ,]}')]));
		expect(isSent()).toBe(true);
	});

	test('a person who stands in another file of the package', async () => {
		await send(
			await itemOf(['a.docx', await word(BLANK[0], BEN)], ['b.docx', await word(...BLANK)]),
		);
		expect(isSent()).toBe(true);
	});

	test('a package with a file that cannot be read', async () => {
		await send(await itemOf(['a.docx', Buffer.from('PK')], ['b.docx', await word(...BLANK)]));
		expect(isSent()).toBe(true);
	});

	test('a package with a stored document', async () => {
		const document = await storedDocument(bench, 'stored.pdf');
		bench.simulator.requests.length = 0;
		const item = await itemOf(['a.docx', await word(...BLANK)]);
		const documents = { documentsFrom: 'both', documents: documentList(document) };
		await send(item, documents);
		expect(isSent()).toBe(true);
		bench.simulator.requests.length = 0;
		const { error } = await send(item, { ...documents, ...oneByOne });
		expect(error?.message).toMatch(/signer 2, but no signer/);
		expect(bench.simulator.requests).toEqual([]);
	});
});

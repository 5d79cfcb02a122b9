/**
 * Word's hyphens inside a Smart Tag. `w:softHyphen` is U+00AD and `w:noBreakHyphen` is U+2011 (ECMA-376 part 1,
 * sections 17.3.3.29 and 17.3.3.18); so mammoth reads them, which the simulator uses. As letters they are no part of an
 * address that mail goes to, whichever way the file writes them. OpenDocument and PDF write them as letters alone.
 */
import mammoth from 'mammoth';
import type { INodeParameters } from 'n8n-workflow';

import { paragraph, part, wordFile } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { DOCX, inDays } from './samples.cts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const run = (...content: string[]) =>
	`<w:p><w:r>${content.map((each) => (each.startsWith('<') ? each : `<w:t xml:space="preserve">${each}</w:t>`)).join('')}</w:r></w:p>`;

const contract = async (...content: string[]) =>
	await wordFile({ document: part('document', run(...content) + paragraph('End')) });

const item = async (file: Buffer) => await bench.file(file, 'contract.docx', DOCX);
const tagsSay: INodeParameters = { resource: 'smartTag', signersFrom: 'tags' };

const [SOFT, NO_BREAK] = ['<w:softHyphen/>', '<w:noBreakHyphen/>'];

test.each([
	['an optional hyphen', SOFT, '\u00ad'],
	['a non-breaking hyphen', NO_BREAK, '\u2011'],
])('a second reader reads %s as its letter', async (_what, element, letter) => {
	const { value } = await mammoth.extractRawText({ buffer: await contract('a', element, 'b') });
	expect(value).toContain(`a${letter}b`);
});

describe.each([
	['an optional hyphen', SOFT, '\u00ad', /cannot be seen: U\+00AD SOFT HYPHEN/],
	['a non-breaking hyphen', NO_BREAK, '\u2011', /email address of signer 1 is not valid/],
])('%s in an address', (_what, element, letter, why) => {
	const [before, after] = ['[!Sign.1.F,Ana,Lopez,ana@exam', 'ple.com]'];

	test.each([
		['as an element', [before, element, after]],
		['as a letter', [before + letter + after]],
	])('%s: an error of the check, and not sent', async (_how, content) => {
		const items = [await item(await contract(...content))];
		const checked = await bench.run({ ...tagsSay, operation: 'check' }, { items });
		expect(checked.items[0].json.ok).toBe(false);
		expect(JSON.stringify(checked.items[0].json.findings)).toMatch(why);
		const { error } = await bench.run(
			{ ...tagsSay, operation: 'send', dueDate: inDays(10) },
			{ items },
		);
		expect(error?.description).toMatch(why);
		expect(bench.simulator.requests).toEqual([]);
	});
});

test.each([
	['an optional hyphen', SOFT],
	['a non-breaking hyphen', NO_BREAK],
])('%s in the word of a tag: it is no tag that can be read', async (_what, element) => {
	const items = [await item(await contract('[!Si', element, 'gn.1.F,Ana,Lopez,ana@example.com]'))];
	const { items: checked } = await bench.run({ ...tagsSay, operation: 'check' }, { items });
	expect(checked[0].json.ok).toBe(false);
});

test.each([SOFT, NO_BREAK])('%s beside a tag is nothing to say', async (element) => {
	const file = await contract(
		'a',
		element,
		'b [!Sign.1.F,Ana,Lopez,ana@example.com] c',
		element,
		'd',
	);
	const { items } = await bench.run(
		{ ...tagsSay, operation: 'check' },
		{ items: [await item(file)] },
	);
	expect(items[0].json).toMatchObject({ ok: true, readable: 'whole', findings: [] });
});

test('a name with a non-breaking hyphen is a name', async () => {
	const file = await contract('[!Sign.1.F,Ana', NO_BREAK, 'Maria,Lopez,ana@example.com]');
	const { items } = await bench.run(
		{ ...tagsSay, operation: 'check' },
		{ items: [await item(file)] },
	);
	expect(items[0].json).toMatchObject({ ok: true, signers: [{ firstName: 'Ana\u2011Maria' }] });
});

/**
 * docs/api/API.md section 5.4: the answer to a send names the signers of its documents. Whom the check read in the tags is
 * expected there, as those are whom the node names.
 */
describe('people whom the Smart Tags name', () => {
	afterEach(() => bench.simulator.faults.clear());
	const other = (answer: unknown): unknown =>
		JSON.parse(JSON.stringify(answer).replaceAll('ana@example.com', 'ana@exam\u00adple.com'));
	const send = async (signers: INodeParameters, tags: string[], options: INodeParameters = {}) =>
		await bench.run(
			{ ...signers, resource: 'smartTag', operation: 'send', dueDate: inDays(10), options },
			{
				items: [
					await item(
						await wordFile({
							document: part('document', tags.map((tag) => paragraph(tag)).join('')),
						}),
					),
				],
			},
		);
	const tags = ['[!Sign.1.F,Ana,Lopez,ana@example.com]', '[!Sign.2.F,Ben,Wu,ben@example.com]'];

	test('another address in the answer is an error, as for people of the node', async () => {
		bench.simulator.faults.spoil(other);
		const { error } = await send({ signersFrom: 'tags' }, tags);
		expect(error?.message).toBe('This was sent, but not to Ana Lopez (ana@example.com)');
		expect(error?.description).toMatch(/leave this item out of new executions/);
	});

	test('what the check did not read is not compared', async () => {
		bench.simulator.faults.spoil(other);
		const { error } = await send({ signersFrom: 'tags' }, tags, { checkFirst: false });
		expect(error).toBeUndefined();
		const unknown = await send({ signersFrom: 'tags' }, [...tags, '[!Witness.1]']);
		expect(unknown.error).toBeUndefined();
	});

	test.each([
		['each once', tags],
		['one of them at two places', [...tags, '[!Sign.3.F,Ana,Lopez,ana@example.com]']],
		['one with two addresses', [...tags, '[!Sign.1.F,Ana,Lopez,a.lopez@example.com]']],
	])('%s: nothing is wrong', async (_what, texts) => {
		const { error } = await send({ signersFrom: 'tags' }, texts);
		expect(error).toBeUndefined();
	});
});

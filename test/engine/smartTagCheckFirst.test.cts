/** 'Check Smart Tags First': a file whose tags would go wrong stops a send before anything leaves. */
import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, both, dataFile, DOCX, inDays } from './samples.cts';

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
			options: { checkFirst: true },
			...parameters,
		},
		{ items: [await bench.file(content, name, name.endsWith('.docx') ? DOCX : undefined)] },
	);

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
		'a blank tag',
		() => wordFileOf('[!Sign.1.F, , ,]'),
		{ signersFrom: 'tags' },
		/no email address/,
	],
	['a signer too many', () => wordFileOf('[!Sign.1.F, , ,]'), {}, /2 signers and Smart Tags for 1/],
	[
		'a signer too few',
		() => wordFileOf('[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]'),
		{ signers: { signer: [ana] } },
		/the node has no signer 2/,
	],
	['a file that cannot be read', () => Buffer.from('PK'), {}, /could not be checked/],
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
	expect(error?.description).toMatch(/the order is 0.* And 5 more\. Correct/);
});

test('off unless asked for', async () => {
	const { error } = await send(await wordFileOf('Nothing to sign'), { options: {} });
	expect(error?.httpCode).toBe('400');
	expect(bench.simulator.requests.length).toBeGreaterThan(0);
});

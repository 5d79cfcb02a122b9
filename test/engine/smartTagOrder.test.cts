/**
 * Signers whom the Smart Tags name at another place. docs/api/SMART-TAGS.md, section 2: entry n of `Signers` belongs to
 * order n and overwrites what its tag says; section 8 counts "`Signers` in another order than the tags" among the
 * likely mistakes: each would sign in the other's place.
 */
import type { INodeParameters } from 'n8n-workflow';

import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, cleo, DOCX, inDays } from './samples.cts';

const tag = (order: number, { firstName, lastName, email }: typeof ana) =>
	`[!Sign.${order}.F,${firstName},${lastName},${email}]`;
const blank = (order: number) => `[!Sign.${order}.F, , ,]`;

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const file = async (...tags: string[]) =>
	await bench.file(await wordFileOf(...tags), 'contract.docx', DOCX);

const send = async (tags: string[], signer: object[], parameters: INodeParameters = {}) =>
	await bench.run(
		{
			resource: 'smartTag',
			operation: 'send',
			signers: { signer } as INodeParameters,
			dueDate: inDays(10),
			...parameters,
		},
		{ items: [await file(...tags)] },
	);

const findings = async (tags: string[], signer: object[]) => {
	const { items } = await bench.run(
		{
			resource: 'smartTag',
			operation: 'check',
			signersFrom: 'list',
			signers: { signer } as INodeParameters,
		},
		{ items: [await file(...tags)] },
	);
	return items[0].json.findings as Array<{ level: string; code: string; message: string }>;
};

const SWAPPED: Array<[string, string[], object[]]> = [
	['two', [tag(1, ana), tag(2, ben)], [ben, ana]],
	['two of three', [tag(1, ana), tag(2, ben), blank(3)], [ben, ana, cleo]],
	['three in a circle', [tag(1, ana), tag(2, ben), tag(3, cleo)], [cleo, ana, ben]],
	['with other capitals', [tag(1, { ...ana, email: 'Ana@Example.com' }), tag(2, ben)], [ben, ana]],
	[
		'two who share a mailbox, by their names',
		[
			tag(1, { ...ana, email: 'office@example.com' }),
			tag(2, { ...ben, email: 'office@example.com' }),
		],
		[
			{ ...ben, email: 'office@example.com' },
			{ ...ana, email: 'office@example.com' },
		],
	],
];

describe.each(SWAPPED)('the same people in another order: %s', (_what, tags, signers) => {
	test('is an error of the check', async () => {
		const found = await findings(tags, signers);
		expect(found.map(({ level, code }) => `${level} ${code}`)).toEqual(
			found.map(() => 'error signersOutOfOrder'),
		);
		expect(found.length).toBeGreaterThanOrEqual(2);
	});

	test('is not sent', async () => {
		const { error } = await send(tags, signers);
		expect(error?.message).toBe('The Smart Tags need a correction');
		expect(error?.description).toMatch(/signer 1.*signer 2.*Nothing was sent\.$/s);
		expect(bench.simulator.requests).toEqual([]);
	});
});

test('the message names who is meant, and what to do', async () => {
	const [{ message }] = await findings([tag(1, ana), tag(2, ben)], [ben, ana]);
	expect(message).toMatch(/ana@example\.com/);
	expect(message).toMatch(/order of the Smart Tags/);
});

describe.each<[string, string[], object[]]>([
	['one is named by the tag of another, whose own is blank', [tag(1, ana), blank(2)], [ben, ana]],
	['one is named by the tag of another, who is replaced', [tag(1, ana), tag(2, cleo)], [ben, ana]],
])('%s', (_what, tags, signers) => {
	test('is a warning of the check, and of the send', async () => {
		expect((await findings(tags, signers)).map(({ level, code }) => `${level} ${code}`)).toEqual([
			'warning signersOutOfOrder',
		]);
		const { error, items } = await send(tags, signers);
		expect(error).toBeUndefined();
		expect(items[0].json.warning).toMatch(/Smart Tag of signer 1 names ana@example\.com/);
	});
});

test.each<[string, string[], object[]]>([
	['in the order of the tags', [tag(1, ana), tag(2, ben)], [ana, ben]],
	['others than the tags name', [tag(1, ana), tag(2, ben)], [cleo, ben]],
	['tags with role words', ['[!Sign.1.F,client, ,]', '[!Sign.2.F,Partner, ,]'], [ben, ana]],
	['one person at both places', [tag(1, ana), tag(2, ana)], [ana, ana]],
	[
		'a mailbox that is shared, in the right order',
		[
			tag(1, { ...ana, email: 'office@example.com' }),
			tag(2, { ...ben, email: 'office@example.com' }),
		],
		[
			{ ...ana, email: 'office@example.com' },
			{ ...ben, email: 'office@example.com' },
		],
	],
])('nothing is said of %s', async (_what, tags, signers) => {
	expect(await findings(tags, signers)).toEqual([]);
	const { error, items } = await send(tags, signers);
	expect(error).toBeUndefined();
	expect(items[0].json.warning).toBeUndefined();
});

test("without 'Check Smart Tags First', it is sent as given", async () => {
	const { error } = await send([tag(1, ana), tag(2, ben)], [ben, ana], {
		options: { checkFirst: false },
	});
	expect(error).toBeUndefined();
});

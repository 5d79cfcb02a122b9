/**
 * A seal binds what was previewed to what is sent: whatever of the send is changed afterwards, it is refused before
 * anything leaves, and the error says what differs. What left is what the simulator wrote down.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../harness/engine.cts';
import { wordFileOf } from '../harness/wordFile.cts';
import { loadedAnew } from './anew.cts';
import { execute, retry } from './executions.cts';
import { nodeWith, startBench, workflowOf, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

const FILE = dataFile('confidentiality-agreement.pdf');
const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };

let bench: Bench;
const references: Record<string, string> = {};
beforeAll(async () => {
	bench = await startBench();
	references.form = await referenceOf(bench, 'form', 'Confidentiality Undertaking');
	references.template = await referenceOf(bench, 'template', 'Consent Form');
});
afterAll(async () => await bench.close());
beforeEach(() => (bench.simulator.requests.length = 0));
afterEach(() => bench.simulator.faults.clear());

type Parameters = Record<string, unknown> & { options?: IDataObject };

const run = async (operation: string, parameters: object, items?: INodeExecutionData[]) =>
	await bench.run({ ...parameters, operation } as INodeParameters, { items });

async function sealOf(parameters: object, items?: INodeExecutionData[]): Promise<string> {
	const { items: shown, error } = await run('preview', parameters, items);
	expect(error).toBeUndefined();
	return String(shown[0].json.seal);
}

const withSeal = (parameters: Parameters, approvedSeal: unknown, more: IDataObject = {}) => ({
	...parameters,
	options: { ...parameters.options, ...more, approvedSeal },
});

/** What has left for the service and is no look. */
const left = () => bench.simulator.requests.filter(({ method }) => method !== 'GET');
const sends = () => left().filter(({ operationId }) => operationId?.startsWith('send'));

const smartTag = (more: object = {}): Parameters => ({
	...{ resource: 'smartTag', signers: both, dueDate: inDays(9), ...more },
});
const file = async (name = 'Contract.pdf', content = FILE) => await bench.file(content, name);

/** Other bytes that are a PDF as well: white space may come behind its end. */
const OTHER_FILE = Buffer.concat([FILE, Buffer.from('\n')]);

test('what was previewed is sent, once', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	expect(left()).toEqual([]);

	const first = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(first.error).toBeUndefined();
	expect(sends()).toHaveLength(1);
	expect(first.items[0].json.recovered).toBeUndefined();

	const second = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(second.error).toBeUndefined();
	expect(sends()).toHaveLength(1);
	expect(second.items[0].json).toMatchObject({
		recovered: true,
		documentReference: first.items[0].json.documentReference,
	});
});

test('of two previews of the same, each is for a send of its own', async () => {
	const seals = [
		await sealOf(smartTag(), [await file()]),
		await sealOf(smartTag(), [await file()]),
	];
	expect(seals[0]).not.toBe(seals[1]);
	for (const seal of seals) {
		const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
		expect(error).toBeUndefined();
	}
	expect(sends()).toHaveLength(2);
});

test('a client reference of the builder stays what it is, and goes out once', async () => {
	const own = smartTag({ options: { clientReference: `order-${Date.now()}` } });
	const seal = await sealOf(own, [await file()]);
	for (let turn = 0; turn < 2; turn++) {
		const { items, error } = await run('send', withSeal(own, seal), [await file()]);
		expect(error).toBeUndefined();
		expect(items[0].json.clientReference).toBe(own.options?.clientReference);
	}
	expect(sends()).toHaveLength(1);
});

test.each([' ', '\n', '\u00a0', '\ufeff'])(
	'with %j around it, it is the same seal',
	async (blank) => {
		const seal = await sealOf(smartTag(), [await file()]);
		for (const one of [seal, `${blank}${seal}`, `${seal}${blank}`]) {
			const { error } = await run('send', withSeal(smartTag(), one), [await file()]);
			expect(error).toBeUndefined();
		}
		expect(sends()).toHaveLength(1);
	},
);

test('two items that have the same seal are one send', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const both = [await file(), await file()];
	const { items, error } = await run('send', withSeal(smartTag(), seal), both);
	expect(error).toBeUndefined();
	expect(new Set(items.map(({ json }) => json.documentReference)).size).toBe(1);
	expect(sends()).toHaveLength(1);
});

test('after a restart of n8n, a second use finds the first by its client reference', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const first = await run('send', withSeal(smartTag(), seal), [await file()]);
	bench.engine.nodeTypes.securedSigning = loadedAnew().node;
	const second = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(second.items[0].json).toMatchObject({
		recovered: true,
		documentReference: first.items[0].json.documentReference,
	});
	expect(sends()).toHaveLength(1);
});

describe('an attempt that is tried again with another seal', () => {
	test.each<[first: string, isSealed: boolean, kind: 'paymentRequired' | 'cutBefore']>([
		['was refused', true, 'paymentRequired'],
		['had none and was refused', false, 'paymentRequired'],
		['did not arrive', true, 'cutBefore'],
	])('and %s uses up the one that it is sent with', async (_, isSealed, kind) => {
		const [one, other] = [
			await sealOf(smartTag(), [await file()]),
			await sealOf(smartTag(), [await file()]),
		];
		bench.simulator.faults.add({ kind, operation: 'sendSmartTag2' });
		const sendWith = (seal?: string) =>
			({
				...(seal === undefined ? smartTag() : withSeal(smartTag(), seal)),
				operation: 'send',
			}) as INodeParameters;
		const failed = await execute(bench, sendWith(isSealed ? one : undefined), {
			items: [await file()],
		});
		expect(failed.error).toBeDefined();
		const again = await retry(bench, failed, { parameters: sendWith(other) });
		expect(again.error).toBeUndefined();
		const count = sends().length;
		bench.engine.nodeTypes.securedSigning = loadedAnew().node;
		const later = await run('send', withSeal(smartTag(), other), [await file()]);
		expect(later.items[0].json.recovered).toBe(true);
		expect(sends()).toHaveLength(count);
	});
});

test('Send and Await takes it, too', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const waits = await run('sendAndAwait', withSeal(smartTag(), seal), [await file()]);
	expect(waits.error).toBeUndefined();
	expect(sends()).toHaveLength(1);

	const other = withSeal(smartTag({ signers: { signer: [ana, cleo] } }), seal);
	const refused = await run('sendAndAwait', other, [await file()]);
	expect(refused.error?.message).toMatch(/^This is not what was approved/);
	expect(sends()).toHaveLength(1);
});

const OPTIONS = {
	...{ clientReference: 'order-7', returnUrl: 'https://example.com/done', packageName: 'Offer' },
	...{ notifyUrl: 'https://example.com/told', sender: 'Ana Lopez', sendAs: 'package' },
	listItems: { item: [{ clientField: 'hours', item: 'Full time', value: 'FT' }] },
	shareUsers: { user: [cleo] },
	supervising: false,
};
const DETAILS = {
	...{ invitationText: 'By Friday', emailSubject: 'Please sign' },
	...{ mobileCountry: '64', mobileNumber: '0211234567' },
};
const whole = (): Parameters =>
	smartTag({
		signers: { signer: [{ ...ana, details: DETAILS }, ben] },
		options: { ...OPTIONS, sender: '' },
	});
const changed = (change: (parameters: Parameters, signers: IDataObject[]) => void) => {
	const parameters = structuredClone(whole());
	change(parameters, (parameters.signers as { signer: IDataObject[] }).signer);
	return parameters;
};
const option = (name: string, value: unknown) =>
	changed(({ options }) => void (options![name] = value as IDataObject));

test.each<[what: string, parameters: () => Parameters, named: RegExp]>([
	[
		'a first name',
		() => changed((_, [one]) => void (one.firstName = 'Anna')),
		/Signer 1: First Name$/,
	],
	[
		'a last name',
		() => changed((_, [, two]) => void (two.lastName = 'Wuu')),
		/Signer 2: Last Name$/,
	],
	[
		'a letter of an email',
		() => changed((_, [, two]) => void (two.email = 'ben@example.co')),
		/Signer 2: Email$/,
	],
	[
		'the order of the signers',
		() => changed((_, both) => both.reverse()),
		/Signer 1: First Name, Signer 1: Last Name, Signer 1: Email/,
	],
	[
		'the text of an invitation',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, invitationText: 'By friday' })),
		/Signer 1: Invitation Text$/,
	],
	[
		'its subject',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, emailSubject: 'Please Sign' })),
		/Signer 1: Email Subject$/,
	],
	[
		'a mobile number',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, mobileNumber: '0211234568' })),
		/Signer 1: Mobile Number$/,
	],
	[
		'how somebody signs',
		() => changed((_, [one]) => void (one.details = { ...DETAILS, embedded: true })),
		/Signer 1: Embedded Signing$/,
	],
	['the due date', () => changed((all) => void (all.dueDate = inDays(10))), /Different: Due Date$/],
	['a return URL', () => option('returnUrl', 'https://example.com/Done'), /Return URL$/],
	['a notify URL', () => option('notifyUrl', 'https://example.com/told?'), /Notify URL$/],
	['the name of the package', () => option('packageName', 'Offers'), /Package Name$/],
	[
		'a client reference',
		() => option('clientReference', 'order-8'),
		/Different: Client Reference$/,
	],
	[
		'a choice',
		() => option('listItems', { item: [{ clientField: 'hours', item: 'Full time', value: 'PT' }] }),
		/Choice 1: Value$/,
	],
	[
		'whom it is shared with',
		() => option('shareUsers', { user: [ben] }),
		/Share With 1: First Name/,
	],
	['how it is sent', () => option('sendAs', 'documents'), /Send As/],
	['embedded signing', () => option('embedded', true), /Embedded/],
	['supervising', () => option('supervising', true), /Supervising$/],
	['a workflow', () => option('workflow', byReference('7')), /Workflow$/],
	[
		'an email template',
		() => option('invitationEmailTemplate', byReference('7')),
		/Invitation Template$/,
	],
])(
	'%s that is changed afterwards is refused before anything leaves',
	async (_, parameters, named) => {
		const seal = await sealOf(whole(), [await file()]);
		const { error, items } = await run('send', withSeal(parameters(), seal), [await file()]);
		expect(error?.message).toMatch(/^This is not what was approved\. Different: /);
		expect(error?.message).toMatch(named);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(items).toEqual([]);
		expect(left()).toEqual([]);
	},
);

test.each<[what: string, items: () => Promise<INodeExecutionData>, named: RegExp]>([
	[
		'one byte more',
		async () => await file('Contract.pdf', OTHER_FILE),
		/Different: File “Contract\.pdf”$/,
	],
	[
		'another name',
		async () => await file('Contracts.pdf'),
		/Order of the Files, File “Contract\.pdf”, File “Contracts\.pdf”$/,
	],
])('a file with %s is refused', async (_, other, named) => {
	const seal = await sealOf(smartTag(), [await file()]);
	const { error } = await run('send', withSeal(smartTag(), seal), [await other()]);
	expect(error?.message).toMatch(named);
	expect(left()).toEqual([]);
});

test('a client reference of a signer is bound, too', async () => {
	const parameters = (clientReference: string) => ({
		...smartTag({ signersFrom: 'json', signersJson: [{ ...ana, clientReference }, ben] }),
		signers: undefined,
	});
	const seal = await sealOf(parameters('customer-1'), [await file()]);
	const { error } = await run('send', withSeal(parameters('customer-2'), seal), [await file()]);
	expect(error?.message).toMatch(/Different: Signer 1: Client Reference$/);
	expect(left()).toEqual([]);
});

test('of two forms with one name, what belongs to one is not taken by the other', async () => {
	const [one, other] = [
		byReference(await referenceOf(bench, 'form', 'Employment Agreement')),
		byReference(await referenceOf(bench, 'form', 'Tax Declaration')),
	];
	bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getSingleForm' ? { ...(answer as object), Name: 'Letter' } : answer,
	);
	const forms = (first: object, second: object): Parameters => ({
		...{ resource: 'form', form: one, signers: both },
		additionalForms: { form: [{ form: other, details: second }] },
		...{ dueDate: inDays(9), options: { ...first } },
	});
	const prefill = { xmlData: '<a>Salary 5000</a>' };
	const seal = await sealOf(forms(prefill, {}));
	const { error } = await run('send', withSeal(forms({}, prefill), seal));
	expect(error?.message).toMatch(
		/^This is not what was approved\. Different: Order of the Values$/,
	);
	expect(left()).toEqual([]);
});

test.each<[what: string, signer: IDataObject[], named: RegExp]>([
	['less', [ana], /Different: Signer 2: First Name, Signer 2: Last Name, Signer 2: Email$/],
	['more', [ana, ben, cleo], /Different: Signer 3: First Name, /],
])('one signer %s is refused', async (_, signer, named) => {
	const item = await file('Letter.pdf', dataFile('no-tags.pdf'));
	const untagged = (signers: object) => smartTag({ signers, options: { checkFirst: false } });
	const seal = await sealOf(untagged(both), [item]);
	const { error } = await run('send', withSeal(untagged({ signer }), seal), [item]);
	expect(error?.message).toMatch(named);
	expect(left()).toEqual([]);
});

test('two files that change places are refused', async () => {
	const one = (await file('One.pdf')).binary!.data;
	const two = (await file('Two.pdf', OTHER_FILE)).binary!.data;
	const parameters = smartTag({ binaryPropertyName: 'a,b' });
	const seal = await sealOf(parameters, [{ json: {}, binary: { a: one, b: two } }]);
	const { error } = await run('send', withSeal(parameters, seal), [
		{ json: {}, binary: { a: two, b: one } },
	]);
	expect(error?.message).toMatch(/Different: Order of the Files$/);
	expect(left()).toEqual([]);
});

test('signers whom the Smart Tags name are bound by the file', async () => {
	const tags = (name: string) => wordFileOf(`[!Sign.1.F,${name},Lopez,ana@example.com]`);
	const parameters = { resource: 'smartTag', signersFrom: 'tags', dueDate: inDays(9) };
	const item = async (name: string) => await file('Offer.docx', Buffer.from(await tags(name)));
	const seal = await sealOf(parameters, [await item('Ana')]);
	const { error } = await run('send', withSeal(parameters, seal), [await item('Anna')]);
	expect(error?.message).toMatch(/Different: File “Offer\.docx”$/);
	expect(left()).toEqual([]);
});

test.each(['form', 'template'])(
	'a %s: what was previewed, once, and nothing else',
	async (resource) => {
		const parameters: Parameters = {
			...{ resource, [resource]: byReference(references[resource]) },
			...{ dueDate: inDays(9), signers: { signer: [ana] } },
		};
		const seal = await sealOf(parameters);
		for (const other of [
			{ ...parameters, signers: { signer: [{ ...ana, email: 'ana@example.org' }] } },
			{ ...parameters, dueDate: inDays(8) },
		]) {
			const { error } = await run('send', withSeal(other, seal));
			expect(error?.message).toMatch(/^This is not what was approved/);
		}
		expect(left()).toEqual([]);
		for (let turn = 0; turn < 2; turn++) {
			const { error } = await run('send', withSeal(parameters, seal));
			expect(error).toBeUndefined();
		}
		expect(sends()).toHaveLength(1);
	},
);

test('the seal of one kind of send is none of another', async () => {
	const form: Parameters = {
		...{ resource: 'form', form: byReference(references.form) },
		...{ dueDate: inDays(9), signers: { signer: [ana] } },
	};
	const seal = await sealOf(form);
	const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
	expect(error?.message).toMatch(/Different: Resource,/);
	expect(left()).toEqual([]);
});

test('contents of documents that are stored are not covered, and that has to be accepted', async () => {
	const { items } = await run('upload', { resource: 'document' }, [await file()]);
	const stored = String(items[0].json.documentReference);
	bench.simulator.requests.length = 0;
	const parameters = smartTag({ documentsFrom: 'documents', documents: documentList(stored) });
	const seal = await sealOf(parameters);
	const refused = await run('send', withSeal(parameters, seal));
	expect(refused.error?.message).toMatch(/does not cover the contents/);
	expect(left()).toEqual([]);

	const accepted = { acceptUnsealed: true, checkIfSent: false };
	const sent = await run('send', withSeal(parameters, seal, accepted));
	expect(sent.error).toBeUndefined();
	const again = await run('send', withSeal(parameters, seal, accepted));
	expect(again.error?.message).toMatch(/already sent/);
	const more = await run('send', withSeal(parameters, seal, { ...accepted, sendAgain: true }));
	expect(more.error?.message).toMatch(/^'Send Again' cannot be used/);
	expect(sends()).toHaveLength(1);
});

test('a seal of which any letter is another one is none', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const other = (letter: string) => (letter === 'A' ? 'B' : 'A');
	const places = Array.from({ length: 24 }, (_, n) => Math.floor((n * (seal.length - 1)) / 23));
	const forged = [
		...places.map((at) => seal.slice(0, at) + other(seal[at]) + seal.slice(at + 1)),
		...[seal.slice(0, -1), `${seal}A`, `${seal}.`, seal.replace('.', '..'), seal.split('.')[0]],
		...['.', 'n8n', '0'],
	];
	for (const one of forged) {
		const { error } = await run('send', withSeal(smartTag(), one), [await file()]);
		expect(error?.message).toMatch(/is not a seal of this credential, or was changed$/);
	}
	expect(left()).toEqual([]);
});

test.each([[''], [' '], [null], ['={{ $json.seal }}'], ['={{ null }}']])(
	'with %j in its place nothing is sent',
	async (seal) => {
		const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
		expect(error?.message).toMatch(/'Approved Seal' is empty/);
		expect(left()).toEqual([]);
	},
);

test('the seal of another account is none', async () => {
	const seal = await sealOf(smartTag(), [await file()]);
	const parameters = { ...withSeal(smartTag(), seal), operation: 'send' } as INodeParameters;
	const { error } = await bench.run(parameters, {
		items: [await file()],
		credential: { apiKey: 'another-key' },
	});
	expect(error?.message).toMatch(/is not a seal of this credential/);
	expect(left()).toEqual([]);
});

test('one that has expired is refused, and says so', async () => {
	const parameters = smartTag({ options: { sealDays: 1 } });
	const inADay = () => Date.now() + 24 * 3600_000;
	const earliest = inADay();
	const { items } = await run('preview', parameters, [await file()]);
	const { seal, sealValidUntil } = items[0].json;
	const until = Date.parse(String(sealValidUntil));
	expect(until).toBeGreaterThanOrEqual(earliest);
	expect(until).toBeLessThanOrEqual(inADay());
	const now = jest.spyOn(Date, 'now').mockReturnValue(until + 1000);
	try {
		const { error } = await run('send', withSeal(smartTag(), seal), [await file()]);
		expect(error?.message).toBe(`The approved seal was valid until ${String(sealValidUntil)}`);
	} finally {
		now.mockRestore();
	}
	expect(left()).toEqual([]);
});

test.each([0, -1, 1.5, 366, 'soon'])('a seal is not good for %j days', async (sealDays) => {
	const { error } = await run('preview', smartTag({ options: { sealDays } }), [await file()]);
	expect(error?.message).toMatch(/'Seal Valid For \(Days\)' is not a number of days/);
});

test('of many items, all seals are checked before the first one is sent', async () => {
	const seals = [
		await sealOf(smartTag(), [await file()]),
		await sealOf(smartTag(), [await file()]),
	];
	const items = [await file(), await file('Contract.pdf', OTHER_FILE)].map((item, at) => ({
		...item,
		json: { seal: seals[at] },
	}));
	const { error } = await run('send', withSeal(smartTag(), '={{ $json.seal }}'), items);
	expect(error?.message).toMatch(/Different: File “Contract\.pdf”$/);
	expect(error?.context?.itemIndex).toBe(1);
	expect(left()).toEqual([]);
});

test('of files that are too many to be read first, all but their contents is compared first', async () => {
	const content = Buffer.concat([FILE, Buffer.alloc(18 * 1024 * 1024, '\n')]);
	const items: INodeExecutionData[] = [];
	for (let n = 0; n < 12; n++) {
		const item = await file(`Large ${n}.pdf`, content);
		const seal = await sealOf(smartTag({ dueDate: inDays(n === 11 ? 8 : 9) }), [item]);
		items.push({ ...item, json: { seal } });
	}
	const { error } = await run('send', withSeal(smartTag(), '={{ $json.seal }}'), items);
	expect(error?.message).toMatch(/Different: Due Date$/);
	expect(error?.context?.itemIndex).toBe(11);
	expect(left()).toEqual([]);
});

describe('an agent that has Preview and Send as tools, and no person', () => {
	const asTool = async (parameters: object, items: INodeExecutionData[]) => {
		const node = nodeWith(parameters as INodeParameters, { type: 'securedSigningTool' });
		const { nodeTypes } = bench.engine;
		const { data } = await runWorkflow(
			{
				...bench.engine,
				nodeTypes: { ...nodeTypes, securedSigningTool: nodeTypes.securedSigning },
			},
			workflowOf(node),
			items,
		);
		return data.resultData;
	};

	test('gets no seal, and cannot send', async () => {
		const previewed = await asTool({ ...smartTag(), operation: 'preview' }, [await file()]);
		expect(previewed.error).toBeUndefined();
		const [[shown]] = previewed.runData['Secured Signing'][0].data!.main as INodeExecutionData[][];
		expect(shown.json.previewText).toMatch(/Nothing has been sent/);
		expect(JSON.stringify(shown.json)).not.toContain('"seal');
		for (const seal of ['', 'approved', String(shown.json.previewText)]) {
			const parameters = { ...withSeal(smartTag(), seal), operation: 'send' };
			const { error } = await asTool(parameters, [await file()]);
			expect(error?.message).toMatch(/'Approved Seal' is/);
		}
		expect(left()).toEqual([]);
	});

	test('with the seal that a person approved, it sends that and no other', async () => {
		const seal = await sealOf(smartTag(), [await file()]);
		const other = withSeal(smartTag({ signers: { signer: [ana, cleo] } }), seal);
		const refused = await asTool({ ...other, operation: 'send' }, [await file()]);
		expect(refused.error?.message).toMatch(/^This is not what was approved/);
		const sent = await asTool({ ...withSeal(smartTag(), seal), operation: 'send' }, [await file()]);
		expect(sent.error).toBeUndefined();
		expect(sends()).toHaveLength(1);
	});
});

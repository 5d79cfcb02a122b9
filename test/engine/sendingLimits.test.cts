/** 'Sending Limits': what goes beyond them is refused before anything is sent. */
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { runWorkflow } from '../harness/engine.cts';
import { wordFileOf } from '../harness/wordFile.cts';
import { startBench, type Bench } from './node.cts';
import { ana, ben, both, byReference, dataFile, documentList, DOCX, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

let bench: Bench;
let references: { form: string; template: string };

beforeAll(async () => {
	bench = await startBench();
	references = {
		form: await referenceOf(bench, 'form', 'Employment Agreement'),
		template: await referenceOf(bench, 'template', 'Tenancy Agreement'),
	};
});
afterAll(async () => await bench.close());
beforeEach(() => {
	bench.simulator.requests.length = 0;
});

const kinds = ['smartTag', 'form', 'template'] as const;
const operations = ['send', 'sendAndAwait'] as const;
const ways = kinds.flatMap((kind) => operations.map((operation) => [kind, operation] as const));

const pdf = async () =>
	await bench.file(dataFile('confidentiality-agreement.pdf'), 'confidentiality-agreement.pdf');

const parametersOf = (kind: (typeof kinds)[number]): INode['parameters'] => ({
	resource: kind,
	operation: 'send',
	signers: both,
	dueDate: inDays(10),
	...(kind !== 'smartTag' && { [kind]: byReference(references[kind]) }),
});

const limited = (limits: INodeParameters, options: INodeParameters = {}) => ({
	options: { ...options, sendingLimits: { limits } },
});

/** Sends one document with Smart Tags. */
const send = async (parameters: object, items?: INodeExecutionData[]) =>
	await bench.run(
		{ ...parametersOf('smartTag'), ...parameters },
		{ items: items ?? [await pdf()] },
	);

/** What was sent or uploaded: everything but what reads. */
const left = () =>
	bench.simulator.requests
		.filter(({ method }) => method === 'POST')
		.map(({ operationId }) => operationId);

const expectRefused = (
	{ error }: Awaited<ReturnType<typeof send>>,
	message: RegExp,
	description: RegExp = /Sending Limits.*An AI agent should tell its user so/s,
) => {
	expect(error?.message).toMatch(message);
	expect(error?.description).toMatch(description);
	expect(error?.description).toMatch(
		/(Item 1 failed as well .*)?Nothing was sent(\.|: all 2 items are checked first\.)$/,
	);
	expect(left()).toEqual([]);
};

describe.each(ways)('%s:%s', (kind, operation) => {
	const run = async (limits: INodeParameters) =>
		await bench.run(
			{ ...parametersOf(kind), operation, ...limited(limits) },
			{ items: [await pdf()] },
		);

	test('takes no other domain', async () => {
		const result = await run({ allowedDomains: 'example.org' });
		expectRefused(
			result,
			/does not allow sending this to ana@example\.com, ben@example\.com/,
			/example\.org/,
		);
	});

	test('takes no more signers', async () => {
		expectRefused(await run({ maxSigners: 1 }), /2 people would sign, but the maximum is 1/);
	});

	test('sends no more documents', async () => {
		const items = [await pdf(), await pdf()];
		const parameters = { ...parametersOf(kind), operation, ...limited({ maxDocuments: 1 }) };
		expectRefused(await bench.run(parameters, { items }), /2 documents, but the maximum .* is 1/);
	});
});

test.each(kinds)('%s:send sends what is within all limits', async (kind) => {
	const limits = { allowedDomains: 'example.com', maxSigners: 2, maxDocuments: 1 };
	const parameters = { ...parametersOf(kind), ...limited(limits) };
	const { error, items } = await bench.run(parameters, { items: [await pdf()] });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ signerCount: 2 });
});

describe('domains', () => {
	test.each(['example.org, EXAMPLE.com', '@example.com'])(
		'“%s” has example.com',
		async (allowed) => {
			const { error } = await send(limited({ allowedDomains: allowed }));
			expect(error).toBeUndefined();
		},
	);

	test.each(['ana@mail.example.com', 'ana@notexample.com', 'ana@example.com.au'])(
		'%s is not at example.com',
		async (email) => {
			const signers = { signer: [{ ...ana, email }, ben] };
			const result = await send({ signers, ...limited({ allowedDomains: 'example.com' }) });
			expectRefused(result, new RegExp(`does not allow sending this to ${email}$`));
		},
	);

	const cleo = { user: [{ firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.org' }] };
	test.each<[string, object, INodeParameters]>([
		['all', {}, { shareUsers: cleo }],
		['one signer', { details: { shareUsers: cleo } }, {}],
	])('bind whom the document of %s is shared with', async (_who, details, options) => {
		const signers = { signer: [{ ...ana, ...details }, ben] };
		const result = await send({
			signers,
			...limited({ allowedDomains: 'example.com' }, options),
		});
		expectRefused(result, /does not allow sending this to cleo@example\.org/);
	});
});

describe('who signs', () => {
	test.each<INodeParameters>([{ allowedDomains: 'example.com' }, { maxSigners: 5 }])(
		'has to be given with %j',
		async (limits) => {
			const result = await send({ signersFrom: 'tags', ...limited(limits) });
			expectRefused(result, /The node does not name the signers/, /'Signers'/);
		},
	);

	test('may stand in the tags alone where only documents are limited', async () => {
		const content = dataFile('tenancy-agreement.docx');
		const items = [await bench.file(content, 'tenancy-agreement.docx', DOCX)];
		const { error } = await send({ signersFrom: 'tags', ...limited({ maxDocuments: 1 }) }, items);
		expect(error).toBeUndefined();
	});

	test('is nobody whom only a tag names', async () => {
		const tags = ['[!Sign.1.F, , ,]', '[!Sign.2.F, , ,]', '[!Sign.3, Cleo, Ng, cleo@example.org]'];
		const items = [await bench.file(await wordFileOf(...tags), 'contract.docx', DOCX)];
		const result = await send(limited({ allowedDomains: 'example.com' }), items);
		expectRefused(result, /“contract\.docx” has a Smart Tag for signer 3/);
	});
});

describe('documents', () => {
	test('are counted in files, and in documents of the service', async () => {
		const upload = { resource: 'document', operation: 'upload' };
		const { items } = await bench.run(upload, { items: [await pdf()] });
		bench.simulator.requests.length = 0;
		const sending = {
			documentsFrom: 'both',
			documents: documentList(items[0].json.documentReference),
		};
		const result = await send({ ...sending, ...limited({ maxDocuments: 1 }) });
		expectRefused(result, /2 documents/);
		const { error } = await send({ ...sending, ...limited({ maxDocuments: 2 }) });
		expect(error).toBeUndefined();
	});

	test('are none of them sent when they are too many, whatever the error setting', async () => {
		const { items } = await bench.run(
			{ ...parametersOf('smartTag'), ...limited({ maxDocuments: 2 }) },
			{ items: [await pdf(), await pdf(), await pdf()], onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => json.error)).toEqual(
			new Array(3).fill('This would send 3 documents, but the maximum for one execution is 2'),
		);
		expect(left()).toEqual([]);
	});

	test('of all runs in one execution count', async () => {
		const { runData } = await runTwice(limited({ maxDocuments: 1 }));
		const [first, second] = runData.Send;
		expect(first.data?.main[0]?.[0].json).toMatchObject({ signerCount: 2 });
		expect(second.data?.main[0]?.[0].json.error).toBe(
			'This would send 1 document after 1 earlier, but the maximum for one execution is 1',
		);
		expect(left().filter((operation) => operation?.startsWith('sendSmartTag'))).toHaveLength(1);
	});

	/** Two nodes hand their items to the same one: it runs once for each. */
	async function runTwice(parameters: INodeParameters) {
		const node = (name: string, type: string, values: Partial<INode> = {}): INode => ({
			id: name,
			name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			...values,
		});
		const to = (...names: string[]) => ({
			main: [names.map((name) => ({ node: name, type: 'main' as const, index: 0 }))],
		});
		const send = node('Send', 'securedSigning', {
			parameters: { ...parametersOf('smartTag'), ...parameters },
			credentials: { securedSigningApi: { id: '1', name: 'Simulator' } },
			onError: 'continueRegularOutput',
		});
		const nodes = [node('Start', 'start'), node('Left', 'start'), node('Right', 'start'), send];
		const connections = { Start: to('Left', 'Right'), Left: to('Send'), Right: to('Send') };
		const { data } = await runWorkflow(bench.engine, { nodes, connections, settings: {} }, [
			await pdf(),
		]);
		return data.resultData;
	}
});

describe('limits', () => {
	test.each<[string, INodeParameters, RegExp, RegExp]>([
		[
			'domains',
			{ allowedDomains: '={{ "example.com" }}' },
			/'Allowed Email Domains' is not a list/,
			/Correct/,
		],
		['signers', { maxSigners: '={{ 9 }}' }, /'Maximum Signers' is not a whole number/, /Correct/],
		['documents', { maxDocuments: '={{ 9 }}' }, /'Maximum Documents' is not/, /Correct/],
	])('on %s are not lifted by an expression', async (_of, limits, message, description) => {
		expectRefused(await send(limited(limits)), message, description);
	});

	test('offer no expression in the editor', () => {
		const { properties } = new SecuredSigning().description;
		const collections = properties.filter(({ name }) => name === 'options');
		const fields = collections.flatMap(({ options = [] }) =>
			options.filter(({ name }) => name === 'sendingLimits'),
		) as Array<{ options: Array<{ values: Array<{ noDataExpression?: boolean }> }> }>;
		// The sends and their previews, Mail Merge > Send and Signer > Update.
		expect(fields).toHaveLength(ways.length + kinds.length + 2);
		for (const { options } of fields) {
			for (const field of options[0].values) expect(field.noDataExpression).toBe(true);
		}
	});
});

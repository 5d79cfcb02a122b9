/**
 * What a model that was tricked may put into JSON, and which outputs of a tool hold signing keys. The
 * tricks are those of an attacker who writes the model's words, but not the workflow.
 */
import type { INode, INodeParameters } from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { runWorkflow } from '../harness/engine.cts';
import { nodeWith, start, startBench, storedText, type Bench } from './node.cts';
import { ana, ben, both, byReference, documentList, inDays } from './samples.cts';
import { storedDocument } from './sends.cts';

let bench: Bench;
let document: string;
const keys = ['key', 'url'] as const;

beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(async () => {
	document = await storedDocument(bench, 'stored.pdf');
	bench.simulator.requests.length = 0;
});

/** The node as n8n runs it for an AI agent: under another type name. */
async function tool(parameters: INode['parameters']) {
	const node = nodeWith(parameters, { type: 'securedSigningTool' });
	const nodeTypes = { ...bench.engine.nodeTypes, securedSigningTool: new SecuredSigning() };
	const run = await runWorkflow(
		{ ...bench.engine, nodeTypes },
		{
			nodes: [start, node],
			connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
			settings: {},
		},
		[{ json: {} }],
	);
	const { runData, error } = run.data.resultData;
	const [items = []] = runData[node.name]?.[0]?.data?.main ?? [];
	return { items: items ?? [], error, text: storedText(run) };
}

const send = (signersJson: unknown, more: INodeParameters = {}): INodeParameters => ({
	resource: 'smartTag',
	operation: 'send',
	documentsFrom: 'documents',
	documents: documentList(document),
	signersFrom: 'json',
	signersJson: JSON.stringify(signersJson),
	dueDate: inDays(10),
	...more,
});
const nothingLeft = () => expect(bench.simulator.requests).toEqual([]);

describe('a signer in JSON', () => {
	test.each<[string, unknown]>([
		['embedded', true],
		['embedded', 'true'],
		['returnUrl', 'https://evil.example/'],
		['invitationText', 'Pay to …'],
		['isPersonalMessage', false],
		['emailSubject', 'Urgent'],
		['mobileNumber', '0211234567'],
		['mobileCountry', '64'],
		['attachments', '1,2'],
		['invitationEmailTemplate', '1'],
		['completionEmailTemplate', '1'],
		['shareUsers', [{ firstName: 'Cleo', lastName: 'Ng', email: 'cleo@evil.example' }]],
		['isFaceToFaceSigning', true],
		['clientReference', '1'],
	])('has no "%s" of a model', async (field, value) => {
		const { error } = await tool(send([ana, { ...ben, [field]: value }]));
		expect(error?.message).toMatch(
			`Signer 2 has the field "${field}", which an AI agent is not allowed to set`,
		);
		expect(error?.message).toMatch(/Nothing was sent\.$/);
		nothingLeft();
	});

	test.each(['Embedded', 'Email', 'email ', '__proto__', 'constructor', 'SigningKey', 'details'])(
		'has no field "%s", in a tool or not',
		async (field) => {
			const text = JSON.stringify([{ ...ana, field: 1 }]).replace('"field"', JSON.stringify(field));
			const parameters = { ...send([]), signersJson: text };
			const plain = await bench.run(parameters);
			expect(plain.error?.message).toBe(`Signer 1 has a field that is not known: "${field}"`);
			expect((await tool(parameters)).error?.message).toContain(plain.error?.message);
			nothingLeft();
		},
	);

	test('has what the builder ticked, and nothing else', async () => {
		const ticked = { signersJsonFields: ['mobileCountry', 'mobileNumber'] };
		const mobile = { mobileCountry: '64', mobileNumber: '0211234567' };
		const { error } = await tool(send([{ ...ana, ...mobile }, ben], ticked));
		expect(error).toBeUndefined();
		const { body } = bench.simulator.requests.at(-1) as unknown as { body: { Signers: object[] } };
		expect(body.Signers[0]).toMatchObject({ MobileNumber: '0211234567' });
		const other = await tool(send([{ ...ana, ...mobile, embedded: true }, ben], ticked));
		expect(other.error?.message).toMatch(/"embedded", which an AI agent is not allowed to set/);
	});

	test.each(["={{ $fromAI('fields', '', 'json', '[\"embedded\"]') }}", '={{ ["embedded"] }}'])(
		'has nothing that %s ticks',
		async (signersJsonFields) => {
			const { error } = await tool(send([{ ...ana, embedded: true }, ben], { signersJsonFields }));
			// n8n takes no expression there: it is a text, and no choice of the list.
			expect(error?.message).toMatch(/^'Fields for AI Agents' is not in the list: /);
			nothingLeft();
		},
	);

	test('has all known fields outside of a tool, a list of people it is shared with too', async () => {
		const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.org' };
		const { error } = await bench.run(
			send([{ ...ana, embedded: 'true', shareUsers: [cleo] }, ben]),
		);
		expect(error).toBeUndefined();
		const { body } = bench.simulator.requests.at(-1) as unknown as { body: { Signers: object[] } };
		expect(body.Signers[0]).toMatchObject({
			Embedded: true,
			ShareUsers: [{ Email: 'cleo@example.org' }],
		});
	});

	test('is refused where a switch is neither true nor false', async () => {
		const { error } = await bench.run(send([{ ...ana, embedded: 'maybe' }, ben]));
		expect(error?.message).toMatch(/^'Embedded Signing of Signer 1' is neither true nor false$/);
		nothingLeft();
	});
});

describe.each(keys)('signing keys that are a %s', (kind) => {
	beforeAll(() => {
		bench.simulator.readings.signingKey = kind;
		bench.simulator.readings.signingKeys = 'all';
	});
	afterAll(() => {
		bench.simulator.readings.signingKey = 'key';
		bench.simulator.readings.signingKeys = 'turn';
	});

	const embedded = { options: { embedded: true } };
	const allowed = { requestOptions: { signingKeysForAgents: true } };
	/** The keys of a document that was sent for embedded signing. */
	const secrets = async () => {
		const { items } = await bench.run({
			resource: 'document',
			operation: 'get',
			document: byReference(document),
			simplify: false,
		});
		const { Signers } = items[0].json as unknown as { Signers: Array<{ SigningKey: string }> };
		expect(Signers.map(({ SigningKey }) => typeof SigningKey)).toEqual(['string', 'string']);
		return Signers.map(({ SigningKey }) => SigningKey);
	};
	const expectNone = async ({ error, text }: Awaited<ReturnType<typeof tool>>) => {
		expect(error).toBeUndefined();
		for (const secret of await secrets()) expect(text).not.toContain(secret);
	};

	test.each([true, false])('come from no send (simplify: %s)', async (simplify) => {
		await expectNone(await tool(send([ana, ben], { ...embedded, simplify })));
	});

	test.each<[string, INodeParameters]>([
		['document:get', {}],
		['document:getAll', { folder: 'Progress', returnAll: true }],
		['document:getFinished', {}],
		['signer:update', { updateFields: { firstName: 'Anna' } }],
		['signer:sendReminder', {}],
	])('come from no %s', async (job, parameters) => {
		const sent = await bench.run(send([ana, ben], embedded));
		const { signers } = sent.items[0].json as { signers: Array<{ signerReference: string }> };
		const [resource, operation] = job.split(':');
		for (const simplify of [true, false]) {
			const result = await tool({
				resource,
				operation,
				document: byReference(document),
				signer: byReference(signers[0].signerReference),
				simplify,
				...parameters,
			});
			await expectNone(result);
		}
	});

	test('come where the builder allows it', async () => {
		const { items } = await tool(send([ana, ben], { ...embedded, ...allowed }));
		expect(items[0].json.signers).toMatchObject([{ signingKey: (await secrets())[0] }, {}]);
	});

	test.each(["={{ $fromAI('keys', '', 'boolean', 'true') }}", '={{ true }}'])(
		'do not come where %s allows it',
		async (signingKeysForAgents) => {
			const requestOptions = { signingKeysForAgents };
			await expectNone(await tool(send([ana, ben], { ...embedded, requestOptions })));
		},
	);
});

describe.each<[string, INodeParameters]>([
	['getSigningLink', { signerBy: 'details', ...ana }],
	[
		'createSigningPage',
		{ pageContent: 'signingKey', signingKey: 'k', authUrl: 'https://a.example/' },
	],
])('signer:%s', (operation, parameters) => {
	const job = () => ({
		resource: 'signer',
		operation,
		document: byReference(document),
		...parameters,
	});

	test('is refused in a tool, before anything is asked', async () => {
		const { error } = await tool(job());
		expect(error?.message).toMatch(
			/^AI agents cannot get signing keys or signing pages\. .*Signing Keys for Agents/,
		);
		nothingLeft();
	});

	test('is allowed where the builder allows it', async () => {
		await bench.run(send([ana, ben]));
		const { error, items } = await tool({
			...job(),
			requestOptions: { signingKeysForAgents: true },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});
});

test('an agent gets no key of a callback trigger', async () => {
	const triggerUrl = 'https://n8n.example.com/webhook/1/secured-signing-callback';
	const { error } = await tool({ resource: 'account', operation: 'getNotifyUrl', triggerUrl });
	expect(error?.message).toMatch(/^AI agents cannot get keys of callback triggers/);
});

test('the signers of the node itself are not touched by what JSON may hold', async () => {
	const { error } = await bench.run({ ...send([]), signersFrom: 'list', signers: both });
	expect(error).toBeUndefined();
});

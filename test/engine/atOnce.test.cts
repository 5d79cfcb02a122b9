/**
 * The same send asked for several times at the same moment: by an agent that calls its tool three times in
 * one answer (docs/agents.md, "Within one execution, the same call of the same tool is sent once"), by two
 * executions, by two turns of a loop. What is promised: README, "The node does not send a document twice by itself".
 */
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { SecuredSigning } from '../../nodes/SecuredSigning/SecuredSigning.node.ts';
import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { runWorkflow } from '../harness/engine.cts';
import { toldOn } from '../harness/told.cts';
import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { SEND, startBetween, type Between, type Told } from './between.cts';
import { execute } from './executions.cts';
import { nodeWith, start, startBench, type Bench } from './node.cts';
import { both, byReference, documentList, DOCX, inDays } from './samples.cts';
import { outOf, sending, storedDocument } from './sends.cts';

/** What the model fills in. */
const eve = { FirstName: 'Eve', LastName: 'Ng', Email: 'eve@example.com' };

interface Tool {
	invoke(values: object): Promise<string>;
}

let bench: Bench;
let between: Between;
let ids = 900;
let id: string;

/** Calls its tool three times at once, as LangChain's AgentExecutor does with the calls of one answer. */
const agent: INodeType = {
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Calls its tool three times at once',
		defaults: { name: 'Agent' },
		inputs: ['main', { type: 'ai_tool' }],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const [tool] = [
			await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0),
		].flat() as Tool[];
		const calls = [1, 2, 3].map(
			async () =>
				await tool.invoke(eve).then(
					(answer) => ({ answer }),
					({ message }: Error) => ({ error: message }),
				),
		);
		return [(await Promise.all(calls)).map((json) => ({ json }))];
	},
};

beforeAll(async () => {
	bench = await startBench();
	bench.records = false;
	bench.engine.nodeTypes.agent = agent;
	// As n8n's server makes a tool of a node (n8n 2.41, node-types.ts, convertNodeToAiTool).
	const tool = new SecuredSigning();
	tool.description = { ...tool.description, outputs: [NodeConnectionTypes.AiTool] };
	bench.engine.nodeTypes.securedSigningTool = tool;
	between = await startBetween(bench);
});
afterAll(async () => {
	between.close();
	await bench.close();
});
beforeEach(() => {
	id = `s${++ids}`;
	between.rule = async (_passing, pass) => await pass();
	between.passed = [];
});

const posts = () =>
	between.passed.filter(({ route }) => SEND.test(route) || /MailMerge$/.test(route)).length;

describe('a tool that is called three times at once', () => {
	const call = async (parameters: INodeParameters) => {
		const tool = nodeWith(parameters, { id: 'tool', name: 'Tool', type: 'securedSigningTool' });
		const caller: INode = { ...start, id: 'agent', name: 'Agent', type: 'agent' };
		const { data } = await runWorkflow(
			{ ...bench.engine, credentials: { securedSigningApi: between.bench.simulator.credential } },
			{
				nodes: [start, caller, tool],
				connections: {
					Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
					Tool: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
				},
			},
			[{ json: { id } }],
		);
		if (data.resultData.error) throw data.resultData.error;
		const [items] = data.resultData.runData.Agent[0].data?.main ?? [];
		return (items ?? []).map(({ json }) => json as { answer?: string; error?: string });
	};
	/** What a tool's values can be: plain texts, since it has no item of its own. */
	const parametersOf = async (kind: 'stored' | 'form' | 'template' | 'mailMerge') => {
		if (kind === 'mailMerge') {
			const file = await bench.file(docxWith(tagFor(1)), `${id}.docx`, DOCX);
			const { items } = await bench.run(
				{ resource: 'document', operation: 'upload' },
				{ items: [file] },
			);
			const document = byReference(items[0].json.documentReference);
			// The item of a tool has what the model says.
			const columns = `={{ [${Object.keys(eve)
				.map((name) => `$fromAI('${name}')`)
				.join()}] && '${Object.keys(eve).join()}' }}`;
			return {
				resource: kind,
				operation: 'send',
				document,
				dueDate: inDays(9),
				options: { columns },
			};
		}
		const { parameters, item } = await sending(bench, kind);
		const signers = {
			signer: both.signer.map((signer) => ({
				...signer,
				email: `${id}@${signer.email.split('@')[1]}`,
			})),
		};
		const { json } = await item(id);
		return {
			...parameters,
			signers,
			...(kind === 'stored' && { documents: documentList(json.document) }),
		};
	};

	test.each(['stored', 'form', 'template'] as const)(
		'%s: is sent once, and found twice',
		async (kind) => {
			const answers = await call(await parametersOf(kind));
			expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
			expect(posts()).toBe(1);
			const documents = answers.map(
				({ answer }) => (JSON.parse(answer!) as Array<Record<string, unknown>>)[0],
			);
			expect(new Set(documents.map(({ documentReference }) => documentReference)).size).toBe(1);
			expect(documents.map(({ recovered }) => recovered).sort()).toEqual([true, true, undefined]);
			expect(outOf(bench, id)).toHaveLength(1);
		},
	);

	test('a mail merge is sent once, and found twice', async () => {
		const answers = await call(await parametersOf('mailMerge'));
		expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(posts()).toBe(1);
		const merges = answers.map(
			({ answer }) => (JSON.parse(answer!) as Array<Record<string, unknown>>)[0],
		);
		expect(new Set(merges.map(({ mailMergeReference }) => mailMergeReference)).size).toBe(1);
		expect(merges.map(({ recovered }) => recovered).sort()).toEqual([true, true, undefined]);
	});

	test('one error is told to all three', async () => {
		between.rule = async ({ route }, pass) => (SEND.test(route) ? { status: 426 } : await pass());
		const answers = await call(await parametersOf('form'));
		expect(posts()).toBe(1);
		expect(new Set(answers.map(({ error }) => error)).size).toBe(1);
		expect(answers[0].error).toMatch(
			new RegExp(`${toldOn(426)}.*Nothing was sent or changed`, 's'),
		);
	});
});

describe('one stored document', () => {
	const notStarted = (reference: string): Told => ({
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			Reference: reference,
			Name: 'NDA.pdf',
			Status: 'NotStart',
			Folder: 'InBox',
		}),
	});
	const send = async (reference: string, more: INodeParameters = {}, loops = 1) =>
		await execute(
			between.bench,
			{
				resource: 'smartTag',
				operation: 'send',
				documentsFrom: 'documents',
				documents: documentList(reference),
				signers: both,
				dueDate: inDays(9),
				options: more,
			},
			{ loops },
		);
	/** A cache in front of the service: what was read of a document stays so. */
	const cached =
		(reference: string): Between['rule'] =>
		async ({ route }, pass) => {
			if (route === `GET /Document/Status/${reference}`) return notStarted(reference);
			if (route.includes('/GetActiveDocuments/')) {
				return { ...notStarted(reference), body: '[]' };
			}
			return await pass();
		};

	test('two executions at the same moment: the second is refused', async () => {
		const reference = await storedDocument(bench, `${id}.pdf`);
		const executions = await Promise.all([send(reference), send(reference)]);
		expect(posts()).toBe(1);
		const errors = executions.flatMap(({ error }) => error?.message ?? []);
		expect(errors).toEqual([expect.stringMatching(/already sent/)]);
	});

	test('two executions, and a status that lags behind: the second is refused', async () => {
		const reference = await storedDocument(bench, `${id}.pdf`);
		between.rule = cached(reference);
		expect((await send(reference)).error).toBeUndefined();
		const { error } = await send(reference);
		expect(error?.message).toBe(`This n8n has already sent the document ${reference}`);
		expect(error?.description).toMatch(/'Send Again'.*Nothing was sent/);
		expect(posts()).toBe(1);
	});

	test('two turns of a loop, and a status that lags behind: the second is refused', async () => {
		const reference = await storedDocument(bench, `${id}.pdf`);
		between.rule = cached(reference);
		const { error } = await send(reference, { checkIfSent: false }, 2);
		expect(error?.message).toBe(`This execution has already sent the document ${reference}`);
		expect(posts()).toBe(1);
	});

	test('is sent once more where Send Again says so', async () => {
		const reference = await storedDocument(bench, `${id}.pdf`);
		between.rule = cached(reference);
		await send(reference);
		await send(reference, { sendAgain: true });
		expect(posts()).toBe(2);
	});

	test('what is to be sent again and whose answer is lost is not said to be sent', async () => {
		const reference = await storedDocument(bench, `${id}.pdf`);
		await send(reference);
		between.rule = async ({ route }, pass) => (SEND.test(route) ? { status: 502 } : await pass());
		const { error, items } = await send(reference, { sendAgain: true });
		expect(items).toEqual([]);
		expect(error?.message).toBe(UNCONFIRMED);
	});
});

/**
 * Executions as n8n's server makes them: with a number of their own, with the settings of a node such as
 * Retry On Fail, and tried again out of what was stored of one that failed.
 */
import { WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	INode,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { binaryData, freshRun, stageWorkflow } from '../harness/engine.cts';
import { nodeWith, start, type Bench } from './node.cts';

export interface Execution {
	items: INodeExecutionData[];
	errorItems: INodeExecutionData[];
	error?: {
		message: string;
		description?: string;
		context?: { itemIndex?: number; uncertain?: boolean };
	};
	run: IRun;
	/** The node that was looked at, as it was executed. */
	node: INode;
}

export interface ExecutionOptions {
	items?: INodeExecutionData[];
	/** Settings of the node, such as `retryOnFail`. */
	node?: Partial<INode>;
	/** How often the node is run with these items, as in a loop. */
	loops?: number;
	executionId?: string;
	/** n8n's `$vars`. */
	variables?: Record<string, string>;
}

let executions = 0;
const nextId = () => String(++executions);

/** Executes Start → the node. */
export async function execute(
	bench: Bench,
	parameters: INode['parameters'],
	{
		items = [{ json: {} }],
		node: settings,
		loops = 1,
		executionId = nextId(),
		variables,
	}: ExecutionOptions = {},
): Promise<Execution> {
	bench.records = false;
	const node = nodeWith(parameters, settings);
	const data = freshRun({ nodes: [start, node], connections: connections(node, loops) }, items);
	return await proceed(bench, node, data, 'manual', { executionId, loops, variables });
}

/**
 * Tries a failed execution again, as "Retry" in n8n's list of executions does: a new execution that goes
 * on from the node that failed, out of what was stored (n8n's `executions/execution.service.js`).
 *
 * @param changes to the node: "Retry with currently saved workflow"
 */
export async function retry(
	bench: Bench,
	{ run, node }: Execution,
	changes: Partial<INode> = {},
	variables?: ExecutionOptions['variables'],
): Promise<Execution> {
	const data = stored(run.data);
	const { lastNodeExecuted, runData } = data.resultData;
	delete data.resultData.error;
	const ran = runData[lastNodeExecuted ?? ''];
	if (ran?.at(-1)?.error !== undefined) ran.pop();
	const changed = { ...node, ...changes };
	for (const entry of data.executionData?.nodeExecutionStack ?? []) entry.node = changed;
	return await proceed(bench, changed, data, 'retry', { variables });
}

/**
 * Tries an execution again of which n8n has kept nothing but its beginning, as of one during which n8n was killed, or
 * that was stopped.
 */
export async function retryFromStart(
	bench: Bench,
	{ node }: Execution,
	items: INodeExecutionData[],
	settings: Partial<INode> = {},
): Promise<Execution> {
	const changed = { ...node, ...settings };
	const data = freshRun({ nodes: [start, changed], connections: connections(changed, 1) }, items);
	return await proceed(bench, changed, data, 'retry');
}

const stored = (data: IRunExecutionData) => JSON.parse(JSON.stringify(data)) as IRunExecutionData;

const connections = ({ name }: INode, loops: number): IConnections => ({
	Start: { main: [Array.from({ length: loops }, () => ({ node: name, type: 'main', index: 0 }))] },
});

async function proceed(
	{ engine, simulator, credential }: Bench,
	node: INode,
	data: IRunExecutionData,
	mode: WorkflowExecuteMode,
	{ executionId = nextId(), loops = 1, variables = {} }: ExecutionOptions = {},
): Promise<Execution> {
	await binaryData();
	const { workflow, additionalData } = stageWorkflow(
		{ ...engine, credentials: { securedSigningApi: { ...simulator.credential, ...credential } } },
		{ nodes: [start, node], connections: connections(node, loops) },
		{ executionId, variables },
	);
	const run = await new WorkflowExecute(additionalData, mode, data).processRunExecutionData(
		workflow,
	);
	const { runData, error } = run.data.resultData;
	const outputs = (runData[node.name] ?? []).map((taskData) => taskData.data?.main ?? []);
	return {
		items: outputs.flatMap(([output]) => output ?? []),
		errorItems: outputs.flatMap(([, output]) => output ?? []),
		error: error as Execution['error'],
		run,
		node,
	};
}

/**
 * n8n's own engine (n8n-core), driven without n8n's server: real expressions, real HTTP helper, real
 * binary store. Engine tests and the demo run workflows with it.
 */
import 'reflect-metadata';

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads its settings while it is loaded, so they have to stand before the import.
process.env.N8N_USER_FOLDER ??= temporaryFolder();
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests-of-this-package';
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
process.env.N8N_EXPRESSION_ENGINE ??= 'legacy';
process.env.N8N_LOG_LEVEL ??= 'silent';

import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** Gone with the process; under jest, with the run (see jest/temporaryFolder.cjs). */
function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	if (process.env.JEST_WORKER_ID === undefined) {
		process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	}
	return folder;
}

export interface Engine {
	nodeTypes: Record<string, INodeType>;
	credentialTypes: Record<string, ICredentialType>;
	/** The saved credentials by the name of their type, or how one is read. */
	credentials: Record<
		string,
		ICredentialDataDecryptedObject | (() => Promise<ICredentialDataDecryptedObject>)
	>;
}

/** Hands the engine the saved credentials and signs with their types. */
export class Credentials extends ICredentialsHelper {
	constructor(private readonly engine: Engine) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async preAuthentication() {
		return undefined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	) {
		const { authenticate } = this.engine.credentialTypes[typeName];
		if (typeof authenticate !== 'function') throw new Error(`${typeName} signs nothing`);
		return await authenticate(credentials, requestOptions);
	}

	async getCredentials(): Promise<never> {
		throw new Error('The engine asks for decrypted credentials only');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: unknown,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		_raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	) {
		const saved = this.engine.credentials[type];
		return resolved(
			typeof saved === 'function' ? await saved() : { ...saved },
			mode,
			executeData,
			resolve,
		);
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties() {
		return [];
	}
}

/**
 * The fields of a credential with their expressions resolved: with the data of the run, or without any
 * where n8n hands none over, as to webhooks and triggers (n8n 2.41, credentials-helper.ts,
 * applyDefaultsAndOverwrites).
 */
function resolved(
	stored: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	executeData?: IExecuteData,
	resolve?: ICredentialsExpressionResolveValues,
): ICredentialDataDecryptedObject {
	if (resolve) {
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolve;
		return workflow.expression.getParameterValue(
			stored as INodeParameters,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
			executeData,
			false,
			stored as INodeParameters,
		) as ICredentialDataDecryptedObject;
	}
	const node = { name: '', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };
	const type = { description: { properties: [] } };
	const workflow = new Workflow({
		nodes: [node as unknown as INode],
		connections: {},
		active: false,
		nodeTypes: { getByNameAndVersion: () => type } as unknown as INodeTypes,
	});
	return workflow.expression.getComplexParameterValue(
		node as unknown as INode,
		stored as INodeParameters,
		mode,
		{},
		undefined,
		undefined,
		stored as INodeParameters,
	) as unknown as ICredentialDataDecryptedObject;
}

let binaryStore: Promise<void> | undefined;

/** The store that n8n keeps files in; on disk, as on a self-hosted n8n. */
export async function binaryData(): Promise<BinaryDataService> {
	const service = Container.get(BinaryDataService);
	await (binaryStore ??= service.init());
	return service;
}

export type WorkflowData = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings'>>;

/** A workflow, and what n8n's server would give it to run with. */
export function stageWorkflow(
	engine: Engine,
	{ nodes, connections, settings = {} }: WorkflowData,
	more: Partial<IWorkflowExecuteAdditionalData> = {},
): { workflow: Workflow; additionalData: IWorkflowExecuteAdditionalData } {
	const getByNameAndVersion = (type: string, version?: number) => {
		const nodeType = engine.nodeTypes[type];
		if (nodeType === undefined) throw new Error(`The engine has no node of the type ${type}`);
		return NodeHelpers.getVersionedNodeType(nodeType as INodeType & IVersionedNodeType, version);
	};
	const nodeTypes: INodeTypes = {
		getByName: (type) => engine.nodeTypes[type],
		getByNameAndVersion,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes,
		connections,
		active: false,
		nodeTypes,
		settings,
	});
	const hooks = new ExecutionLifecycleHooks('manual', more.executionId ?? '1', {
		id: 'workflow',
		name: 'workflow',
		nodes,
		connections,
	} as IWorkflowBase);
	const additionalData = {
		credentialsHelper: new Credentials(engine),
		executionId: '1',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
		hooks,
		...more,
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, additionalData };
}

/** A workflow as it is before its first node. */
export function freshRun(
	{ nodes, connections }: WorkflowData,
	input: INodeExecutionData[],
): IRunExecutionData {
	const start = nodes.find(({ name }) => !isTarget(connections, name)) as INode;
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }],
			metadata: {},
			contextData: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
}

/** Runs a workflow from its first node to its end, as a click on "Execute workflow" does. */
export async function runWorkflow(
	engine: Engine,
	data: WorkflowData,
	input: INodeExecutionData[] = [{ json: {} }],
	stop?: (cancel: () => void) => void,
	more?: Partial<IWorkflowExecuteAdditionalData>,
): Promise<IRun> {
	await binaryData();
	const { workflow, additionalData } = stageWorkflow(engine, data, more);
	const run = new WorkflowExecute(
		additionalData,
		'manual',
		freshRun(data, input),
	).processRunExecutionData(workflow);
	stop?.(() => run.cancel());
	return await run;
}

function isTarget(connections: IWorkflowBase['connections'], name: string): boolean {
	return Object.values(connections).some(({ main }) =>
		main?.some((output) => output?.some(({ node }) => node === name)),
	);
}

/**
 * A polling trigger in n8n's own engine: n8n-core's PollContext and PollTriggerExecutor, and around
 * them what n8n 2.41.1 and 1.123.81 do with a trigger's static data. It is stored after the first poll
 * of an activation and after a poll that returned items, and not after one that returned nothing. With durable
 * cursors (n8n 2's trigger-execution-context.factory.js) each poll gets a copy of the node's own data, which is
 * stored with its items, and after one that returned nothing unless it was the first of an activation. Where the
 * workflow is published while a poll is under way, its items are dropped with the copy, and the workflow's data stored.
 */
import { binaryData, Credentials, type Engine } from './engine.cts';

import { Container } from '@n8n/di';
import { PollContext, PollTriggerExecutor } from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** n8n's scheduler gives a poll less time than five minutes. */
const SCHEDULED_BUDGET_MS = 240_000;

export class Polling {
	/** Each execution that was started: its items. */
	readonly executions: INodeExecutionData[][] = [];
	/** The errors of polls, as n8n lists them. */
	readonly errors: Error[] = [];
	private stored = '{}';
	private activation = 0;
	private tick?: (first?: boolean) => Promise<void>;
	/** With durable cursors: the node's own data as they are stored, as text. */
	private cursor?: string;
	private isPublishedMeanwhile = false;

	constructor(
		readonly engine: Engine,
		/** As the workflow has it at the next activation: a test may rename it. */
		readonly node: INode,
		private readonly workflowId = 'workflow',
		private readonly isDurable = false,
	) {}

	/** The same trigger in an n8n with durable cursors. */
	durable(workflowId: string): Polling {
		return new Polling(this.engine, this.node, workflowId, true);
	}

	/** The workflow with all that n8n stored of it, under another id: a copy, or an import. */
	copied(workflowId: string, node: Partial<INode> = {}): Polling {
		return new Polling(this.engine, { ...this.node, ...node }, workflowId).restored(this.stored);
	}

	/** The same trigger in an n8n whose database has this state. */
	restored(state: string): Polling {
		const polling = new Polling(this.engine, this.node, this.workflowId);
		polling.stored = state;
		return polling;
	}

	/** Starts n8n anew, or the workflow: only what was stored is left. Fails when its first poll does. */
	async activate(): Promise<void> {
		await binaryData();
		const workflow = this.workflow();
		const current = ++this.activation;
		const isCurrent = () => current === this.activation;
		const emitError = (error: Error) => void this.errors.push(error);
		const executor = Container.get(PollTriggerExecutor);
		const tick = async (first?: boolean) => {
			const ofPoll = this.isDurable && !first ? this.workflow() : workflow;
			const emit = ([items]: INodeExecutionData[][]) => {
				if (!this.isPublishedMeanwhile) this.executions.push(items);
				this.isPublishedMeanwhile = false;
				this.store(ofPoll);
			};
			const context = this.context(ofPoll, 'trigger', emit, emitError, !first);
			await executor.create(ofPoll, this.node, context, isCurrent)(first);
		};
		this.tick = tick;
		const first = tick(true);
		await first.catch(() => {
			// n8n does not activate the workflow then.
			if (isCurrent()) this.tick = undefined;
		});
		await first;
		if (isCurrent() && !this.isDurable) this.store(workflow);
	}

	/** With durable cursors: the next poll that returns items is overtaken by a publication. */
	dropNext(): void {
		this.isPublishedMeanwhile = true;
	}

	get isActive(): boolean {
		return this.tick !== undefined;
	}

	/** One poll by the clock. */
	async poll(): Promise<void> {
		await this.tick?.(false);
	}

	/** "Fetch test event" in the editor. */
	async test(): Promise<INodeExecutionData[]> {
		await binaryData();
		const workflow = this.workflow();
		const before = JSON.stringify(workflow.staticData);
		const { poll } = this.engine.nodeTypes[this.node.type];
		const output = await poll!.call(this.context(workflow, 'manual'));
		if (JSON.stringify(workflow.staticData) !== before) throw new Error('A test changed the state');
		return output?.[0] ?? [];
	}

	/** All items so far. */
	items(): IDataObject[] {
		return this.executions.flat().map(({ json }) => json);
	}

	/** The state as n8n's database has it, as text. */
	get state(): string {
		return this.stored;
	}

	/** n8n's log, which all nodes share. */
	get logger() {
		return this.context(this.workflow(), 'manual').logger;
	}

	private store(workflow: Workflow) {
		this.stored = JSON.stringify(workflow.staticData);
	}

	private workflow(): Workflow {
		const { nodeTypes: types } = this.engine;
		const nodeTypes: INodeTypes = {
			getByName: (type) => types[type],
			getByNameAndVersion: (type, version) =>
				NodeHelpers.getVersionedNodeType(types[type] as never, version),
			getKnownTypes: () => ({}),
		};
		return new Workflow({
			id: this.workflowId,
			nodes: [{ ...this.node }],
			connections: {},
			active: true,
			nodeTypes,
			staticData: JSON.parse(this.stored) as IDataObject,
			settings: {},
		});
	}

	private context(
		workflow: Workflow,
		mode: WorkflowExecuteMode,
		emit?: (data: INodeExecutionData[][]) => void,
		emitError?: (error: Error) => void,
		isScheduled = false,
	): PollContext {
		const additionalData = {
			credentialsHelper: new Credentials(this.engine),
			variables: {},
			runExecutionData: createRunExecutionData({}),
		} as unknown as IWorkflowExecuteAdditionalData;
		const activation = mode === 'manual' ? 'manual' : 'activate';
		if (!this.isDurable) {
			return new PollContext(
				workflow,
				this.node,
				additionalData,
				mode,
				activation,
				emit,
				emitError,
			);
		}
		const own = JSON.parse(this.cursor ?? '{}') as IDataObject;
		const commit = () => void (this.cursor = JSON.stringify(own));
		return new PollContext(
			...([workflow, this.node, additionalData, mode, activation] as const),
			(data) => {
				if (!this.isPublishedMeanwhile) commit();
				emit?.(data);
			},
			emitError,
			async () => commit(),
			undefined,
			() => own,
			isScheduled ? () => SCHEDULED_BUDGET_MS : undefined,
		);
	}
}
